package access

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"eendracht/internal/fault"
)

// localMost bounds a municipality's own rules: 64 files of 64 KiB.
const (
	localFiles = 64
	localBytes = 64 << 10
)

// ReadLocal reads a municipality's own rules: every *.cedar of a folder, in order
// of name. New checks them: they may only forbid, must fit the schema, and need
// @id, @nl and @ground. A folder without rules is a mistake, not a set without any.
func ReadLocal(from fs.FS) ([]string, error) {
	const op = "access.ReadLocal"
	names, err := fs.Glob(from, "*.cedar")
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if len(names) == 0 || len(names) > localFiles {
		return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "access.local.files"}
	}
	slices.Sort(names)
	var rules []string
	for _, name := range names {
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		if len(body) > localBytes {
			return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "access.local.long", Args: []string{"name", name}}
		}
		rules = append(rules, string(body))
	}
	return rules, nil
}

// Refusals gives what is wrong with rules that New refused, a line each, in plain
// English for whoever writes policies.
func Refusals(err error) []string {
	var lines []string
	var walk func(error)
	walk = func(err error) {
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, one := range many.Unwrap() {
				walk(one)
			}
			return
		}
		var f *fault.Error
		if errors.As(err, &f) && f.Err != nil {
			walk(f.Err)
			return
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprint(err)))
	}
	if err != nil {
		walk(err)
	}
	return lines
}

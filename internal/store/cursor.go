package store

import (
	"encoding/base64"
	"strconv"
	"strings"

	"eendracht/internal/fault"
)

// cursor packs the place of a row in a list. It is opaque to callers and holds
// only order columns and identifiers.
func cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\x1f")))
}

// uncursor unpacks what cursor packed; Invalid when it is not that.
func uncursor(op, packed string, parts ...*string) error {
	raw, err := base64.RawURLEncoding.DecodeString(packed)
	split := strings.Split(string(raw), "\x1f")
	if err != nil || len(split) != len(parts) {
		return fault.New(fault.Invalid, op, "store.cursor")
	}
	for i, p := range parts {
		*p = split[i]
	}
	return nil
}

// place is a row's place in a list: numbers first, then identifiers.
type place struct {
	numbers []int64
	ids     []string
}

func (p place) cursor() string {
	parts := make([]string, 0, len(p.numbers)+len(p.ids))
	for _, n := range p.numbers {
		parts = append(parts, strconv.FormatInt(n, 10))
	}
	return cursor(append(parts, p.ids...)...)
}

// args gives the place that a cursor names, or the given start for none.
func (p place) args(op, packed string) ([]any, error) {
	all := make([]string, len(p.numbers)+len(p.ids))
	if packed != "" {
		into := make([]*string, len(all))
		for i := range all {
			into[i] = &all[i]
		}
		if err := uncursor(op, packed, into...); err != nil {
			return nil, err
		}
	}
	args := make([]any, 0, len(all))
	for i, n := range p.numbers {
		if packed != "" {
			var err error
			if n, err = strconv.ParseInt(all[i], 10, 64); err != nil {
				return nil, fault.New(fault.Invalid, op, "store.cursor")
			}
		}
		args = append(args, n)
	}
	for i, id := range p.ids {
		if packed != "" {
			id = all[len(p.numbers)+i]
		}
		args = append(args, id)
	}
	return args, nil
}

// Package fault holds the one error type of Eendracht.
//
// A fault says what kind of thing went wrong (Code), where (Op), and what a
// person may read about it (Key and Args, looked up in package text). The
// wrapped error is for the log only and never reaches a screen.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the kind of a fault. Doors map it once, to an HTTP status or an exit code.
type Code string

// The kinds of fault. NotFound and Forbidden look the same from outside where
// the difference would tell that something exists.
const (
	Invalid     Code = "invalid"     // the input is wrong; Fields says where
	Forbidden   Code = "forbidden"   // no purpose and ground allow this
	NotFound    Code = "not_found"   // there is no such thing, or none that you may know of
	Conflict    Code = "conflict"    // someone else was first, or the state does not allow it
	SignIn      Code = "sign_in"     // nobody is signed in
	TooLarge    Code = "too_large"   // the input is over its limit
	TooMany     Code = "too_many"    // the rate limit is reached
	Unavailable Code = "unavailable" // a store, log or key is out of reach: refuse, try again later
	Internal    Code = "internal"    // our mistake
)

// Field is one finding about one input field.
type Field struct {
	Name string   // the field's name in the form or the JSON path
	Key  string   // text key of the message beside the field
	Args []string // alternating name and value for the text
}

// Error is a fault. Make one with New, Wrap or In.
type Error struct {
	Code   Code
	Op     string   // "room.Action", for the log
	Key    string   // text key of the message for people; "" means the code's own text "fault.<code>"
	Args   []string // alternating name and value for the text
	Fields []Field
	Err    error // the cause, for the log
}

// New makes a fault with a message key and its arguments (alternating name, value).
func New(code Code, op, key string, args ...string) *Error {
	return &Error{Code: code, Op: op, Key: key, Args: args}
}

// Wrap makes a fault around a cause. A cause that already is a fault keeps its
// code, message and fields; only the operation is put in front.
func Wrap(code Code, op string, err error) error {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Error](err); ok {
		kept := *f
		kept.Op, kept.Err = op, err
		return &kept
	}
	return &Error{Code: code, Op: op, Err: err}
}

// In makes an Invalid fault with findings per field, or nil when there are none.
func In(op string, fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Op: op, Fields: fields}
}

// Error gives the text for the log: operation, code, key, fields and cause.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Op, e.Code)
	if e.Key != "" {
		fmt.Fprintf(&b, " (%s)", e.Key)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Name, f.Key)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Of gives the code of an error: "" for nil, Internal for one that is no fault.
func Of(err error) Code {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Code
	}
	return Internal
}

// Is tells whether the error carries this code.
func Is(err error, code Code) bool { return err != nil && Of(err) == code }

// Message gives the text key and arguments that a person may read.
func Message(err error) (key string, args []string) {
	if f, ok := errors.AsType[*Error](err); ok && f.Key != "" {
		return f.Key, f.Args
	}
	return "fault." + string(Of(err)), nil
}

// Fields gives the findings per field, if any.
func Fields(err error) []Field {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Fields
	}
	return nil
}

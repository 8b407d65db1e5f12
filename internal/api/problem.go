package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/fault"
	"eendracht/internal/text"
)

// statuses maps faults to HTTP, once for the whole API.
var statuses = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.SignIn: http.StatusUnauthorized, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal: http.StatusInternalServerError,
}

// Problem is an error as RFC 9457 writes it. Code is the fault's kind, Errors
// the findings per field.
type Problem struct {
	Type   string         `json:"type" doc:"urn:eendracht:fault:<code>"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Code   string         `json:"code"`
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one finding about one field.
type ProblemField struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Error gives the title, for the log.
func (p *Problem) Error() string { return p.Title }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names the form of the answer.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problem turns an error into what a caller may know; the rest goes to the log.
func (d *door) problem(ctx interface{ Value(any) any }, op string, err error) error {
	if err == nil {
		return nil
	}
	code := fault.Of(err)
	if code == fault.Internal || code == fault.Unavailable {
		d.Log.Error("call failed", "operation", op, "err", err)
	}
	return problemOf(err, d.voice(ctx))
}

func (d *door) voice(ctx interface{ Value(any) any }) text.Voice {
	lang := "nl"
	if said, ok := ctx.Value(langKey{}).(string); ok {
		lang = said
	}
	return d.Texts.In(lang)
}

type langKey struct{}

func problemOf(err error, say text.Voice) *Problem {
	code := fault.Of(err)
	key, args := fault.Message(err)
	p := &Problem{Type: "urn:eendracht:fault:" + string(code), Title: say.Say(key, args...), Status: statuses[code], Code: string(code)}
	for _, f := range fault.Fields(err) {
		p.Errors = append(p.Errors, ProblemField{Field: f.Name, Detail: say.Say(f.Key, f.Args...)})
	}
	return p
}

// refuse writes a problem before an operation begins.
func (d *door) refuse(ctx huma.Context, err error) {
	p := problemOf(err, d.Texts.In("nl"))
	if p.Status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", `Bearer realm="eendracht"`)
	}
	if wait := retryAfter(err); wait != "" {
		ctx.SetHeader("Retry-After", wait)
	}
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	if err := json.NewEncoder(ctx.BodyWriter()).Encode(p); err != nil && !errors.Is(err, http.ErrHandlerTimeout) {
		d.Log.Warn("an answer could not be written", "err", err)
	}
}

// plainProblems makes huma's own refusals (a body that does not fit the
// document) problems of the same form as ours. Huma keeps this in a variable of
// its own; it is set once, before the first API is made.
var plainProblems = sync.OnceFunc(func() {
	huma.NewError = func(status int, detail string, errs ...error) huma.StatusError {
		code := codeOf(status)
		p := &Problem{Type: "urn:eendracht:fault:" + string(code), Title: http.StatusText(status), Status: status, Code: string(code), Detail: detail}
		if texts, err := text.Shipped(); err == nil {
			p.Title = texts.In("nl").Say("fault." + string(code))
		}
		for _, err := range errs {
			if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
				p.Errors = append(p.Errors, ProblemField{Field: strings.TrimPrefix(d.Location, "body."), Detail: d.Message})
			}
		}
		return p
	}
})

// codeOf gives the kind of fault of a status that huma chose.
func codeOf(status int) fault.Code {
	for code, known := range statuses {
		if known == status {
			return code
		}
	}
	if status < http.StatusInternalServerError {
		return fault.Invalid
	}
	return fault.Internal
}

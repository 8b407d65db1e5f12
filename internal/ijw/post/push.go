package post

import (
	"net/http"
	"strings"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw/envelope"
)

// Push is the envelope of the providers' side: a form with metadata and the
// message. The answer is the status of HTTP.
type Push struct{}

// pushAction is what the hub is to do with a message: pass it on.
const pushAction = "indienen"

// Wrap puts a letter into the form.
func (Push) Wrap(l Letter, _ time.Time) (Packet, error) {
	release, err := envelope.VersionOf("3.2")
	if err != nil {
		return Packet{}, err
	}
	p := envelope.Push{
		Sender: party(l.From), Receivers: []envelope.Party{party(l.To)},
		Stream:       envelope.Stream{Type: strings.TrimRight(l.Kind, "0123456789"), Subtype: l.Kind, Version: release, Action: pushAction},
		Conversation: reference("talk", l.From, l.Kind, l.Ref), Trace: reference("letter", l.From, l.Kind, l.Ref), Reference: l.Ref, Payload: l.Content,
	}
	if talk, trace, ok := strings.Cut(l.Answering, " "); ok {
		p.Conversation, p.Answers = talk, trace
	}
	kind, body, err := envelope.WrapPush(p)
	return Packet{Type: kind, Outer: p.Conversation + " " + p.Trace, Body: body}, err
}

// party names an organisation with its role: a municipality has four digits.
func party(code string) envelope.Party {
	if len(code) == 4 {
		return envelope.Party{Role: envelope.RoleMunicipality, Code: code}
	}
	return envelope.Party{Role: envelope.RoleProvider, Code: code}
}

// Open takes the letter out of the form, unzipped when it was zipped.
func (Push) Open(contentType string, raw []byte) (Letter, *Reply, error) {
	const op = "post.Push.Open"
	p, err := envelope.OpenPush(contentType, raw)
	if err != nil {
		return Letter{}, nil, fault.Wrap(fault.Invalid, op, err)
	}
	content, err := envelope.Unzip(p.Payload)
	if err != nil {
		return Letter{}, nil, fault.Wrap(fault.Invalid, op, err)
	}
	l, err := Peek(content)
	if err != nil {
		return Letter{}, nil, err
	}
	if p.Stream.Subtype != "" && p.Stream.Subtype != l.Kind {
		return Letter{}, nil, fault.New(fault.Invalid, op, "post.nomessage")
	}
	l.Outer = p.Conversation + " " + p.Trace
	return l, nil, nil
}

// Answer writes the same JSON as the plain door; the status says it all.
func (Push) Answer(l Letter, r Reply, now time.Time) (string, []byte) {
	return Plain{}.Answer(l, r, now)
}

// Read reads the status: 2xx has it, 408, 429 and 5xx may pass, else it is refused.
func (Push) Read(status int, raw []byte) (Reply, error) {
	r, err := Plain{}.Read(status, raw)
	if err == nil && (r.Accepted || r.Code != "") {
		return r, nil
	}
	switch {
	case status >= 200 && status < 300:
		return Reply{Accepted: true}, nil
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500:
		return Reply{Code: CodeBusy}, nil
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Reply{Code: CodeSender, Final: true}, nil
	}
	return Reply{Code: CodeRefused, Final: true}, nil
}

package post

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw/envelope"
	"eendracht/internal/nl"
)

// application is how we name our software in envelopes.
const application = "Eendracht"

// software is the version of it that envelopes carry.
var software = envelope.Version{Major: 1}

// StUF is the envelope of the municipalities' side: a Di01, or a Du01 for a
// return message, answered at once with a Bv03 or Fo03; a Fo01 comes later.
type StUF struct{}

// Wrap puts a letter into a Di01 or Du01.
func (StUF) Wrap(l Letter, now time.Time) (Packet, error) {
	release, err := envelope.VersionOf("3.2")
	if err != nil {
		return Packet{}, err
	}
	e := envelope.Envelope{
		Kind: envelope.Di01, Sender: system(l.From), Receiver: system(l.To), Ref: reference("letter", l.From, l.Kind, l.Ref),
		At: stamp(now), Function: l.Kind, Software: software, Release: release, Payload: l.Content,
	}
	if l.CrossRef != "" {
		e.Kind, e.CrossRef = envelope.Du01, l.Answering
		if e.CrossRef == "" { // it came by another way: then the message's own reference must do
			e.CrossRef = reference("answers", l.To, l.CrossRef)
		}
	}
	raw, err := envelope.Wrap(e)
	return Packet{Type: "text/xml; charset=utf-8", Action: e.Kind.Action(), Outer: e.Ref, Body: raw}, err
}

func system(code string) envelope.System {
	return envelope.System{Organisation: code, Application: application}
}

// stamp writes a moment in Dutch time, as the chain does.
func stamp(now time.Time) string { return envelope.Stamp(now.In(nl.Amsterdam)) }

// reference makes a UUID from what identifies a letter: the second copy of a
// letter has the same one, and nobody can read the letter from it.
func reference(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p) // a hash takes everything
	}
	b := h.Sum(nil)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// Open takes the letter out of a Di01 or Du01, or reads the refusal in a Fo01.
func (StUF) Open(_ string, raw []byte) (Letter, *Reply, error) {
	const op = "post.StUF.Open"
	e, err := envelope.Open(raw)
	if err != nil {
		return Letter{}, nil, fault.Wrap(fault.Invalid, op, err)
	}
	switch e.Kind {
	case envelope.Fo01:
		r := stufReply(e)
		return Letter{From: e.Sender.Organisation, To: e.Receiver.Organisation, Outer: e.Ref}, &r, nil
	case envelope.Di01, envelope.Du01:
	default:
		return Letter{}, nil, fault.New(fault.Invalid, op, "post.nomessage")
	}
	l, err := Peek(e.Payload)
	if err != nil {
		return Letter{}, nil, err
	}
	if l.Kind != e.Function {
		return Letter{}, nil, fault.New(fault.Invalid, op, "post.nomessage")
	}
	l.Outer = e.Ref
	return l, nil, nil
}

// stufCodes are the hub's codes for what is wrong with a letter, and whose fault it is.
var stufCodes = map[string]envelope.Problem{
	CodeFormat:   {Code: "IB001", Place: envelope.PlaceClient, Says: "Het bericht of de envelop heeft niet de juiste vorm."},
	CodeSender:   {Code: "IB007", Place: envelope.PlaceClient, Says: "Deze organisatie mag dit bericht niet sturen."},
	CodeReceiver: {Code: "IB010", Place: envelope.PlaceClient, Says: "De ontvanger is hier niet bekend."},
	CodeRefused:  {Code: "IB014", Place: envelope.PlaceClient, Says: "De inhoud kan niet worden verwerkt."},
	CodeBusy:     {Code: "StUF058", Place: envelope.PlaceServer, Says: "Het bericht kan nu niet worden verwerkt. Stuur het later opnieuw."},
}

// Answer writes a Bv03 or Fo03.
func (StUF) Answer(l Letter, r Reply, now time.Time) (string, []byte) {
	const kind = "text/xml; charset=utf-8"
	outer := l.Outer
	if outer == "" {
		outer = "onbekend" // of an envelope that could not be read
	}
	to := envelope.Envelope{Sender: system(l.From), Receiver: system(l.To), Ref: outer}
	ref := reference("reply", outer)
	e := to.Receipt(ref, stamp(now))
	if !r.Accepted {
		problem, ok := stufCodes[r.Code]
		if !ok {
			problem = stufCodes[CodeRefused]
		}
		e = to.Refusal(ref, stamp(now), problem, false)
	}
	raw, err := envelope.Wrap(e)
	if err != nil {
		return kind, nil // the sender then hears the status alone
	}
	return kind, raw
}

// Read reads a Bv03 or Fo03.
func (StUF) Read(status int, raw []byte) (Reply, error) {
	const op = "post.StUF.Read"
	e, err := envelope.Open(raw)
	if err != nil {
		return Reply{}, fault.Wrap(fault.Invalid, op, err)
	}
	switch e.Kind {
	case envelope.Bv03:
		return Reply{Accepted: status < http.StatusMultipleChoices, CrossRef: e.CrossRef}, nil
	case envelope.Fo03, envelope.Fo01:
		return stufReply(e), nil
	}
	return Reply{}, fault.New(fault.Invalid, op, "post.nomessage")
}

// stufReply says what a refusal means. A reference that was used before is our
// own letter that arrived already; what is the server's fault may pass.
func stufReply(e envelope.Envelope) Reply {
	r := Reply{Code: e.Fault.Code, Final: e.Fault.Place == envelope.PlaceClient, CrossRef: e.CrossRef}
	switch e.Fault.Code {
	case "IB016":
		r.Accepted = true
	case "IB023":
		r.Final = false
	}
	return r
}

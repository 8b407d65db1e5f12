// Package desk is the door of the official messages: it turns what a provider
// sends into commands, and decisions into the messages that leave. It decides
// nothing itself.
package desk

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/store"
)

// Codes finds organisations by their official codes and keeps number series.
type Codes interface {
	Org(ctx context.Context, id dossier.ID) (store.Org, error)
	OrgByCode(ctx context.Context, code string) (store.Org, error)
	Next(ctx context.Context, series string) (int64, error)
}

// Sent finds what was sent, so that an answer that names no client finds its dossier.
type Sent interface {
	ParcelOf(ctx context.Context, peer, ref string, out bool) (store.Parcel, error)
}

// Desk receives and sends official messages.
type Desk struct {
	Office *casework.Office
	Codes  Codes
	// Outside tells whether the organisation with this official code works with
	// other software and is reached by message: then its return messages are
	// waited for. nil: nobody is, and no answer is written as a message.
	Outside func(code string) bool
}

// outside tells whether a code is reached by message.
func (d *Desk) outside(code string) bool { return d.Outside != nil && d.Outside(code) }

// formal tells whether answers to requests are written as messages too.
func (d *Desk) formal() bool { return d.Outside != nil }

// Receipt says what a received message did.
type Receipt struct {
	Type       string          // JW315, WMO305 …
	Ref        string          // the sender's identification
	Changed    []casework.Done // one per product
	Again      bool            // it had come in before and changed nothing now
	Answer     []byte          // the return message, as it stands in the chain; nil for what is not answered
	AnswerType string          // JW306 …
}

// Receive reads a message, checks it at levels 1 to 3, and carries out what it
// says. The caller must be of the organisation that the message names as its
// sender. An error with findings means that the message was not taken in; then
// nothing has changed. A finding of level 3 is a Conflict: what it builds on may
// still come, as the order of messages means nothing (OP080). Findings without an
// error are about lines of a claim: they were refused in its answer.
func (d *Desk) Receive(ctx context.Context, r io.Reader) (Receipt, []ijw.Finding, error) {
	return d.take(ctx, r, false)
}

// Refuse takes a message in for good: what is wrong at levels 2 and 3 is refused
// in the return message, and only the rest is carried out. It is for a message
// that was tried long enough.
func (d *Desk) Refuse(ctx context.Context, r io.Reader) (Receipt, []ijw.Finding, error) {
	return d.take(ctx, r, true)
}

func (d *Desk) take(ctx context.Context, r io.Reader, final bool) (Receipt, []ijw.Finding, error) {
	const op = "desk.Receive"
	raw, err := io.ReadAll(io.LimitReader(r, ijw.MaxBytes+1))
	if err != nil {
		return Receipt{}, nil, fault.Wrap(fault.Invalid, op, err)
	}
	message, findings, err := ijw.Read(bytes.NewReader(raw))
	if err != nil {
		return Receipt{}, nil, fault.Wrap(fault.Invalid, op, err)
	}
	if len(findings) > 0 {
		return Receipt{}, findings, refused(op, findings)
	}
	in, err := d.incoming(ctx, message, raw)
	if err != nil {
		return Receipt{}, nil, err
	}
	in.final = final
	if message.Kind == ijw.Kind323 && len(message.Claim().Clients) > 1 {
		return d.takeClaim(ctx, in)
	}
	return d.carryOut(ctx, in)
}

// refused says that a message has findings; those of level 3 may pass.
func refused(op string, findings []ijw.Finding) error {
	code, key := fault.Invalid, "desk.findings"
	if !slices.ContainsFunc(findings, func(f ijw.Finding) bool { return f.Level < rules.LevelAcross }) {
		code, key = fault.Conflict, "desk.across"
	}
	return fault.New(code, op, key, "n", strconv.Itoa(len(findings)))
}

// incoming is a message with everyone in it looked up.
type incoming struct {
	message  ijw.Message
	raw      []byte
	header   ijw.Header
	kind     string // JW315 …
	from, to string // official codes of who sent it and for whom it is
	ref      string // the sender's identification of this very message
	sender   store.Org
	receiver store.Org
	dossier  dossier.ID
	person   dossier.ID
	final    bool
}

func (d *Desk) incoming(ctx context.Context, m ijw.Message, raw []byte) (incoming, error) {
	const op = "desk.incoming"
	in := incoming{message: m, raw: raw, header: m.Header(), kind: typeOf(m)}
	in.from, in.to, in.ref = in.header.Sender, in.header.Receiver, in.header.ID
	if back, ok := m.AsReturned(); ok { // the header is that of what it answers
		in.from, in.to, in.ref = in.header.Receiver, in.header.Sender, back.Header.ReturnID
	}
	caller, err := casework.From(ctx)
	if err != nil {
		return in, err
	}
	in.sender, err = d.Codes.OrgByCode(ctx, in.from)
	if err != nil || in.sender.ID != caller.Who.Org {
		return in, fault.New(fault.Forbidden, op, "desk.sender", "code", in.from)
	}
	if in.receiver, err = d.Codes.OrgByCode(ctx, in.to); err != nil {
		return in, fault.New(fault.Invalid, op, "desk.receiver", "code", in.to)
	}
	if in.named() == "" {
		return d.answers(ctx, in)
	}
	in.dossier, in.person, err = d.Office.Known(ctx, in.named(), rules.PlaceOf(m).Municipality)
	if fault.Is(err, fault.NotFound) {
		return in, fault.New(fault.NotFound, op, "desk.unknown")
	}
	return in, err
}

// named gives the BSN that a message names, "" for one that names none or many.
func (in incoming) named() string {
	switch in.message.Kind {
	case ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315, ijw.Kind317:
		return in.message.Client().BSN
	case ijw.Kind323:
		if clients := in.message.Claim().Clients; len(clients) > 0 {
			return clients[0].BSN
		}
	}
	return ""
}

// answers finds the dossier of an answer by what was sent from here. A 319 names
// the request by the reference that the request was given: its own identification.
func (d *Desk) answers(ctx context.Context, in incoming) (incoming, error) {
	const op = "desk.answers"
	sent, ok := d.Codes.(Sent)
	if !ok {
		return in, fault.New(fault.NotFound, op, "desk.unknown")
	}
	ref := rules.AnswersTo(in.message)
	if in.message.Kind == ijw.Kind319 {
		ref = in.message.Answer().Reference
	}
	p, err := sent.ParcelOf(ctx, in.from, ref, true)
	if fault.Is(err, fault.NotFound) || err == nil && p.Dossier == "" {
		return in, fault.New(fault.NotFound, op, "desk.unknown")
	}
	in.dossier = p.Dossier
	return in, fault.Wrap(fault.Unavailable, op, err)
}

func typeOf(m ijw.Message) string {
	law := "JW"
	if m.Law == ijw.Wmo {
		law = "WMO"
	}
	return law + m.Kind.String()
}

// carryOut lets a message do what it says, in one transaction with its answer.
func (d *Desk) carryOut(ctx context.Context, in incoming) (Receipt, []ijw.Finding, error) {
	const op = "desk.carryOut"
	l := d.letter(in)
	done, err := d.Office.Do(ctx, casework.Wish{Dossier: in.dossier, Command: l, Key: in.kind + "/" + in.from + "/" + in.ref})
	receipt := Receipt{Type: in.kind, Ref: in.ref, Again: done.Again, Answer: l.out.answer, AnswerType: l.out.answerType}
	if len(l.out.found) > 0 && !in.final && l.waits() {
		return receipt, l.out.found, refused(op, l.out.found)
	}
	if err != nil {
		return receipt, nil, fault.Wrap(fault.Internal, op, err)
	}
	receipt.Changed = l.out.changed(done)
	return receipt, l.out.found, nil
}

// number writes an allocation number as the dossier keeps it.
func number(n int64) string { return strconv.FormatInt(n, 10) }

// domainOf names the life domain that a kind of support is about, so that the
// task lands in a part of the grid.
func domainOf(law ijw.Law, category string) string {
	table := map[ijw.Law]map[string]string{
		ijw.Jeugdwet: {"40": "daily", "41": "daily", "42": "daily", "51": "mind", "52": "mind", "53": "mind", "54": "mind", "55": "mind", "47": "justice", "48": "safety", "49": "justice"},
		ijw.Wmo:      {"05": "housing", "13": "housing", "15": "housing", "16": "housing", "17": "housing", "07": "work", "08": "community", "09": "community"},
	}
	if domain, ok := table[law][category]; ok {
		return domain
	}
	if law == ijw.Wmo {
		return "daily"
	}
	return "home"
}

// Sender gives the caller of a machine or planner of an organisation for
// official messages.
func Sender(who access.Who) casework.Caller {
	return casework.Caller{Who: who, Purpose: "allocation", Flow: "message"}
}

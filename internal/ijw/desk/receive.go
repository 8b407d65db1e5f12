// Package desk is the door of the official messages: it turns what a provider
// sends into commands, and decisions into the messages that leave. It decides
// nothing itself.
package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/store"
)

// Codes finds organisations by their official codes and keeps number series.
type Codes interface {
	Org(ctx context.Context, id dossier.ID) (store.Org, error)
	OrgByCode(ctx context.Context, code string) (store.Org, error)
	Next(ctx context.Context, series string) (int64, error)
}

// Desk receives and sends official messages.
type Desk struct {
	Office *casework.Office
	Codes  Codes
}

// Receipt says what a received message did.
type Receipt struct {
	Type    string          // JW315, WMO305 …
	Ref     string          // the sender's identification
	Changed []casework.Done // one per product
	Again   bool            // it had come in before and changed nothing now
}

// Receive reads a message, checks it, and carries out what it says. The caller
// must be of the organisation that the message names as its sender. Findings
// mean that the message was not taken in; then nothing has changed.
func (d *Desk) Receive(ctx context.Context, r io.Reader) (Receipt, []ijw.Finding, error) {
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
		return Receipt{}, findings, fault.New(fault.Invalid, op, "desk.findings", "n", strconv.Itoa(len(findings)))
	}
	in, err := d.incoming(ctx, message, raw)
	if err != nil {
		return Receipt{}, nil, err
	}
	receipt, err := d.carryOut(ctx, in)
	return receipt, nil, err
}

// incoming is a message with everyone in it looked up.
type incoming struct {
	message ijw.Message
	raw     []byte
	header  ijw.Header
	kind    string
	sender  store.Org
	dossier dossier.ID
	person  dossier.ID
}

func (d *Desk) incoming(ctx context.Context, m ijw.Message, raw []byte) (incoming, error) {
	const op = "desk.incoming"
	in := incoming{message: m, raw: raw, header: m.Header(), kind: typeOf(m)}
	caller, err := casework.From(ctx)
	if err != nil {
		return in, err
	}
	if m.Kind == ijw.Kind301 {
		return in, fault.New(fault.Invalid, op, "desk.direction", "type", in.kind)
	}
	in.sender, err = d.Codes.OrgByCode(ctx, in.header.Sender)
	if err != nil || in.sender.ID != caller.Who.Org {
		return in, fault.New(fault.Forbidden, op, "desk.sender", "code", in.header.Sender)
	}
	if _, err := d.Codes.OrgByCode(ctx, in.header.Receiver); err != nil {
		return in, fault.New(fault.Invalid, op, "desk.receiver", "code", in.header.Receiver)
	}
	in.dossier, in.person, err = d.Office.Known(ctx, m.Client().BSN, in.header.Receiver)
	if fault.Is(err, fault.NotFound) {
		return in, fault.New(fault.NotFound, op, "desk.unknown")
	}
	return in, err
}

func typeOf(m ijw.Message) string {
	law := "JW"
	if m.Law == ijw.Wmo {
		law = "WMO"
	}
	return law + m.Kind.String()
}

func (d *Desk) carryOut(ctx context.Context, in incoming) (Receipt, error) {
	commands, err := in.commands()
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Type: in.kind, Ref: in.header.ID, Again: true}
	for i, command := range commands {
		done, err := d.Office.Do(ctx, casework.Wish{
			Dossier: in.dossier, Command: command,
			Key: fmt.Sprintf("%s/%s/%s/%d", in.kind, in.header.Sender, in.header.ID, i),
		})
		if err != nil {
			return receipt, fault.Wrap(fault.Internal, "desk.carryOut", err)
		}
		receipt.Changed = append(receipt.Changed, done)
		receipt.Again = receipt.Again && done.Again
	}
	return receipt, nil
}

func (in incoming) commands() ([]dossier.Command, error) {
	switch in.message.Kind {
	case ijw.Kind315:
		return []dossier.Command{in.request()}, nil
	case ijw.Kind305:
		return in.starts()
	case ijw.Kind307:
		return in.stops()
	}
	return nil, fault.New(fault.Invalid, "desk.commands", "desk.direction", "type", in.kind)
}

func (in incoming) request() dossier.Command {
	c := dossier.ReceiveRequest{
		Type: in.kind, From: in.header.Sender, Ref: in.header.ID, Content: in.raw,
		Provider: in.sender.ID, Called: in.sender.Name, Phone: in.sender.Phone, Person: in.person,
	}
	for _, r := range in.message.Requests() {
		c.Care = append(c.Care, careOf(in.message.Law, r))
	}
	if len(c.Care) > 0 {
		c.Domain = domainOf(in.message.Law, c.Care[0].Category)
	}
	return c
}

func careOf(law ijw.Law, r ijw.Request) dossier.Care {
	care := dossier.Care{Law: string(law), From: r.From, Until: r.Until, Reference: r.Reference, Referrer: r.Referrer.Kind, Comment: r.Comment}
	if r.Product != nil {
		care.Category, care.Code = r.Product.Category, r.Product.Code
	}
	if r.Volume != nil {
		care.Volume, care.Unit, care.Frequency = int(r.Volume.Amount), r.Volume.Unit, r.Volume.Per
	}
	if r.BudgetCents != nil {
		care.Budget = *r.BudgetCents
	}
	return care
}

func (in incoming) starts() ([]dossier.Command, error) {
	var commands []dossier.Command
	for _, s := range in.message.Starts() {
		if s.Number == nil || s.Status == ijw.StatusRemoved {
			return nil, fault.New(fault.Invalid, "desk.starts", "desk.number")
		}
		commands = append(commands, dossier.ReceiveStart{
			Type: in.kind, From: in.header.Sender, Ref: in.header.ID, Content: in.raw,
			Number: number(*s.Number), On: s.From,
		})
	}
	return commands, nil
}

func (in incoming) stops() ([]dossier.Command, error) {
	var commands []dossier.Command
	for _, s := range in.message.Stops() {
		if s.Number == nil || s.Status == ijw.StatusRemoved {
			return nil, fault.New(fault.Invalid, "desk.stops", "desk.number")
		}
		commands = append(commands, dossier.ReceiveStop{
			Type: in.kind, From: in.header.Sender, Ref: in.header.ID, Content: in.raw,
			Number: number(*s.Number), On: s.Until, Reason: s.Reason,
		})
	}
	return commands, nil
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

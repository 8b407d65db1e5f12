package desk

import (
	"bytes"
	"context"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/store"
)

// takeClaim takes in a claim about several clients: each dossier gets its own
// client alone, judged by itself, and the provider one answer about all.
func (d *Desk) takeClaim(ctx context.Context, in incoming) (Receipt, []ijw.Finding, error) {
	const op = "desk.takeClaim"
	receipt := Receipt{Type: in.kind, Ref: in.ref, Again: true}
	claim := in.message.Claim()
	var found []ijw.Finding
	for i := range claim.Clients {
		one, err := d.oneClient(ctx, in, claim, i)
		if fault.Is(err, fault.NotFound) {
			found = append(found, strangers(in.message, clientPath(in.message, i))...)
			continue
		}
		if err != nil {
			return receipt, nil, err
		}
		one.final = true // what is wrong is refused line by line: a claim does not wait
		l := d.letter(one)
		l.replies = false
		done, err := d.Office.Do(ctx, casework.Wish{Dossier: one.dossier, Command: l, Key: in.kind + "/" + in.from + "/" + in.ref})
		if err != nil {
			return receipt, nil, fault.Wrap(fault.Internal, op, err)
		}
		receipt.Changed, receipt.Again = append(receipt.Changed, done), receipt.Again && done.Again
		found = append(found, moved(l.out.found, clientPath(one.message, 0), clientPath(in.message, i))...)
	}
	if receipt.Again = receipt.Again && len(receipt.Changed) > 0; receipt.Again {
		return receipt, nil, nil
	}
	return d.answerAll(ctx, in, receipt, found)
}

// oneClient makes the claim of one client alone: another family's data stays out of the dossier.
func (d *Desk) oneClient(ctx context.Context, in incoming, claim ijw.Claim, i int) (incoming, error) {
	one := claim
	one.Clients = claim.Clients[i : i+1]
	var total int64
	for _, l := range one.Clients[0].Lines {
		total += l.Amount.Signed()
	}
	one.Total = ijw.SignedAmount(total)
	part := in
	part.message = ijw.New323(in.header, one)
	raw, err := part.message.Bytes()
	if err != nil {
		return in, fault.Wrap(fault.Invalid, "desk.oneClient", err)
	}
	if part.message, _, err = ijw.Read(bytes.NewReader(raw)); err != nil {
		return in, fault.Wrap(fault.Internal, "desk.oneClient", err)
	}
	part.raw = raw
	part.dossier, part.person, err = d.Office.Known(ctx, one.Clients[0].BSN, in.header.Receiver)
	return part, err
}

// strangers refuses every line of a client of whom nothing is allocated here
// (TR338): the sender learns no more than that.
func strangers(m ijw.Message, client string) []ijw.Finding {
	var found []ijw.Finding
	for class := range m.Classes() {
		if path := class.Path(); class.Name == "Prestatie" && within(path, client) {
			found = append(found, ijw.Finding{Path: path, Level: rules.LevelAcross, Code: "TR338", Return: "9338", Key: "ijwrules.tr338"})
		}
	}
	return found
}

// clientPath gives the place of the nth client of a claim.
func clientPath(m ijw.Message, n int) string {
	at := 0
	for class := range m.Classes() {
		if class.Name != "Client" {
			continue
		}
		if at == n {
			return class.Path()
		}
		at++
	}
	return ""
}

// moved tells findings about one client's claim in the places of the whole.
func moved(found []ijw.Finding, from, to string) []ijw.Finding {
	for i, f := range found {
		if rest, ok := strings.CutPrefix(f.Path, from); ok {
			found[i].Path = to + rest
		}
	}
	return found
}

// answerAll makes the one answer to a claim about several clients. It belongs to
// no dossier, and leaves sealed when the provider works with other software.
func (d *Desk) answerAll(ctx context.Context, in incoming, receipt Receipt, found []ijw.Finding) (Receipt, []ijw.Finding, error) {
	const op = "desk.answerAll"
	now := d.Office.Now(ctx)
	id := answerID(in.kind, in.from, in.ref)
	back, err := rules.Answer(in.message, found, rules.AnswerHeader{ID: id, Date: dossier.Moment{Now: now}.Today()})
	if err != nil {
		return receipt, found, fault.Wrap(fault.Internal, op, err)
	}
	if receipt.Answer, err = back.Bytes(); err != nil {
		return receipt, found, fault.Wrap(fault.Internal, op, err)
	}
	receipt.AnswerType = typeOf(back)
	if !d.outside(in.from) {
		return receipt, found, nil
	}
	parcel := store.Parcel{
		ID: dossier.ID("out-" + id), Home: in.to, Peer: in.from, Org: in.receiver.ID, Out: true, Kind: receipt.AnswerType, Ref: id,
		State: store.ParcelWaiting, Ready: now, Since: now, Changed: now,
	}
	return receipt, found, d.Office.Park(ctx, parcel, receipt.Answer)
}

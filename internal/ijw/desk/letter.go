package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
)

// letter is the command that a message is: it judges the message against the
// very dossier that it changes, carries it out, and writes the answer.
type letter struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	Ref  string `json:"ref"`
	Sum  []byte `json:"sum"` // of the content: one identification stands for one message

	in      incoming
	replies bool // the answer is written as a message too
	sending bool // it is ours and leaves: the partner works with other software
	await   bool // its return message is waited for
	out     *outcome
}

// outcome is what became of the last decision on a letter.
type outcome struct {
	found      []ijw.Finding
	answer     []byte
	answerType string
	things     [][]dossier.ID // per product, what came into being
}

func (d *Desk) letter(in incoming) letter {
	sum := sha256.Sum256(in.raw)
	return letter{
		Kind: in.kind, From: in.from, Ref: in.ref, Sum: sum[:16],
		in: in, replies: d.formal(), out: &outcome{},
	}
}

// changed gives what was done per product; the first carries the transaction.
func (o *outcome) changed(done casework.Done) []casework.Done {
	if len(o.things) < 2 {
		return []casework.Done{done}
	}
	all := make([]casework.Done, len(o.things))
	for i, new := range o.things {
		all[i] = casework.Done{Dossier: done.Dossier, Version: done.Version, New: new, Again: done.Again}
	}
	return all
}

// Name is the stable name of the command.
func (l letter) Name() string { return "message-" + l.in.message.Kind.String() }

// Need is that of what the message says; one about nothing known asks for
// messages alone.
func (l letter) Need(d *dossier.Dossier) dossier.Need {
	commands, err := l.commands(d)
	if err != nil || len(commands) == 0 {
		return dossier.Need{Action: dossier.ActMessage}
	}
	return commands[0].Need(d)
}

// Decide gives the entries of the message and of its answer.
func (l letter) Decide(d *dossier.Dossier, m dossier.Moment) ([]dossier.Entry, error) {
	*l.out = outcome{}
	if known(d, l.Kind, l.From, l.Ref) {
		return nil, nil
	}
	if !l.sending {
		l.out.found = rules.Received(l.in.message, nil, recall(d), l.world(d, m))
	}
	if len(l.out.found) > 0 && !l.in.final && l.waits() {
		l.reply(m) // for who hears it at once
		return nil, refused("desk.letter", l.out.found)
	}
	commands, err := l.commands(d)
	if err != nil {
		return nil, err
	}
	entries, after, err := l.carry(d, m, commands)
	if err != nil {
		return nil, err
	}
	if l.in.message.Kind == ijw.Kind323 && !l.sending {
		more, err := l.answerClaim(after, m)
		if err != nil {
			return nil, err
		}
		entries, after = append(entries, more...), dossier.Fold(after, more...)
	}
	reply, err := l.answer(after, m, entries)
	return append(entries, reply...), err
}

// passing are the rules of a claim that it may still come to keep: an allocation
// or an earlier line that is on its way.
var passing = []string{"TR304", "TR323", "TR338"}

// waits tells whether what is wrong may become right: the order in which
// messages come means nothing (OP080). A claim is answered line by line, and
// what is too much or comes twice does not get better by waiting.
func (l letter) waits() bool {
	if l.in.message.Kind != ijw.Kind323 {
		return true
	}
	return slices.ContainsFunc(l.out.found, func(f ijw.Finding) bool { return f.Level < rules.LevelAcross || slices.Contains(passing, f.Code) })
}

// world is what the house knows outside the messages: the day, the list of
// municipalities, and those of this dossier and message, which are in the directory.
func (l letter) world(d *dossier.Dossier, m dossier.Moment) rules.World {
	return rules.Registers{Day: m.Today(), Towns: []string{d.Municipality, l.in.header.Receiver, l.in.header.Sender}}
}

// carry lets the commands decide one after the other on what the ones before left.
func (l letter) carry(d *dossier.Dossier, m dossier.Moment, commands []dossier.Command) ([]dossier.Entry, *dossier.Dossier, error) {
	var all []dossier.Entry
	after := d
	for _, c := range commands {
		entries, err := c.Decide(after, m)
		if err != nil {
			return nil, nil, err
		}
		for i := range entries {
			entries[i].Seq = after.Version + int64(i) + 1
			l.turn(&entries[i])
		}
		l.out.things = append(l.out.things, things(entries))
		all, after = append(all, entries...), dossier.Fold(after, entries...)
	}
	return all, after, nil
}

// turn makes what was received into what was sent, for a message that leaves.
func (l letter) turn(e *dossier.Entry) {
	b, ok := e.Body.(dossier.MessageReceived)
	if ok && l.sending {
		e.Body = dossier.MessageSent{Message: b.Message, Type: b.Type, To: l.in.to, Ref: b.Ref, Content: b.Content, Org: l.in.receiver.ID}
	}
}

// things gives what entries brought into being, the message first and then tasks.
func things(entries []dossier.Entry) []dossier.ID {
	var ids []dossier.ID
	for _, e := range entries {
		switch b := e.Body.(type) {
		case dossier.MessageReceived:
			ids = append(ids, b.Message)
		case dossier.MessageSent:
			ids = append(ids, b.Message)
		case dossier.TaskCreated:
			ids = append(ids, b.Task)
		}
	}
	return ids
}

// known tells whether this very message came in, or left, before.
func known(d *dossier.Dossier, kind, from, ref string) bool {
	for _, m := range d.Messages {
		if !m.Out && m.Type == kind && m.Peer == from && m.Ref == ref {
			return true
		}
	}
	return false
}

// reply makes the return message; nil for a message that is not answered.
func (l letter) reply(m dossier.Moment) {
	if _, ok := l.in.message.Kind.Return(); !ok || l.sending {
		return
	}
	back, err := rules.Answer(l.in.message, l.out.found, rules.AnswerHeader{ID: answerID(l.Kind, l.From, l.Ref), Date: m.Today()})
	if err != nil {
		return // its sender is told outside the messages (OP090x2)
	}
	content, err := back.Bytes()
	if err == nil {
		l.out.answer, l.out.answerType = content, typeOf(back)
	}
}

// answerID names a return message after what it answers, so that a second try
// gives the same one.
func answerID(kind, from, ref string) string {
	sum := sha256.Sum256([]byte(kind + "/" + from + "/" + ref))
	return strings.ToUpper(base32.StdEncoding.EncodeToString(sum[:])[:12])
}

// answer writes the return message into the dossier when it leaves by message.
// Where no message may leave, none does: that goes before every term.
func (l letter) answer(d *dossier.Dossier, m dossier.Moment, entries []dossier.Entry) ([]dossier.Entry, error) {
	if l.reply(m); l.sending {
		return l.awaited(d, m, entries)
	}
	if l.out.answer == nil || !l.replies || d.Silent(m.Today()) {
		return nil, nil
	}
	return dossier.RecordReply{
		Type: l.out.answerType, To: l.From, Ref: answerID(l.Kind, l.From, l.Ref), Content: l.out.answer, Part: l.place(d, entries), Org: l.in.sender.ID,
	}.Decide(d, m)
}

// awaited starts the clock within which the partner must answer what leaves.
func (l letter) awaited(d *dossier.Dossier, m dossier.Moment, entries []dossier.Entry) ([]dossier.Entry, error) {
	if d.Silent(m.Today()) {
		return nil, fault.New(fault.Conflict, "desk.letter", "dossier.traffic.forbidden")
	}
	for _, e := range entries {
		if b, ok := e.Body.(dossier.MessageSent); ok && l.await {
			owner := dossier.Holder{Kind: dossier.HolderOrganisation, Org: l.in.sender.ID, Name: l.in.sender.Name}
			return dossier.AwaitReturn{Message: b.Message, Owner: owner}.Decide(d, m)
		}
	}
	return nil, nil
}

// place gives the part in which the answer lies: that of what was done, or, when
// all was refused, that of the newest allocation of this client and sender.
func (l letter) place(d *dossier.Dossier, entries []dossier.Entry) dossier.Part {
	if part := partOf(entries); part != (dossier.Part{}) {
		return part
	}
	for _, a := range slices.Backward(d.Allocations) {
		if t, ok := d.Task(a.Task); ok && a.Person == l.in.person && a.Provider == l.in.sender.ID {
			return t.Part
		}
	}
	return dossier.Part{}
}

// partOf gives the part in which entries lie.
func partOf(entries []dossier.Entry) dossier.Part {
	for _, e := range entries {
		if len(e.Parts) > 0 {
			return e.Parts[0]
		}
	}
	return dossier.Part{}
}

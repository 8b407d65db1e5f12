package desk

import (
	"context"
	"fmt"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
)

// defaultRefusal is the reason of list RedenAfwijzingVerzoek when none is named: on content.
const defaultRefusal = "7"

// OutcomePending is the outcome of a request that needs a look first.
const OutcomePending = "pending"

// Rule carries out a ruling on any request: a first one (315) or one for change
// (317), granted, refused or to be looked into.
func (d *Desk) Rule(ctx context.Context, r Ruling) (casework.Done, error) {
	if r.Outcome == OutcomePending {
		return d.HoldRequest(ctx, r)
	}
	view, err := d.Office.Open(ctx, r.Dossier)
	if err != nil {
		return casework.Done{}, err
	}
	if t, ok := view.Dossier.Task(r.Task); ok && t.Change != nil {
		return d.DecideChange(ctx, r)
	}
	return d.Decide(ctx, r)
}

// DecideChange decides on a request for change (317) as a whole. Granted, one
// 301 leaves with all that is allocated now; refused, a 319.
func (d *Desk) DecideChange(ctx context.Context, r Ruling) (casework.Done, error) {
	const op = "desk.DecideChange"
	command := dossier.DecideChange{Task: r.Task, Outcome: r.Outcome, Words: strings.TrimSpace(r.Words)}
	if r.Outcome == "granted" && command.Words != "" {
		numbers, err := d.numbers(ctx, r)
		if err != nil {
			return casework.Done{}, err
		}
		command.Numbers = numbers
	}
	done, err := d.Office.Do(ctx, casework.Wish{
		Dossier: r.Dossier, Key: r.Key, Expect: r.Expect, Typed: r.Typed, Command: command,
		Then: func(after *dossier.Dossier) ([]dossier.Command, error) {
			t, ok := after.Task(r.Task)
			if !ok || t.Change == nil {
				return nil, fault.New(fault.Internal, op, "")
			}
			if r.Outcome != "granted" {
				return d.refusal(ctx, after, t, r.Reason)
			}
			for _, w := range t.Change.Wanted {
				if w.Number != "" {
					return d.anew(ctx, after, w.Number)
				}
			}
			return d.anew(ctx, after, command.Numbers[0])
		},
	})
	return done, fault.Wrap(fault.Internal, op, err)
}

// numbers draws the allocation numbers that a granted change needs. The view
// tells how many; one too many only leaves a gap in the series.
func (d *Desk) numbers(ctx context.Context, r Ruling) ([]string, error) {
	const op = "desk.numbers"
	view, err := d.Office.Open(ctx, r.Dossier)
	if err != nil {
		return nil, err
	}
	t, ok := view.Dossier.Task(r.Task)
	if !ok || t.Change == nil {
		return nil, fault.New(fault.NotFound, op, "dossier.task.none")
	}
	var all []string
	for range view.Dossier.Fresh(*t.Change) {
		next, err := d.Codes.Next(ctx, "allocation:"+view.Dossier.Municipality)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		all = append(all, number(next))
	}
	return all, nil
}

// HoldRequest answers that a request needs a look first (319 with answer 2).
func (d *Desk) HoldRequest(ctx context.Context, r Ruling) (casework.Done, error) {
	done, err := d.Office.Do(ctx, casework.Wish{
		Dossier: r.Dossier, Key: r.Key, Expect: r.Expect, Command: dossier.HoldRequest{Task: r.Task},
		Then: func(after *dossier.Dossier) ([]dossier.Command, error) {
			t, ok := after.Task(r.Task)
			if !ok {
				return nil, fault.New(fault.Internal, "desk.HoldRequest", "")
			}
			return d.reply(ctx, after, t, ijw.Answer{Decision: ijw.DecisionUnderStudy})
		},
	})
	return done, fault.Wrap(fault.Internal, "desk.HoldRequest", err)
}

// ChangeAllocation changes or takes back an allocation under its own number; the
// 301 leaves in the same transaction.
func (d *Desk) ChangeAllocation(ctx context.Context, o Order, c dossier.ChangeAllocation) (casework.Done, error) {
	done, err := d.Office.Do(ctx, casework.Wish{
		Dossier: o.Dossier, Key: o.Key, Expect: o.Expect, Typed: o.Typed, Command: c,
		Then: func(after *dossier.Dossier) ([]dossier.Command, error) { return d.anew(ctx, after, c.Number) },
	})
	return done, fault.Wrap(fault.Internal, "desk.ChangeAllocation", err)
}

// anew writes the 301 that tells how things stand now.
func (d *Desk) anew(ctx context.Context, after *dossier.Dossier, number string) ([]dossier.Command, error) {
	sent, err := d.write(ctx, after, number)
	if err != nil {
		return nil, err
	}
	return []dossier.Command{sent}, nil
}

// refusal writes the 319 that refuses a request.
func (d *Desk) refusal(ctx context.Context, after *dossier.Dossier, t dossier.Task, reason string) ([]dossier.Command, error) {
	if reason == "" {
		reason = defaultRefusal
	}
	return d.reply(ctx, after, t, ijw.Answer{Decision: ijw.DecisionRejected, Reason: reason})
}

// reply writes a 319, where answers are written as messages and the request
// named a reference to answer to.
func (d *Desk) reply(ctx context.Context, after *dossier.Dossier, t dossier.Task, a ijw.Answer) ([]dossier.Command, error) {
	const op = "desk.reply"
	a.Reference = t.Care.Reference
	if t.Change != nil {
		a.Reference = t.Change.Reference
	}
	if !d.formal() || a.Reference == "" {
		return nil, nil
	}
	provider, err := d.Codes.Org(ctx, t.Asked)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	next, err := d.Codes.Next(ctx, "message:"+after.Municipality)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	on := dossier.Moment{Now: d.Office.Now(ctx)}.Today()
	header := ijw.Header{Law: ijw.Law(t.Care.Law), Sender: after.Municipality, Receiver: provider.AGB, ID: fmt.Sprintf("%012d", next), Date: on}
	message := ijw.New319(header, a)
	if findings := rules.BeforeSending(message, recall(after)); len(findings) > 0 {
		return nil, wouldBounce(op, findings)
	}
	content, err := message.Bytes()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	return []dossier.Command{dossier.RecordSent{
		Type: typeOf(message), To: provider.AGB, Ref: header.ID, Content: content, Part: t.Part, Org: provider.ID, Await: d.outside(provider.AGB),
	}}, nil
}

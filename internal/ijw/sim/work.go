package sim

import (
	"context"
	"sync"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
)

// endings are the reasons (RedenWijziging) for which the municipality ends an
// allocation when the provider told that the client died or moved.
var endings = map[string]string{StoryDeath: "02", StoryMoved: "07"}

// work acts on what comes in with so many hands until the context ends.
func (t *town) work(ctx context.Context, hands int) {
	who := access.Who{User: "u-decider", Org: teamID, Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: municipality, Roles: []string{"decider"}, Name: "Beslisser", OrgName: "Wijkteam"}
	as := casework.As(ctx, casework.Caller{Who: who, Purpose: "decision", Flow: "sim"})
	var group sync.WaitGroup
	for range hands {
		group.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case r := <-t.waiting:
					t.decide(as, r)
				}
			}
		})
	}
	group.Wait()
}

func (t *town) decide(ctx context.Context, r request) {
	var err error
	switch {
	case r.task != "":
		err = t.rule(ctx, r)
	default:
		err = t.actOn(ctx, r.dossier)
	}
	key, _ := fault.Message(err)
	switch {
	case err == nil || key == "casework.key": // decided before, and nobody heard that it was
	case fault.Is(err, fault.Conflict) || fault.Is(err, fault.Unavailable): // another message came in between, or a disk that stalls
		if fault.Is(err, fault.Unavailable) {
			t.stalls.Add(1)
		}
		time.AfterFunc(20*time.Millisecond, func() { t.waiting <- request{dossier: r.dossier} })
		return
	case ctx.Err() == nil:
		t.mu.Lock()
		t.flawed = append(t.flawed, err)
		t.mu.Unlock()
	}
	t.undecide.Add(-1)
}

// actOn does all that waits for the municipality in a dossier.
func (t *town) actOn(ctx context.Context, id dossier.ID) error {
	d, err := t.read(ctx, id)
	if err != nil {
		return err
	}
	for _, task := range d.Tasks {
		if task.Type == dossier.TaskDecision && task.Open() {
			if err := t.rule(ctx, request{id, task.Task}); err != nil {
				return err
			}
		}
	}
	for _, a := range d.Allocations {
		if err := t.tend(ctx, d, a); err != nil {
			return err
		}
	}
	return nil
}

// tend ends the allocation of someone who died or moved, and tells one anew that
// its provider refused.
func (t *town) tend(ctx context.Context, d *dossier.Dossier, a dossier.Allocation) error {
	if back, refused := desk.Bounced(d, a); refused {
		done, err := t.desk.TellAnew(ctx, desk.Order{Dossier: d.ID, Key: "anew/" + a.Number + "/" + back.Ref}, a.Number)
		if err == nil && !done.Again {
			t.anew.Add(1)
		}
		return err
	}
	reason := endings[t.story(d.ID)]
	if reason == "" || a.Stopped.IsZero() || a.Care.Until == a.Stopped {
		return nil
	}
	_, err := t.desk.ChangeAllocation(ctx, desk.Order{Dossier: d.ID, Key: "end/" + a.Number},
		dossier.ChangeAllocation{Number: a.Number, Until: a.Stopped, Reason: reason, Agreed: true})
	return err
}

// rule decides on a request: one that must be looked into first is held, and then granted.
func (t *town) rule(ctx context.Context, r request) error {
	ruling := desk.Ruling{Dossier: r.dossier, Task: r.task, Outcome: "granted", Words: "Deze hulp past bij de vraag.", Key: "decide/" + string(r.task)}
	switch t.story(r.dossier) {
	case StoryRefused:
		ruling.Outcome, ruling.Words = "refused", "Voorliggende hulp is genoeg."
	case StoryUnmoved:
		d, err := t.read(ctx, r.dossier)
		if err != nil {
			return err
		}
		if task, _ := d.Task(r.task); task.Change != nil {
			ruling.Outcome, ruling.Words = "refused", "Meer uren helpen nu niet."
		}
	case StoryHeld:
		held := ruling
		held.Key = "hold/" + string(r.task)
		if _, err := t.desk.HoldRequest(ctx, held); err != nil {
			return err
		}
	}
	_, err := t.desk.Rule(ctx, ruling)
	return err
}

//go:build linux

package torture

import (
	"context"
	"fmt"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// The organisation and people of the load. They are invented; nobody looks them
// up, because the load comes in below the doors.
const (
	team     = dossier.ID("o-team")
	townCode = "9001"
)

// act is one thing that the load does: everything about it follows from its
// key, so that it can be sent again by whoever holds the key alone.
type act struct {
	Kind    string // ask, offer, accept, part, weigh, note, open
	Key     string // idempotency key, and what the words say
	Dossier dossier.ID
	Thing   dossier.ID // the offer that is accepted
}

// caller gives who does it: the resident, a worker of the team, or its lead.
func (a act) caller() casework.Caller {
	staff := access.Who{Kind: access.Staff, Org: team, OrgKind: "neighbourhood_team", Municipality: townCode, Roles: []string{"worker"}, OrgName: "Wijkteam"}
	switch a.Kind {
	case "ask":
		return casework.Caller{Who: access.Who{User: dossier.ID("u-" + a.Key), Kind: access.Citizen, Name: "Mila Boom"}, Purpose: "own", Flow: "torture"}
	case "offer", "weigh":
		staff.User, staff.Name = "u-worker", "Sanne Bos"
		return casework.Caller{Who: staff, Purpose: "intake", Flow: "torture"}
	}
	staff.User, staff.Name = "u-lead", "Noor Bos"
	return casework.Caller{Who: staff, Purpose: "lead", Flow: "torture"}
}

// command gives what it asks of the dossier; an opening asks for none.
func (a act) command() dossier.Command {
	switch a.Kind {
	case "ask":
		return dossier.AskHelp{
			Municipality: townCode, Team: team, TeamName: "Wijkteam", TeamPhone: "0500 654321", Words: "Hulp " + a.Key, FamilyName: "Boom",
			Me: dossier.NewPerson{Name: nl.Name{Given: "Mila", Family: "Boom"}, Birth: nl.MustDate("1985-04-03"), Phone: "06 12345678"},
		}
	case "offer":
		return dossier.OfferLead{To: "u-lead", Org: team, Called: "Noor Bos", Phone: "0500 123456"}
	case "accept":
		return dossier.AcceptLead{Offer: a.Thing}
	case "part":
		return dossier.OpenDomain{Part: dossier.Part{Domain: "money"}, Reason: "Schulden " + a.Key}
	case "weigh":
		return dossier.WeighSafety{Level: dossier.SafetyWatch, Words: a.words()}
	case "note":
		return dossier.WriteNote{Parts: []dossier.Part{{Domain: "money"}}, Words: a.words()}
	}
	return nil
}

func (a act) words() string { return "Gezegd " + a.Key + "." }

// outcome is what the house answered to an act.
type outcome struct {
	Done dossier.ID // the dossier
	New  []dossier.ID
	At   int64      // version of the dossier that the answer rests on
	Look dossier.ID // of the answer
}

// do carries an act out.
func (h *House) do(ctx context.Context, a act) (outcome, error) {
	ctx, ids := drawing(casework.As(ctx, a.caller()))
	if a.Kind == "open" {
		view, err := h.Office.Open(ctx, a.Dossier)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Done: a.Dossier, At: view.Dossier.Version, Look: ids.look()}, nil
	}
	done, err := h.Office.Do(ctx, casework.Wish{Dossier: a.Dossier, Command: a.command(), Key: a.Key})
	if err != nil {
		return outcome{}, err
	}
	o := outcome{Done: done.Dossier, New: done.New, At: done.Version, Look: ids.look()}
	if done.Again {
		o.Look = "" // that of the first time, which nobody heard
	}
	return o, nil
}

// line writes an act, and with an outcome what was acknowledged, so that a
// process that watches can read it. It ends with a full stop: half a line of a
// killed process is no line.
func line(word string, a act, o outcome) string {
	dash := func(s dossier.ID) string {
		if s == "" {
			return "-"
		}
		return string(s)
	}
	return fmt.Sprintf("%s %s %s %s %s %s %d %s .", word, a.Kind, a.Key, dash(a.Dossier), dash(a.Thing), dash(o.Done), o.At, dash(o.Look))
}

// parse reads a line; ok is false for any other.
func parse(s string) (word string, a act, o outcome, ok bool) {
	f := strings.Fields(s)
	if len(f) != 9 || f[8] != "." {
		return "", a, o, false
	}
	undash := func(s string) dossier.ID { return dossier.ID(strings.TrimPrefix(s, "-")) }
	a = act{Kind: f[1], Key: f[2], Dossier: undash(f[3]), Thing: undash(f[4])}
	o = outcome{Done: undash(f[5]), Look: undash(f[7])}
	_, err := fmt.Sscan(f[6], &o.At)
	return f[0], a, o, err == nil && (f[0] == "try" || f[0] == "ack")
}

// refusedForNow tells whether an answer says "not now": nothing was shown, and
// the same act may be sent again. So says an archive out of reach, and a
// decision that was overtaken by others five times.
func refusedForNow(err error) bool {
	key, _ := fault.Message(err)
	return fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Conflict) && key == "fault.conflict" // no text of its own
}

package casework

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Help is a request for help by the caller, in their own words. Who they are
// and where they live is known from their sign-in: nobody asks it again.
type Help struct {
	Words   string
	Threat  string   // "", eviction, utilities, insurance
	Laws    []string // empty: the laws that a first talk looks at
	Channel string   // web, phone, desk
	Key     string   // idempotency key
	Typed   []Typed
}

// AskForHelp opens a dossier with the caller's request for help, or adds the
// request to the family's dossier when there is one.
func (o *Office) AskForHelp(ctx context.Context, h Help) (Done, error) {
	const op = "casework.AskForHelp"
	families, err := o.Families(ctx, FamilyAsk{Limit: 1})
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	wish := Wish{Key: h.Key, Typed: h.Typed}
	for _, f := range families.Items {
		if f.Role == "family" && f.Phase != dossier.PhaseClosed {
			wish.Dossier = f.Dossier
			wish.Command = dossier.AskAgain{Words: h.Words, Channel: h.Channel, Laws: h.Laws, Threat: h.Threat}
			return o.Do(ctx, wish)
		}
	}
	profile, err := o.Profile(ctx)
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	team, err := o.TeamOf(ctx, profile.Municipality)
	if err != nil {
		return Done{}, err
	}
	me := profile.Person()
	wish.Typed = append(wish.Typed, registered([]dossier.NewPerson{me})...)
	wish.Command = dossier.AskHelp{
		Municipality: profile.Municipality, Team: team.ID, TeamName: team.Name, TeamPhone: team.Phone,
		Me: me, Words: h.Words, Channel: h.Channel, Laws: h.Laws, Threat: h.Threat,
	}
	return o.Do(ctx, wish)
}

package casework

import (
	"context"
	"crypto/sha256"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Help is a request for help by the caller, in their own words. Who they are
// and where they live is known from their sign-in: nobody asks it again.
type Help struct {
	Words   string
	Threat  string   // "", eviction, utilities, insurance
	Writer  string   // who wrote it down when it was told aloud; "" the caller themselves
	Laws    []string // empty: the laws that a first talk looks at
	Channel string   // web, phone, desk
	Key     string   // idempotency key
	Typed   []Typed
}

// mark is what an idempotency key of a request for help stands for.
func (h Help) mark() []byte {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{"ask-for-help", h.Words, h.Threat, h.Writer}, h.Laws...), "\x00")))
	return sum[:16]
}

// AskForHelp opens a dossier with the caller's request for help, or adds the
// request to the family's dossier when there is one.
//
// A draft of it that was kept is taken away once it was sent.
func (o *Office) AskForHelp(ctx context.Context, h Help) (Done, error) {
	done, err := o.askForHelp(ctx, h)
	if err != nil {
		return done, err
	}
	if err := o.DropDraft(ctx, DraftHelp); err != nil && !fault.Is(err, fault.NotFound) {
		o.Log.WarnContext(ctx, "a draft that was sent is still there", "err", err)
	}
	return done, nil
}

func (o *Office) askForHelp(ctx context.Context, h Help) (Done, error) {
	const op = "casework.AskForHelp"
	wish := Wish{Key: h.Key, Typed: h.Typed, mark: h.mark()}
	if h.Key != "" { // asked before: then the family that it made is there by now
		_, ask, err := o.ask(ctx)
		if err != nil {
			return Done{}, fault.Wrap(fault.SignIn, op, err)
		}
		if done, err := o.used(ctx, ask, wish); !fault.Is(err, fault.NotFound) {
			return done, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	families, err := o.Families(ctx, FamilyAsk{Limit: 1})
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, f := range families.Items {
		if f.Role == "family" { // a closed one too: asking again takes it up, a family has one dossier
			wish.Dossier = f.Dossier
			wish.Command = dossier.AskAgain{Words: h.Words, Channel: h.Channel, Laws: h.Laws, Threat: h.Threat, Writer: h.Writer}
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
		Me: me, Words: h.Words, Channel: h.Channel, Laws: h.Laws, Threat: h.Threat, Writer: h.Writer,
	}
	return o.Do(ctx, wish)
}

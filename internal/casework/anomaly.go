package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// The reasons for which a look stands out.
const (
	OddStreet    = "street"    // someone of the dossier lives in the looker's own postcode
	OddSurname   = "surname"   // someone of the dossier has the looker's own family name
	OddColleague = "colleague" // someone of the dossier works with the looker, or is the looker
	OddFamous    = "famous"    // someone of the dossier was marked as a person of note
	OddBulk      = "bulk"      // many more dossiers in an hour than usual
	OddNight     = "night"     // at an hour at which this person does not work
)

// The kinds of keyed hash that the comparison uses; the values are nowhere.
const (
	keyedHome   = "home"
	keyedSelf   = "self"
	keyedFamous = "famous"
	noUser      = "*" // to whom keyed hashes of persons of note belong
)

// What makes a look odd: how many dossiers in an hour are many, by which factor
// over one's own busiest hour before, how many earlier nights make a night usual,
// and how far back "usual" looks.
const (
	bulkLeast   = 30
	bulkFactor  = 3
	nightUsual  = 3
	nightFrom   = 23
	nightUntil  = 6
	usualDays   = 28
	looksOfUser = 5000
)

// nightShift are kinds of organisation that work at night by their nature.
var nightShift = []string{"safe_home", "police", "health", "court_youth", "child_protection"}

// StaffFacts are what is compared of someone who works in the chain. Only keyed
// hashes of it are kept.
type StaffFacts struct {
	BSN      string
	Family   string
	Birth    nl.Date
	Postcode string
}

// KeepFacts keeps keyed hashes about a member of staff, or with user "" marks a
// person of note. For the privacy officer of the municipality, and for the
// installation itself.
func (o *Office) KeepFacts(ctx context.Context, user dossier.ID, f StaffFacts) error {
	const op = "casework.KeepFacts"
	if _, err := o.overseer(ctx, op); err != nil {
		return err
	}
	self := compact(o.token(tokenBSN, f.BSN), o.token(tokenBirth, birthKey(f.Family, f.Birth)))
	if user == "" {
		known, err := o.Store.Keyed(ctx, keyedFamous)
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		return fault.Wrap(fault.Unavailable, op, o.Store.PutKeyed(ctx, noUser, keyedFamous, append(known[noUser], self...)))
	}
	if err := o.Store.PutKeyed(ctx, user, keyedSelf, self); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.PutKeyed(ctx, user, keyedHome, compact(o.token(keyedHome, postcodeKey(f.Postcode)))))
}

func compact(tokens ...[]byte) [][]byte {
	return slices.DeleteFunc(tokens, func(t []byte) bool { return t == nil })
}

// token gives the keyed hash of a value, nil for none.
func (o *Office) token(kind, value string) []byte {
	if value == "" {
		return nil
	}
	return o.Vault.Token(kind, value)
}

func postcodeKey(postcode string) string {
	if p, err := nl.ParsePostcode(postcode); err == nil {
		return string(p)
	}
	return ""
}

// overseer lets the privacy officer of a municipality through, and the system itself.
func (o *Office) overseer(ctx context.Context, op string) (access.Ask, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return ask, fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind == access.System {
		return ask, nil
	}
	here := &dossier.Dossier{Municipality: ask.Who.Municipality}
	if d := o.Access.May(here, ask, dossier.Need{Action: dossier.ActReview}); !d.Allow {
		return ask, denied(op, d)
	}
	return ask, nil
}

// Odd is a look that stands out, as the privacy officer reads it.
type Odd struct {
	store.Anomaly
	Name    string // of who looked
	OrgName string
	Words   string // of who judged it
}

// OddList is a page of looks that stand out, newest first.
type OddList struct {
	Items []Odd
	Next  string
}

// Anomalies gives the looks that stand out in the caller's municipality, in a
// state of package store. Reading them is a look too.
func (o *Office) Anomalies(ctx context.Context, state, before string, n int) (OddList, error) {
	const op = "casework.Anomalies"
	ask, err := o.overseer(ctx, op)
	if err != nil {
		return OddList{}, err
	}
	rows, next, err := o.Store.Anomalies(ctx, ask.Who.Municipality, state, before, limit(n))
	if err != nil {
		return OddList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	list := OddList{Next: next}
	for _, row := range rows {
		odd, err := o.odd(ctx, row)
		if err != nil {
			return OddList{}, fault.Wrap(fault.Unavailable, op, err)
		}
		list.Items = append(list.Items, odd)
	}
	return list, o.listed(ctx, ask, "list", fmt.Sprintf("anomalies %d", len(list.Items)))
}

func (o *Office) odd(ctx context.Context, row store.Anomaly) (Odd, error) {
	odd := Odd{Anomaly: row}
	user, err := o.Store.User(ctx, row.User)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return odd, err
	}
	org, err := o.Store.Org(ctx, row.Org)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return odd, err
	}
	odd.Name, odd.OrgName = user.Name, org.Name
	if len(row.Note) > 0 {
		plain, err := o.Vault.Open(ctx, owner(row.Dossier), "anomaly", row.Note)
		if err != nil {
			return odd, err
		}
		odd.Words = string(plain)
	}
	return odd, nil
}

// Judge says of a look that stood out whether it was explained, with words.
func (o *Office) Judge(ctx context.Context, id, look dossier.ID, state, words string) error {
	const op = "casework.Judge"
	ask, err := o.overseer(ctx, op)
	if err != nil {
		return err
	}
	if state != store.AnomalyFine && state != store.AnomalyWrong {
		return fault.In(op, fault.Field{Name: "state", Key: "casework.anomaly.state"})
	}
	if words = strings.TrimSpace(words); words == "" {
		return fault.In(op, fault.Field{Name: "words", Key: "dossier.reason"})
	}
	sealed, err := o.Vault.Seal(ctx, owner(id), "anomaly", []byte(words))
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if err := o.Store.JudgeAnomaly(ctx, id, look, ask.Who.Municipality, state, sealed); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return o.listed(ctx, ask, "list", "anomaly judged")
}

// spotEvery is how often the agenda looks for what stands out, and how long each
// run looks back, so that a pause of a process loses nothing.
const (
	spotEvery = time.Hour
	spotBack  = 26 * time.Hour
)

// spotDue runs Spot when it was not done for an hour, by whichever process comes first.
func (o *Office) spotDue(ctx context.Context, last time.Time) (time.Time, error) {
	now := o.Now(ctx)
	if !passed(last, now, spotEvery) {
		return last, nil
	}
	_, err := o.Spot(ctx, now.Add(-spotBack))
	return now, err
}

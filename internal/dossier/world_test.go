package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

func shippedLaw(t testing.TB) *statute.Set {
	t.Helper()
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// world is a dossier with someone at the keyboard on a day.
type world struct {
	t   testing.TB
	law *statute.Set
	d   *Dossier
	now time.Time
	by  Actor
	ids int
}

var (
	mother = Actor{User: "u-mila", Role: "family", Name: "Mila de Vries"}
	noor   = Actor{User: "u-noor", Org: "o-team", Role: "worker", Name: "Noor Jansen"}
	joris  = Actor{User: "u-joris", Org: "o-team", Role: "lead", Name: "Joris Bakker"}
	linde  = Actor{User: "u-ilse", Org: "o-linde", Role: "partner", Name: "Ilse Kok"}
	system = Actor{User: "system", Role: "system"}
)

func newWorld(t testing.TB) *world {
	return &world{t: t, law: shippedLaw(t), d: New("d-1"), now: teatime, by: mother}
}

func (w *world) moment() Moment {
	return Moment{Now: w.now, By: w.by, Purpose: "plan", Ground: "wmo.5.1.1", Law: w.law, NewID: func() ID {
		w.ids++
		return ID(fmt.Sprint("id-", w.ids))
	}}
}

// do decides a command, folds its entries and gives their kinds.
func (w *world) do(c Command) []string {
	w.t.Helper()
	kinds, err := w.try(c)
	if err != nil {
		w.t.Fatalf("%s: %v", c.Name(), err)
	}
	return kinds
}

func (w *world) try(c Command) ([]string, error) {
	entries, err := c.Decide(w.d, w.moment())
	if err != nil {
		return nil, err
	}
	kinds := []string{}
	for i := range entries {
		entries[i].Seq = w.d.Version + int64(i) + 1
		kinds = append(kinds, entries[i].Body.Kind())
	}
	w.d = Fold(w.d, entries...)
	return kinds, nil
}

func (w *world) as(by Actor) *world { w.by = by; return w }

func (w *world) days(n int) *world { w.now = w.now.AddDate(0, 0, n); return w }

func (w *world) today() nl.Date { return nl.On(w.now) }

// person adds a person and gives its id.
func (w *world) person(given, birth string) ID {
	w.do(StatePerson{NewPerson: NewPerson{Name: nl.Name{Given: given, Prefix: "de", Family: "Vries"}, Birth: day(birth)}})
	return w.d.Persons[len(w.d.Persons)-1].ID
}

func (w *world) named(given string) ID {
	w.t.Helper()
	for _, p := range w.d.Persons {
		if p.Name.Given == given {
			return p.ID
		}
	}
	w.t.Fatalf("nobody is called %s", given)
	return ""
}

// family is the usual world: a mother asked for help, children of 7, 12 and 16,
// a father with shared custody, a lead, an open part, a goal.
func family(t testing.TB) *world {
	w := asked(t)
	w.as(noor).do(WeighSafety{Level: SafetyWatch, Words: "Veel ruzie."})
	w.person("Kees", "2019-03-04")
	zoe := w.person("Zoë", "2014-06-01")
	w.person("Sem", "2010-02-02")
	tom := w.person("Tom", "1982-01-01")
	w.do(StateRelation{From: tom, To: zoe, Type: "parent"})
	w.do(StateCustody{Child: zoe, Code: "12", Parent1: w.named("Mila"), Parent2: tom, Valid: nl.Span{From: day("2014-06-01")}})
	w.do(OfferLead{To: "u-joris", Org: "o-team", Called: "Joris Bakker", Phone: "0500 123456"})
	w.as(joris).do(AcceptLead{w.d.Offers[0].Offer})
	w.do(OpenDomain{Part{zoe, "mind"}, "Zoë slaapt slecht."})
	w.do(SetGoal{Words: "Zoë slaapt weer door.", Part: Part{zoe, "mind"}})
	return w
}

// asked is a world in which help was just asked for.
func asked(t testing.TB) *world {
	w := newWorld(t)
	w.do(helpCall())
	return w
}

func helpCall() AskHelp {
	return AskHelp{
		Municipality: "9001", Team: "o-team", TeamName: "Wijkteam Noord", TeamPhone: "0500 654321", Words: "Het lukt mij niet meer.",
		Me: NewPerson{
			Name: nl.Name{Given: "Mila", Prefix: "de", Family: "Vries"}, Birth: day("1984-05-00"), Sex: "f", BSN: "999990019", Phone: "06 12345678",
			Email: "mila@voorbeeld.example", Address: Address{Street: "Lindelaan", Number: "12", Postcode: "9990 aa", Place: "Waterdam"}, Secret: true,
		},
	}
}

func (w *world) part() Part { return w.d.Parts[0].Part }

func (w *world) task() Task { return w.d.Tasks[len(w.d.Tasks)-1] }

// refusal is a command that must be refused: with a key, or with a finding beside a field.
type refusal struct {
	name    string
	command Command
	code    fault.Code
	key     string // of the fault, or of the finding
	field   string // "" for none
}

func (w *world) refuses(list ...refusal) {
	w.t.Helper()
	for _, r := range list {
		before := w.d
		_, err := w.try(r.command)
		if !fault.Is(err, r.code) {
			w.t.Errorf("%s: got %v, want %s", r.name, err, r.code)
			continue
		}
		if w.d != before {
			w.t.Errorf("%s: the dossier changed", r.name)
		}
		if r.field == "" {
			if key, _ := fault.Message(err); key != r.key {
				w.t.Errorf("%s: key %q, want %q", r.name, key, r.key)
			}
			continue
		}
		if !slices.ContainsFunc(fault.Fields(err), func(f fault.Field) bool { return f.Name == r.field && f.Key == r.key }) {
			w.t.Errorf("%s: fields %v lack %s: %s", r.name, fault.Fields(err), r.field, r.key)
		}
	}
}

func invalid(name string, c Command, field, key string) refusal {
	return refusal{name, c, fault.Invalid, key, field}
}

func conflict(name string, c Command, key string) refusal {
	return refusal{name, c, fault.Conflict, key, ""}
}

func missing(name string, c Command, key string) refusal {
	return refusal{name, c, fault.NotFound, key, ""}
}

// same compares kinds, written with blanks between them.
func same(t testing.TB, what string, got []string, want string) {
	t.Helper()
	if joined := strings.Join(got, " "); joined != want {
		t.Errorf("%s:\ngot  %s\nwant %s", what, joined, want)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

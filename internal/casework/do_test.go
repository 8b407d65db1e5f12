package casework_test

import (
	"context"
	"sync"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Two offices on one store stand for two processes: what the one remembers is
// old as soon as the other writes.

func TestAWriteOnAnOldMemoryIsDecidedAnew(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	other := casework.New(w.parts)
	for i, office := range []*casework.Office{w.office, other, w.office, other} {
		done, err := office.Do(w.noor(), casework.Wish{Dossier: id, Command: dossier.WeighSafety{Level: "watch", Words: "Spanning."}})
		if err != nil {
			t.Fatalf("write %d: %v", i, err)
		}
		if view, err := w.office.Open(w.noor(), id); err != nil || view.Dossier.Version != done.Version {
			t.Fatalf("after write %d: version %d, %v", i, done.Version, err)
		}
	}
}

func TestWhatMemoryRefusesIsAskedAnew(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	other := casework.New(w.parts)
	if _, err := other.Open(w.noor(), id); err != nil { // remembers a dossier without a question
		t.Fatal(err)
	}
	asked := w.do(w.noor(), id, dossier.AskQuestion{To: dossier.Holder{Kind: dossier.HolderOrganisation, User: "u-noor", Org: "o-team"}, Words: "Wanneer kan het?"})
	if len(asked.New) == 0 {
		t.Fatal("no question")
	}
	if _, err := other.Do(w.noor(), casework.Wish{Dossier: id, Command: dossier.AnswerQuestion{Question: asked.New[0], Words: "Morgen."}}); err != nil {
		t.Errorf("an old memory had the last word: %v", err)
	}
}

func TestAKeyIsKnownAlsoWhereMemoryWouldRefuse(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	wish := casework.Wish{Dossier: id, Key: "once", Command: dossier.OfferLead{To: "u-noor", Org: "o-team", Called: "Noor"}}
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	first, err := w.office.Do(w.noor(), wish)
	if err != nil {
		t.Fatal(err)
	}
	for name, office := range map[string]*casework.Office{"the same": w.office, "another": casework.New(w.parts)} {
		again, err := office.Do(w.noor(), wish)
		if err != nil || !again.Again || again.Version != first.Version {
			t.Errorf("%s office: %+v, %v", name, again, err)
		}
	}
}

func TestWhoIsNoLongerThereWritesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	epoch, err := w.store.Epoch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	caller := casework.Caller{
		Who:     access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: "Noor"},
		Purpose: "intake", Flow: "test", Epoch: epoch,
		Renew: func(context.Context) (casework.Caller, error) {
			return casework.Caller{}, fault.New(fault.SignIn, "test", "")
		},
	}
	ctx := casework.As(t.Context(), caller)
	weigh := casework.Wish{Dossier: id, Command: dossier.WeighSafety{Level: "watch", Words: "Spanning."}}
	if _, err := w.office.Do(ctx, weigh); err != nil {
		t.Fatalf("while nothing changed: %v", err)
	}
	if err := w.store.PutUsers(t.Context(), []store.User{{ID: "u-noor", Org: "o-team", Kind: "staff", Roles: []string{"worker"}, Name: "Noor"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Do(ctx, weigh); !fault.Is(err, fault.SignIn) {
		t.Errorf("after the account was shut: %v", err)
	}
	if _, err := w.office.Do(ctx, casework.Wish{Command: dossier.AskAgain{Words: "x"}}); err == nil {
		t.Error("a new family by a shut account")
	}
}

func TestManyWritersAtOnceLoseNothing(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	offices := []*casework.Office{w.office, casework.New(w.parts)}
	var done sync.Map
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for range 4 {
				d, err := offices[i%2].Do(w.noor(), casework.Wish{Dossier: id, Command: dossier.WeighSafety{Level: "watch", Words: "Spanning."}})
				if err == nil {
					if _, twice := done.LoadOrStore(d.Version, true); twice {
						t.Errorf("version %d was given twice", d.Version)
					}
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	view, err := casework.New(w.parts).Open(w.noor(), id)
	if err != nil {
		t.Fatal(err)
	}
	done.Range(func(v, _ any) bool {
		if v.(int64) > view.Dossier.Version {
			t.Errorf("version %d is lost", v)
		}
		return true
	})
}

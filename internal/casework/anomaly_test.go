package casework_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// odd is a world by day, with a family and someone whose looks are compared.
func oddWorld(t *testing.T) (*world, dossier.ID) {
	w, id := trusting(t)
	w.now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	return w, id
}

func (w *world) peek(user dossier.ID, ids ...dossier.ID) {
	w.t.Helper()
	for _, id := range ids {
		if _, err := w.office.Open(w.worker(user, ""), id); err != nil {
			w.t.Fatal(err)
		}
	}
}

// odds runs the comparison and gives the reasons that the privacy officer reads.
func (w *world) odds() []string {
	w.t.Helper()
	for range 2 { // twice finds nothing twice
		if _, err := w.office.Spot(w.t.Context(), w.now.Add(-time.Hour)); err != nil {
			w.t.Fatal(err)
		}
	}
	list, err := w.office.Anomalies(w.officer(), store.AnomalyNew, "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	var reasons []string
	for _, i := range list.Items {
		reasons = append(reasons, i.Reason)
	}
	slices.Sort(reasons)
	return reasons
}

func (w *world) expect(want ...string) {
	w.t.Helper()
	if got := w.odds(); !slices.Equal(got, want) {
		w.t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnOrdinaryLookDoesNotStandOut(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.office.KeepFacts(w.officer(), "u-noor", casework.StaffFacts{BSN: "999990020", Family: "Jansen", Birth: nl.MustDate("1980-01-01"), Postcode: "9999ZZ"}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id, id, id)
	w.expect()
}

func TestALookAtANeighbour(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.office.KeepFacts(w.officer(), "u-noor", casework.StaffFacts{Postcode: "1234 ab"}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id, id)
	w.peek("u-sanne", id)
	w.expect(casework.OddStreet)
}

func TestALookAtAColleagueAndAtOneself(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.office.KeepFacts(w.officer(), "u-sanne", casework.StaffFacts{Family: "Linde", Birth: nl.MustDate("1985-04-03")}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id)
	w.peek("u-sanne", id)
	w.expect(casework.OddColleague, casework.OddColleague)
}

func TestALookAtAPersonOfNote(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.office.KeepFacts(w.officer(), "", casework.StaffFacts{BSN: "999990019"}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id)
	w.expect(casework.OddFamous)
}

func TestALookAtOnesOwnName(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.store.PutUsers(t.Context(), []store.User{{ID: "u-noor", Org: "o-team", Kind: "staff", Roles: []string{"worker"}, Name: "Noor van der Linde", Active: true}}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id)
	w.expect(casework.OddSurname)
	done := w.must(w.noor(), id, dossier.OfferLead{To: "u-noor", Org: "o-team", Called: "Noor"})
	w.must(w.noor(), id, dossier.AcceptLead{Offer: done.New[0]})
	w.later(24 * time.Hour)
	w.peek("u-noor", id)
	w.expect(casework.OddSurname) // no second one: the family was given to her
}

func TestALookAtNight(t *testing.T) {
	w, id := oddWorld(t)
	night := time.Date(2026, 11, 25, 23, 30, 0, 0, nl.Amsterdam)
	for range 5 { // whoever works at night has it as a habit after three
		w.now = night
		w.peek("u-noor", id)
		if _, err := w.office.Spot(t.Context(), w.now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		night = night.AddDate(0, 0, 1)
	}
	w.expect(casework.OddNight, casework.OddNight, casework.OddNight)
}

func TestManyDossiersInAnHour(t *testing.T) {
	w, _ := oddWorld(t)
	var ids []dossier.ID
	for n := range 32 {
		ctx := w.as(access.Who{User: dossier.ID(fmt.Sprint("c", n)), Kind: access.Citizen}, "own")
		ids = append(ids, w.must(ctx, "", dossier.AskHelp{
			Municipality: "9901", Team: "o-team", TeamName: "Wijkteam", TeamPhone: "039", Words: "Hulp.",
			Me: dossier.NewPerson{Name: nl.Name{Given: "A", Family: fmt.Sprint("Naam", n)}, Birth: nl.MustDate("1985-04-03"), Email: "a@voorbeeld.example"},
		}).Dossier)
	}
	w.peek("u-noor", ids[:30]...)
	w.expect()
	w.peek("u-noor", ids[30:]...)
	w.expect(casework.OddBulk, casework.OddBulk)
}

func TestOnlyThePrivacyOfficerReadsAndJudges(t *testing.T) {
	w, id := oddWorld(t)
	if err := w.office.KeepFacts(w.noor(), "u-sanne", casework.StaffFacts{BSN: "999990019"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a worker keeps facts: %v", err)
	}
	if _, err := w.office.Anomalies(w.mother(), store.AnomalyNew, "", 10); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a mother reads anomalies: %v", err)
	}
	if err := w.office.KeepFacts(w.officer(), "", casework.StaffFacts{BSN: "999990019"}); err != nil {
		t.Fatal(err)
	}
	w.peek("u-noor", id)
	w.expect(casework.OddFamous)
	list, err := w.office.Anomalies(w.officer(), store.AnomalyNew, "", 10)
	if err != nil || list.Items[0].Name != "Noor" || list.Items[0].OrgName != "Wijkteam" {
		t.Fatalf("%+v, %v", list.Items, err)
	}
	at := list.Items[0]
	for name, err := range map[string]error{
		"state": w.office.Judge(w.officer(), id, at.Look, "maybe", "x"), "words": w.office.Judge(w.officer(), id, at.Look, store.AnomalyFine, " "),
	} {
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := errors.Join(w.office.Judge(w.officer(), id, at.Look, store.AnomalyFine, "Zij had dienst.")); err != nil {
		t.Fatal(err)
	}
	fine, err := w.office.Anomalies(w.officer(), store.AnomalyFine, "", 10)
	if err != nil || len(fine.Items) != 1 || fine.Items[0].Words != "Zij had dienst." || strings.Contains(string(fine.Items[0].Note), "dienst") {
		t.Errorf("%+v, %v", fine.Items, err)
	}
	w.expect()
}

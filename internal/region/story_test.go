package region

import (
	"context"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// TestRegisterFillsTheStory lets Fatma ask for help and Noor take over what the
// register knows: afterwards the family is drawn and nobody has typed it.
func TestRegisterFillsTheStory(t *testing.T) {
	r := Plan(1, 2, today)
	o := newOffice(t)
	build(t, o, r)
	s := r.Story
	ctx := WithClock(context.Background(), today.Midnight().Add(23*time.Hour))
	fatma := casework.As(ctx, casework.Caller{Who: access.Who{User: s.Fatma, Kind: access.Citizen, Name: "Fatma Yıldız"}, Purpose: "own", Flow: "test"})
	profile, err := o.Profile(fatma)
	if err != nil {
		t.Fatal(err)
	}
	if profile.Municipality != s.Municipality || !profile.Secret {
		t.Errorf("profile: %+v", profile)
	}
	team, err := o.TeamOf(fatma, profile.Municipality)
	if err != nil || team.ID != s.Team {
		t.Fatalf("requests go to %s: %v", team.ID, err)
	}
	asked, err := o.Do(fatma, casework.Wish{Command: dossier.AskHelp{
		Municipality: s.Municipality, Team: team.ID, TeamName: team.Name, TeamPhone: team.Phone, FamilyName: s.FamilyName,
		Me: profile.Person(), Words: "Het is te veel tegelijk.", Laws: []string{"wmo", "jw", "wgs"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	l := life{region: r}
	noor := casework.As(ctx, l.staff(r.StaffOf(s.Team, roleWorker)[0], "intake"))
	if _, err := o.TakeRegistered(noor, asked.Dossier, read(t, o, asked.Dossier).Persons[0].ID, r.Registry()); err != nil {
		t.Fatal(err)
	}
	d := read(t, o, asked.Dossier)
	if len(d.Persons) != 7 || len(d.Relations) != 9 || len(d.Custody) != 3 {
		t.Errorf("%d persons, %d relations, %d custody", len(d.Persons), len(d.Relations), len(d.Custody))
	}
	home := d.Household(d.Persons[0].ID, today)
	if len(home) != 5 {
		t.Errorf("%d people live with Fatma", len(home))
	}
	for _, p := range d.Persons {
		if p.Source != "brp" {
			t.Errorf("%s was stated by %s", p.Name.Given, p.Source)
		}
	}
}

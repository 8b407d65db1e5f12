package access

import (
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

func TestAgesAtWhichRulesChange(t *testing.T) {
	on := day("2026-11-24")
	for birth, want := range map[string]int{
		"2019-03-04": 0, "2014-11-25": 0, "2014-11-24": 12, "2010-11-25": 12, "2010-11-24": 16, "2008-11-25": 16, "2008-11-24": 18,
		"2014-00-00": 0,  // partly known: nobody is older than is certain
		"2010-11-00": 12, // turns 16 this month, some day
		"":           18, // unknown: nobody else decides for them
	} {
		if got := band(nl.MustDate(birth), on); got != want {
			t.Errorf("born %q: %d, want %d", birth, got, want)
		}
	}
}

func TestBirthdays(t *testing.T) {
	for _, c := range []struct {
		birth string
		age   int
		want  string
	}{
		{"2014-06-01", 12, "2026-06-01"}, {"2016-02-29", 12, "2028-02-29"}, {"2016-02-29", 18, "2034-03-01"}, {"2014-06-00", 12, "2026-06-30"}, {"2014-00-00", 12, "2026-12-31"},
	} {
		got := birthday(nl.MustDate(c.birth), c.age)
		if got != day(c.want) {
			t.Errorf("%s becomes %d on %v, want %s", c.birth, c.age, got, c.want)
		}
		birth := nl.MustDate(c.birth)
		if birth.AgeOn(got) != c.age || birth.AgeOn(got.AddDays(-1)) != c.age-1 {
			t.Errorf("%s: %v is not the first day of being %d", c.birth, got, c.age)
		}
	}
	if !birthday(nl.Date{}, 12).IsZero() {
		t.Error("an unknown birth has a birthday")
	}
}

// The household that the whole-family parts are about.
func TestTheMainHousehold(t *testing.T) {
	at := func(street string) dossier.Address { return dossier.Address{Street: street, Number: "1"} }
	for name, c := range map[string]struct {
		stays map[string]string // person → street
		first dossier.ID        // who asked for help first
		home  string            // who may read the household's parts: one letter each
	}{
		"most children":               {map[string]string{"M": "a", "A": "a", "B": "a", "C": "b", "F": "b"}, "F", "MA"},
		"half is not most":            {map[string]string{"M": "a", "A": "a", "B": "b", "F": "b"}, "F", "F"},
		"no stays of children":        {map[string]string{"M": "a", "P": "a", "F": "b"}, "M", "MP"},
		"nothing is known":            {nil, "M", "M"},
		"the network asked":           {map[string]string{"N": "c"}, "N", ""},
		"nobody asked":                {map[string]string{"M": "a"}, "", ""},
		"an address without a street": {map[string]string{"M": "", "F": ""}, "M", ""},
	} {
		d := probe{seat: seats[0], ground: "ok", active: true}.world()
		d.Stays, d.Meldingen = nil, nil
		for person, street := range c.stays {
			a := at(street)
			if street == "" {
				a = dossier.Address{}
			}
			d.Stays = append(d.Stays, dossier.Stay{StayStated: dossier.StayStated{Person: dossier.ID(person), Address: a}})
		}
		if c.first != "" {
			d.Meldingen = []dossier.Melding{{MeldingReceived: dossier.MeldingReceived{From: c.first}}}
		}
		home := ""
		for _, seat := range seats[:6] {
			p := probe{seat: seat, ground: "ok", active: true, asked: "own"}
			who := *d
			p.attach(&who)
			if engine(t).MayRead(&who, p.ask(), dossier.Part{Domain: "money"}, "").Allow {
				home += seat.person
			}
		}
		if home != c.home {
			t.Errorf("%s: %q read the household's parts, want %q", name, home, c.home)
		}
	}
}

// Custody as the BRP codes it decides, on the day.
func TestCustodyCodes(t *testing.T) {
	e := engine(t)
	for code, want := range map[string]string{"1": "M", "2": "F", "12": "MF", "1D": "MP", "2D": "FP", "D": "P", "3D": "MFP", "": ""} {
		got := ""
		for _, seat := range seats[:3] {
			p := probe{seat: seat, ground: "ok", active: true, asked: "own"}
			d := p.world()
			d.Custody = []dossier.Custody{{CustodyStated: dossier.CustodyStated{Child: "C", Code: code, Parent1: "M", Parent2: "F", Third: []dossier.ID{"P"}}, Valid: nl.Span{From: day("2026-11-24")}}}
			ask := p.ask()
			if e.MayRead(d, ask, dossier.Part{Person: "C", Domain: "school"}, "").Allow {
				got += seat.person
			}
			ask.Now = ask.Now.AddDate(0, 0, -1)
			if e.MayRead(d, ask, dossier.Part{Person: "C", Domain: "school"}, "").Allow {
				t.Errorf("%s, %s: reads the day before custody began", code, seat.name)
			}
		}
		if got != want {
			t.Errorf("code %q: %q read the child's parts, want %q", code, got, want)
		}
	}
}

// What is withdrawn counts from that moment.
func TestAWithdrawnConsentCarriesNothing(t *testing.T) {
	e := engine(t)
	partner := probe{seat: seatOf(t, "partner"), ground: "agreed", active: true, asked: "help"}
	father := probe{seat: seatOf(t, "father"), ground: "ok", active: true, asked: "own", shared: true, inspect: true}
	objecting := father
	objecting.inspect, objecting.objection = false, true
	for name, c := range map[string]struct {
		p             probe
		part          dossier.Part
		before, after bool
	}{
		"the ground's":      {partner, dossier.Part{Person: "B", Domain: "mind"}, true, false},
		"the 16-year-old's": {father, dossier.Part{Person: "A", Domain: "mind"}, true, false},
		"an objection":      {objecting, dossier.Part{Person: "B", Domain: "mind"}, false, true},
	} {
		d := c.p.world()
		if got := e.MayRead(d, c.p.ask(), c.part, "").Allow; got != c.before {
			t.Errorf("%s: before %v", name, got)
		}
		for i := range d.Consents {
			d.Consents[i].Withdrawn = time.Date(2026, 11, 24, 8, 59, 0, 0, time.UTC)
		}
		if got := e.MayRead(d, c.p.ask(), c.part, "").Allow; got != c.after {
			t.Errorf("%s: after %v", name, got)
		}
	}
}

func seatOf(t *testing.T, name string) seat {
	t.Helper()
	for _, s := range seats {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("no seat %s", name)
	return seat{}
}

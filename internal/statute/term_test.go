package statute

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

func mustTerm(t testing.TB, code string) Term {
	t.Helper()
	term, err := shipped(t).Term(code, today)
	if err != nil {
		t.Fatal(err)
	}
	return term
}

// The expected days were counted on a calendar, not by the program.
func TestWorkedExamples(t *testing.T) {
	for _, row := range []struct{ code, start, want, why string }{
		{"wmo.investigation", "2026-11-23", "2027-01-04", "Monday to Monday, six weeks on"},
		{"wmo.investigation", "2026-10-03", "2026-11-16", "ends on a Saturday"},
		{"wmo.investigation", "2026-10-04", "2026-11-16", "ends on a Sunday"},
		{"wmo.investigation", "2026-11-13", "2026-12-28", "ends on Christmas Day, then a weekend"},
		{"wmo.investigation", "2026-11-20", "2027-01-04", "ends on New Year's Day, then a weekend"},
		{"wmo.investigation", "2026-02-20", "2026-04-07", "ends on Good Friday, then Easter"},
		{"wmo.investigation", "2026-04-02", "2026-05-18", "ends on Ascension Day, then the equated Friday"},
		{"wmo.investigation", "2026-04-13", "2026-05-26", "ends on Whit Monday"},
		{"wmo.investigation", "2026-03-02", "2026-04-13", "the clock goes forward in between"},
		{"wmo.investigation", "2026-10-14", "2026-11-25", "the clock goes back in between"},
		{"wmo.investigation", "2028-02-01", "2028-03-14", "a leap day in between"},
		{"wmo.plan", "2026-12-17", "2026-12-24", "seven days"},
		{"wmo.plan", "2026-12-18", "2026-12-28", "the seventh day is Christmas Day"},
		{"wmo.decision", "2026-04-13", "2026-04-28", "ends on King's Day"},
		{"wmo.decision", "2026-04-21", "2026-05-06", "ends on Liberation Day"},
		{"wmo.decision", "2025-04-12", "2025-04-28", "ends on Saturday, King's Day a day early"},
		{"jw.youthplan", "2026-11-24", "2027-01-05", "six weeks"},
		{"jw.decision", "2026-11-24", "2027-01-19", "eight weeks"},
		{"wgs.firsttalk", "2026-11-27", "2026-12-28", "four weeks, ends on Christmas Day"},
		{"wgs.firsttalk.urgent", "2026-11-24", "2026-11-27", "three working days"},
		{"wgs.firsttalk.urgent", "2026-12-24", "2026-12-30", "Christmas and a weekend do not count"},
		{"wgs.firsttalk.urgent", "2026-05-13", "2026-05-20", "Ascension and the equated Friday do not count"},
		{"wgs.firsttalk.urgent", "2026-11-28", "2026-12-02", "starts on a Saturday"},
		{"wgs.decision", "2026-11-24", "2027-01-19", "eight weeks"},
		{"awb.objection", "2026-04-03", "2026-05-18", "six weeks, ends on the equated Friday"},
		{"awb.default", "2026-12-11", "2026-12-28", "two weeks, ends on Christmas Day"},
		{"pw.advance", "2026-11-24", "2026-12-22", "four weeks"},
		{"avg.inspection", "2026-11-24", "2026-12-24", "a month"},
		{"avg.inspection", "2028-01-31", "2028-02-29", "no 31st in a leap February"},
		{"avg.inspection", "2028-01-29", "2028-02-29", "leap day itself"},
		{"avg.inspection", "2027-01-31", "2027-03-01", "no 31st, and the 28th is a Sunday"},
		{"ijw.return", "2026-12-31", "2027-01-06", "three working days over New Year"},
		{"ijw.start", "2026-03-31", "2026-04-09", "five working days over Easter"},
		{"safety.check", "2026-11-23", "2026-11-24", "asked at night, looked at next day"},
		{"safety.check", "2026-11-27", "2026-11-30", "Friday to Monday"},
		{"evaluation", "2026-11-27", "2027-03-01", "three months, ends on a Saturday"},
		{"score.current", "2026-11-06", "2026-12-06", "a Sunday stays: nothing has to be done"},
		{"jw.familyplan", "2026-10-03", "2026-11-14", "no number in the law, so nothing moves it"},
		{"wmo.investigation", "2026-11-00", "2026-12-14", "an unknown day counts from the first: 1 November, ends on Sunday 13"},
		{"wmo.investigation", "", "", "no start, no end"},
	} {
		if got := mustTerm(t, row.code).Due(nl.MustDate(row.start)); got != nl.MustDate(row.want) {
			t.Errorf("%s from %s: got %s, want %s (%s)", row.code, row.start, got, row.want, row.why)
		}
	}
}

func TestShortTermsHoldTwoWorkingDays(t *testing.T) {
	three := Term{Length: Length{3, Day}, Roll: true}
	two := Term{Length: Length{2, Day}, Roll: true}
	for _, row := range []struct {
		term        Term
		start, want string
	}{
		{three, "2026-11-27", "2026-12-01"}, // Friday: Sat, Sun, Mon hold one working day
		{three, "2026-12-24", "2026-12-29"}, // Christmas and a weekend hold none
		{three, "2026-11-23", "2026-11-26"},
		{two, "2026-11-27", "2026-11-30"}, // art. 2 is for three days or more
	} {
		if got := row.term.Due(nl.MustDate(row.start)); got != nl.MustDate(row.want) {
			t.Errorf("%d days from %s: got %s, want %s", row.term.Length.N, row.start, got, row.want)
		}
	}
}

func TestPause(t *testing.T) {
	decision, investigation := mustTerm(t, "wmo.decision"), mustTerm(t, "wmo.investigation")
	start := nl.MustDate("2026-11-02")
	days := PausedDays(nl.MustDate("2026-11-04"), nl.MustDate("2026-11-11"))
	if days != 6 { // 5 up to and including 10 November
		t.Errorf("paused %d days, want 6", days)
	}
	for _, row := range []struct {
		got  nl.Date
		want string
	}{
		{decision.Due(start), "2026-11-16"},
		{decision.DueAfterPause(start, days), "2026-11-23"}, // 22 November is a Sunday
		{decision.DueAfterPause(start, 0), "2026-11-16"},
		{decision.DueAfterPause(start, -5), "2026-11-16"},
		{investigation.DueAfterPause(start, days), "2026-12-14"}, // nothing pauses an investigation
	} {
		if row.got != nl.MustDate(row.want) {
			t.Errorf("got %s, want %s", row.got, row.want)
		}
	}
	if n := PausedDays(nl.MustDate("2026-11-04"), nl.MustDate("2026-11-04")); n != 0 {
		t.Errorf("answered the same day: %d days", n)
	}
}

func TestExtension(t *testing.T) {
	for _, row := range []struct {
		code, start  string
		pause, times int
		want         string
		refused      bool
	}{
		{"avg.inspection", "2026-01-31", 0, 1, "2026-04-30", false}, // one plus two months is three
		{"avg.inspection", "2026-01-31", 0, 0, "2026-03-02", false}, // 28 February is a Saturday
		{"avg.inspection", "2026-01-31", 0, 2, "", true},
		{"awb.objection.decision", "2026-06-01", 0, 1, "2026-08-24", false},
		{"awb.objection.decision", "2026-06-01", 3, 1, "2026-08-27", false},
		{"wmo.safe_home.notice", "2026-06-01", 0, 3, "2026-08-10", false}, // as often as needed
		{"awb.decision", "2026-06-01", 0, 1, "", true},                    // the notice names the day
		{"wmo.investigation", "2026-06-01", 0, 1, "", true},               // cannot be extended
	} {
		got, err := mustTerm(t, row.code).DueExtended(nl.MustDate(row.start), row.pause, row.times)
		if row.refused != fault.Is(err, fault.Conflict) || got != nl.MustDate(row.want) {
			t.Errorf("%s from %s, %d times: got %s, %v; want %s", row.code, row.start, row.times, got, err, row.want)
		}
	}
	mixed := Term{Length: Length{1, Month}, Extension: &Extension{Length: Length{2, Week}}}
	if got, err := mixed.DueExtended(nl.MustDate("2026-01-31"), 0, 1); err != nil || got != nl.MustDate("2026-03-14") {
		t.Errorf("a month and two weeks: got %s, %v", got, err)
	}
}

func TestDueAtIsTheEndOfTheDayInAmsterdam(t *testing.T) {
	for _, row := range []struct{ code, start, want string }{
		{"wmo.decision", "2026-10-19T23:30:00+02:00", "2026-11-03T00:00:00+01:00"}, // over the change of the clock
		{"wmo.decision", "2026-11-23T22:30:00Z", "2026-12-08T00:00:00+01:00"},      // 23:30 on the 23rd here
		{"wmo.decision", "2026-11-23T23:30:00Z", "2026-12-09T00:00:00+01:00"},      // already the 24th here
		{"avg.breach", "2026-03-27T12:00:00+01:00", "2026-03-30T13:00:00+02:00"},   // 72 true hours
		{"avg.breach", "2026-10-23T12:00:00+02:00", "2026-10-26T11:00:00+01:00"},
	} {
		start, err := time.Parse(time.RFC3339, row.start)
		if err != nil {
			t.Fatal(err)
		}
		want, err := time.Parse(time.RFC3339, row.want)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustTerm(t, row.code).DueAt(start); !got.Equal(want) {
			t.Errorf("%s from %s: got %s, want %s", row.code, row.start, got.In(nl.Amsterdam), row.want)
		}
	}
	if got := mustTerm(t, "avg.breach").Due(nl.MustDate("2026-11-24")); got != nl.MustDate("2026-11-27") {
		t.Errorf("72 hours from the beginning of 24 November end on %s", got)
	}
}

func TestAnApplicationWaitsForTheInvestigation(t *testing.T) {
	application := mustTerm(t, "wmo.decision")
	due := nl.MustDate("2027-01-04")
	for _, row := range []struct {
		on, met string
		want    bool
	}{
		{"2026-12-01", "", false},
		{"2027-01-04", "", false}, // the last day still counts
		{"2027-01-05", "", true},  // six weeks have lapsed
		{"2026-12-01", "2026-12-01", true},
		{"2026-11-30", "2026-12-01", false},
	} {
		if got := application.Open(nl.MustDate(row.on), nl.MustDate(row.met), due); got != row.want {
			t.Errorf("on %s, investigation met %q: got %v", row.on, row.met, got)
		}
	}
	if !mustTerm(t, "wmo.investigation").Open(today, nl.Date{}, nl.Date{}) {
		t.Error("a melding waits for nothing")
	}
	if application.Open(today, nl.Date{}, nl.Date{}) {
		t.Error("without an investigation there is no application")
	}
}

func genDay(from, until string) *rapid.Generator[nl.Date] {
	first := nl.MustDate(from)
	return rapid.Map(rapid.IntRange(0, first.DaysUntil(nl.MustDate(until))), first.AddDays)
}

func genTerm(t testing.TB) *rapid.Generator[Term] { return rapid.SampledFrom(shipped(t).Terms()) }

func TestTermsThatMoveNeverEndOnADayOff(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		term, start := genTerm(t).Draw(r, "term"), genDay("2015-01-01", "2045-12-31").Draw(r, "start")
		due := term.DueAfterPause(start, rapid.IntRange(0, 60).Draw(r, "paused"))
		if term.Roll && !nl.IsWorkday(due) {
			r.Fatalf("%s from %s ends on %s", term.Code, start, due)
		}
		if hours := term.Length.Unit == "hour" && term.Length.N < 24; !due.After(start) && !hours {
			r.Fatalf("%s from %s ends on %s, not after it", term.Code, start, due)
		}
	})
}

func TestALaterStartNeverEndsEarlier(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		term, start := genTerm(t).Draw(r, "term"), genDay("2015-01-01", "2045-12-31").Draw(r, "start")
		later := start.AddDays(rapid.IntRange(1, 40).Draw(r, "days"))
		if term.Due(later).Before(term.Due(start)) {
			r.Fatalf("%s: from %s ends %s, from %s ends %s", term.Code, start, term.Due(start), later, term.Due(later))
		}
	})
}

func TestPausesAndExtensionsNeverShorten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		term, start := genTerm(t).Draw(r, "term"), genDay("2015-01-01", "2045-12-31").Draw(r, "start")
		paused := rapid.IntRange(0, 90).Draw(r, "paused")
		due, longer := term.Due(start), term.DueAfterPause(start, paused)
		if longer.Before(due) || len(term.Pause) > 0 && due.DaysUntil(longer) < paused-12 {
			r.Fatalf("%s from %s: due %s, after %d days of pause %s", term.Code, start, due, paused, longer)
		}
		if extended, err := term.DueExtended(start, paused, 1); err == nil && extended.Before(longer) {
			r.Fatalf("%s from %s: extended to %s, was %s", term.Code, start, extended, longer)
		}
	})
}

// The law in other words, to compare with: count on from the day after the event,
// then to the first working day on which the term also holds two working days.
func TestDueAgreesWithCountingDayByDay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		weeks := rapid.IntRange(1, 12).Draw(r, "weeks")
		start := genDay("2015-01-01", "2045-12-31").Draw(r, "start")
		day, working := start, 0
		for n := 1; ; n++ {
			day = day.AddDays(1)
			if nl.IsWorkday(day) {
				working++
			}
			if n >= 7*weeks && working >= 2 && nl.IsWorkday(day) {
				break
			}
		}
		if got := (Term{Length: Length{weeks, Week}, Roll: true}).Due(start); got != day {
			r.Fatalf("%d weeks from %s: got %s, counted %s", weeks, start, got, day)
		}
	})
}

func TestDueAtFollowsDue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		term, day := genTerm(t).Draw(r, "term"), genDay("2015-01-01", "2045-12-31").Draw(r, "start")
		at := day.Midnight().Add(time.Duration(rapid.IntRange(0, 22*3600).Draw(r, "second")) * time.Second)
		end := term.DueAt(at)
		if term.Length.Unit == Hour {
			if end.Sub(at) != time.Duration(term.Length.N)*time.Hour {
				r.Fatalf("%s: %s to %s", term.Code, at, end)
			}
			return
		}
		if nl.On(end.Add(-time.Second)) != term.Due(day) || nl.On(end) == term.Due(day) {
			r.Fatalf("%s from %s: due %s, lapses at %s", term.Code, at, term.Due(day), end)
		}
	})
}

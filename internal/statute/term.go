package statute

import (
	"slices"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// The units of a Length.
const (
	Hour    = "hour"
	Day     = "day"     // calendar day
	Workday = "workday" // not Saturday, Sunday or a holiday of Algemene termijnenwet art. 3
	Week    = "week"
	Month   = "month"
)

// Length is a number of units, such as 6 weeks.
type Length struct {
	N    int
	Unit string // one of Hour, Day, Workday, Week, Month
}

// The rules that move the end of a term off a weekend or holiday (Term.RollRule).
const (
	RollAtw    = "atw"    // Algemene termijnenwet art. 1 and 2
	RollEU     = "eu"     // Regulation 1182/71 art. 3(4) and 3(5)
	RollAgreed = "agreed" // the partners follow the same rule by agreement
)

// Term is one version of a legal or agreed term.
type Term struct {
	Code         string // "wmo.investigation"
	Law          string // code of the Law that holds the article
	Article      string // article in Dutch notation: "2.3.2 lid 1"
	LabelKey     string // text key of the name for people
	Trigger      string // code of the event that starts it; the day of the event does not count
	After        string // code of a term that must be met or lapsed before the trigger may happen; mostly ""
	AfterArticle string // article of that condition
	Length       Length
	Roll         bool       // the end moves to the next workday when it falls on a day off
	RollRule     string     // why: RollAtw, RollEU or RollAgreed; "" when Roll is false
	Pause        []string   // codes of the reasons that pause it; see PauseReason
	Extension    *Extension // nil when it cannot be extended
	DefaultCode  string     // code of the penalty rule for lateness; mostly ""
	Default      *Default   // that rule in the version of the asked day; nil when there is none
	Local        bool       // a municipality may set its own, never longer when the law sets a maximum
	Municipality string     // who set this row: "" for the shipped rows
	Valid        nl.Span
	Source       Source
}

// Extension tells how a term may be made longer.
type Extension struct {
	Length  Length // added each time; N = 0 means: the length named in the notice
	Notice  bool   // the person must be told before the term ends
	Times   int    // how often at most; 0 means as often as the article allows
	Article string
}

// PauseReason is a reason that suspends a term, such as an incomplete application.
type PauseReason struct {
	Code, LabelKey string
	Law, Article   string
	Notice         bool // the applicant must be told when the pause ends (Awb 4:15 lid 4)
	Source         Source
}

// Trigger is an event that starts a term.
type Trigger struct{ Code, LabelKey string }

// Threat is a situation in which debt help must speak within three working days (Wgs 4 lid 2).
type Threat struct{ Code, LabelKey string }

func (t Term) key() string                  { return t.Code }
func (t Term) span() nl.Span                { return t.Valid }
func (t Term) source() Source               { return t.Source }
func (t Term) cites() (law, article string) { return t.Law, t.Article }

// Term gives the version of a term that is valid on a day: the municipality's own
// row when there is one, else the shipped row; fault.NotFound otherwise.
func (s *Set) Term(code string, on nl.Date) (Term, error) {
	t, err := s.local.at("statute.Term", code, on)
	if err != nil {
		t, err = s.terms.at("statute.Term", code, on)
	}
	if err != nil {
		return Term{}, err
	}
	return s.withDefault(t, on), nil
}

// Terms gives all versions of all terms, sorted by code and first valid day, the
// shipped ones first. Default holds the newest penalty rule of each version.
func (s *Set) Terms() []Term {
	all := slices.Concat(s.terms.list, s.local.list)
	for i, t := range all {
		last := t.Valid.Until
		if last.IsZero() {
			last = nl.Date{Year: 9999, Month: 12, Day: 31}
		}
		all[i] = s.withDefault(t, last)
	}
	return all
}

func (s *Set) withDefault(t Term, on nl.Date) Term {
	if d, err := s.defaults.at("statute.Term", t.DefaultCode, on); err == nil {
		t.Default = &d
	}
	return t
}

// Triggers gives the events that start terms.
func (s *Set) Triggers() []Trigger { return slices.Clone(s.triggers) }

// PauseReasons gives the reasons that suspend terms.
func (s *Set) PauseReasons() []PauseReason { return slices.Clone(s.pauses) }

// Threats gives the situations in which the urgent term for debt help applies.
func (s *Set) Threats() []Threat { return slices.Clone(s.threats) }

// Add gives the day that lies this length after a day, not moved off weekends.
// Hours count from the beginning of that day; a missing day of a month becomes its last day.
func (l Length) Add(start nl.Date) nl.Date {
	switch l.Unit {
	case Hour:
		return nl.On(start.Midnight().Add(time.Duration(l.N) * time.Hour))
	case Workday:
		return nl.AddWorkdays(start, l.N)
	case Week:
		return start.AddDays(7 * l.N)
	case Month:
		return start.AddMonths(l.N)
	default:
		return start.AddDays(l.N)
	}
}

// Due gives the last day of the term, given the day of the event that starts it.
// A partly unknown start counts from its first possible day; no start has no due.
func (t Term) Due(start nl.Date) nl.Date { return t.end(start, 0, 0) }

// DueAfterPause gives the last day when the term stood still for a number of
// calendar days (see PausedDays). A term that nothing can pause does not move.
func (t Term) DueAfterPause(start nl.Date, pausedDays int) nl.Date {
	return t.end(start, pausedDays, 0)
}

// DueExtended gives the last day after a number of extensions, and the days that
// the term stood still. It refuses (fault.Conflict) a term that cannot be
// extended, or not that often, or whose new end must be named in a notice.
func (t Term) DueExtended(start nl.Date, pausedDays, times int) (nl.Date, error) {
	const op = "statute.DueExtended"
	switch {
	case times <= 0:
		return t.end(start, pausedDays, 0), nil
	case t.Extension == nil:
		return nl.Date{}, fault.New(fault.Conflict, op, "statute.fault.fixed", "code", t.Code)
	case t.Extension.Length.N == 0:
		return nl.Date{}, fault.New(fault.Conflict, op, "statute.fault.named", "code", t.Code)
	case t.Extension.Times > 0 && times > t.Extension.Times:
		return nl.Date{}, fault.New(fault.Conflict, op, "statute.fault.often", "code", t.Code)
	}
	return t.end(start, pausedDays, times), nil
}

// DueAt gives the instant at which the term has lapsed: the end of its last day in
// Europe/Amsterdam, or the exact hour for a term in hours.
func (t Term) DueAt(start time.Time) time.Time {
	if t.Length.Unit == Hour {
		return start.Add(time.Duration(t.Length.N) * time.Hour)
	}
	return t.Due(nl.On(start)).AddDays(1).Midnight()
}

func (t Term) end(start nl.Date, pausedDays, times int) nl.Date {
	if start.IsZero() {
		return start
	}
	start = start.Earliest()
	last := t.stretched(times, start)
	if len(t.Pause) > 0 && pausedDays > 0 {
		last = last.AddDays(pausedDays)
	}
	if !t.Roll {
		return last
	}
	if t.Length.Unit == Workday {
		return nl.NextWorkday(last) // one working day over a weekend is no term of three days
	}
	return nl.TermEnd(start.AddDays(1), last)
}

// stretched adds extensions of the same unit before counting, so that one month
// plus two from 31 January is 30 April and not 28 April.
func (t Term) stretched(times int, start nl.Date) nl.Date {
	if times <= 0 {
		return t.Length.Add(start)
	}
	more := Length{N: times * t.Extension.Length.N, Unit: t.Extension.Length.Unit}
	if more.Unit == t.Length.Unit {
		return Length{N: t.Length.N + more.N, Unit: more.Unit}.Add(start)
	}
	return more.Add(t.Length.Add(start))
}

// Open tells whether the trigger of the term may happen on a day, given how the
// term that must come first stands: met on a day (zero: not yet) or due on a day.
// An application under Wmo 2.3.5 may come when the investigation is done, or when
// its six weeks have lapsed (2.3.2 lid 9).
func (t Term) Open(on, firstMet, firstDue nl.Date) bool {
	if t.After == "" || !firstMet.IsZero() && !on.Before(firstMet) {
		return true
	}
	return !firstDue.IsZero() && on.After(firstDue)
}

// PausedDays gives the days that a term stands still when the applicant was asked
// for more on one day and answered, or let the set term lapse, on another: from the
// day after the question up to the day of the answer (Awb 4:15 lid 1).
func PausedDays(asked, answered nl.Date) int {
	return max(0, asked.DaysUntil(answered)-1)
}

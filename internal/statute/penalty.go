package statute

import "eendracht/internal/nl"

// Default is the rule on what a late decision costs after a written default
// notice (ingebrekestelling), Awb 4:17, in one version.
type Default struct {
	Code, Law, Article string
	LabelKey           string
	Grace              Length        // time between notice and the first paid day
	MaxDays            int           // paid days at most; calendar days, no holiday moves them
	Steps              []PenaltyStep // amounts, in order
	Valid              nl.Span
	Source             Source
}

// PenaltyStep is an amount per day that holds for a number of days.
type PenaltyStep struct {
	Days  int
	Cents int // eurocents per day
}

func (d Default) key() string                  { return d.Code }
func (d Default) span() nl.Span                { return d.Valid }
func (d Default) source() Source               { return d.Source }
func (d Default) cites() (law, article string) { return d.Law, d.Article }

// FirstDay gives the first day for which the penalty is owed: when the grace has
// passed after both the end of the term and the receipt of the notice (Awb 4:17
// lid 3). The grace is a legal term and moves off days off.
func (d Default) FirstDay(termDue, notice nl.Date) nl.Date {
	from := notice
	if termDue.After(notice) {
		from = termDue
	}
	return nl.TermEnd(from.AddDays(1), d.Grace.Add(from)).AddDays(1)
}

// LastDay gives the last day for which the penalty can be owed.
func (d Default) LastDay(termDue, notice nl.Date) nl.Date {
	return d.FirstDay(termDue, notice).AddDays(d.MaxDays - 1)
}

// Owed gives the penalty in eurocents after a number of days in default; days
// over the maximum add nothing.
func (d Default) Owed(days int) int {
	days = min(days, d.MaxDays)
	cents := 0
	for _, step := range d.Steps {
		n := min(max(days, 0), step.Days)
		cents += n * step.Cents
		days -= n
	}
	return cents
}

package access

import (
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// Whatever changes in a view moves Seen, and what changes nothing does not: then
// a listener learns of every change, and of nothing else.
func TestSeenMovesWithTheView(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	s.do(dossier.AcceptTask{Task: s.d.Tasks[0].Task})
	s.do(dossier.ReportTask{Task: s.d.Tasks[0].Task, Words: "¤report"})
	s.do(dossier.WithdrawTask{Task: s.d.Tasks[2].Task, Reason: "¤withdrawn"})
	for name, ask := range all {
		d, before, seen := dossier.New(s.d.ID), "", int64(0)
		for _, entry := range s.d.Entries {
			d = dossier.Fold(d, entry)
			after, now := plainView(e, d, ask)
			switch {
			case before != "" && after != before && now == seen:
				t.Errorf("%s: entry %d (%s) changes the view and Seen stays %d:\n%s", name, entry.Seq, entry.Body.Kind(), now, firstDifference(before, after))
			case after == before && now != seen && !restates(entry.Body):
				t.Errorf("%s: entry %d (%s) changes nothing and Seen moves from %d to %d", name, entry.Seq, entry.Body.Kind(), seen, now)
			}
			before, seen = after, now
		}
	}
}

// restates tells whether a body may state for a second time what was known.
func restates(body dossier.Body) bool {
	switch body.(type) {
	case dossier.PersonStated, dossier.StayStated, dossier.LeadAccepted, dossier.TaskAccepted:
		return true
	}
	return false
}

// plainView prints a view without its versions, and gives Seen.
func plainView(e *Engine, d *dossier.Dossier, ask Ask) (string, int64) {
	v, err := e.View(d, ask)
	if err != nil {
		return "", 0
	}
	seen := v.Seen
	v.Dossier.Version, v.Seen, v.Dossier.ChangedAt, v.May, v.Until = 0, 0, time.Time{}, nil, time.Time{}
	return printed(v), seen
}

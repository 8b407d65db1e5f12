package rules

import (
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// Safety is what a professional judged about the danger for the client of
// handing over data by message, as when someone stays in a shelter (OP003).
type Safety struct {
	Danger bool
	Until  nl.Date // the last day of the judgement; zero when it stands until someone lifts it
}

// Forbids tells whether no message about the client may leave on a day. It goes
// before every other rule and has no exception: not for a term that lapses, and
// not for an answer to a message that came in.
func (s Safety) Forbids(on nl.Date) bool {
	return s.Danger && (s.Until.IsZero() || !before(s.Until, on))
}

// OP003 gives the finding for a message that may not leave for the safety of the
// client; none when it may. It stands at the root: there is nothing to mend in
// the message.
func OP003(s Safety, on nl.Date) []ijw.Finding {
	if !s.Forbids(on) {
		return nil
	}
	return []ijw.Finding{{Path: "/Bericht", Level: LevelAcross, Code: "OP003", Key: "ijwrules.op003"}}
}

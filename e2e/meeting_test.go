package e2e

import (
	"fmt"
	"time"

	"eendracht/internal/nl"
)

// meeting: everyone around one table. The agenda makes itself, each sees what
// they may of it, and what is agreed is a task at once.
func (s *book) meeting() {
	s.b.as(s.story.Sanne)
	s.b.open(s.caseURL("/meetings/new"))
	s.b.sees("Overleg plannen", "Agenda")
	s.form("/meetings/new", map[string]any{"why": "", "at": "half drie"})
	s.b.sees("Schrijf de tijd zo", "Schrijf op waar het overleg voor is")
	day := nl.On(time.Now()).AddDays(3)
	s.form("/meetings/new", map[string]any{
		"why": "Hoe gaan wij na de zomer verder?", "on": fmt.Sprintf("%02d-%02d-%04d", day.Day, day.Month, day.Year), "at": "14.30", "place": "Aan de keukentafel",
	})
	s.b.open(s.caseURL("/plan"))
	s.follow("/meetings/")
	s.b.sees("Wie kan dit lezen", "Aan de keukentafel")
	s.b.picture("meeting-desktop", 1280)
	s.b.size(390, 844)
	s.b.picture("meeting-phone", 390)
	s.b.size(1280, 900)
	s.b.fill(map[string]any{"words.free1": "Wij bellen elkaar volgende week."})
	s.b.submit(`main form:has([name=do][value=hold])`)
	s.b.sees("Dit is afgesproken", "Wij bellen elkaar volgende week.")
	s.b.picture("agreed-desktop", 1280)
}

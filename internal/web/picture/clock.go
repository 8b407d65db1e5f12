package picture

import (
	"strconv"

	"eendracht/internal/nl"
	"eendracht/internal/text"
	"eendracht/internal/web/look/days"
)

// Clock shows how much of a legal or agreed term is used.
type Clock struct {
	ID     string
	Title  string
	Term   nl.Span // first and last day, pauses counted in
	Pauses []nl.Span
	Today  nl.Date
	Met    nl.Date // when it was met; zero while it runs
	Law    string
}

// face of the dial
const (
	dialSize   = 132.0
	dialRadius = 54.0
)

// State tells how the clock stands today: done, late, waiting (paused),
// planned (not begun) or running.
func (k Clock) State() State {
	switch {
	case !k.Met.IsZero():
		return Done
	case k.Today.After(k.Term.Until):
		return Late
	case k.Today.Before(k.Term.From):
		return Planned
	}
	for _, pause := range k.Pauses {
		if pause.Holds(k.Today) {
			return Waiting
		}
	}
	return Running
}

// Percent gives the share of the days of the term that have passed, pauses
// included in both, from 0 to 100.
func (k Clock) Percent() int {
	total := k.Term.From.DaysUntil(k.Term.Until) + 1
	end := k.Today
	if !k.Met.IsZero() {
		end = k.Met
	}
	return max(0, min(100, k.Term.From.DaysUntil(end)*100/max(1, total)))
}

// Left gives the days from today to the last day; below 0 when late.
func (k Clock) Left() int { return k.Today.DaysUntil(k.Term.Until) }

// Soon tells whether a running clock has a fifth of its term or less to go.
func (k Clock) Soon() bool { return k.State() == Running && k.Percent() >= 80 }

// Words say how the clock stands: "nog 5 dagen", "2 dagen te laat", "gepauzeerd", "op tijd klaar".
func (k Clock) Words(say text.Voice) string {
	switch k.State() {
	case Done:
		if k.Met.After(k.Term.Until) {
			return say.Say("picture.clock.met.late")
		}
		return say.Say("picture.clock.met")
	case Late:
		return say.Count("picture.clock.late", -k.Left())
	case Waiting:
		return say.Say("picture.clock.paused")
	}
	if k.Left() == 0 {
		return say.Say("picture.clock.today")
	}
	return say.Count("picture.clock.left", k.Left())
}

// Draw makes the dial and its table. The ring is the term, the hand what is
// used, white marks are pauses.
func (k Clock) Draw(say text.Voice) Figure {
	c := &canvas{}
	mid := dialSize / 2
	c.circle(mid, mid, dialRadius, "dial")
	tone := "hand"
	switch state := k.State(); {
	case state == Late, state == Done:
		tone += " " + string(state)
	case k.Soon():
		tone += " soon"
	}
	if percent := k.Percent(); percent > 0 {
		c.arc(0, percent, tone)
	}
	for _, pause := range k.Pauses {
		from, until := k.share(pause.From), 100
		if !pause.Until.IsZero() {
			until = k.share(pause.Until.AddDays(1))
		}
		if until > from {
			c.arc(from, until-from, "pause")
		}
	}
	big, below := k.middle(say)
	if big == "" {
		c.path("M"+num(mid-13)+" "+num(mid-7)+"l9 9 17 -18", "check")
	} else {
		c.text(mid, mid+5, "middle", "big", big)
	}
	c.text(mid, mid+23, "middle", "note", below)
	return c.figure(orID(k.ID, "clock"), k.Title, k.Words(say), dialSize, dialSize, k.table(say))
}

// arc draws a part of the ring in percent, from the top clockwise.
func (c *canvas) arc(from, length int, class string) {
	c.add("circle", "cx", num(dialSize/2), "cy", num(dialSize/2), "r", num(dialRadius), "class", class, "pathLength", "100",
		"stroke-dasharray", strconv.Itoa(length)+" 100", "stroke-dashoffset", strconv.Itoa(-from),
		"transform", "rotate(-90 "+num(dialSize/2)+" "+num(dialSize/2)+")")
}

func (k Clock) share(d nl.Date) int {
	total := k.Term.From.DaysUntil(k.Term.Until) + 1
	return max(0, min(100, k.Term.From.DaysUntil(d)*100/max(1, total)))
}

// middle gives the big number (none when done: a tick stands there) and the words below it.
func (k Clock) middle(say text.Voice) (big, below string) {
	switch k.State() {
	case Done:
		return "", say.Say("picture.state.done")
	case Late:
		return strconv.Itoa(-k.Left()), say.Count("picture.clock.days.late", -k.Left())
	}
	return strconv.Itoa(k.Left()), say.Count("picture.clock.days.left", k.Left())
}

func (k Clock) table(say text.Voice) Table {
	d := days.Days{Say: say}
	t := Table{Columns: []string{say.Say("picture.what"), say.Say("picture.day")}, Rows: [][]string{
		{say.Say("picture.clock.from"), dateOr(d, k.Term.From)},
		{say.Say("picture.clock.until"), dateOr(d, k.Term.Until)},
	}}
	for _, pause := range k.Pauses {
		t.Rows = append(t.Rows, []string{say.Say("picture.clock.pause"), dateOr(d, pause.From) + " – " + dateOr(d, pause.Until)})
	}
	if !k.Met.IsZero() {
		t.Rows = append(t.Rows, []string{say.Say("picture.clock.done"), dateOr(d, k.Met)})
	}
	if k.Law != "" {
		t.Rows = append(t.Rows, []string{say.Say("picture.clock.law"), k.Law})
	}
	t.Rows = append(t.Rows, []string{say.Say("picture.state"), k.Words(say)})
	return t
}

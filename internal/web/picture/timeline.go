package picture

import (
	"slices"
	"strconv"

	"eendracht/internal/nl"
	"eendracht/internal/text"
	"eendracht/internal/web/look/days"
)

// TimeLine shows tasks per holder on the months, with a line for today.
type TimeLine struct {
	ID    string
	Title string
	Span  nl.Span // what is shown; open ends follow the tasks
	Today nl.Date
	Lanes []Lane
}

// Lane is one holder.
type Lane struct {
	Holder string
	Tasks  []Stretch
}

// Stretch is one task in time. Until may be zero: it runs on.
type Stretch struct {
	Text string
	nl.Span
	State State
}

// State is how something stands.
type State string

// The states of tasks and steps.
const (
	Planned State = "planned"
	Running State = "running"
	Waiting State = "waiting"
	Late    State = "late"
	Done    State = "done"
)

const (
	lineLeft   = 178.0 // where the months begin
	lineWidth  = 742.0
	laneTop    = 34.0
	barHeight  = 26.0
	lanePad    = 13.0
	barText    = 12.5
	lineMargin = 14.0
)

// scale turns dates into x.
type scale struct {
	from nl.Date
	days float64
}

func (s scale) x(d nl.Date) float64 {
	return lineLeft + lineWidth*max(0, min(1, float64(s.from.DaysUntil(d))/s.days))
}

// Draw makes the drawing and its table.
func (t TimeLine) Draw(say text.Voice) Figure {
	s := t.scale()
	c := &canvas{}
	shelves := make([][]int, len(t.Lanes))
	height := laneTop
	tops := make([]float64, len(t.Lanes))
	for i, lane := range t.Lanes {
		shelves[i] = shelve(lane.Tasks, s)
		tops[i] = height + lanePad
		height += 2*lanePad + barHeight*float64(1+slices.Max(append(shelves[i], 0))) + 6*float64(slices.Max(append(shelves[i], 0)))
	}
	t.drawMonths(c, s, height, say)
	t.drawToday(c, s, height, say)
	for i, lane := range t.Lanes {
		if i > 0 {
			c.line(0, tops[i]-lanePad, lineLeft+lineWidth, tops[i]-lanePad, "rule")
		}
		for n, line := range wrap(lane.Holder, nameSize, lineLeft-20, 2) {
			c.text(0, tops[i]+barHeight/2+5+float64(n)*15, "", "", line)
		}
		for n, task := range lane.Tasks {
			y := tops[i] + float64(shelves[i][n])*(barHeight+6)
			drawStretch(c, s, task, y)
			if x, _ := s.ends(task); shelves[i][n] == 0 { // seen on a phone, where the names to the left scroll away
				c.text(x+2, y-3, "", "beside-bar", clip(lane.Holder, 11, lineLeft))
			}
		}
	}
	figure := c.figure(orID(t.ID, "timeline"), t.Title, say.Count("picture.timeline.about", len(t.Lanes)), lineLeft+lineWidth+lineMargin, height+24, t.table(say))
	figure.Focus = int(s.x(t.Today) * 100 / (lineLeft + lineWidth + lineMargin))
	return figure
}

// scale covers the asked span, or whole months around all tasks and today.
func (t TimeLine) scale() scale {
	from, until := t.Span.From.Earliest(), t.Span.Until.Latest()
	openFrom, openUntil := from.IsZero(), until.IsZero()
	for _, d := range t.dates() {
		if openFrom && (from.IsZero() || d.Before(from)) {
			from = nl.Date{Year: d.Year, Month: d.Month, Day: 1}
		}
		if openUntil && (until.IsZero() || d.After(until)) {
			until = d
		}
	}
	if openUntil && !until.IsZero() {
		until = nl.Date{Year: until.Year, Month: until.Month, Day: 1}.AddMonths(1)
	}
	if from.IsZero() && !until.IsZero() {
		from = nl.Date{Year: until.Year, Month: until.Month, Day: 1}
	}
	if from.IsZero() || until.Before(from) {
		return scale{from, 1}
	}
	return scale{from, max(1, float64(from.DaysUntil(until)))}
}

func (t TimeLine) dates() []nl.Date {
	var all []nl.Date
	add := func(d nl.Date) {
		if !d.IsZero() {
			all = append(all, d.Earliest())
		}
	}
	add(t.Today)
	for _, lane := range t.Lanes {
		for _, task := range lane.Tasks {
			add(task.From)
			add(task.Until)
		}
	}
	return all
}

func (s scale) ends(task Stretch) (x1, x2 float64) {
	x1, x2 = lineLeft, lineLeft+lineWidth
	if !task.From.IsZero() {
		x1 = s.x(task.From.Earliest())
	}
	if !task.Until.IsZero() {
		x2 = s.x(task.Until.Latest().AddDays(1))
	}
	return x1, max(x2, x1+10)
}

// shelve gives each task the first shelf of its lane where it, with its words, touches no other.
func shelve(tasks []Stretch, s scale) []int {
	shelves := make([]int, len(tasks))
	var ends []float64
	order := make([]int, len(tasks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return beginsAt(tasks[a], s) - beginsAt(tasks[b], s) })
	for _, i := range order {
		x1, x2 := s.ends(tasks[i])
		if wide := textWidth(tasks[i].Text, barText) + 16; x2-x1 < wide && x1+wide+x2-x1 < lineLeft+lineWidth {
			x2 += wide // the words stand behind the bar
		}
		at := slices.IndexFunc(ends, func(end float64) bool { return end+6 <= x1 })
		if at < 0 {
			at, ends = len(ends), append(ends, 0)
		}
		shelves[i], ends[at] = at, x2
	}
	return shelves
}

// beginsAt gives the x of the begin of a bar, in whole units for sorting.
func beginsAt(task Stretch, s scale) int {
	x1, _ := s.ends(task)
	return int(x1)
}

func drawStretch(c *canvas, s scale, task Stretch, y float64) {
	x1, x2 := s.ends(task)
	state := task.State
	if state == "" {
		state = Planned
	}
	c.rect(x1, y, x2-x1, barHeight, barHeight/2, string(state))
	width := textWidth(task.Text, barText)
	if width+16 <= x2-x1 || x2+width+10 > lineLeft+lineWidth+lineMargin {
		if x2-x1 > 44 {
			c.text(x1+9, y+17.500, "", "on-"+string(state), clip(task.Text, barText, x2-x1-16))
		}
		return
	}
	c.text(x2+7, y+17.500, "", "on-"+string(state), task.Text)
}

func (t TimeLine) drawMonths(c *canvas, s scale, height float64, say text.Voice) {
	if s.from.IsZero() {
		return // nothing has a date
	}
	first := nl.Date{Year: s.from.Year, Month: s.from.Month, Day: 1}
	skip := 1 + int(s.days/31/12) // long plans: not every month has a name
	for i := 0; ; i++ {
		month := first.AddMonths(i)
		x := s.x(month)
		if float64(s.from.DaysUntil(month)) > s.days {
			return
		}
		if month.Before(s.from) || i%skip != 0 {
			continue
		}
		c.line(x, 20, x, height, "rule")
		if lineLeft+lineWidth-x > 24 {
			name := say.Say("look.month.short." + strconv.Itoa(month.Month))
			if month.Month == 1 {
				name += " " + strconv.Itoa(month.Year)
			}
			c.text(x+3, 14, "", "note", name)
		}
	}
}

func (t TimeLine) drawToday(c *canvas, s scale, height float64, say text.Voice) {
	at := float64(s.from.DaysUntil(t.Today))
	if t.Today.IsZero() || at < 0 || at > s.days {
		return
	}
	x := s.x(t.Today)
	c.line(x, 20, x, height+4, "today")
	c.text(x, height+18, "middle", "today", say.Say("look.day.today"))
}

func (t TimeLine) table(say text.Voice) Table {
	d := days.Days{Say: say}
	table := Table{Columns: []string{say.Say("picture.who"), say.Say("picture.what"), say.Say("picture.from"), say.Say("picture.until"), say.Say("picture.state")}}
	for _, lane := range t.Lanes {
		for _, task := range lane.Tasks {
			table.Rows = append(table.Rows, []string{lane.Holder, task.Text, dateOr(d, task.From), dateOr(d, task.Until), say.Say("picture.state." + string(stateOr(task.State)))})
		}
	}
	return table
}

func stateOr(s State) State {
	if s == "" {
		return Planned
	}
	return s
}

func dateOr(d days.Days, date nl.Date) string {
	if date.IsZero() {
		return ""
	}
	return d.Full(date)
}

package picture

import "eendracht/internal/text"

// Flow is a chain of steps with their dates: asked → allocated → started → stopped.
type Flow struct {
	ID    string
	Title string
	Steps []FlowStep
}

// FlowStep is one step of a chain.
type FlowStep struct {
	Name  string // "Gevraagd"
	Who   string // "Jeugdhulp Noord"
	When  string // "3 november", or by when it should be there
	Note  string // "JW315"
	State State
}

const (
	stepWidth  = 172.0
	stepHeight = 92.0
	stepGap    = 44.0
)

// Draw makes the drawing and its table.
func (f Flow) Draw(say text.Voice) Figure {
	c := &canvas{}
	w := float64(len(f.Steps))*(stepWidth+stepGap) - stepGap + 4
	for i, step := range f.Steps {
		x := 2 + float64(i)*(stepWidth+stepGap)
		state := string(stateOr(step.State))
		if i > 0 {
			drawArrow(c, x-stepGap+5, 2+stepHeight/2, x-6, step.State == Planned || step.State == "")
		}
		c.rect(x, 2, stepWidth, stepHeight, 14, state)
		c.text(x+14, 28, "", "on-"+state+" step", clip(step.Name, 15, stepWidth-28))
		y := 49.0
		if step.When != "" {
			c.text(x+14, y, "", "", clip(step.When, nameSize, stepWidth-28))
			y += 18
		}
		for _, line := range keep([]string{step.Who, step.Note}, func(s string) bool { return s != "" }) {
			c.text(x+14, y, "", "note", clip(line, 12, stepWidth-28))
			y += 16
		}
	}
	figure := c.figure(orID(f.ID, "flow"), f.Title, say.Count("picture.flow.about", len(f.Steps)), max(w, 10), stepHeight+4, f.table(say))
	figure.Focus = f.focus()
	return figure
}

// focus gives the place of the first step that is not done, in percent.
func (f Flow) focus() int {
	for i, step := range f.Steps {
		if step.State != Done {
			return (2*i + 1) * 50 / len(f.Steps)
		}
	}
	return 100
}

func drawArrow(c *canvas, x1, y, x2 float64, still bool) {
	class := "thin"
	if still {
		class = "thin dashed"
	}
	c.line(x1, y, x2-7, y, class)
	c.path("M"+num(x2)+" "+num(y)+"l-9 -6v12z", "arrow")
}

func (f Flow) table(say text.Voice) Table {
	t := Table{Columns: []string{say.Say("picture.step"), say.Say("picture.who"), say.Say("picture.day"), say.Say("picture.note"), say.Say("picture.state")}}
	for _, s := range f.Steps {
		t.Rows = append(t.Rows, []string{s.Name, s.Who, s.When, s.Note, say.Say("picture.state." + string(stateOr(s.State)))})
	}
	return t
}

package picture

import (
	"math"

	"eendracht/internal/text"
)

// Ecogram is the family in the middle with who stands around it, and how
// strong each tie is.
type Ecogram struct {
	ID     string
	Title  string
	Centre string // "Gezin De Vries-Yıldız"
	Around []Helper
}

// Helper is a person or organisation around the family.
type Helper struct {
	Name string
	Role string // "schuldhulp"
	For  string // for whom in the family; the table tells it
	Tint Tint
	Tie  Tie
}

// Tie is how strong a relation is, as the family says it.
type Tie string

// The ties.
const (
	Usual  Tie = "usual"
	Strong Tie = "strong" // three lines
	Weak   Tie = "weak"   // dashed
	Tense  Tie = "tense"  // zigzag
)

const (
	cardWidth  = 168.0
	cardHeight = 54.0
)

// Draw makes the drawing and its table.
func (e Ecogram) Draw(say text.Voice) Figure {
	rx, ry := 290.0, 178.0
	if n := len(e.Around); n > 8 { // more people, wider ring
		rx, ry = rx+float64(n-8)*26, ry+float64(n-8)*22
	}
	w, h := 2*(rx+cardWidth/2+12), 2*(ry+cardHeight/2+12)
	c := &canvas{}
	for i, helper := range e.Around {
		x, y := around(i, len(e.Around), w/2, h/2, rx, ry)
		drawTie(c, helper.Tie, w/2, h/2, x, y)
	}
	c.circle(w/2, h/2, 76, "family ring")
	lines := wrap(e.Centre, 15, 124, 3)
	for i, line := range lines {
		c.text(w/2, h/2+5+(float64(i)-float64(len(lines)-1)/2)*19, "middle", "family title", line)
	}
	for i, helper := range e.Around {
		x, y := around(i, len(e.Around), w/2, h/2, rx, ry)
		drawHelper(c, helper, x, y)
	}
	return c.figure(orID(e.ID, "ecogram"), e.Title, say.Count("picture.ecogram.about", len(e.Around)), w, h, e.table(say))
}

// around gives the place of the i-th of n on an ellipse, from the top clockwise.
func around(i, n int, cx, cy, rx, ry float64) (x, y float64) {
	angle := 2*math.Pi*float64(i)/float64(max(n, 1)) - math.Pi/2
	if n%2 == 0 {
		angle += math.Pi / float64(n) // nobody straight above: the ring is wider than high
	}
	return cx + rx*math.Cos(angle), cy + ry*math.Sin(angle)
}

func drawHelper(c *canvas, h Helper, x, y float64) {
	tint := string(h.Tint)
	if tint == "" {
		tint = "team"
	}
	c.rect(x-cardWidth/2, y-cardHeight/2, cardWidth, cardHeight, cardHeight/2, tint+" edge")
	if h.Role == "" {
		c.text(x, y+5, "middle", tint, clip(h.Name, nameSize, cardWidth-30))
		return
	}
	c.text(x, y-3, "middle", tint, clip(h.Name, nameSize, cardWidth-30))
	c.text(x, y+15, "middle", "note", clip(h.Role, 12, cardWidth-34))
}

// drawTie draws a line from the middle outward; cards and circle cover its ends.
func drawTie(c *canvas, tie Tie, x1, y1, x2, y2 float64) {
	length := math.Hypot(x2-x1, y2-y1)
	if length == 0 {
		return
	}
	ux, uy := (x2-x1)/length, (y2-y1)/length
	switch tie {
	case Strong:
		for _, side := range []float64{-5, 0, 5} {
			c.line(x1-uy*side, y1+ux*side, x2-uy*side, y2+ux*side, "thin")
		}
	case Weak:
		c.line(x1, y1, x2, y2, "thin dashed")
	case Tense:
		d := "M" + num(x1) + " " + num(y1)
		for at, side := 10.0, 7.0; at < length; at, side = at+10, -side {
			d += "L" + num(x1+ux*at-uy*side) + " " + num(y1+uy*at+ux*side)
		}
		c.path(d+"L"+num(x2)+" "+num(y2), "cut thinner")
	default:
		c.line(x1, y1, x2, y2, "thin")
	}
}

func (e Ecogram) table(say text.Voice) Table {
	t := Table{Columns: []string{say.Say("picture.who"), say.Say("picture.role"), say.Say("picture.for"), say.Say("picture.tie")}}
	for _, h := range e.Around {
		tie := h.Tie
		if tie == "" {
			tie = Usual
		}
		t.Rows = append(t.Rows, []string{h.Name, h.Role, h.For, say.Say("picture.tie." + string(tie))})
	}
	return t
}

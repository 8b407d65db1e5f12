package picture

import (
	"math"
	"strconv"
	"strings"
)

func (l *layout) drawPerson(c *canvas, p *placed) {
	class := "shape"
	if p.Self {
		drawShape(c, p.Sex, p.x, p.y, shape/2+5, class)
	}
	drawShape(c, p.Sex, p.x, p.y, shape/2, class)
	if p.Age >= 0 {
		c.text(p.x, p.y+5, "middle", "strong", strconv.Itoa(p.Age))
	} else if p.Sex == Unknown {
		c.text(p.x, p.y+5, "middle", "strong", "?")
	}
	if p.Deceased {
		d := shape/2 + 4
		c.path("M"+num(p.x-d)+" "+num(p.y-d)+"L"+num(p.x+d)+" "+num(p.y+d)+"M"+num(p.x+d)+" "+num(p.y-d)+"L"+num(p.x-d)+" "+num(p.y+d), "thin")
	}
	y := p.labelTop()
	for _, line := range wrap(p.Name, nameSize, nameWidth, 2) {
		c.text(p.x, y, "middle", "label", line)
		y += 16
	}
	for _, line := range wrap(p.Note, 12, nameWidth, 2) {
		c.text(p.x, y, "middle", "label note", line)
		y += 15
	}
}

// labelTop gives the base line of the first line of the name.
func (p *placed) labelTop() float64 {
	if p.Self {
		return p.y + shape/2 + 25
	}
	return p.y + shape/2 + 20
}

// labelEnd gives where the name and the note end.
func (p *placed) labelEnd() float64 {
	return p.labelTop() + 16*float64(len(wrap(p.Name, nameSize, nameWidth, 2))) + 15*float64(len(wrap(p.Note, 12, nameWidth, 2))) - 8
}

// drawShape draws the shape of a sex around a middle, r to each side.
func drawShape(c *canvas, sex Sex, x, y, r float64, class string) {
	switch sex {
	case Man:
		c.rect(x-r, y-r, 2*r, 2*r, 2, class)
	case Woman:
		c.circle(x, y, r, class)
	default:
		if sex == Unknown {
			class += " dashed"
		}
		r *= 1.2 // a diamond of the same weight for the eye
		c.path("M"+num(x)+" "+num(y-r)+"L"+num(x+r)+" "+num(y)+"L"+num(x)+" "+num(y+r)+"L"+num(x-r)+" "+num(y)+"Z", class)
	}
}

// drawBond draws the line of a couple: straight between neighbours, over the
// heads of others otherwise. Strokes cut it when they parted.
func (l *layout) drawBond(c *canvas, b Bond) {
	a, z := l.by[b.A], l.by[b.B]
	if a == nil || z == nil || a == z || a.row != z.row {
		return
	}
	if a.x > z.x {
		a, z = z, a
	}
	class := "tie"
	if b.State == Together || b.State == Separated {
		class = "tie dashed"
	}
	y := a.y
	if z.x-a.x <= pitch*1.01 {
		c.line(a.x+shape/2, y, z.x-shape/2, y, class)
	} else {
		y -= shape/2 + 20
		c.path("M"+num(a.x)+" "+num(a.y-shape/2)+"V"+num(y)+"H"+num(z.x)+"V"+num(z.y-shape/2), class)
	}
	at := (a.x + z.x) / 2
	if z.x-a.x > pitch*1.01 {
		at = z.x - pitch/2
	}
	// the strokes stand to the left of the middle, where the line to the children hangs
	switch b.State {
	case Separated:
		cut(c, at-14, y)
	case Divorced:
		cut(c, at-18, y)
		cut(c, at-11, y)
	}
	if b.Years != "" {
		c.text(at, y-10, "middle", "label note", clip(b.Years, 12, pitch-shape-6))
	}
}

func cut(c *canvas, x, y float64) { c.line(x-5, y+9, x+5, y-9, "cut") }

// drawBirths hangs the children of the same parents on one bar.
func (l *layout) drawBirths(c *canvas) {
	done := map[int]bool{}
	for i, b := range l.births {
		if done[i] {
			continue
		}
		var children []Birth
		for j, other := range l.births {
			if !done[j] && sameParents(b, other) && l.by[other.Child].row == l.by[b.Child].row {
				children, done[j] = append(children, other), true
			}
		}
		l.drawSiblings(c, children)
	}
}

func (l *layout) drawSiblings(c *canvas, children []Birth) {
	x := l.dropX(children[0])
	top := 0.0
	alone := len(children[0].Parents) == 1 || !l.coupled(children[0].Parents)
	for _, parent := range children[0].Parents {
		y := l.by[parent].y
		if alone {
			y = l.by[parent].labelEnd() // the line begins below the name
		}
		top = max(top, y)
	}
	bar := l.by[children[0].Child].y - shape/2 - 30 - 5*float64(l.by[children[0].Parents[0]].group%3)
	left, right := x, x
	for _, b := range children {
		child := l.by[b.Child]
		left, right = math.Min(left, child.x), math.Max(right, child.x)
		class := "tie"
		if b.Foster {
			class = "tie dashed"
		}
		c.line(child.x, bar, child.x, child.y-shape/2, class)
	}
	c.line(x, top, x, bar, "tie")
	if right > left {
		c.line(left, bar, right, bar, "tie")
	}
}

// coupled tells whether two parents have a line between them to hang children on.
func (l *layout) coupled(parents []string) bool {
	for _, b := range l.bonds {
		if b.A == parents[0] && b.B == parents[1] || b.A == parents[1] && b.B == parents[0] {
			return true
		}
	}
	return false
}

// run is a stretch of one row in which all live together.
type run struct {
	row         int
	left, right float64
}

// drawHome outlines who live together. One shape when the household is one
// stretch per row in adjoining rows, else one shape per stretch.
func (l *layout) drawHome(c *canvas, home Home, nth int) {
	runs := l.runs(home)
	if len(runs) == 0 {
		return
	}
	pad := 58 - 5*float64(nth%3)
	whole := true
	for i := 1; i < len(runs); i++ {
		whole = whole && runs[i].row == runs[i-1].row+1 && runs[i].left < runs[i-1].right+pitch && runs[i].right > runs[i-1].left-pitch
	}
	if whole {
		c.path(outline(runs, pad), "home")
		runs = runs[:1]
	} else {
		for _, r := range runs {
			c.path(outline([]run{r}, pad), "home")
		}
	}
	for _, r := range runs {
		c.text(r.right+pad-12, rowTop(r.row)+17, "end", "home-name label", clip(home.Name, 12, r.right-r.left+2*pad-20))
	}
}

func (l *layout) runs(home Home) []run {
	var runs []run
	for r, row := range l.rows {
		open := false
		for _, p := range row {
			if !has(home.Members, p.ID) {
				open = false
				continue
			}
			if open {
				runs[len(runs)-1].right = p.x
			} else {
				runs, open = append(runs, run{r, p.x, p.x}), true
			}
		}
	}
	return runs
}

func has(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

func rowTop(row int) float64 { return marginTop + float64(row)*rowHeight - 40 }

// outline gives a path with rounded corners around runs in adjoining rows.
func outline(runs []run, pad float64) string {
	var points [][2]float64
	for i, r := range runs { // down the right side
		bottom := rowTop(r.row) + rowHeight - 12
		if i < len(runs)-1 {
			bottom = rowTop(r.row+1) + 4
		}
		top := rowTop(r.row)
		if i > 0 {
			top = rowTop(r.row) + 4
		}
		points = append(points, [2]float64{r.right + pad, top}, [2]float64{r.right + pad, bottom})
	}
	for i := len(runs) - 1; i >= 0; i-- { // up the left side
		bottom := rowTop(runs[i].row) + rowHeight - 12
		if i < len(runs)-1 {
			bottom = rowTop(runs[i].row+1) + 4
		}
		top := rowTop(runs[i].row)
		if i > 0 {
			top = rowTop(runs[i].row) + 4
		}
		points = append(points, [2]float64{runs[i].left - pad, bottom}, [2]float64{runs[i].left - pad, top})
	}
	return rounded(points, 16)
}

// rounded joins points with straight lines and corners of a radius.
func rounded(points [][2]float64, radius float64) string {
	var b strings.Builder
	n := len(points)
	for i, p := range points {
		before, after := points[(i+n-1)%n], points[(i+1)%n]
		in, out := toward(p, before, radius), toward(p, after, radius)
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		b.WriteString(verb + num(in[0]) + " " + num(in[1]) + "Q" + num(p[0]) + " " + num(p[1]) + " " + num(out[0]) + " " + num(out[1]))
	}
	return b.String() + "Z"
}

// toward gives the point at most radius, and at most half the way, from p to q.
func toward(p, q [2]float64, radius float64) [2]float64 {
	length := math.Hypot(q[0]-p[0], q[1]-p[1])
	if length == 0 {
		return p
	}
	part := math.Min(radius, length/2) / length
	return [2]float64{p[0] + (q[0]-p[0])*part, p[1] + (q[1]-p[1])*part}
}

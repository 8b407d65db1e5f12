package picture

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// canvas collects the markup of one drawing. Every text goes through esc, every
// number through num, so that the same input always gives the same bytes.
type canvas struct {
	out strings.Builder
}

// esc escapes text for XML text and attribute values.
func esc(s string) string { return html.EscapeString(strings.Map(printable, s)) }

// printable drops the control characters that XML 1.0 does not allow.
func printable(r rune) rune {
	if r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

// num writes a number with at most one decimal.
func num(f float64) string {
	rounded := math.Round(f*10) / 10
	if rounded == 0 {
		rounded = 0 // no "-0"
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func attrs(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			b.WriteString(" " + pairs[i] + `="` + esc(pairs[i+1]) + `"`)
		}
	}
	return b.String()
}

func (c *canvas) add(tag string, pairs ...string) {
	c.out.WriteString("<" + tag + attrs(pairs...) + "/>")
}

func (c *canvas) rect(x, y, w, h, radius float64, class string) {
	c.add("rect", "x", num(x), "y", num(y), "width", num(w), "height", num(h), "rx", num(radius), "class", class)
}

func (c *canvas) circle(x, y, r float64, class string) {
	c.add("circle", "cx", num(x), "cy", num(y), "r", num(r), "class", class)
}

func (c *canvas) path(d, class string) { c.add("path", "d", d, "class", class) }

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.path("M"+num(x1)+" "+num(y1)+"L"+num(x2)+" "+num(y2), class)
}

// text writes one line; anchor is "", "middle" or "end".
func (c *canvas) text(x, y float64, anchor, class, words string) {
	c.out.WriteString("<text" + attrs("x", num(x), "y", num(y), "text-anchor", anchor, "class", class) + ">" + esc(words) + "</text>")
}

// classOf says how far a drawing may shrink before it scrolls, so that its
// words stay readable: a small one to any width, a larger one to a part of its own.
func classOf(width float64) string {
	switch {
	case width <= 480:
		return "picture small"
	case width <= 760:
		return "picture middling"
	}
	return "picture large"
}

// figure closes the drawing: title and description give it its accessible
// name. The direction is fixed, so that a page written from right to left does
// not turn the anchors of the texts around; the words themselves still run
// their own way.
func (c *canvas) figure(id, title, about string, w, h float64, table Table) Figure {
	head := "<svg" + attrs("xmlns", "http://www.w3.org/2000/svg", "id", id, "class", classOf(w), "viewBox", "0 0 "+num(w)+" "+num(h),
		"width", num(w), "height", num(h), "role", "img", "aria-labelledby", id+"-t "+id+"-d", "direction", "ltr") + ">"
	head += "<title" + attrs("id", id+"-t") + ">" + esc(title) + "</title><desc" + attrs("id", id+"-d") + ">" + esc(about) + "</desc>"
	table.Caption = title
	return Figure{ID: id, Focus: 50, SVG: template.HTML(head + c.out.String() + "</svg>"), Table: table} //nolint:gosec // all texts went through esc
}

package picture

import (
	"strconv"

	"eendracht/internal/text"
)

// Trend shows counts over time: per stretch of time a bar, and in it the share
// that should not be there.
type Trend struct {
	ID     string
	Title  string
	About  string    // said by screen readers
	Heads  [3]string // of the table: when, all, wrong
	Points []Count
}

// Count is one stretch of time.
type Count struct {
	When  string // "16 nov"
	All   int
	Wrong int // among All
}

const (
	trendHeight = 150.0
	trendBar    = 34.0
	trendGap    = 14.0
	trendPad    = 24.0
	trendLeast  = 3.0 // a wrong one shows, however many are right
)

// Draw makes the drawing and its table. Points stand in the order given.
func (t Trend) Draw(say text.Voice) Figure {
	c, most := &canvas{}, 1
	for _, p := range t.Points {
		most = max(most, p.All, p.Wrong)
	}
	scale := func(n int) float64 { return (trendHeight - 2*trendPad) * float64(max(0, n)) / float64(most) }
	foot := trendHeight - trendPad
	width := trendGap + float64(len(t.Points))*(trendBar+trendGap)
	c.line(0, foot, max(width, trendBar), foot, "rule")
	for i, p := range t.Points {
		x := trendGap + float64(i)*(trendBar+trendGap)
		if p.All > 0 {
			c.rect(x, foot-scale(p.All), trendBar, scale(p.All), 4, "done")
		}
		if p.Wrong > 0 {
			h := max(trendLeast, scale(p.Wrong))
			c.rect(x, foot-h, trendBar, h, 4, "late")
		}
		c.text(x+trendBar/2, foot-scale(max(p.All, p.Wrong))-6, "middle", "note", strconv.Itoa(p.Wrong))
		c.text(x+trendBar/2, trendHeight-7, "middle", "note", clip(p.When, 12, trendBar+trendGap-2))
	}
	table := Table{Columns: t.Heads[:]}
	for _, p := range t.Points {
		table.Rows = append(table.Rows, []string{p.When, strconv.Itoa(p.All), strconv.Itoa(p.Wrong)})
	}
	return c.figure(orID(t.ID, "trend"), t.Title, t.About, max(width, trendBar), trendHeight, table)
}

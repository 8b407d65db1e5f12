package picture

import (
	"strconv"

	"eendracht/internal/nl"
	"eendracht/internal/text"
	"eendracht/internal/web/look/days"
)

// Spark shows how a score went over time.
type Spark struct {
	ID     string
	Title  string
	Of     int // levels of the scale; 5 when zero
	Points []Point
}

// Point is one score.
type Point struct {
	Day   nl.Date
	Value int
	Label string // what the level is called
}

const (
	sparkWidth  = 220.0
	sparkHeight = 84.0
	sparkPad    = 10.0
)

// Draw makes the drawing and its table. Points stand in the order given, spaced by date.
func (s Spark) Draw(say text.Voice) Figure {
	of := s.Of
	if of == 0 {
		of = 5
	}
	c := &canvas{}
	for level := 1; level <= of; level++ {
		c.line(sparkPad, sparkY(level, of), sparkWidth-sparkPad, sparkY(level, of), "rule")
	}
	d := ""
	for i, p := range s.Points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		d += verb + num(s.x(i)) + " " + num(sparkY(p.Value, of))
	}
	if len(s.Points) > 1 {
		c.path(d, "spark")
	}
	for i, p := range s.Points {
		c.circle(s.x(i), sparkY(p.Value, of), 5.500, "dot on-"+strconv.Itoa(Level{Value: p.Value, Of: of}.Colour()))
	}
	speak := days.Days{Say: say}
	if n := len(s.Points); n > 0 {
		c.text(sparkPad-4, sparkHeight-4, "", "note", speak.Short(s.Points[0].Day))
		if n > 1 {
			c.text(sparkWidth-sparkPad+4, sparkHeight-4, "end", "note", speak.Short(s.Points[n-1].Day))
		}
	}
	return c.figure(orID(s.ID, "spark"), s.Title, s.about(of, say), sparkWidth, sparkHeight, s.table(of, say))
}

func sparkY(value, of int) float64 {
	value = max(1, min(of, value))
	return sparkPad + (sparkHeight-sparkPad-26)*(1-float64(value-1)/float64(max(1, of-1)))
}

func (s Spark) x(i int) float64 {
	first, last := s.Points[0].Day, s.Points[len(s.Points)-1].Day
	total := first.DaysUntil(last)
	if total <= 0 {
		return sparkPad + (sparkWidth-2*sparkPad)*float64(i)/float64(max(1, len(s.Points)-1))
	}
	share := max(0, min(1, float64(first.DaysUntil(s.Points[i].Day))/float64(total)))
	return sparkPad + (sparkWidth-2*sparkPad)*share
}

func (s Spark) about(of int, say text.Voice) string {
	if len(s.Points) == 0 {
		return say.Say("picture.spark.none")
	}
	first, last := s.Points[0], s.Points[len(s.Points)-1]
	return say.Say("picture.spark.about", "from", strconv.Itoa(first.Value), "to", strconv.Itoa(last.Value), "of", strconv.Itoa(of))
}

func (s Spark) table(of int, say text.Voice) Table {
	d := days.Days{Say: say}
	t := Table{Columns: []string{say.Say("picture.day"), say.Say("picture.level")}}
	for _, p := range s.Points {
		words := say.Say("picture.level.of", "value", strconv.Itoa(p.Value), "of", strconv.Itoa(of))
		if p.Label != "" {
			words += ": " + p.Label
		}
		t.Rows = append(t.Rows, []string{dateOr(d, p.Day), words})
	}
	return t
}

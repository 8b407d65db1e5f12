package picture

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"

	"eendracht/internal/nl"
)

var update = flag.Bool("update", false, "write the golden drawings")

func TestDrawingsStayAsTheyWereSeen(t *testing.T) {
	say := voice("nl")
	for _, row := range []struct {
		name   string
		figure Figure
	}{
		{"genogram", storyFamily().Draw(say)}, {"genogram-large", largeFamily().Draw(say)}, {"genogram-english", storyFamily().Draw(voice("en"))},
		{"ecogram", storyAround().Draw(say)}, {"timeline", storyPlan().Draw(say)}, {"clock", storyClock().Draw(say)},
		{"flow", storyFlow().Draw(say)}, {"spark", storySpark().Draw(say)},
	} {
		t.Run(row.name, func(t *testing.T) {
			sound(t, row.figure)
			got := strings.ReplaceAll(string(row.figure.SVG), "><", ">\n<") + "\n" + flat(row.figure.Table)
			file := "testdata/" + row.name + ".golden"
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != got {
				t.Errorf("%s is drawn differently now; look at it, and run with -update when it is right:\n%s", row.name, got)
			}
		})
	}
}

func flat(t Table) string {
	lines := []string{t.Caption, strings.Join(t.Columns, " | ")}
	for _, row := range t.Rows {
		lines = append(lines, strings.Join(row, " | "))
	}
	return strings.Join(lines, "\n") + "\n"
}

// sound checks what holds for every drawing: well-formed, no style attribute, a
// name for screen readers, and a table with as many cells as columns.
func sound(t interface {
	Helper()
	Fatalf(string, ...any)
}, f Figure) {
	t.Helper()
	svg := string(f.SVG)
	decoder := xml.NewDecoder(strings.NewReader(svg))
	texts := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in %s", err, svg)
		}
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		if start.Name.Local == "title" || start.Name.Local == "desc" {
			texts++
		}
		for _, a := range start.Attr {
			if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
				t.Fatalf("<%s %s=%q>", start.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
	if texts != 2 || !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, `aria-labelledby="`+f.ID+`-t `+f.ID+`-d"`) {
		t.Fatalf("the drawing has no accessible name: %.300s", svg)
	}
	for _, row := range f.Table.Rows {
		if len(row) != len(f.Table.Columns) {
			t.Fatalf("a row of %d cells under %d columns: %v", len(row), len(f.Table.Columns), row)
		}
	}
	if f.Focus < 0 || f.Focus > 100 {
		t.Fatalf("focus %d", f.Focus)
	}
}

func TestEmptyDrawingsAreSound(t *testing.T) {
	say := voice("nl")
	for _, f := range []Figure{Genogram{}.Draw(say), Ecogram{}.Draw(say), TimeLine{}.Draw(say), Clock{}.Draw(say), Flow{}.Draw(say), Spark{}.Draw(say)} {
		sound(t, f)
	}
}

func TestDrawingsEscapeWhatPeopleType(t *testing.T) {
	g := Genogram{Title: `</title><script>`, Persons: []Person{{ID: "a", Name: "<b>\"Bob\" & co\x00"}}}
	f := g.Draw(voice("nl"))
	sound(t, f)
	if strings.Contains(string(f.SVG), "<script>") || strings.Contains(string(f.SVG), "<b>") {
		t.Errorf("unescaped: %s", f.SVG)
	}
}

func TestClockStates(t *testing.T) {
	say := voice("nl")
	for _, row := range []struct {
		today, met string
		state      State
		words      string
		percent    int
	}{
		{"2026-10-18", "", Planned, "nog 42 dagen", 0},
		{"2026-10-19", "", Running, "nog 41 dagen", 0},
		{"2026-11-03", "", Waiting, "gepauzeerd", 35},
		{"2026-11-24", "", Running, "nog 5 dagen", 85},
		{"2026-11-28", "", Running, "nog 1 dag", 95},
		{"2026-11-29", "", Running, "vandaag de laatste dag", 97},
		{"2026-11-30", "", Late, "1 dag te laat", 100},
		{"2026-12-09", "", Late, "10 dagen te laat", 100},
		{"2026-12-09", "2026-11-20", Done, "op tijd klaar", 76},
		{"2026-12-09", "2026-12-01", Done, "klaar, maar te laat", 100},
	} {
		k := storyClock()
		k.Today, k.Met = nl.MustDate(row.today), nl.MustDate(row.met)
		if k.State() != row.state || k.Words(say) != row.words || k.Percent() != row.percent {
			t.Errorf("on %s met %q: %s, %q, %d%%; want %s, %q, %d%%", row.today, row.met, k.State(), k.Words(say), k.Percent(), row.state, row.words, row.percent)
		}
		sound(t, k.Draw(say))
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Fatma de Vries-Yıldız": "FV", "Noor Bakker": "NB", "Woonstad": "WO", "Oma": "OM", "": "?", "van den Akker": "AK",
		"Şeyma ığdır": "ŞI", "Łukasz Żak": "ŁŻ", "'t Hart": "HA", "Elif": "EL", "A": "A", "محمد علي": "مع",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLevelColour(t *testing.T) {
	for _, row := range []struct{ value, of, want int }{{0, 5, 0}, {1, 5, 1}, {5, 5, 5}, {3, 0, 3}, {1, 10, 1}, {10, 10, 5}, {6, 10, 3}, {2, 3, 4}, {1, 1, 5}} {
		l := Level{Value: row.value, Of: row.of}
		if got := l.Colour(); got != row.want {
			t.Errorf("level %d of %d has colour %d, want %d", row.value, row.of, got, row.want)
		}
	}
	if got := (Level{Value: 2}).Bars(); len(got) != 5 || !got[1] || got[2] {
		t.Errorf("bars %v", got)
	}
}

func TestGridLabelsItsCells(t *testing.T) {
	g := Grid{Domains: []string{"Geld", "Wonen"}, Rows: []GridRow{{Cells: []GridCell{{State: CellOpen}, {}, {}}}}}
	cells := g.Labelled(g.Rows[0])
	if cells[0].Domain != "Geld" || cells[1].Domain != "Wonen" || cells[1].State != CellNone || cells[2].Domain != "" {
		t.Errorf("%+v", cells)
	}
	if g.Rows[0].Cells[0].Domain != "" {
		t.Error("the grid itself was changed")
	}
}

func TestWrapAndClip(t *testing.T) {
	if got := wrap("Noa de Vries-Yıldız", 13, 80, 2); len(got) != 2 || got[0] != "Noa de" && got[0] != "Noa de Vries-" {
		t.Errorf("%q", got)
	}
	long := wrap("Gecertificeerde Instelling Jeugdbescherming Waterstad en omstreken", 13, 118, 2)
	if len(long) != 2 || !strings.HasSuffix(long[1], "…") {
		t.Errorf("%q", long)
	}
	if got := clip("kort", 13, 100); got != "kort" {
		t.Errorf("%q", got)
	}
	if got := clip("Wereldwijd", 13, 1); got != "W…" {
		t.Errorf("%q", got)
	}
	if got := wrap("", 13, 100, 2); got != nil {
		t.Errorf("%q", got)
	}
}

func TestLongNamesStandWholeInTheTable(t *testing.T) {
	name := "Anna Wilhelmina Maria van den Heuvel-Wiśniewska tot Steenbergen"
	f := Genogram{Persons: []Person{{ID: "a", Name: name, Age: 30}}}.Draw(voice("nl"))
	if !strings.Contains(string(f.SVG), "…") || f.Table.Rows[0][0] != name {
		t.Errorf("%s %v", f.SVG, f.Table.Rows)
	}
}

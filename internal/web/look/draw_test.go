package look

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/text"
	"eendracht/internal/web/picture"
)

// nasty is what people and attackers type.
var nasty = rapid.SampledFrom([]string{
	"", "", "Noor", "De Vries-Yıldız", `"><script>alert(1)</script>`, "a'b\"c", "1 + 1 < 3 && 4 > 2", "Ω🎈 ü", "nul\x00end", "slecht\xff", "\u2028", "`", "{{.}}",
})

// ways are addresses, also such as a page must not lead to.
var ways = rapid.SampledFrom([]string{
	"", "/work", "/case/x?a=1&b=2#c", "#hier", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "https://knmi.nl/a:b", "mailto:a@b.nl",
	"/a b\"c'd<e>", "/pad:met", "/ü/%41/%zz/%", "//elders.example", "/a+b", "tel:0612", "a/b:c", ":", "/\x00", "?q=+",
})

func anyFace(t *rapid.T) Face {
	return Face{Initials: nasty.Draw(t, "initials"), Name: nasty.Draw(t, "name"), Tint: picture.Tint(nasty.Draw(t, "tint")), Size: rapid.SampledFrom([]string{"", "small"}).Draw(t, "size")}
}

func anyChip(t *rapid.T) Chip {
	return Chip{Tone: rapid.SampledFrom([]Tone{Plain, OK, Soon, Late, Shut}).Draw(t, "tone"), Text: nasty.Draw(t, "text"), URL: ways.Draw(t, "url"), Current: rapid.Bool().Draw(t, "current")}
}

func anyLevel(t *rapid.T) Level {
	return Level{Value: rapid.IntRange(0, 7).Draw(t, "value"), Of: rapid.IntRange(0, 7).Draw(t, "of"), Text: nasty.Draw(t, "text")}
}

func anyClock(t *rapid.T) ClockBar {
	return ClockBar{Percent: rapid.IntRange(-5, 200).Draw(t, "percent"), Tone: Tone(nasty.Draw(t, "tone")), Paused: rapid.Bool().Draw(t, "paused"), Met: rapid.Bool().Draw(t, "met"), Text: nasty.Draw(t, "text"), Law: nasty.Draw(t, "law")}
}

func anyButton(t *rapid.T) Button {
	return Button{
		Text: nasty.Draw(t, "text"), Style: rapid.SampledFrom([]ButtonStyle{Primary, Quiet, Danger, OnDark}).Draw(t, "style"), URL: ways.Draw(t, "url"),
		Name: nasty.Draw(t, "name"), Value: nasty.Draw(t, "value"), About: nasty.Draw(t, "about"), Post: ways.Draw(t, "post"),
	}
}

// maybe gives a pointer to a part, or none.
func maybe[T any](t *rapid.T, of func(*rapid.T) T) *T {
	if !rapid.Bool().Draw(t, "there") {
		return nil
	}
	x := of(t)
	return &x
}

func some[T any](t *rapid.T, of func(*rapid.T) T) []T {
	return rapid.SliceOfN(rapid.Custom(of), 0, 3).Draw(t, "some")
}

func anyCell(t *rapid.T) Cell {
	return Cell{
		Tick: maybe(t, func(t *rapid.T) Tick {
			return Tick{nasty.Draw(t, "name"), nasty.Draw(t, "value"), nasty.Draw(t, "label"), rapid.Bool().Draw(t, "on")}
		}),
		Face: maybe(t, anyFace), Text: nasty.Draw(t, "text"), URL: ways.Draw(t, "url"), Note: nasty.Draw(t, "note"), Voice: rapid.Bool().Draw(t, "voice"),
		Chip: maybe(t, anyChip), Clock: maybe(t, anyClock), Level: maybe(t, anyLevel), Button: maybe(t, anyButton),
	}
}

func anyTable(t *rapid.T) Table {
	return Table{
		Caption: nasty.Draw(t, "caption"), Hidden: rapid.Bool().Draw(t, "hidden"), Empty: nasty.Draw(t, "empty"),
		Columns: some(t, func(t *rapid.T) Column {
			return Column{Text: nasty.Draw(t, "head"), Number: rapid.Bool().Draw(t, "number")}
		}),
		Rows: some(t, func(t *rapid.T) TableRow { return TableRow{ID: nasty.Draw(t, "id"), Cells: some(t, anyCell)} }),
	}
}

func anyTask(t *rapid.T) TaskRow {
	return TaskRow{Face: anyFace(t), Who: nasty.Draw(t, "who"), What: nasty.Draw(t, "what"), When: nasty.Draw(t, "when"), URL: ways.Draw(t, "url"), Chip: maybe(t, anyChip), Button: maybe(t, anyButton)}
}

func anyLink(t *rapid.T) Link { return Link{nasty.Draw(t, "words"), ways.Draw(t, "url")} }

func anyGoal(t *rapid.T) GoalCard {
	return GoalCard{
		ID: nasty.Draw(t, "id"), Words: nasty.Draw(t, "words"), State: GoalState(nasty.Draw(t, "state")), Chip: anyChip(t), Where: nasty.Draw(t, "where"),
		Percent: rapid.IntRange(0, 100).Draw(t, "percent"), Done: nasty.Draw(t, "done"), Tasks: some(t, anyTask), Sorry: nasty.Draw(t, "sorry"), Links: some(t, anyLink), Buttons: some(t, anyButton),
	}
}

func anyField(t *rapid.T) Field {
	return Field{
		Kind: rapid.SampledFrom([]FieldKind{Text, Area, Words, Day, DayParts, Select, Radios, Checkboxes, Checkbox, File, Hidden}).Draw(t, "kind"),
		Name: nasty.Draw(t, "name"), ID: nasty.Draw(t, "id"), Label: nasty.Draw(t, "label"), Hint: nasty.Draw(t, "hint"), Error: nasty.Draw(t, "error"),
		Value: nasty.Draw(t, "value"), Values: some(t, func(t *rapid.T) string { return nasty.Draw(t, "chosen") }),
		Options: some(t, func(t *rapid.T) Option {
			return Option{nasty.Draw(t, "value"), nasty.Draw(t, "text"), nasty.Draw(t, "hint")}
		}),
		Optional: rapid.Bool().Draw(t, "optional"), Known: nasty.Draw(t, "known"), Type: nasty.Draw(t, "type"), Autocomplete: nasty.Draw(t, "auto"),
		InputMode: nasty.Draw(t, "mode"), Size: nasty.Draw(t, "size"), MaxLength: rapid.IntRange(0, 9).Draw(t, "most"), Rows: rapid.IntRange(0, 9).Draw(t, "rows"), Large: rapid.Bool().Draw(t, "large"), Accept: nasty.Draw(t, "accept"), Capture: rapid.Bool().Draw(t, "capture"),
	}
}

func anyGrid(t *rapid.T) picture.Grid {
	words := func(t *rapid.T) string { return nasty.Draw(t, "domain") }
	cell := func(t *rapid.T) picture.GridCell {
		return picture.GridCell{
			State: rapid.SampledFrom([]picture.CellState{"", picture.CellNone, picture.CellOpen, picture.CellClosed}).Draw(t, "state"),
			Level: anyLevel(t), Headline: nasty.Draw(t, "headline"), Faces: some(t, anyFace), URL: ways.Draw(t, "url"), Text: nasty.Draw(t, "text"),
		}
	}
	return picture.Grid{ID: nasty.Draw(t, "id"), Caption: nasty.Draw(t, "caption"), Domains: some(t, words), Rows: some(t, func(t *rapid.T) picture.GridRow {
		return picture.GridRow{Face: anyFace(t), Name: nasty.Draw(t, "name"), Note: nasty.Draw(t, "note"), URL: ways.Draw(t, "url"), Cells: some(t, cell)}
	})}
}

// TestThePenDrawsAsTheTemplates holds the fast way to the readable one: a
// change of a template in templates/ that the pen does not follow fails here.
func TestThePenDrawsAsTheTemplates(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := NewAssets(Options{})
	if err != nil {
		t.Fatal(err)
	}
	reference, err := layout(assets, texts, "nl")
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range map[string]func(*rapid.T) any{
		"table": func(t *rapid.T) any { return anyTable(t) }, "chip": func(t *rapid.T) any { return anyChip(t) }, "button": func(t *rapid.T) any { return anyButton(t) },
		"task-row": func(t *rapid.T) any { return anyTask(t) }, "task-rows": func(t *rapid.T) any { return some(t, anyTask) }, "goal-card": func(t *rapid.T) any { return anyGoal(t) },
		"seen-row": func(t *rapid.T) any {
			return SeenRow{nasty.Draw(t, "day"), nasty.Draw(t, "time"), anyFace(t), nasty.Draw(t, "who"), nasty.Draw(t, "role"), nasty.Draw(t, "what"), some(t, anyLink)}
		},
		"contact": func(t *rapid.T) any {
			return Contact{anyFace(t), nasty.Draw(t, "name"), nasty.Draw(t, "note"), ways.Draw(t, "url"), rapid.SampledFrom([]string{"", "06-12 34", "+31 6<"}).Draw(t, "tel")}
		},
		"facts": func(t *rapid.T) any {
			return some(t, func(t *rapid.T) Fact {
				return Fact{nasty.Draw(t, "term"), nasty.Draw(t, "text"), nasty.Draw(t, "note"), ways.Draw(t, "url"), nasty.Draw(t, "link")}
			})
		},
		"card-head": func(t *rapid.T) any {
			return CardHead{nasty.Draw(t, "id"), nasty.Draw(t, "title"), nasty.Draw(t, "note"), maybe(t, anyLink)}
		},
		"clock-bar": func(t *rapid.T) any { return anyClock(t) }, "face": func(t *rapid.T) any { return anyFace(t) }, "level-bars": func(t *rapid.T) any { return anyLevel(t) },
		"field": func(t *rapid.T) any { return anyField(t) }, "grid": func(t *rapid.T) any { return anyGrid(t) },
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(drawn, `{{define "`+name+`"}}`) {
				t.Fatalf("the pen does not draw %s", name)
			}
			rapid.Check(t, func(t *rapid.T) {
				part := of(t)
				if f, is := part.(Field); is && f.Kind == DayParts {
					return // stays with its template
				}
				var want strings.Builder
				if err := reference.ExecuteTemplate(&want, name, part); err != nil {
					t.Fatal(err)
				}
				p := pen{say: texts.In("nl")}
				if err := p.part(part); err != nil {
					t.Fatal(err)
				}
				if p.String() != want.String() {
					t.Fatalf("the pen drew\n%s\nthe template draws\n%s", p.String(), want.String())
				}
			})
		})
	}
	if got, tried := strings.Count(drawn, "{{define "), 15; got != tried {
		t.Errorf("%d parts are drawn, %d are compared", got, tried)
	}
}

func TestThePenKnowsItsPartsOnly(t *testing.T) {
	if _, err := drawer(text.Voice{})("words"); err == nil {
		t.Error("drew what it does not know")
	}
}

func TestABufferIsEmptiedBeforeAnotherPageUsesIt(t *testing.T) {
	pages := Templates{}
	pages.buffers.New = func() any { return nil }
	b, err := drawer(text.Voice{})(Chip{Text: "geheim"})
	if err != nil {
		t.Fatal(err)
	}
	out := strings.NewReader(string(b))
	buffer := newBuffer(t, out)
	pages.keep(buffer)
	if whole := buffer.Bytes()[:buffer.Cap()]; strings.Contains(string(whole), "geheim") {
		t.Error("what one person read stands in the buffer of the next page")
	}
}

func newBuffer(t *testing.T, from *strings.Reader) *bytes.Buffer {
	t.Helper()
	b := new(bytes.Buffer)
	if _, err := b.ReadFrom(from); err != nil {
		t.Fatal(err)
	}
	return b
}

package inspect

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/text"
)

// sheet is what the page shows.
type sheet struct {
	Lang, Title, Made, Intro, Held string
	Sections                       []section
	LogTitle                       string
	Log                            []line
}

type section struct {
	Title string
	Rows  []row
}

type row struct{ Term, Text string }

// line is one entry of the log.
type line struct {
	When, Who, What, About string
	Rows                   []row
}

type writer struct {
	v   *access.View
	say text.Voice
}

func sheetOf(v *access.View, say text.Voice) sheet {
	w := writer{v, say}
	s := sheet{
		Lang: say.Lang(), Title: say.Say("inspect.title", "family", v.Dossier.Name), Made: say.Say("inspect.made", "day", day(v.Ask.Now)),
		Intro: say.Say("inspect.intro"), Held: say.Say("inspect.held"), LogTitle: say.Say("inspect.log"),
	}
	for _, part := range []section{w.persons(), w.involved(), w.plan(), w.tasks()} {
		if len(part.Rows) > 0 {
			s.Sections = append(s.Sections, part)
		}
	}
	for _, e := range v.Dossier.Entries {
		s.Log = append(s.Log, w.line(e))
	}
	return s
}

func (w writer) persons() section {
	s := section{Title: w.say.Say("inspect.persons")}
	for _, p := range w.v.Dossier.Persons {
		var facts []string
		for _, fact := range []string{p.Birth.String(), p.BSN, p.Phone, p.Email} {
			if fact != "" {
				facts = append(facts, fact)
			}
		}
		s.Rows = append(s.Rows, row{p.Name.Full(), strings.Join(facts, " · ")})
	}
	return s
}

func (w writer) involved() section {
	s := section{Title: w.say.Say("inspect.involved")}
	for _, o := range w.v.Others {
		words := []string{}
		if o.What != nil {
			words = append(words, w.say.Say("statute.purpose."+o.What.Purpose), w.say.Say("statute.ground."+o.What.Ground))
		}
		if o.Phone != "" {
			words = append(words, o.Phone)
		}
		s.Rows = append(s.Rows, row{o.Name, strings.Join(words, " · ")})
	}
	return s
}

func (w writer) plan() section {
	s := section{Title: w.say.Say("inspect.goals")}
	for _, g := range w.v.Dossier.Goals {
		s.Rows = append(s.Rows, row{day(g.At), g.GoalSet.Words})
	}
	return s
}

func (w writer) tasks() section {
	s := section{Title: w.say.Say("inspect.tasks")}
	for _, t := range w.v.Dossier.Tasks {
		s.Rows = append(s.Rows, row{t.Title, strings.TrimSuffix(w.say.Say("dossier.task.state."+t.State)+" · "+t.Holder.Name, " · ")})
	}
	return s
}

// line writes one entry with every value that has words for its name; codes and
// references stand in the JSON beside it.
func (w writer) line(e dossier.Entry) line {
	kind := "inspect.kind." + e.Body.Kind()
	l := line{When: day(e.At), Who: e.By.Name, What: e.Body.Kind(), About: w.about(e)}
	if w.say.Has(kind) {
		l.What = w.say.Say(kind)
	}
	raw, err := json.Marshal(e.Body)
	if err != nil {
		return l // it was encoded before; without its values the line still says that it is there
	}
	var body map[string]any
	if json.Unmarshal(raw, &body) == nil {
		l.Rows = w.rows(body)
	}
	return l
}

func (w writer) rows(body map[string]any) []row {
	var rows []row
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if inner, ok := body[name].(map[string]any); ok {
			rows = append(rows, w.rows(inner)...)
			continue
		}
		if value := w.value(body[name]); value != "" && w.say.Has("inspect.field."+name) {
			rows = append(rows, row{w.say.Say("inspect.field." + name), value})
		}
	}
	return rows
}

func (w writer) value(v any) string {
	switch v := v.(type) {
	case string:
		return w.name(v)
	case float64:
		return fmt.Sprint(v)
	case []any:
		var words []string
		for _, one := range v {
			if word := w.value(one); word != "" {
				words = append(words, word)
			}
		}
		return strings.Join(words, ", ")
	}
	return ""
}

// name puts the name of a person or life domain in the place of its code.
func (w writer) name(s string) string {
	if p, ok := w.v.Dossier.Person(dossier.ID(s)); ok {
		return p.Name.Informal()
	}
	if key := "statute.domain." + s; w.say.Has(key) {
		return w.say.Say(key)
	}
	return s
}

func (w writer) about(e dossier.Entry) string {
	var words []string
	add := func(word string) {
		if word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	for _, id := range dossier.Persons(e) {
		if p, ok := w.v.Dossier.Person(id); ok {
			add(p.Name.Informal())
		}
	}
	for _, p := range e.Parts {
		add(w.name(p.Domain))
	}
	return strings.Join(words, ", ")
}

package access

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	catalogue "eendracht/internal/text"
)

const guide = "../../docs/access.md"

// The tables in the guide are made by asking the engine; EENDRACHT_UPDATE=1 writes them anew.
func TestTheGuideSaysWhatTheEngineDoes(t *testing.T) {
	raw, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	have, s, e := string(raw), tell(t), engine(t)
	for name, table := range map[string]string{"cells": cellTable(s, e), "commands": commandTable(s, e), "policies": policyTable(t, e)} {
		begin, end := "<!-- made: "+name+" -->\n", "<!-- end: "+name+" -->"
		before, rest, ok := strings.Cut(have, begin)
		old, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("the guide has no place for %s", name)
		}
		if old != table && os.Getenv("EENDRACHT_UPDATE") == "" {
			t.Errorf("the table of %s in docs/access.md is old: run the test with EENDRACHT_UPDATE=1", name)
		}
		have = before + begin + table + end + after
	}
	if os.Getenv("EENDRACHT_UPDATE") != "" {
		if err := os.WriteFile(guide, []byte(have), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shown are the viewers of the tables, with the name that the guide gives them.
var tableRows = []struct{ viewer, called string }{
	{"mila", "mother, asked for help"}, {"ruud", "father, lives elsewhere, shared custody"}, {"dirk", "mother's new partner, lives in"},
	{"sem", "child of 16"}, {"zoe", "child of 12"}, {"kees", "child of 7"}, {"oma", "grandmother, helps with school"},
	{"worker", "team worker, intake"}, {"worker plan", "team worker, plan"}, {"lead", "lead, lead"}, {"lead safety", "lead, safety"},
	{"linde", "youth care for the 12-year-old: mind, health"}, {"purse", "debt help: the household's money"}, {"homes", "housing corporation: one task"},
	{"watch", "Veilig Thuis, safety"}, {"director", "process director"}, {"privacy", "privacy officer"}, {"admin", "administrator"},
}

func cellTable(s *story, e *Engine) string {
	type column struct {
		head, name, domain, shut string
	}
	columns := []column{
		{"mother", "mila", "mind", ""}, {"father", "ruud", "addiction", ""}, {"partner", "dirk", "work", ""}, {"16", "sem", "school", ""},
		{"12 mind", "zoe", "mind", ""}, {"12 health*", "zoe", "health", ""}, {"12 school", "zoe", "school", ""}, {"7", "kees", "school", ""},
		{"household", "", "money", ""}, {"safety", "", "", "safety"}, {"secret address", "mila", "", "address"}, {"voice of 12", "zoe", "", "voice"}, {"criminal", "ruud", "justice", "criminal"},
	}
	var b strings.Builder
	b.WriteString("| who, for what |")
	for _, c := range columns {
		b.WriteString(" " + c.head + " |")
	}
	b.WriteString("\n| --- |" + strings.Repeat(" :-: |", len(columns)) + "\n")
	all := viewers()
	for _, row := range tableRows {
		fmt.Fprintf(&b, "| %s |", row.called)
		for _, c := range columns {
			sign := " "
			if e.MayRead(s.d, all[row.viewer], s.part(c.name, c.domain), c.shut).Allow {
				sign = "●"
			}
			b.WriteString(" " + sign + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func commandTable(s *story, e *Engine) string {
	from := slices.Index(actions, dossier.ActAsk)
	var b strings.Builder
	b.WriteString("| who, for what | may |\n| --- | --- |\n")
	all := viewers()
	for _, row := range tableRows {
		scene := e.scene(s.d, all[row.viewer])
		var may []string
		for _, action := range actions[from:] {
			if scene.may(scene.likely(action)).Allow {
				may = append(may, action)
			}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", row.called, strings.Join(may, ", "))
	}
	return b.String()
}

func policyTable(t *testing.T, e *Engine) string {
	texts, err := catalogue.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, 0, len(e.rules))
	for id := range e.rules {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	var b strings.Builder
	b.WriteString("| policy | kind | ground | says |\n| --- | --- | --- | --- |\n")
	for _, id := range ids {
		for rid, r := range e.rules {
			if string(rid) == id {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", id, map[bool]string{true: "forbid", false: "permit"}[r.forbids], r.ground, texts.In("nl").Say(r.key))
			}
		}
	}
	return b.String()
}

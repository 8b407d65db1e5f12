package statute

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eendracht/internal/nl"
	"eendracht/internal/text"
)

var update = flag.Bool("update", false, "write docs/statute.md anew")

const pageHead = `# The legal facts

This page is written by a test from the data in ` + "`internal/statute/data`" + `; do not edit it.
After a change of the data: ` + "`go test ./internal/statute -run Page -update`" + `.

Names and notes are Dutch, as the law is. *Compared* says whether the row was held
against a text of its source, and what that text was; a row that was not says why.
The texts "of 2017" are an older public collection; the newer ones are the open
collection of law texts of the Ministry of the Interior. None of this is legal advice:
a municipality lets its own lawyer read this page.

How terms count: the day of the event does not count; a term in weeks ends on the same
weekday, one in months on the same date or the last day of that month; days are
Europe/Amsterdam. *Moves* means that an end on a Saturday, Sunday or holiday becomes the
next working day, and that a term of three days or more holds two working days
(Algemene termijnenwet art. 1 and 2; not for hours, nor for more than 90 days, twelve
weeks or three months, art. 4). EU terms move by Regulation 1182/71, agreed terms by agreement.
`

func TestPageShowsTheData(t *testing.T) {
	catalogue, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	p := page{set: shipped(t), say: catalogue.In("nl")}
	p.out.WriteString(pageHead)
	p.terms()
	p.penalties()
	p.grounds()
	p.keeping()
	p.exceptions()
	p.unchecked()
	name := filepath.Join("..", "..", "docs", "statute.md")
	if *update {
		if err := os.WriteFile(name, p.out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, p.out.Bytes()) {
		t.Error("docs/statute.md differs from the data; run with -update and look at the difference")
	}
}

type page struct {
	set *Set
	say text.Voice
	out bytes.Buffer
}

func (p *page) table(title string, head ...string) {
	fmt.Fprintf(&p.out, "\n## %s\n\n", title)
	p.row(head...)
	p.row(strings.Split(strings.Repeat("---,", len(head)-1)+"---", ",")...)
}

func (p *page) row(cells ...string) {
	fmt.Fprintf(&p.out, "| %s |\n", strings.Join(cells, " | "))
}

func (p *page) length(l Length) string { return p.say.Count("statute.unit."+l.Unit, l.N) }

func (p *page) cites(r row) string {
	law, article := r.cites()
	return law + " " + article
}

func period(s nl.Span) string {
	if s.Until.IsZero() {
		return "from " + s.From.String()
	}
	return s.From.String() + " to " + s.Until.String()
}

func compared(s Source) string {
	if s.Checked {
		return "yes"
	}
	return "**no**"
}

func (p *page) terms() {
	p.table("Terms", "code", "what", "article", "starts when", "length", "moves", "pauses", "longer", "valid", "compared")
	for _, t := range p.set.Terms() {
		longer := ""
		if e := t.Extension; e != nil {
			longer = "as the notice says"
			if e.Length.N > 0 {
				longer = "+ " + p.length(e.Length)
			}
			longer += " (" + e.Article + ")"
		}
		if t.Local {
			longer = strings.TrimSpace(longer + " own value of a municipality")
		}
		rule := map[string]string{"": "no", RollAtw: "Atw", RollEU: "EU", RollAgreed: "agreed"}[t.RollRule]
		p.row("`"+t.Code+"`", p.say.Say(t.LabelKey), p.cites(t), p.say.Say("statute.trigger."+t.Trigger),
			p.length(t.Length), rule, strings.Join(t.Pause, ", "), longer, period(t.Valid), compared(t.Source))
	}
}

func (p *page) penalties() {
	p.table("Penalty for deciding late", "code", "article", "after", "amounts a day", "at most", "valid", "compared")
	for _, d := range p.set.defaults.list {
		var steps []string
		for _, s := range d.Steps {
			steps = append(steps, fmt.Sprintf("%d days € %d", s.Days, s.Cents/100))
		}
		p.row("`"+d.Code+"`", p.cites(d), p.length(d.Grace), strings.Join(steps, ", "),
			fmt.Sprintf("%d days, € %d", d.MaxDays, d.Owed(d.MaxDays)/100), period(d.Valid), compared(d.Source))
	}
}

func (p *page) grounds() {
	p.table("Grounds", "code", "what", "article", "purposes", "who sees", "who gives", "about", "condition", "valid", "compared")
	for _, g := range p.set.Grounds() {
		condition := ""
		switch {
		case !g.Active:
			condition = "**off**"
		case g.NeedsConsent:
			condition = "consent"
		case g.Emergency:
			condition = "emergency"
		}
		p.row("`"+g.Code+"`", p.say.Say(g.LabelKey), p.cites(g), strings.Join(g.Purposes, ", "), strings.Join(g.Parties, ", "),
			strings.Join(g.Givers, ", "), strings.Join(g.Categories, ", "), condition, period(g.Valid), compared(g.Source))
	}
}

func (p *page) keeping() {
	p.table("Retention", "code", "what", "article", "years", "counts", "valid", "compared")
	for _, r := range p.set.Retentions() {
		p.row("`"+r.Code+"`", p.say.Say(r.LabelKey), p.cites(r), fmt.Sprint(r.Years),
			p.say.Say("statute.from."+r.From), period(r.Valid), compared(r.Source))
	}
	p.table("Who decides", "law", "matter", "age", "who", "when unable", "article", "compared")
	for _, c := range p.set.Consents() {
		ages := fmt.Sprintf("%d–%d", c.FromAge, c.ToAge)
		if c.ToAge == 0 {
			ages = fmt.Sprintf("%d+", c.FromAge)
		}
		p.row(c.Law, p.say.Say("statute.matter."+c.Matter), ages, p.people(c.Who), p.people(c.Unable), c.Article, compared(c.Source))
	}
}

func (p *page) people(who []string) string {
	var names []string
	for _, w := range who {
		names = append(names, p.say.Say("statute.who."+w))
	}
	return strings.Join(names, "; of ")
}

// unchecked lists every row with a note, so that a lawyer sees what to look at first.
func (p *page) unchecked() {
	p.table("Notes, and what each row was compared with", "row", "source", "compared with", "note")
	for _, r := range p.set.allRows() {
		s := r.source()
		with := s.Against
		if !s.Checked {
			with = "**niet vergeleken**"
		}
		p.row("`"+r.key()+"`", s.Ref, with, s.Note)
	}
}

func (p *page) exceptions() {
	p.table("Exceptions to secrecy and to seeing one's own file", "code", "what", "article", "does", "valid", "compared")
	for _, e := range p.set.Exceptions() {
		p.row("`"+e.Code+"`", p.say.Say(e.LabelKey), p.cites(e), e.Effect, period(e.Valid), compared(e.Source))
	}
}

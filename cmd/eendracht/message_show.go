package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/envelope"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// MessageShowCmd shows a message to a person.
type MessageShowCmd struct {
	File     string `arg:"" name:"file" help:"Message to show; - reads standard input."`
	JSON     bool   `name:"json" help:"Write the message as JSON, for programs."`
	Language string `name:"lang" enum:"nl,en" default:"nl" help:"Language of the labels: nl or en. Words of codes are those of the standard, in Dutch."`
}

// Help tells what is shown.
func (c *MessageShowCmd) Help() string {
	return `Shows everything that a message says, with names for its parts and words behind its
codes. What it shows is the message itself, personal data included.

Exit code 0: shown. 1: shown, but the message does not follow the schema. 2: the
file cannot be used.

Example: eendracht message show JW301.xml --lang en`
}

// Run shows the message.
func (c *MessageShowCmd) Run(s *Streams) error {
	texts, err := text.Shipped()
	if err != nil {
		return fmt.Errorf("message show: %w", err)
	}
	sh := shower{voice: texts.In(c.Language)}
	m, found, err := readMessage(c.File, s.In)
	if err != nil {
		key, args := fault.Message(err)
		_, _ = fmt.Fprintf(s.Err, "%s: %s\n", c.File, sh.voice.Say(key, args...))
		return exitUnusable
	}
	sh.m = m
	if c.JSON {
		err = sh.json(s.Out)
	} else {
		err = sh.print(s.Out)
	}
	if err != nil {
		return fmt.Errorf("message show: %w", err)
	}
	for _, f := range found {
		_, _ = fmt.Fprintf(s.Err, "%s:%d %s — %s%s\n", c.File, f.Line, f.Path, sh.voice.Say(f.Key, f.Args...), ruleCode(f.Code))
	}
	if len(found) > 0 {
		return exitFindings
	}
	return nil
}

// shower says a message in words.
type shower struct {
	m     ijw.Message
	voice text.Voice
}

// shownPart is a part of a message, as --json writes it.
type shownPart struct {
	Name  string      `json:"name"` // in the standard
	Label string      `json:"label"`
	Value string      `json:"value,omitempty"`
	Says  string      `json:"says,omitempty"` // the value in words, when those differ
	List  string      `json:"list,omitempty"` // code list of the value
	Parts []shownPart `json:"parts,omitempty"`
}

// shownMessage is a message, as --json writes it.
type shownMessage struct {
	Type    string      `json:"type"`
	Release string      `json:"release"`
	Title   string      `json:"title"`
	Parts   []shownPart `json:"parts"`
}

func (s shower) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(shownMessage{s.kind(), s.m.Release, s.title(), s.parts(s.m.Root)})
}

func (s shower) kind() string { return envelope.Function(s.m.Law, s.m.Kind) }

func (s shower) title() string { return s.voice.Say("ijwforms.title." + s.m.Kind.String()) }

func (s shower) parts(n *ijw.Node) (list []shownPart) {
	for _, c := range n.Children {
		p := shownPart{Name: c.Name, Label: s.label(c), Parts: s.parts(c)}
		if len(c.Children) == 0 {
			p.Value = c.Text
			if says := s.says(c); says != c.Text {
				p.Says = says
			}
			p.List, _, _ = s.m.Word(c)
		}
		list = append(list, p)
	}
	return list
}

func (s shower) print(w io.Writer) error {
	b := bufio.NewWriter(w)
	_, _ = fmt.Fprintln(b, s.voice.Say("ijwforms.show.title", "title", s.title(), "type", s.kind(), "release", s.m.Release))
	s.lines(b, s.m.Root, 1)
	return b.Flush() // keeps the first error of the lines above
}

// skipped are parts that only hold a list: their items say enough.
var skipped = map[string]bool{
	"Relaties": true, "Contactgegevens": true, "ToegewezenProducten": true, "StartProducten": true, "StopProducten": true,
	"AangevraagdeProducten": true, "OngewijzigdeProducten": true, "TeWijzigenProducten": true, "NieuweProducten": true,
	"Clienten": true, "Prestaties": true, "RetourCodes": true,
}

func (s shower) lines(w io.Writer, n *ijw.Node, depth int) {
	for _, c := range n.Children {
		switch {
		case skipped[c.Name]:
			s.lines(w, c, depth)
		case len(c.Children) > 0:
			_, _ = fmt.Fprintf(w, "%s%s\n", strings.Repeat("  ", depth), s.label(c))
			s.lines(w, c, depth+1)
		default:
			_, _ = fmt.Fprintf(w, "%s%s: %s\n", strings.Repeat("  ", depth), s.label(c), oneLine(s.says(c)))
		}
	}
}

// oneLine keeps a comment of several lines in its place.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// label names a part; one that the texts do not know keeps its name.
func (s shower) label(n *ijw.Node) string {
	if key := "ijwforms.label." + strings.ToLower(n.Name); s.voice.Has(key) {
		return s.voice.Say(key)
	}
	return n.Name
}

// says gives a value in words: what a code means, a date with its month, money
// in euros. A value that is none of its type stays as it is.
func (s shower) says(n *ijw.Node) string {
	if n.Name == "RetourCode" {
		if w, known := rules.ReturnWords(s.voice, n.Text); known {
			return n.Text + " (" + strings.TrimSuffix(w.What, ".") + ")"
		}
	}
	if _, word, ok := s.m.Word(n); ok {
		return n.Text + " (" + word + ")"
	}
	switch s.m.Type(n) {
	case "LDT_Datum":
		if d, err := nl.ParseDate(strings.TrimSpace(n.Text)); err == nil {
			return nl.PlainDate(d, s.voice.Lang())
		}
	case "LDT_Bedrag", "LDT_TotaalBedrag", "LDT_Budget":
		if cents, ok := n.Whole(); ok {
			return euros(cents, s.voice.Lang())
		}
	}
	return n.Text
}

// euros writes an amount: "€ 1.234,50", in English "€ 1,234.50".
func euros(cents int64, lang string) string {
	thousands, decimals := ".", ","
	if lang == "en" {
		thousands, decimals = ",", "."
	}
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	return fmt.Sprintf("€ %s%s%02d", whole, decimals, cents%100)
}

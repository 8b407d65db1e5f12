package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/text"
)

// MessageDiffCmd tells in what two messages differ.
type MessageDiffCmd struct {
	Old      string `arg:"" name:"old" help:"First message."`
	New      string `arg:"" name:"new" help:"Second message; - reads standard input."`
	JSON     bool   `name:"json" help:"Write the differences as JSON, for programs."`
	Language string `name:"lang" enum:"nl,en" default:"nl" help:"Language of the sentences: nl or en."`
}

// Help tells what is compared.
func (c *MessageDiffCmd) Help() string {
	return `Each difference is one line: the element's path, then what changed in words.
How a message is written does not count: prefixes, white space between elements,
the order of a list. Items of a list belong together by their number or reference.

Exit code 0: the messages say the same. 1: they differ. 2: a file cannot be used.

Example: eendracht message diff JW301-old.xml JW301-new.xml`
}

// shownDifference is one difference, as --json writes it.
type shownDifference struct {
	Path string `json:"path"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
	Text string `json:"text"`
}

// Run compares the messages.
func (c *MessageDiffCmd) Run(s *Streams) error {
	texts, err := text.Shipped()
	if err != nil {
		return fmt.Errorf("message diff: %w", err)
	}
	voice := texts.In(c.Language)
	var both [2]shower
	for i, file := range []string{c.Old, c.New} {
		m, _, err := readMessage(file, s.In)
		if err != nil {
			key, args := fault.Message(err)
			_, _ = fmt.Fprintf(s.Err, "%s: %s\n", file, voice.Say(key, args...))
			return exitUnusable
		}
		both[i] = shower{m, voice}
	}
	list := differences(both[0], both[1])
	if c.JSON {
		e := json.NewEncoder(s.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(list)
	} else {
		err = c.print(s, voice, list)
	}
	if err != nil {
		return fmt.Errorf("message diff: %w", err)
	}
	if len(list) > 0 {
		return exitFindings
	}
	return nil
}

func (c *MessageDiffCmd) print(s *Streams, voice text.Voice, list []shownDifference) error {
	w := bufio.NewWriter(s.Out)
	for _, d := range list {
		_, _ = fmt.Fprintf(w, "%s — %s\n", d.Path, d.Text)
	}
	if len(list) == 0 {
		_, _ = fmt.Fprintln(w, voice.Say("ijwforms.diff.none", "a", c.Old, "b", c.New))
	}
	return w.Flush() // keeps the first error of the lines above
}

// differences says in words what two messages differ in.
func differences(a, b shower) []shownDifference {
	list := []shownDifference{}
	if a.kind() != b.kind() {
		list = append(list, shownDifference{"/Bericht", a.kind(), b.kind(),
			a.voice.Say("ijwforms.diff.kind", "a", a.kind(), "b", b.kind())})
	}
	for _, d := range ijw.Diff(a.m, b.m) {
		one := shownDifference{Path: d.Path}
		switch {
		case d.Old == nil:
			one.New = b.whole(d.New)
			one.Text = a.voice.Say("ijwforms.diff.added", "label", b.label(d.New), "new", one.New)
		case d.New == nil:
			one.Old = a.whole(d.Old)
			one.Text = a.voice.Say("ijwforms.diff.removed", "label", a.label(d.Old), "old", one.Old)
		default:
			one.Old, one.New = a.whole(d.Old), b.whole(d.New)
			one.Text = a.voice.Say("ijwforms.diff.changed", "label", b.label(d.New), "old", one.Old, "new", one.New)
		}
		list = append(list, one)
	}
	return list
}

// whole says everything that an element holds, on one line.
func (s shower) whole(n *ijw.Node) string {
	if len(n.Children) == 0 {
		if said := oneLine(s.says(n)); said != "" {
			return said
		}
		return s.voice.Say("ijwforms.diff.empty")
	}
	parts := make([]string, 0, len(n.Children))
	for _, c := range n.Children {
		said := s.whole(c)
		if !skipped[c.Name] {
			said = s.label(c) + ": " + said
		}
		parts = append(parts, said)
	}
	return strings.Join(parts, "; ")
}

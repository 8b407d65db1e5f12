package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// MessageAnswerCmd makes the return message to a message.
type MessageAnswerCmd struct {
	File     string   `arg:"" name:"file" help:"Message to answer; - reads standard input."`
	ID       string   `name:"id" required:"" help:"Identification of the return message, at most 12 characters."`
	Date     string   `name:"date" help:"Day of the return message, as 2026-11-24; today when left out."`
	With     []string `name:"with" help:"Earlier messages, in their order: the message is checked against them (level 3)."`
	Language string   `name:"lang" enum:"nl,en" default:"nl" help:"Language of what is said about the message: nl or en."`
}

// Help tells what comes out where.
func (c *MessageAnswerCmd) Help() string {
	return `Writes the return message (302 to a 301, and so on to 325 for 323) to standard
output, and what is wrong with the message, in words, to standard error.

Exit code 0: nothing is wrong. 1: the return message rejects something. 2: there
is no return message: the file cannot be used, does not follow the schema, or is
a return message itself.

Example: eendracht message answer JW323.xml --id 20261124-001 --with JW301.xml`
}

// answerMemory bounds the memory that answering one message tends to: rather a
// little slower than beside a server that needs it. A message that really needs
// more gets it.
const answerMemory = 128 << 20

// Run answers the message.
func (c *MessageAnswerCmd) Run(s *Streams) error {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(answerMemory))
	texts, err := text.Shipped()
	if err != nil {
		return fmt.Errorf("message answer: %w", err)
	}
	voice := texts.In(c.Language)
	day := nl.On(time.Now())
	if c.Date != "" {
		if day, err = nl.ParseDate(c.Date); err != nil {
			return fmt.Errorf("message answer: --date: %w", err)
		}
	}
	past, err := remembered(c.With, voice)
	if err != nil {
		return err
	}
	m, form, err := readMessage(c.File, s.In)
	if err != nil {
		return c.unanswered(s, voice, err)
	}
	found := judged(m, form, past)
	for _, f := range found {
		w := rules.Explain(voice, f)
		_, _ = fmt.Fprintf(s.Err, "%s:%d %s — %s %s%s\n", c.File, f.Line, f.Path, w.What, w.Do, ruleCode(w.Code))
	}
	back, err := rules.Answer(m, found, rules.AnswerHeader{ID: c.ID, Date: day})
	if err != nil {
		return c.unanswered(s, voice, err)
	}
	if err := back.Write(s.Out); err != nil {
		return c.unanswered(s, voice, err)
	}
	if len(found) > 0 {
		return exitFindings
	}
	return nil
}

// unanswered says why there is no return message.
func (c *MessageAnswerCmd) unanswered(s *Streams, voice text.Voice, err error) error {
	key, args := fault.Message(err)
	_, _ = fmt.Fprintf(s.Err, "%s: %s\n", c.File, voice.Say(key, args...))
	for _, f := range fault.Fields(err) {
		_, _ = fmt.Fprintf(s.Err, "%s: %s %s\n", c.File, f.Name, voice.Say(f.Key, f.Args...))
	}
	return exitUnusable
}

// readMessage reads a message from a file, or from in for "-".
func readMessage(file string, in io.Reader) (ijw.Message, []ijw.Finding, error) {
	if file == "-" {
		return ijw.Read(bufio.NewReader(in))
	}
	f, err := os.Open(file)
	if err != nil {
		return ijw.Message{}, nil, fault.New(fault.Unavailable, "message", "ijw.check.open")
	}
	defer func() { _ = f.Close() }() // opened for reading: closing loses nothing
	return ijw.Read(bufio.NewReader(f))
}

// earlier is what was exchanged before, as far as files of it were given.
type earlier struct {
	*rules.Memory
	given bool
}

// remembered reads earlier messages. A message that does not follow the schema
// was never exchanged and is refused here.
func remembered(files []string, voice text.Voice) (earlier, error) {
	past := earlier{rules.NewMemory(), len(files) > 0}
	for _, file := range files {
		m, form, err := readMessage(file, nil)
		if err != nil {
			key, args := fault.Message(err)
			return earlier{}, fmt.Errorf("--with %s: %s", file, voice.Say(key, args...))
		}
		if len(form) > 0 {
			return earlier{}, fmt.Errorf("--with %s: %s", file, voice.Say(form[0].Key, form[0].Args...))
		}
		past.Add(m)
	}
	return past, nil
}

// judged adds levels 2 and, against earlier messages, 3 to what was found at
// level 1; a message that does not follow the schema is not judged further.
func judged(m ijw.Message, form []ijw.Finding, past earlier) []ijw.Finding {
	if len(form) > 0 {
		return form
	}
	found := rules.Content(m)
	if past.given {
		found = append(found, rules.Across(m, past)...)
	}
	return found
}

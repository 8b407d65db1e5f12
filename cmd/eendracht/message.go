package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/text"
)

// MessageCmd holds the commands about iWmo and iJw messages.
type MessageCmd struct {
	Check  MessageCheckCmd  `cmd:"" help:"Check iWmo and iJw messages before they are sent or after they came in."`
	Answer MessageAnswerCmd `cmd:"" help:"Make the return message to a message."`
	Show   MessageShowCmd   `cmd:"" help:"Show everything that a message says, with words behind its codes."`
	Diff   MessageDiffCmd   `cmd:"" help:"Tell in what two messages differ."`
}

// MessageCheckCmd checks messages against the facts of the official schemas, the
// rules within a message and, with earlier messages at hand, the rules across them.
type MessageCheckCmd struct {
	Files    []string `arg:"" name:"file" help:"Messages to check; - reads standard input."`
	With     []string `name:"with" help:"Earlier messages, in their order: the files are checked against them (level 3)."`
	JSON     bool     `name:"json" help:"Write the outcome as JSON, for programs."`
	Language string   `name:"lang" enum:"nl,en" default:"nl" help:"Language of the findings: nl or en."`
}

// Help tells what the exit code and the output mean.
func (c *MessageCheckCmd) Help() string {
	return `Each finding is one line: file:line path — sentence.

Exit code 0: all files are in order. 1: there are findings. 2: a file could not
be used at all (cannot be opened, no XML, no UTF-8, too large, no known message).

Example: eendracht message check JW301.xml JW315.xml --json`
}

// The exit codes of "message check".
const (
	exitFindings ExitCode = 1
	exitUnusable ExitCode = 2
)

// messageOutcome is the outcome for one file, as --json writes it.
type messageOutcome struct {
	File     string           `json:"file"`
	Usable   bool             `json:"usable"`
	Error    string           `json:"error,omitempty"` // why it is not usable
	Line     int              `json:"line,omitempty"`  // where reading stopped
	Path     string           `json:"path,omitempty"`
	Law      string           `json:"law,omitempty"`
	Kind     int              `json:"kind,omitempty"`
	Release  string           `json:"release,omitempty"`
	Findings []messageFinding `json:"findings"`
}

// messageFinding is one finding, as --json writes it.
type messageFinding struct {
	Line  int    `json:"line"`
	Path  string `json:"path"`
	Level int    `json:"level"`
	Code  string `json:"code,omitempty"`
	Key   string `json:"key"`
	Text  string `json:"text"`
}

// Run checks every file and reports in the order given. It gives ExitCode 1 when
// there are findings and 2 when a file is unusable.
func (c *MessageCheckCmd) Run(s *Streams) error {
	texts, err := text.Shipped()
	if err != nil {
		return fmt.Errorf("message check: %w", err)
	}
	voice, worst := texts.In(c.Language), ExitCode(0)
	past, err := remembered(c.With, voice)
	if err != nil {
		return err
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(answerMemory))
	outcomes := make([]messageOutcome, 0, len(c.Files))
	from, out := &ijw.Reader{Reuse: true}, bufio.NewWriter(s.Out)
	for _, file := range c.Files {
		outcome := checkMessage(from, file, s.In, past, voice)
		worst = max(worst, outcome.code())
		if c.JSON {
			outcomes = append(outcomes, outcome)
		} else if err := outcome.print(out, s.Err, voice); err != nil {
			return fmt.Errorf("message check: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("message check: %w", err)
	}
	if c.JSON {
		e := json.NewEncoder(s.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(outcomes); err != nil {
			return fmt.Errorf("message check: %w", err)
		}
	}
	if worst != 0 {
		return worst
	}
	return nil
}

// checkMessage reads and checks one file.
func checkMessage(from *ijw.Reader, file string, in io.Reader, past earlier, voice text.Voice) messageOutcome {
	outcome := messageOutcome{File: file, Findings: []messageFinding{}}
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			outcome.Error = voice.Say("ijw.check.open")
			return outcome
		}
		defer func() { _ = f.Close() }() // opened for reading: closing loses nothing
		in = f
	}
	m, found, err := from.Read(in)
	if err != nil {
		return outcome.unusable(err, voice)
	}
	outcome.Usable = true
	outcome.Law, outcome.Kind, outcome.Release = string(m.Law), int(m.Kind), m.Release
	for _, f := range judged(m, found, past) {
		outcome.Findings = append(outcome.Findings, messageFinding{
			f.Line, f.Path, f.Level, f.Code, f.Key, voice.Say(f.Key, f.Args...),
		})
	}
	return outcome
}

// unusable fills in why a file cannot be read, and where reading stopped.
func (o messageOutcome) unusable(err error, voice text.Voice) messageOutcome {
	key, args := fault.Message(err)
	o.Error = voice.Say(key, args...)
	for i := 0; i+1 < len(args); i += 2 {
		switch args[i] {
		case "line":
			o.Line, _ = strconv.Atoi(args[i+1]) // a line is a number: ijw wrote it
		case "path":
			o.Path = args[i+1]
		}
	}
	return o
}

func (o messageOutcome) code() ExitCode {
	switch {
	case !o.Usable:
		return exitUnusable
	case len(o.Findings) > 0:
		return exitFindings
	}
	return 0
}

// print writes the outcome for people: findings to the output, why a file is
// unusable to the error stream.
func (o messageOutcome) print(w *bufio.Writer, errs io.Writer, voice text.Voice) error {
	if !o.Usable {
		if err := w.Flush(); err != nil {
			return err // so that both streams on one screen keep the order of the files
		}
		_, err := fmt.Fprintf(errs, "%s: %s\n", o.File, o.Error)
		return err
	}
	for _, f := range o.Findings {
		_, _ = fmt.Fprintf(w, "%s:%d %s — %s%s\n", o.File, f.Line, f.Path, f.Text, ruleCode(f.Code))
	}
	if len(o.Findings) == 0 {
		_, _ = fmt.Fprintln(w, voice.Say("ijw.check.clean",
			"file", o.File, "law", o.Law, "kind", strconv.Itoa(o.Kind), "release", o.Release))
	}
	if len(o.Findings) >= ijw.MaxFindings {
		_, _ = fmt.Fprintln(w, voice.Say("ijw.check.more", "file", o.File, "n", strconv.Itoa(len(o.Findings))))
	}
	return nil // the writer keeps the first error and gives it when it is flushed
}

// ruleCode shows the rule code of the standard behind a sentence.
func ruleCode(code string) string {
	if code == "" {
		return ""
	}
	return " [" + code + "]"
}

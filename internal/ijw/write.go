package ijw

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"eendracht/internal/fault"
)

// Bytes gives the message as it must be sent: UTF-8 without byte order mark,
// lines ended by CR and LF (UP192). What the receiver would reject does not
// leave: a message with findings gives an Invalid fault with a field per finding.
func (m Message) Bytes() ([]byte, error) {
	if err := m.sendable(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(4096)
	if err := m.encode(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write writes what Bytes gives, piece by piece: a large message is never held
// as a whole. A writer that fails gives an Unavailable fault and may have had a
// part of the message.
func (m Message) Write(w io.Writer) error {
	if err := m.sendable(); err != nil {
		return err
	}
	return m.encode(w)
}

// sendable refuses what the receiver would reject.
func (m Message) sendable() error {
	if m.schema == nil || m.Root == nil {
		return fault.New(fault.Invalid, "ijw.Write", "ijw.no_message",
			"kind", m.Kind.String(), "law", string(m.Law), "release", m.Release)
	}
	return refuse("ijw.Write", Check(m))
}

// encoder writes a tree as XML with tabs for indentation.
type encoder struct {
	*bufio.Writer
	prefixes map[string]string
}

const newline = "\r\n"

func (m Message) encode(w io.Writer) error {
	s := m.schema
	e := &encoder{bufio.NewWriterSize(w, 16<<10), map[string]string{s.base.uri: s.base.prefix, s.own.uri: s.own.prefix}}
	e.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + newline)
	e.element(m.Root, 0, ` xmlns:`+s.base.prefix+`="`+s.base.uri+`" xmlns:`+s.own.prefix+`="`+s.own.uri+`"`)
	return fault.Wrap(fault.Unavailable, "ijw.Write", e.Flush()) // it keeps the first error
}

func (e *encoder) element(n *Node, depth int, declarations string) {
	e.indent(depth)
	e.tag("<", n)
	e.WriteString(declarations)
	e.WriteByte('>')
	if len(n.Children) > 0 {
		e.WriteString(newline)
		for _, c := range n.Children {
			e.element(c, depth+1, "")
		}
		e.indent(depth)
	} else {
		e.text(n.Text)
	}
	e.tag("</", n)
	e.WriteString(">" + newline)
}

func (e *encoder) tag(open string, n *Node) {
	e.WriteString(open)
	e.WriteString(e.prefixes[n.Space])
	e.WriteByte(':')
	e.WriteString(n.Name)
}

func (e *encoder) indent(depth int) {
	for range depth {
		e.WriteByte('\t')
	}
}

// escapes: a reader makes a line feed of CR LF, so a CR of the text itself must
// stand as a reference.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;", "\n", newline)

func (e *encoder) text(s string) {
	if strings.ContainsAny(s, "&<>\r\n") {
		s = escapes.Replace(s)
	}
	e.WriteString(s)
}

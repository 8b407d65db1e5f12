package ijw

import (
	"bytes"
	"io"
	"strings"

	"eendracht/internal/fault"
)

// Bytes gives the message as it must be sent: UTF-8 without byte order mark,
// lines ended by CR and LF (UP192). What the receiver would reject does not
// leave: a message with findings gives an Invalid fault with a field per finding.
func (m Message) Bytes() ([]byte, error) {
	if m.schema == nil || m.Root == nil {
		return nil, fault.New(fault.Invalid, "ijw.Write", "ijw.no_message",
			"kind", m.Kind.String(), "law", string(m.Law), "release", m.Release)
	}
	if err := refuse("ijw.Write", Check(m)); err != nil {
		return nil, err
	}
	return encode(m.Root, m.schema), nil
}

// Write writes what Bytes gives. A writer that fails gives an Unavailable fault.
func (m Message) Write(w io.Writer) error {
	b, err := m.Bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return fault.Wrap(fault.Unavailable, "ijw.Write", err)
}

// encoder writes a tree as XML with tabs for indentation.
type encoder struct {
	bytes.Buffer
	prefixes map[string]string
}

const newline = "\r\n"

func encode(root *Node, s *schema) []byte {
	e := &encoder{prefixes: map[string]string{s.base.uri: s.base.prefix, s.own.uri: s.own.prefix}}
	e.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + newline)
	e.element(root, 0, ` xmlns:`+s.base.prefix+`="`+s.base.uri+`" xmlns:`+s.own.prefix+`="`+s.own.uri+`"`)
	return e.Buffer.Bytes()
}

func (e *encoder) element(n *Node, depth int, declarations string) {
	e.indent(depth)
	name := e.prefixes[n.Space] + ":" + n.Name
	e.WriteString("<" + name + declarations + ">")
	if len(n.Children) == 0 {
		e.text(n.Text)
		e.WriteString("</" + name + ">" + newline)
		return
	}
	e.WriteString(newline)
	for _, c := range n.Children {
		e.element(c, depth+1, "")
	}
	e.indent(depth)
	e.WriteString("</" + name + ">" + newline)
}

func (e *encoder) indent(depth int) {
	for range depth {
		e.WriteByte('\t')
	}
}

// escapes: a reader makes a line feed of CR LF, so a CR of the text itself must
// stand as a reference.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;", "\n", newline)

func (e *encoder) text(s string) { e.WriteString(escapes.Replace(s)) }

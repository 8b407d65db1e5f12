package ijw

import (
	"io"
	"strconv"

	"eendracht/internal/fault"
)

// Message is one message: its tree and which schema it follows. Read makes it
// from a file, New301 and its kin from values. Its methods give what it says as
// typed values, the zero value for what it does not say.
type Message struct {
	Kind    Kind
	Law     Law
	Release string
	Root    *Node
	schema  *schema
}

// Read reads and checks one message of at most MaxBytes. The error is a fault:
// TooLarge, Unavailable when r fails, or Invalid when this is no XML, no UTF-8,
// has a DOCTYPE or is no message that is known here; its arguments name line and
// path. A message with findings comes back too, as far as it says anything.
func Read(r io.Reader) (Message, []Finding, error) { return new(Reader).Read(r) }

// Reader reads one message after another and spends less on each than Read does.
// It serves one caller at a time; the zero Reader is ready.
type Reader struct {
	// Reuse makes each message good only until the next one is read: its elements
	// are used again. Findings stay good. Without it the reader keeps buffers and
	// nothing that a message said.
	Reuse  bool
	parser parser
}

// Read does what the function Read does.
func (r *Reader) Read(in io.Reader) (Message, []Finding, error) {
	r.parser.reuse = r.Reuse
	root, err := r.parser.parse(in, MaxBytes)
	r.parser.root = nil
	if err != nil {
		return Message{}, nil, err
	}
	s, ok := shipped().byNamespace[root.Space]
	if !ok {
		return Message{}, nil, fault.New(fault.Invalid, "ijw.Read", "ijw.unknown_message",
			"namespace", short(root.Space, 100), "line", strconv.Itoa(root.Line), "path", root.Path())
	}
	m := Message{Kind: s.kind, Law: s.law, Release: s.release, Root: root, schema: s}
	return m, Check(m), nil
}

// Header gives who sent the message to whom, and when.
// In a return message other than a 325 that is the message that it answers.
func (m Message) Header() Header {
	h := Header{Law: m.Law, Release: m.Release}
	if n := m.Root.Child("Header"); n != nil {
		h.visit(&form{node: n})
	}
	return h
}

// Client gives the person that the message is about.
func (m Message) Client() Client {
	var c Client
	if n := m.Root.Child("Client"); n != nil {
		c.visit(&form{node: n})
	}
	return c
}

func products[T any](m Message, outer, inner string, each visit[T]) (list []T) {
	if n := m.Root.Child("Client"); n != nil {
		collection(&form{node: n}, outer, inner, &list, each)
	}
	return list
}

// part reads a part of a message below its root; nil when it is not there.
func part[T any](m Message, each visit[T], path ...string) *T {
	n := m.Root.At(path...)
	if n == nil {
		return nil
	}
	v := new(T)
	each(v, &form{node: n})
	return v
}

// build makes a message of a kind; fill puts everything below the root.
func build(k Kind, law Law, release string, fill func(f *form, s *schema)) Message {
	s, ok := shipped().schema(release, law, k)
	if !ok {
		return Message{Kind: k, Law: law, Release: release}
	}
	root := &Node{Space: s.own.uri, Name: s.root.name}
	fill(&form{node: root, group: s.root.group, filling: true}, s)
	return Message{Kind: k, Law: s.law, Release: s.release, Root: root, schema: s}
}

// start writes the header of a message that starts an exchange.
func (h Header) start(f *form, s *schema) {
	if h.BaseVersion == "" {
		h.BaseVersion = s.base.version
	}
	if h.MessageVersion == "" {
		h.MessageVersion = s.own.version
	}
	within(f, "Header", &h, func(h *Header, f *form) {
		fixed(f)
		h.visit(f)
	})
}

// fixed writes what the release fixes in a header.
func fixed(f *form) {
	for _, e := range f.group.elements {
		if e.simple != nil && e.simple.fixed != "" {
			f.put(e.name, e.simple.fixed)
		}
	}
}

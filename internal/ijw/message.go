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

// Message301 is an allocation message, from municipality to provider.
type Message301 struct {
	Header      Header
	Client      Client
	Allocations []Allocation
}

// Message305 is a start message, from provider to municipality.
type Message305 struct {
	Header Header
	Client Client
	Starts []Start
}

// Message307 is a stop message, from provider to municipality.
type Message307 struct {
	Header Header
	Client Client
	Stops  []Stop
}

// Message315 is a request message, from provider to municipality.
type Message315 struct {
	Header   Header
	Client   Client
	Requests []Request
}

// Read reads and checks one message of at most MaxBytes. The error is a fault:
// TooLarge, Unavailable when r fails, or Invalid when this is no XML, no UTF-8,
// has a DOCTYPE or is no message that is known here; its arguments name line and
// path. A message with findings comes back too, as far as it says anything.
func Read(r io.Reader) (Message, []Finding, error) {
	root, err := parse(r)
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

// New301 makes an allocation message. A law or release that does not have it
// gives a message that cannot be written.
func New301(h Header, c Client, a []Allocation) Message {
	return build(Kind301, h, c, "ToegewezenProducten", "ToegewezenProduct", &a, (*Allocation).visit)
}

// New305 makes a start message, see New301.
func New305(h Header, c Client, s []Start) Message {
	return build(Kind305, h, c, "StartProducten", "StartProduct", &s, (*Start).visit)
}

// New307 makes a stop message, see New301.
func New307(h Header, c Client, s []Stop) Message {
	return build(Kind307, h, c, "StopProducten", "StopProduct", &s, (*Stop).visit)
}

// New315 makes a request message, see New301.
func New315(h Header, c Client, r []Request) Message {
	return build(Kind315, h, c, "AangevraagdeProducten", "AangevraagdProduct", &r, (*Request).visit)
}

// Message makes the message of these values.
func (m Message301) Message() Message { return New301(m.Header, m.Client, m.Allocations) }

// Message makes the message of these values.
func (m Message305) Message() Message { return New305(m.Header, m.Client, m.Starts) }

// Message makes the message of these values.
func (m Message307) Message() Message { return New307(m.Header, m.Client, m.Stops) }

// Message makes the message of these values.
func (m Message315) Message() Message { return New315(m.Header, m.Client, m.Requests) }

// As301 gives the whole of a 301 as typed values; false for another kind.
func (m Message) As301() (Message301, bool) {
	return Message301{m.Header(), m.Client(), m.Allocations()}, m.Kind == Kind301
}

// As305 gives the whole of a 305 as typed values; false for another kind.
func (m Message) As305() (Message305, bool) {
	return Message305{m.Header(), m.Client(), m.Starts()}, m.Kind == Kind305
}

// As307 gives the whole of a 307 as typed values; false for another kind.
func (m Message) As307() (Message307, bool) {
	return Message307{m.Header(), m.Client(), m.Stops()}, m.Kind == Kind307
}

// As315 gives the whole of a 315 as typed values; false for another kind.
func (m Message) As315() (Message315, bool) {
	return Message315{m.Header(), m.Client(), m.Requests()}, m.Kind == Kind315
}

// Header gives who sent the message to whom, and when.
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

// Requests gives what a 315 asks for; nil for another kind.
func (m Message) Requests() []Request {
	return products(m, "AangevraagdeProducten", "AangevraagdProduct", (*Request).visit)
}

// Allocations gives what a 301 allocates; nil for another kind.
func (m Message) Allocations() []Allocation {
	return products(m, "ToegewezenProducten", "ToegewezenProduct", (*Allocation).visit)
}

// Starts gives what a 305 says has begun; nil for another kind.
func (m Message) Starts() []Start {
	return products(m, "StartProducten", "StartProduct", (*Start).visit)
}

// Stops gives what a 307 says has ended; nil for another kind.
func (m Message) Stops() []Stop {
	return products(m, "StopProducten", "StopProduct", (*Stop).visit)
}

func products[T any](m Message, outer, inner string, each visit[T]) (list []T) {
	if n := m.Root.Child("Client"); n != nil {
		collection(&form{node: n}, outer, inner, &list, each)
	}
	return list
}

func build[T any](k Kind, h Header, c Client, outer, inner string, list *[]T, each visit[T]) Message {
	s, ok := shipped().schema(h.Release, h.Law, k)
	if !ok {
		return Message{Kind: k, Law: h.Law, Release: h.Release}
	}
	root := &Node{Space: s.own.uri, Name: s.root.name}
	f := &form{node: root, group: s.root.group, filling: true}
	within(f, "Header", &h, func(h *Header, f *form) { h.fill(f, s) })
	within(f, "Client", &c, func(c *Client, f *form) {
		c.visit(f)
		collection(f, outer, inner, list, each)
	})
	return Message{Kind: k, Law: s.law, Release: s.release, Root: root, schema: s}
}

// fill writes the header with what the release fixes.
func (h *Header) fill(f *form, s *schema) {
	for _, e := range f.group.elements {
		if e.simple != nil && e.simple.fixed != "" {
			f.put(e.name, e.simple.fixed)
		}
	}
	if h.BaseVersion == "" {
		h.BaseVersion = s.base.version
	}
	if h.MessageVersion == "" {
		h.MessageVersion = s.own.version
	}
	h.visit(f)
}

package ijw

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

// Message317 is a request for a change, from provider to municipality. Of the
// client it carries the BSN.
type Message317 struct {
	Header Header
	Client Client
	Change Change
}

// Message319 is an answer to a request, from municipality to provider.
type Message319 struct {
	Header Header
	Answer Answer
}

// Message323 is a claim, from provider to municipality.
type Message323 struct {
	Header Header
	Claim  Claim
}

// lists says in which elements a list of the client stands.
type lists struct{ outer, inner string }

var (
	allocated = lists{"ToegewezenProducten", "ToegewezenProduct"}
	started   = lists{"StartProducten", "StartProduct"}
	stopped   = lists{"StopProducten", "StopProduct"}
	requested = lists{"AangevraagdeProducten", "AangevraagdProduct"}
)

// fromClient makes a message about a client and a list of that client.
func fromClient[T any](k Kind, h Header, c Client, in lists, list *[]T, each visit[T]) Message {
	return build(k, h.Law, h.Release, func(f *form, s *schema) {
		h.start(f, s)
		within(f, "Client", &c, func(c *Client, f *form) {
			c.visit(f)
			collection(f, in.outer, in.inner, list, each)
		})
	})
}

// New301 makes an allocation message. A law or release that does not have it
// gives a message that cannot be written.
func New301(h Header, c Client, a []Allocation) Message {
	return fromClient(Kind301, h, c, allocated, &a, (*Allocation).visit)
}

// New305 makes a start message, see New301.
func New305(h Header, c Client, s []Start) Message {
	return fromClient(Kind305, h, c, started, &s, (*Start).visit)
}

// New307 makes a stop message, see New301.
func New307(h Header, c Client, s []Stop) Message {
	return fromClient(Kind307, h, c, stopped, &s, (*Stop).visit)
}

// New315 makes a request message, see New301.
func New315(h Header, c Client, r []Request) Message {
	return fromClient(Kind315, h, c, requested, &r, (*Request).visit)
}

// New317 makes a request for a change, see New301.
func New317(h Header, bsn string, c Change) Message {
	return build(Kind317, h.Law, h.Release, func(f *form, s *schema) {
		h.start(f, s)
		within(f, "Client", &c, func(c *Change, f *form) {
			f.text("Bsn", &bsn)
			within(f, "Verzoek", c, (*Change).visit)
		})
	})
}

// New319 makes an answer to a request, see New301.
func New319(h Header, a Answer) Message {
	return build(Kind319, h.Law, h.Release, func(f *form, s *schema) {
		h.start(f, s)
		within(f, "Antwoord", &a, (*Answer).visit)
	})
}

// New323 makes a claim, see New301.
func New323(h Header, c Claim) Message {
	return build(Kind323, h.Law, h.Release, func(f *form, s *schema) {
		h.start(f, s)
		within(f, "Declaratie", &c, (*Claim).visit)
	})
}

// Message makes the message of these values.
func (m Message301) Message() Message { return New301(m.Header, m.Client, m.Allocations) }

// Message makes the message of these values.
func (m Message305) Message() Message { return New305(m.Header, m.Client, m.Starts) }

// Message makes the message of these values.
func (m Message307) Message() Message { return New307(m.Header, m.Client, m.Stops) }

// Message makes the message of these values.
func (m Message315) Message() Message { return New315(m.Header, m.Client, m.Requests) }

// Message makes the message of these values.
func (m Message317) Message() Message { return New317(m.Header, m.Client.BSN, m.Change) }

// Message makes the message of these values.
func (m Message319) Message() Message { return New319(m.Header, m.Answer) }

// Message makes the message of these values.
func (m Message323) Message() Message { return New323(m.Header, m.Claim) }

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

// As317 gives the whole of a 317 as typed values; false for another kind.
func (m Message) As317() (Message317, bool) {
	return Message317{m.Header(), m.Client(), m.Change()}, m.Kind == Kind317
}

// As319 gives the whole of a 319 as typed values; false for another kind.
func (m Message) As319() (Message319, bool) {
	return Message319{m.Header(), m.Answer()}, m.Kind == Kind319
}

// As323 gives the whole of a 323 as typed values; false for another kind.
func (m Message) As323() (Message323, bool) {
	return Message323{m.Header(), m.Claim()}, m.Kind == Kind323
}

// Requests gives what a 315 asks for; nil for another kind.
func (m Message) Requests() []Request {
	return products(m, requested.outer, requested.inner, (*Request).visit)
}

// Allocations gives what a 301 allocates; nil for another kind.
func (m Message) Allocations() []Allocation {
	return products(m, allocated.outer, allocated.inner, (*Allocation).visit)
}

// Starts gives what a 305 says has begun; nil for another kind.
func (m Message) Starts() []Start {
	return products(m, started.outer, started.inner, (*Start).visit)
}

// Stops gives what a 307 says has ended; nil for another kind.
func (m Message) Stops() []Stop {
	return products(m, stopped.outer, stopped.inner, (*Stop).visit)
}

// Change gives what a 317 asks to change; the zero value for another kind.
func (m Message) Change() Change { return some(part(m, (*Change).visit, "Client", "Verzoek")) }

// Answer gives what a 319 answers; the zero value for another kind.
func (m Message) Answer() Answer { return some(part(m, (*Answer).visit, "Antwoord")) }

// Claim gives what a 323 claims; the zero value for another kind.
func (m Message) Claim() Claim { return some(part(m, (*Claim).visit, "Declaratie")) }

func some[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

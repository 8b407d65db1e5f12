package ijw

// Returned is a return message other than a 325, as typed values. Client, and
// what of it comes along, is nil when everything was in order or nothing was
// judged; the lists hold what the kind of the message has.
type Returned struct {
	Kind        Kind // of the return message
	Header      ReturnHeader
	Client      *Client      // 302, 306, 308, 316; of a 318 the BSN and the codes
	Allocations []Allocation // 302
	Starts      []Start      // 306
	Stops       []Stop       // 308
	Requests    []Request    // 316
	Change      *Change      // 318
	Answer      *Answer      // 320
}

// Message325 is the answer to a claim, from municipality to provider. Answer is
// nil when the claim was rejected as a whole for its form.
type Message325 struct {
	Header ClaimHeader
	Answer *ClaimAnswer
}

// AsReturned gives the whole of a return message as typed values; false for a 325
// and for a message that is no return message.
func (m Message) AsReturned() (Returned, bool) {
	of, ok := m.Kind.Answers()
	if !ok || of == Kind323 {
		return Returned{}, false
	}
	r := Returned{
		Kind: m.Kind, Client: part(m, (*Client).visit, "Client"), Allocations: m.Allocations(), Starts: m.Starts(),
		Stops: m.Stops(), Requests: m.Requests(), Change: part(m, (*Change).visit, "Client", "Verzoek"),
		Answer: part(m, (*Answer).visit, "Antwoord"),
	}
	if h := part(m, (*ReturnHeader).visit, "Header"); h != nil {
		r.Header = *h
	}
	r.Header.Law, r.Header.Release = m.Law, m.Release
	return r, true
}

// Message makes the message of these values.
func (r Returned) Message() Message {
	return build(r.Kind, r.Header.Law, r.Header.Release, func(f *form, s *schema) {
		within(f, "Header", &r.Header, func(h *ReturnHeader, f *form) {
			fixed(f)
			h.Header.visit(f)
			h.visitReturn(f, s)
		})
		maybe(f, "Client", &r.Client, r.client)
		maybe(f, "Antwoord", &r.Answer, (*Answer).visit)
	})
}

func (r Returned) client(c *Client, f *form) {
	c.visit(f)
	collection(f, allocated.outer, allocated.inner, &r.Allocations, (*Allocation).visit)
	collection(f, started.outer, started.inner, &r.Starts, (*Start).visit)
	collection(f, stopped.outer, stopped.inner, &r.Stops, (*Stop).visit)
	collection(f, requested.outer, requested.inner, &r.Requests, (*Request).visit)
	maybe(f, "Verzoek", &r.Change, (*Change).visit)
}

// As325 gives the whole of a 325 as typed values; false for another kind.
func (m Message) As325() (Message325, bool) {
	v := Message325{Answer: part(m, (*ClaimAnswer).visit, "DeclaratieAntwoord")}
	if h := part(m, (*ClaimHeader).visit, "Header"); h != nil {
		v.Header = *h
	}
	v.Header.Law, v.Header.Release = m.Law, m.Release
	return v, m.Kind == Kind325
}

// Message makes the message of these values.
func (m Message325) Message() Message {
	return build(Kind325, m.Header.Law, m.Header.Release, func(f *form, s *schema) {
		if m.Header.BaseVersion == "" {
			m.Header.BaseVersion = s.base.version
		}
		if m.Header.MessageVersion == "" {
			m.Header.MessageVersion = s.own.version
		}
		within(f, "Header", &m.Header, func(h *ClaimHeader, f *form) {
			fixed(f)
			h.visit(f)
		})
		maybe(f, "DeclaratieAntwoord", &m.Answer, (*ClaimAnswer).visit)
	})
}

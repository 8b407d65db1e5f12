package rules

import (
	"slices"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// Memory is a Past in memory. Feed it every message that was sent or received
// and found right, in the order of processing, and the return messages to them:
// what a return message rejects counts as not sent from then on. It is not safe
// for use by several goroutines at once.
type Memory struct {
	said    []ijw.Message // without what a return message undid
	used    map[usedID]bool
	numbers map[wide]bool // DeclaratieNummers per provider
	state   state
	tariffs map[tariffKey]Tariff
}

// state is what the messages come to; it is made anew when one is undone.
type state struct {
	allocations map[allocationKey]*Allocated
	clients     map[clientKey]*client
	asked       map[wide]*Asked
	claims      map[claimKey]Claim
	claimed     map[wide]*Claimed
	claimedOn   map[allocationKey][]*Claimed
	byClaim     map[claimKey][]*Claimed
	last        map[Place]nl.Date
}

// client is what is known of one client between two parties.
type client struct {
	numbers []int64 // of allocations, in order of coming
	lines   []Line
	asked   []*Asked
}

type (
	usedID struct {
		law        ijw.Law
		sender, id string
		kind       ijw.Kind
	}
	allocationKey struct {
		law          ijw.Law
		municipality string
		number       int64
	}
	clientKey struct {
		Place
		bsn string
	}
	// wide is a number that a provider uses once within a law.
	wide struct {
		law                 ijw.Law
		provider, reference string
	}
	claimKey struct {
		Place
		id string
	}
	tariffKey struct {
		Place
		category, code string
	}
)

// NewMemory gives a Memory in which nothing was exchanged yet.
func NewMemory() *Memory {
	return &Memory{used: map[usedID]bool{}, numbers: map[wide]bool{}, tariffs: map[tariffKey]Tariff{}, state: newState()}
}

func newState() state {
	return state{
		allocations: map[allocationKey]*Allocated{}, clients: map[clientKey]*client{}, asked: map[wide]*Asked{},
		claims: map[claimKey]Claim{}, claimed: map[wide]*Claimed{}, claimedOn: map[allocationKey][]*Claimed{},
		byClaim: map[claimKey][]*Claimed{}, last: map[Place]nl.Date{},
	}
}

// Agree adds a tariff of a contract, in force on every day.
func (m *Memory) Agree(p Place, category, code string, t Tariff) {
	m.tariffs[tariffKey{p, category, code}] = t
}

// Add takes in a message that counts, or a return message.
func (m *Memory) Add(msg ijw.Message) {
	if msg.Root == nil {
		return
	}
	if kind, isReturn := msg.Kind.Answers(); isReturn && msg.Kind != ijw.Kind325 {
		if Rejects(msg) {
			m.undo(kind, msg)
		}
		return
	}
	m.Refuse(msg)
	m.said = append(m.said, msg)
	m.state.add(msg)
	if msg.Kind == ijw.Kind323 {
		p := PlaceOf(msg)
		m.numbers[wide{p.Law, p.Provider, value(msg.Root, "Declaratie", "DeclaratieNummer")}] = true
	}
	if msg.Kind == ijw.Kind325 && answeredWhole(msg) {
		m.undo(ijw.Kind323, msg)
	}
}

// Refuse takes in that a message was seen and not accepted: its identification
// stays used, and nothing else.
func (m *Memory) Refuse(msg ijw.Message) {
	h := msg.Header()
	m.used[usedID{msg.Law, h.Sender, h.ID, msg.Kind}] = true
}

// undo forgets the message that a return message rejects.
func (m *Memory) undo(kind ijw.Kind, back ijw.Message) {
	id, p := AnswersTo(back), PlaceOf(back)
	at := slices.IndexFunc(m.said, func(msg ijw.Message) bool {
		return msg.Kind == kind && PlaceOf(msg) == p && msg.Header().ID == id
	})
	if at < 0 {
		return
	}
	if kind == ijw.Kind323 {
		delete(m.numbers, wide{p.Law, p.Provider, value(m.said[at].Root, "Declaratie", "DeclaratieNummer")})
	}
	m.said = slices.Delete(m.said, at, at+1)
	m.state = newState()
	for _, msg := range m.said {
		m.state.add(msg)
	}
}

func (s *state) client(p Place, bsn string) *client {
	k := clientKey{p, bsn}
	if s.clients[k] == nil {
		s.clients[k] = &client{}
	}
	return s.clients[k]
}

// add takes in what a message does.
func (s *state) add(m ijw.Message) {
	root, p := m.Root, PlaceOf(m)
	who := root.Child("Client")
	switch m.Kind {
	case ijw.Kind301:
		for _, n := range all(who, "ToegewezenProducten", "ToegewezenProduct") {
			s.allocate(p, allocated(m, n))
		}
	case ijw.Kind305:
		s.deliver(m, p, all(who, "StartProducten", "StartProduct"))
	case ijw.Kind307:
		s.deliver(m, p, all(who, "StopProducten", "StopProduct"))
	case ijw.Kind315:
		for _, n := range all(who, "AangevraagdeProducten", "AangevraagdProduct") {
			s.ask(p, &Asked{Kind: m.Kind, BSN: value(who, "Bsn"), Reference: value(n, "ReferentieAanbieder")})
		}
	case ijw.Kind317:
		s.ask(p, &Asked{Kind: m.Kind, BSN: value(who, "Bsn"), Reference: value(who, "Verzoek", "ReferentieAanbieder")})
	case ijw.Kind319:
		answer := root.Child("Antwoord")
		if asked := s.asked[wide{p.Law, p.Provider, value(answer, "ReferentieAanbieder")}]; asked != nil {
			asked.Answer = value(answer, "VerzoekAntwoord")
		}
	case ijw.Kind323:
		s.claim(m, p)
	case ijw.Kind325:
		s.grant(m, p)
	}
}

// allocate keeps an allocation when it was decided last (IV013).
func (s *state) allocate(p Place, a Allocated) {
	k := allocationKey{p.Law, p.Municipality, a.Number}
	was := s.allocations[k]
	if was == nil {
		who := s.client(p, a.BSN)
		who.numbers = append(who.numbers, a.Number)
	}
	if was == nil || was.Decided <= a.Decided {
		s.allocations[k] = &a
	}
	if asked := s.asked[wide{p.Law, p.Provider, a.Reference}]; asked != nil {
		asked.Allocated = true
	}
}

// deliver keeps starts and stops; what takes back goes first, as in one message
// both may stand.
func (s *state) deliver(m ijw.Message, p Place, list []*ijw.Node) {
	who := s.client(p, value(m.Root, "Client", "Bsn"))
	for _, n := range list {
		if takesBack(n) {
			who.lines = slices.DeleteFunc(who.lines, lineOf(m, n).key)
		}
	}
	for _, n := range list {
		if !takesBack(n) {
			who.lines = append(who.lines, lineOf(m, n))
		}
	}
}

func (s *state) ask(p Place, a *Asked) {
	s.asked[wide{p.Law, p.Provider, a.Reference}] = a
	who := s.client(p, a.BSN)
	who.asked = append(who.asked, a)
}

// claim keeps a claim and its lines.
func (s *state) claim(m ijw.Message, p Place) {
	h, claim := m.Header(), m.Root.Child("Declaratie")
	c := Claim{ID: h.ID, Number: value(claim, "DeclaratieNummer"), BaseVersion: h.BaseVersion,
		MessageVersion: h.MessageVersion, From: day(claim, "DeclaratiePeriode", "Begindatum"),
		TotalCents: signed(claim.Child("TotaalIngediendBedrag"))}
	k := claimKey{p, h.ID}
	s.claims[k] = c
	if before(s.last[p], c.From) {
		s.last[p] = c.From
	}
	for _, n := range performances(claim.Child("Clienten")) {
		l := claimedLine(n)
		s.claimed[wide{p.Law, p.Provider, l.Reference}] = &l
		on := allocationKey{p.Law, p.Municipality, l.Number}
		s.claimedOn[on] = append(s.claimedOn[on], &l)
		s.byClaim[k] = append(s.byClaim[k], &l)
	}
}

// grant keeps what the answer to a claim says of its lines: those that come
// back are rejected, the others are granted.
func (s *state) grant(m ijw.Message, p Place) {
	for _, l := range s.byClaim[claimKey{p, AnswersTo(m)}] {
		l.Answered = true
	}
	for _, n := range performances(find(m.Root, "DeclaratieAntwoord", "Clienten")) {
		if l := s.claimed[wide{p.Law, p.Provider, reference(n)}]; l != nil {
			l.Answered, l.Rejected = false, true
		}
	}
}

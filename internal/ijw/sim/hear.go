package sim

import "eendracht/internal/fault"

// listen hears a message once: an allocation, an answer to a request, the answer
// to a claim, or the return message to something that was sent.
func (s *software) listen(g granted, kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref := g.Header.Ref
	if g.Header.Retour != "" {
		ref = g.Header.Retour
	}
	s.heard[kind+"/"+ref]++
	if s.heard[kind+"/"+ref] > 1 {
		return
	}
	law, number := kind[:len(kind)-3], kind[len(kind)-3:]
	switch number {
	case "301":
		s.allocated(g, law)
	case "319":
		s.reply(g, law, "320", "")
		if g.Answer.Decision != pending {
			s.happened(answered + "/" + g.Answer.Reference)
		}
	case "325":
		s.paid(g)
		s.happened("back/" + g.Header.Claim)
	default:
		s.returned(g, kind)
	}
}

// pending is the answer to a request that is looked into first.
const pending = "2"

// noted is the return code of a message whose identification was used before: with
// it the other software refuses an allocation message in the story of StoryBounced.
const noted = "9056"

// allocated hears an allocation message and answers it.
func (s *software) allocated(g granted, law string) {
	c := s.clients[g.BSN+law]
	if c != nil && c.story == StoryBounced && !s.bounced[g.BSN+law] {
		s.bounced[g.BSN+law] = true
		s.reply(g, law, "302", noted)
		return
	}
	s.reply(g, law, "302", "")
	s.hear(g, law)
}

// reply sends a return message, without remarks or with a code that refuses the
// whole; the caller holds the lock.
func (s *software) reply(g granted, law, number, code string) {
	s.refs++
	p := slip{Law: law, From: g.Header.From, To: g.Header.To, Ref: g.Header.Ref, Day: g.Header.Day, Retour: reference(s.refs, "R"), Today: s.day, Codes: code}
	if l, ok := s.write(p, number); ok {
		s.out <- l
	}
}

// returned hears a return message: what it refuses counts as not sent.
func (s *software) returned(g granted, kind string) {
	t := s.waiting["back/"+g.Header.Ref]
	refused, expected := len(g.Codes) > 0, t != nil && t.now.wrong
	if refused != expected {
		s.flawed = append(s.flawed, fault.New(fault.Invalid, "sim.returned", "", "kind", kind, "code", first(g.Codes)))
	}
	s.happened("back/" + g.Header.Ref)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// hear writes an allocation message into the ledger and lets the stories of its
// new allocations go on.
func (s *software) hear(g granted, law string) {
	for _, a := range g.Care {
		was := s.ledger[a.Number]
		if was != nil && was.Decided+was.At >= a.Decided+a.At {
			continue // known, or older than what is known
		}
		a.BSN, a.Law = g.BSN, law
		if was != nil {
			a.Start, a.Stopped, a.Cause = was.Start, was.Stopped, was.Cause
			*was = a
			continue
		}
		now := a
		s.ledger[a.Number] = &now
		s.begin(g, law, &now)
	}
	for _, a := range g.Care {
		s.happened(careAnew + "/" + law + a.Number)
	}
}

// begin begins the story of a client at a provider with its first allocation.
func (s *software) begin(g granted, law string, a *care) {
	c, at := s.clients[g.BSN+law], g.Header.To+"/"+g.BSN+law
	if c == nil || s.threads[at] != nil {
		return
	}
	t := &thread{client: c, provider: g.Header.To, care: a, story: c.story}
	if t.provider == c.next {
		t.story = StoryPlain
	}
	t.acts = script(t.story)
	s.threads[at] = t
	s.goOn(t)
}

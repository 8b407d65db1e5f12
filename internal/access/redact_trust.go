package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// roleGlass is the role of whoever broke the glass, while it is open.
const roleGlass = "glass"

// glassWays gives a way for each break-glass of the asker that is open at this very moment.
func (s *scene) glassWays(age int) []way {
	var ways []way
	who := s.ask.Who
	for i := range s.d.Glasses {
		g := &s.d.Glasses[i]
		if who.Kind != Staff || g.By.User != who.User || g.By.Org != who.Org || !g.Open(s.ask.Now) {
			continue
		}
		ground, err := s.e.law.Ground(dossier.GlassGround, s.day)
		w := way{glass: g, inv: &dossier.Involvement{InvolvementStarted: dossier.InvolvementStarted{
			Involvement: g.Glass, Role: roleGlass, Purpose: purposeSafety, Ground: dossier.GlassGround, Scope: dossier.ScopeParts,
		}}}
		w.why = why{
			role: roleGlass, party: who.OrgKind, purpose: purposeSafety, asked: s.ask.Purpose,
			served: s.e.served(who, roleGlass, purposeSafety, s.ask.Purpose), active: true, grounded: err == nil && ground.Active,
			content: true, personal: true, ours: s.ours(), age: age,
		}
		w.side = s.e.side(who, s.asker, w.why)
		ways = append(ways, w)
	}
	return ways
}

const purposeSafety = "safety"

// breaks tells whether a break-glass opens a part; with no domain, anything of the person.
func breaks(g *dossier.Glass, p dossier.Part) bool {
	if p == (dossier.Part{}) { // the dossier as a whole, in a compartment: safety is the only one it can open
		p.Domain = purposeSafety
		return slices.ContainsFunc(g.Parts, func(one dossier.Part) bool { return one.Domain == p.Domain })
	}
	return slices.ContainsFunc(g.Parts, func(one dossier.Part) bool {
		return one.Person == p.Person && (p.Domain == "" || one.Domain == p.Domain)
	})
}

// trust copies break-glasses, holds, mandates and erasures.
func (r *redaction) trust() {
	r.erasures()
	for i := range r.d.Glasses {
		if g, ok := r.glass(&r.d.Glasses[i]); ok {
			r.out.Glasses = append(r.out.Glasses, g)
			r.shown[g.Glass] = true
		}
	}
	if len(r.d.Holds) > 0 && r.record("hold", isHushed) && (r.as == rolePrivacy || r.reads(dossier.Part{}, dossier.CompartmentSafety)) {
		r.out.Holds = r.d.Holds
		for _, h := range r.d.Holds {
			r.shown[h.Hold] = true
		}
	}
	for _, c := range r.d.Concerns {
		if r.concernShown(c) {
			r.out.Concerns = append(r.out.Concerns, c)
			r.shown[c.Concern] = true
		}
	}
	for _, m := range r.d.Mandates {
		mine := r.me != "" && (m.Person == r.me || m.By == r.me)
		if r.knows(m.Person) && r.knows(m.By) && r.record("mandate", when(isMine, mine)|when(isReadable, mine)) {
			r.out.Mandates = append(r.out.Mandates, m)
			r.shown[m.Mandate] = true
		}
	}
}

// concernShown tells whether a run of the reporting code may be read: by the
// municipality's side, as far as it may read the safety of everyone it is about.
// Whoever only guards safety elsewhere, as Veilig Thuis, hears of it by being told.
func (r *redaction) concernShown(c dossier.Concern) bool {
	if !r.gov() || !r.record("concern", isHushed) {
		return false
	}
	return !slices.ContainsFunc(c.Persons, func(id dossier.ID) bool { return !r.reads(dossier.Part{Person: id}, dossier.CompartmentSafety) })
}

// glass gives a break-glass as the asker may know it. The family hears of it
// unless a hold applies, each of the parts that they may read themselves; the
// words only when they may read all of it.
func (r *redaction) glass(g *dossier.Glass) (dossier.Glass, bool) {
	shown, mine := *g, g.By.User == r.ask.Who.User
	if r.gov() || r.as == rolePrivacy || mine {
		return shown, r.record("glass", when(isMine, mine)|isReadable)
	}
	shown.Parts = slices.DeleteFunc(slices.Clone(g.Parts), func(p dossier.Part) bool { return !r.reads(p, "") })
	if len(shown.Parts) < len(g.Parts) {
		shown.Reason, shown.Words, shown.Officer = "", "", anonymous(g.Officer)
	}
	return shown, r.record("glass", when(isReadable, len(shown.Parts) > 0)|when(isHushed, r.d.Hushed()))
}

// bodyTrust decides on entries about break-glass, holds, mandates and looks.
func (r *redaction) bodyTrust(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.GlassBroken:
		return r.wholeGlass(b.Glass)
	case dossier.GlassEnded:
		return r.wholeGlass(b.Glass)
	case dossier.GlassReviewed:
		return r.wholeGlass(b.Glass)
	case dossier.HoldSet:
		return r.shown[b.Hold]
	case dossier.HoldReviewed:
		return r.shown[b.Hold]
	case dossier.HoldLifted:
		return r.shown[b.Hold]
	case dossier.ConcernRaised:
		return r.shown[b.Concern]
	case dossier.ConcernStepped:
		return r.shown[b.Concern]
	case dossier.MandateGiven:
		return r.shown[b.Mandate]
	case dossier.MandateEnded:
		return r.shown[b.Mandate]
	case dossier.LookQuestioned:
		return r.shown[b.Question]
	case dossier.VoiceShared:
		return slices.ContainsFunc(r.out.Voices, func(v dossier.Voice) bool { return v.Voice == b.Voice })
	}
	return false
}

// wholeGlass tells whether a break-glass is shown with everything that it says.
func (r *redaction) wholeGlass(id dossier.ID) bool {
	return slices.ContainsFunc(r.out.Glasses, func(g dossier.Glass) bool { return g.Glass == id && g.Reason != "" })
}

// glassOf gives the break-glass that a body is about.
func glassOf(body dossier.Body) (dossier.ID, bool) {
	switch b := body.(type) {
	case dossier.GlassBroken:
		return b.Glass, true
	case dossier.GlassEnded:
		return b.Glass, true
	case dossier.GlassReviewed:
		return b.Glass, true
	}
	return "", false
}

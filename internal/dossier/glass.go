package dossier

import (
	"slices"
	"strings"
	"time"
)

// A break-glass (noodtoegang) opens named parts to one person for some hours,
// without an involvement, because someone's life or safety is at stake (AVG art. 6
// lid 1 onder d). It is told to the lead and the privacy officer at once, reviewed
// within two working days, and told to the family unless a hold applies.

const (
	groundVital     = "avg.6.1d"
	termGlass       = "breakglass.end"
	termGlassReview = "breakglass.review"
)

// GlassGround is the code of the legal ground of every break-glass (package statute).
const GlassGround = groundVital

// The outcomes of the review of a break-glass.
const (
	GlassJustified   = "justified"
	GlassUnjustified = "unjustified"
)

// GlassBroken says that someone opened parts in an emergency, until a moment (UTC).
type GlassBroken struct {
	Glass   ID        `json:"glass"`
	Reason  string    `json:"reason"`
	Parts   []Part    `json:"parts"`
	Until   time.Time `json:"until"`
	OrgName string    `json:"org_name"`
	Officer Holder    `json:"officer"` // who must review it
}

// GlassEnded ends a break-glass before its time.
type GlassEnded struct {
	Glass  ID     `json:"glass"`
	Reason string `json:"reason"`
}

// GlassReviewed is what the reviewer found.
type GlassReviewed struct {
	Glass   ID     `json:"glass"`
	Outcome string `json:"outcome"` // GlassJustified, GlassUnjustified
	Words   string `json:"words"`
}

// Kind names the stored form of each body.
func (GlassBroken) Kind() string   { return "glass.broken" }
func (GlassEnded) Kind() string    { return "glass.ended" }
func (GlassReviewed) Kind() string { return "glass.reviewed" }

// Glass is one break-glass with what became of it.
type Glass struct {
	GlassBroken
	At         time.Time
	By         Actor
	Ended      time.Time // when it was ended early; zero: not
	Outcome    string
	Words      string
	ReviewedAt time.Time
	ReviewedBy Actor
	Entry      ID
}

// Open tells whether it opens anything at a moment.
func (g Glass) Open(now time.Time) bool { return g.Ended.IsZero() && now.Before(g.Until) }

// Glass gives a break-glass by id.
func (d *Dossier) Glass(id ID) (Glass, bool) {
	return deref(find(d.Glasses, func(g *Glass) bool { return g.Glass == id }))
}

func (b GlassBroken) apply(f *folding, e Entry) {
	list := own(f, slotGlasses, &f.d.Glasses)
	*list = append(*list, Glass{GlassBroken: b, At: e.At, By: e.By, Entry: e.ID})
}

func (b GlassEnded) apply(f *folding, e Entry) {
	change(own(f, slotGlasses, &f.d.Glasses), func(g *Glass) bool { return g.Glass == b.Glass }, func(g *Glass) { g.Ended = e.At })
}

func (b GlassReviewed) apply(f *folding, e Entry) {
	change(own(f, slotGlasses, &f.d.Glasses), func(g *Glass) bool { return g.Glass == b.Glass },
		func(g *Glass) { g.Outcome, g.Words, g.ReviewedAt, g.ReviewedBy = b.Outcome, b.Words, e.At, e.By })
}

// BreakGlass opens parts in an emergency for the hours that the law's data name.
type BreakGlass struct {
	Parts   []Part `json:"parts,omitempty"`
	Reason  string `json:"reason,omitempty"`
	OrgName string `json:"org_name,omitempty"`
	Officer Holder `json:"officer,omitzero"`
	Hush    string `json:"hush,omitempty"` // why the family must not be told yet; "" tells them
}

// EndGlass ends one's own break-glass; the lead may end anyone's.
type EndGlass struct {
	Glass  ID     `json:"glass,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// ReviewGlass says whether a break-glass was justified, with words.
type ReviewGlass struct {
	Glass   ID     `json:"glass,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Words   string `json:"words,omitempty"`
}

// Name is the stable name of the command.
func (c BreakGlass) Name() string { return "break-glass" }

// Need says what the actor must be allowed to do.
func (c BreakGlass) Need(*Dossier) Need { return Need{Action: ActGlass} }

// Decide opens the parts, within the categories of the ground, and starts the review.
func (c BreakGlass) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.BreakGlass", d: d, m: m} // a closed dossier may be needed in an emergency too
	v.missing(d.Version == 0, "dossier.none")
	reason := v.reason(c.Reason)
	ground, err := m.Law.Ground(groundVital, m.Today())
	v.conflict(err != nil || !ground.Active, "dossier.glass.ground")
	v.field(len(c.Parts) == 0, "parts", "dossier.glass.parts")
	for _, p := range c.Parts {
		v.cell("parts", p)
		v.field(!slices.Contains(ground.Categories, p.Domain), "parts", "dossier.glass.beyond")
	}
	v.conflict(slices.ContainsFunc(d.Glasses, func(g Glass) bool { return g.By.User == m.By.User && g.Open(m.Now) }), "dossier.glass.open")
	hush := v.short("hush", c.Hush, mostReason)
	term, err := m.Law.Term(termGlass, m.Today())
	v.conflict(err != nil, "dossier.glass.ground")
	if err := v.err(); err != nil {
		return nil, err
	}
	officer := c.Officer
	if officer.IsZero() {
		officer = d.team()
	}
	m.Ground = groundVital
	broken := GlassBroken{m.NewID(), reason, slices.Clone(c.Parts), m.Now.Add(time.Duration(term.Length.N) * time.Hour).UTC().Truncate(time.Microsecond), c.OrgName, officer}
	review, err := m.clock(termGlassReview, broken.Glass, officer, m.Today())
	if err != nil {
		return nil, err
	}
	entries := []Entry{m.write(broken, about(personsOf(c.Parts)...)), review}
	if hush == "" || d.Hushed() {
		return entries, nil
	}
	held, err := m.hold(d, hush)
	return append(entries, held...), err
}

func personsOf(parts []Part) []ID {
	var ids []ID
	for _, p := range parts {
		if p.Person != "" && !slices.Contains(ids, p.Person) {
			ids = append(ids, p.Person)
		}
	}
	return ids
}

// Name is the stable name of the command.
func (c EndGlass) Name() string { return "end-glass" }

// Need says what the actor must be allowed to do.
func (c EndGlass) Need(*Dossier) Need { return Need{Action: ActGlass} }

// Decide ends it at once; the review stays due.
func (c EndGlass) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.EndGlass", d: d, m: m}
	g, ok := d.Glass(c.Glass)
	leads := d.Lead != nil && d.Lead.User == m.By.User
	v.missing(!ok || g.By.User != m.By.User && !leads, "dossier.glass.none")
	v.conflict(!g.Open(m.Now), "dossier.glass.over")
	reason := v.short("reason", c.Reason, mostReason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(GlassEnded{c.Glass, reason}, about(personsOf(g.Parts)...))}, nil
}

// Name is the stable name of the command.
func (c ReviewGlass) Name() string { return "review-glass" }

// Need says what the actor must be allowed to do.
func (c ReviewGlass) Need(*Dossier) Need { return Need{Action: ActReview} }

// Decide writes the outcome; nobody reviews their own, and nobody twice.
func (c ReviewGlass) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.ReviewGlass", d: d, m: m}
	g, ok := d.Glass(c.Glass)
	v.missing(!ok, "dossier.glass.none")
	v.conflict(!g.ReviewedAt.IsZero(), "dossier.glass.reviewed")
	v.conflict(ok && g.By.User == m.By.User, "dossier.glass.self")
	v.oneOf("outcome", c.Outcome, "dossier.glass.outcome", GlassJustified, GlassUnjustified)
	words := v.words("words", strings.TrimSpace(c.Words), mostReason, "dossier.reason")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(GlassReviewed{c.Glass, c.Outcome, words}, about(personsOf(g.Parts)...))}
	if c.Outcome == GlassUnjustified && g.Open(m.Now) {
		entries = append(entries, m.write(GlassEnded{c.Glass, ""}, about(personsOf(g.Parts)...)))
	}
	return append(entries, m.met(d, c.Glass)...), nil
}

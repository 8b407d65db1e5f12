package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

// The grounds of involvements that commands start by themselves; codes of package statute.
const (
	groundOwn      = "avg.15"    // the family reads its own dossier
	groundWmo      = "wmo.5.1.1" // the municipality's work under the Wmo 2015
	groundJw       = "jw.7.4.0"  // the same under the Jeugdwet
	groundDebt     = "wgs.8a"
	groundIncome   = "pw.53a"
	groundJwCare   = "jw.7.3.8" // the provider keeps a file of youth care
	groundWmoCare  = "wmo.5.1.2"
	supportOffered = true // the confirmation of every melding offers supporter and own plan (Wmo 2015 art. 2.3.2 lid 1 to 3)
)

// inquiryGround gives the ground of the municipality's own work by the laws of
// the meldingen. The Wmo goes first: its inquiry looks at the whole family.
func inquiryGround(laws []string) string {
	for _, row := range []struct{ law, ground string }{
		{"wmo", groundWmo}, {"jw", groundJw}, {"wgs", groundDebt}, {"pw", groundIncome},
	} {
		if slices.Contains(laws, row.law) {
			return row.ground
		}
	}
	return groundWmo
}

// laws gives the laws of all meldingen.
func (d *Dossier) laws() []string {
	var laws []string
	for _, m := range d.Meldingen {
		laws = append(laws, m.Laws...)
	}
	return laws
}

// plea is a request for help, common to AskHelp and AskAgain.
type plea struct {
	Words, Channel, Threat, Writer string
	Laws                           []string
}

func (p plea) checked(c *check) plea {
	p.Words = c.words("words", p.Words, mostWords, "dossier.melding.words")
	p.Writer = c.short("writer", p.Writer, mostTitle)
	if p.Channel == "" {
		p.Channel = "web"
	}
	c.oneOf("channel", p.Channel, "dossier.melding.channel", "web", "phone", "desk", "partner")
	if len(p.Laws) == 0 {
		p.Laws = []string{"wmo", "jw"}
	}
	for _, law := range p.Laws {
		c.oneOf("laws", law, "dossier.melding.law", "wmo", "jw", "wgs", "pw")
	}
	if p.Threat != "" {
		threats := []string{"eviction", "utilities", "insurance"}
		for _, t := range c.m.Law.Threats() {
			threats = append(threats, t.Code)
		}
		c.oneOf("threat", p.Threat, "dossier.melding.threat", threats...)
		if !slices.Contains(p.Laws, "wgs") {
			p.Laws = append(slices.Clip(p.Laws), "wgs")
		}
	}
	return p
}

// terms gives the terms that a melding starts, by its laws.
func (p plea) terms() []string {
	terms := []string{termSafety}
	for _, law := range p.Laws {
		switch {
		case law == "wmo":
			terms = append(terms, termInquiry)
		case law == "wgs" && p.Threat != "":
			terms = append(terms, "wgs.firsttalk.urgent")
		case law == "wgs":
			terms = append(terms, "wgs.firsttalk")
		default:
			terms = append(terms, decisionTerm(law))
		}
	}
	return terms
}

// entries gives the melding and its clocks.
func (p plea) entries(m Moment, from ID, owner Holder) ([]Entry, error) {
	id := m.NewID()
	entries := []Entry{m.write(MeldingReceived{
		Melding: id, Words: p.Words, From: from, Channel: p.Channel, Laws: p.Laws, Threat: p.Threat, Supporter: supportOffered, OwnPlan: supportOffered, Writer: p.Writer,
	}, about(from))}
	for _, term := range p.terms() {
		started, err := m.clock(term, id, owner, m.Today())
		if err != nil {
			return nil, err
		}
		entries = append(entries, started)
	}
	return entries, nil
}

func (c AskHelp) Name() string       { return "ask-help" }
func (c AskHelp) Need(*Dossier) Need { return Need{Action: ActAsk} }

func (c AskHelp) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.AskHelp", d: d, m: m}
	v.conflict(d.Version != 0, "dossier.exists")
	_, err := nl.ParseMunicipalityCode(c.Municipality)
	v.failed(err, "municipality")
	v.field(c.Team == "", "team", "dossier.team")
	p := plea{c.Words, c.Channel, c.Threat, c.Writer, c.Laws}.checked(v)
	if c.Me.Source == "" {
		c.Me.Source = "self"
	}
	me := c.Me.checked(v, "me.", "")
	if err := v.err(); err != nil {
		return nil, err
	}
	id := m.NewID()
	own := Subject{Person: id}
	if m.By.Org == "" { // someone who asks for themselves; a worker writes down what another asks by phone
		m.By.Person, own.User = id, m.By.User
	}
	name := c.FamilyName
	if name == "" {
		name = me.Name.Surname()
	}
	entries := append([]Entry{m.write(Opened{c.Municipality, name, c.Team})}, me.entries(m, id)...)
	entries = append(entries,
		m.involve(InvolvementStarted{Subject: own, Name: me.Name.Informal(), Role: "family", Purpose: "own", Ground: groundOwn, Persons: []ID{id, ""}}, nl.Span{}),
		m.involve(InvolvementStarted{Subject: Subject{Org: c.Team}, Name: c.TeamName, Phone: c.TeamPhone, Role: "worker", Purpose: "intake", Ground: inquiryGround(p.Laws), Persons: []ID{Every}}, nl.Span{}))
	asked, err := p.entries(m, id, Holder{Kind: HolderOrganisation, Org: c.Team, Name: c.TeamName})
	return append(entries, asked...), err
}

// involve starts an involvement from today over all domains, unless it names
// some, and to see its parts, unless it names a task.
func (m Moment) involve(i InvolvementStarted, span nl.Span) Entry {
	i.Involvement = m.NewID()
	if len(i.Domains) == 0 {
		i.Domains = []string{Every}
	}
	if i.Scope == "" {
		i.Scope = ScopeParts
	}
	span.From = m.orToday(span.From)
	return m.write(i, valid(span))
}

func (c AskAgain) Name() string       { return "ask-again" }
func (c AskAgain) Need(*Dossier) Need { return Need{Action: ActAsk} }

// Decide takes a family up again at once when its work was ended.
func (c AskAgain) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.AskAgain", d: d, m: m}
	v.missing(d.Version == 0, "dossier.none")
	p := plea{c.Words, c.Channel, c.Threat, c.Writer, c.Laws}.checked(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	var entries []Entry
	if d.Closed != nil {
		entries = reopen(d, m, p.Words)
	}
	asked, err := p.entries(m, m.By.Person, d.team())
	return append(entries, asked...), err
}

func (c WeighSafety) Name() string { return "weigh-safety" }
func (c WeighSafety) Need(*Dossier) Need {
	return Need{Action: ActIntake, Compartment: CompartmentSafety}
}

func (c WeighSafety) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("WeighSafety", d, m)
	v.oneOf("level", c.Level, "dossier.safety.level", SafetySafe, SafetyWatch, SafetyUnsafe, SafetyAcute)
	words := v.words("words", c.Words, mostWords, "dossier.safety.words")
	v.notPast("again", c.Again)
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(SafetyAssessed{c.Level, words, c.Again}, shut(CompartmentSafety))}
	for _, melding := range d.Meldingen {
		entries = append(entries, m.met(d, melding.Melding, termSafety)...)
	}
	return entries, nil
}

package dossier

import "slices"

// StartTalk begins a conversation of one person of the family or its network
// with helpers. A helper who begins it takes part without naming themselves.
type StartTalk struct {
	Person  ID       `json:"person,omitempty"`
	With    []Holder `json:"with,omitempty"`
	Lead    bool     `json:"lead,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Words   string   `json:"words,omitempty"`
}

// ReplyTalk writes a message in a conversation.
type ReplyTalk struct {
	Talk  ID     `json:"talk,omitempty"`
	Words string `json:"words,omitempty"`
}

// ReadTalk says that one saw a conversation, or that it asks no answer.
type ReadTalk struct {
	Talk ID `json:"talk,omitempty"`
}

// talkAge is the age from which someone below it has a view and words of their
// own here (Jeugdwet art. 7.3.4 and 7.3.8).
const (
	talkAge  = voiceAge
	grownAge = 18
)

// Name is the stable name of the command.
func (c StartTalk) Name() string { return "start-talk" }

// Need says what the actor must be allowed to do.
func (c StartTalk) Need(d *Dossier) Need {
	return Need{Action: ActTalk, Person: c.Person, Compartment: d.ofYoung(c.Person)}
}

// ofYoung gives the compartment of the conversations of someone who is not 18
// yet, or whose messages began before that.
func (d *Dossier) ofYoung(person ID) string {
	p, ok := d.Person(person)
	if !ok || p.Birth.IsZero() || d.ChangedAt.IsZero() || p.Birth.AgeOn(Moment{Now: d.ChangedAt}.Today()) >= grownAge {
		return ""
	}
	return CompartmentVoice
}

// Decide wants someone of 12 or older who can read it, and helpers who are
// involved today. Who is there for safety is never named by others: whoever
// tries hears the same as for someone who is not there.
func (c StartTalk) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StartTalk", d, m)
	p := v.person("person", c.Person)
	v.field(p.ID != "" && !p.Birth.IsZero() && p.Birth.AgeOn(m.Today()) < talkAge, "person", "dossier.talk.young")
	v.field(p.ID != "" && !d.reached(p.ID, m), "person", "dossier.talk.account")
	body := TalkWritten{Person: c.Person, Lead: c.Lead}
	for _, h := range c.With {
		v.joins(&body, h)
	}
	if m.By.Person == "" {
		v.itself(&body)
	}
	v.field(len(body.With) == 0 && !body.Lead, "with", "dossier.talk.choose")
	body.Subject = v.words("subject", c.Subject, mostTitle, "dossier.talk.subject")
	body.Words = v.words("words", c.Words, mostWords, "dossier.talk.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	body.Talk, body.Message = m.NewID(), m.NewID()
	return []Entry{m.write(body, about(c.Person), shut(d.ofYoung(c.Person)))}, nil
}

// mostHelpers is how many helpers can take part: each has a place of one sign.
const mostHelpers = 10

// joins lets a helper take part: under the name of their involvement, once.
func (c *check) joins(body *TalkWritten, h Holder) {
	i, ok := c.d.helper(h, c.m)
	switch {
	case !ok || len(body.With) >= mostHelpers:
		c.field(true, "with", "dossier.talk.with")
	case i.Role == roleOfLead:
		body.Lead = true
	default:
		add := Holder{Kind: HolderOrganisation, User: i.Subject.User, Org: i.Subject.Org, Name: i.Name}
		if !slices.ContainsFunc(body.With, add.same) {
			body.With = append(body.With, add)
		}
	}
}

// itself lets the helper who writes take part.
func (c *check) itself(body *TalkWritten) {
	by := c.m.By
	t := Talk{With: body.With, Lead: body.Lead}
	if c.d.takesAs(t, by.User, by.Org, c.m.Today()) != nil {
		return
	}
	if carrier := c.d.carrier(c.m.Today()); carrier.User != "" && carrier.User == by.User {
		body.Lead = true
		return
	}
	c.joins(body, Holder{Kind: HolderOrganisation, User: by.User, Org: by.Org})
}

// helper gives the involvement of today of someone who helps: of the very person
// that is named, else of their organisation. What is there for safety is found
// only by itself.
func (d *Dossier) helper(h Holder, m Moment) (Involvement, bool) {
	var found *Involvement
	for k := range d.Involved {
		i := &d.Involved[k]
		s := i.Subject
		hushed := i.Purpose == "safety" && (m.By.Org == "" || s.Org != m.By.Org)
		switch {
		case s.Person != "" || s.Org == "" || s.Org != h.Org || !i.Active(m.Today()) || hushed:
		case s.User != "" && s.User == h.User:
			return *i, true
		case s.User == "" && found == nil:
			found = i
		}
	}
	return deref(found)
}

// reached tells whether a person can read here: they have an account in the dossier.
func (d *Dossier) reached(person ID, m Moment) bool {
	return slices.ContainsFunc(d.Involved, func(i Involvement) bool {
		return i.Subject.Person == person && i.Subject.User != "" && i.Active(m.Today())
	})
}

// Name is the stable name of the command.
func (c ReplyTalk) Name() string { return "reply-talk" }

// Need says what the actor must be allowed to do.
func (c ReplyTalk) Need(d *Dossier) Need { return talking(d, c.Talk) }

func talking(d *Dossier, id ID) Need {
	t, ok := d.Talked(id)
	if !ok {
		return Need{Action: ActTalk, Talk: id}
	}
	return Need{Action: ActTalk, Talk: id, Person: t.Person, Compartment: t.Shut}
}

// Decide wants someone on the other side who can still read it.
func (c ReplyTalk) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReplyTalk", d, m)
	t, ok := d.Talked(c.Talk)
	v.missing(!ok, "dossier.talk.none")
	v.conflict(ok && !d.Hears(t, m), "dossier.talk.nobody")
	words := v.words("words", c.Words, mostWords, "dossier.talk.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	body := TalkWritten{Talk: c.Talk, Message: m.NewID(), Person: t.Person, Words: words}
	return []Entry{m.write(body, about(t.Person), shut(t.Shut))}, nil
}

// Hears tells whether anyone on the other side of a conversation can read what
// the actor writes now.
func (d *Dossier) Hears(t Talk, m Moment) bool {
	if m.By.Person == "" {
		return d.reached(t.Person, m)
	}
	return t.Lead || slices.ContainsFunc(t.With, func(h Holder) bool {
		return slices.ContainsFunc(d.Involved, func(i Involvement) bool {
			return i.Active(m.Today()) && i.Subject.Person == "" && i.Subject.Org == h.Org && i.Subject.User == h.User
		})
	})
}

// Name is the stable name of the command.
func (c ReadTalk) Name() string { return "read-talk" }

// Need says what the actor must be allowed to do.
func (c ReadTalk) Need(d *Dossier) Need { return talking(d, c.Talk) }

// Decide writes nothing when nothing is new. It may come after the end of the work.
func (c ReadTalk) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.ReadTalk", d: d, m: m}
	t, ok := d.Talked(c.Talk)
	v.missing(!ok, "dossier.talk.none")
	if err := v.err(); err != nil {
		return nil, err
	}
	if d.New(t, m.By.User, m.By.Org, m.By.Person, m.Today()) == 0 {
		return nil, nil
	}
	last := t.Messages[len(t.Messages)-1].Message
	return []Entry{m.write(TalkRead{c.Talk, last, t.Person}, about(t.Person), shut(t.Shut))}, nil
}

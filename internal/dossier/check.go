package dossier

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// The most signs (Unicode code points) that a text may have.
const (
	mostWords  = 5000 // someone's own words
	mostReason = 1000
	mostTitle  = 200
)

// check collects what is wrong with a command before it decides anything. The
// first thing that the state does not allow counts; else all findings per field.
type check struct {
	op     string
	d      *Dossier
	m      Moment
	stop   error
	fields []fault.Field
}

// examine begins a check on a dossier with work in progress.
func examine(op string, d *Dossier, m Moment) *check {
	c := &check{op: "dossier." + op, d: d, m: m}
	c.missing(d.Version == 0, "dossier.none")
	c.conflict(d.Closed != nil, "dossier.closed")
	return c
}

// err gives the outcome: nil when nothing was found.
func (c *check) err() error {
	if c.stop != nil {
		return c.stop
	}
	return fault.In(c.op, c.fields...)
}

// conflict stops when the state does not allow it.
func (c *check) conflict(bad bool, key string, args ...string) {
	if bad && c.stop == nil {
		c.stop = fault.New(fault.Conflict, c.op, key, args...)
	}
}

// missing stops when the thing that the command names is not there.
func (c *check) missing(bad bool, key string) {
	if bad && c.stop == nil {
		c.stop = fault.New(fault.NotFound, c.op, key)
	}
}

// field notes a finding beside a field.
func (c *check) field(bad bool, name, key string, args ...string) {
	if bad {
		c.fields = append(c.fields, fault.Field{Name: name, Key: key, Args: args})
	}
}

// failed notes the message of a fault beside a field.
func (c *check) failed(err error, name string) {
	if err != nil {
		key, args := fault.Message(err)
		c.field(true, name, key, args...)
	}
}

// words trims a text that must be there and says how long it may be.
func (c *check) words(name, value string, most int, emptyKey string) string {
	value = c.short(name, value, most)
	c.field(value == "", name, emptyKey)
	return value
}

// short trims a text that may be empty.
func (c *check) short(name, value string, most int) string {
	value = strings.TrimSpace(value)
	c.field(utf8.RuneCountInString(value) > most, name, "dossier.long", "most", strconv.Itoa(most))
	return value
}

func (c *check) reason(value string) string {
	return c.words("reason", value, mostReason, "dossier.reason")
}

// oneOf wants a value of a closed list.
func (c *check) oneOf(name, value, key string, list ...string) {
	for _, allowed := range list {
		if value == allowed {
			return
		}
	}
	c.field(true, name, key)
}

// person wants a person of this dossier.
func (c *check) person(name string, id ID) Person {
	p, ok := c.d.Person(id)
	c.field(!ok, name, "dossier.person.unknown")
	return p
}

// people wants at least one person, each of this dossier.
func (c *check) people(name string, ids []ID) {
	c.field(len(ids) == 0, name, "dossier.person.choose")
	for _, id := range ids {
		c.person(name, id)
	}
}

// cell wants a part that exists: a known domain of a person here or of the family.
func (c *check) cell(name string, p Part) {
	if p.Person != "" {
		c.person(name, p.Person)
	}
	_, err := c.m.Law.Domain(p.Domain)
	c.field(err != nil, name, "dossier.domain.unknown")
}

// opened wants a part that was opened, so that nothing is kept about a life
// domain without a stated reason. Domains that are compartments are shut by
// themselves and need no opening.
func (c *check) opened(name string, p Part) {
	c.cell(name, p)
	domain, err := c.m.Law.Domain(p.Domain)
	state, ok := c.d.Part(p)
	c.field(err == nil && !domain.Compartment && (!ok || state.Closed), name, "dossier.domain.shut")
}

// holder wants a holder that is complete, and fills in the name of a family member.
func (c *check) holder(name string, h Holder) Holder {
	c.oneOf(name, h.Kind, "dossier.holder.kind", HolderFamily, HolderNetwork, HolderOrganisation, HolderPool)
	p, here := c.d.Person(h.Person)
	c.field(h.Person != "" && !here, name, "dossier.person.unknown")
	switch h.Kind {
	case HolderFamily:
		c.field(h.Person == "", name, "dossier.holder.who")
	case HolderOrganisation:
		c.field(h.Org == "", name, "dossier.holder.who")
	case HolderNetwork, HolderPool:
		c.field(h.Person == "" && h.User == "", name, "dossier.holder.who")
	}
	if h.Name == "" && here {
		h.Name = p.Name.Informal()
	}
	return h
}

// period wants a span whose end does not lie before its beginning.
func (c *check) period(span nl.Span) {
	c.field(!span.From.IsZero() && !span.Until.IsZero() && span.Until.Latest().Before(span.From.Earliest()), "until", "dossier.period")
}

// notPast wants a day that lies today or later, when it is given.
func (c *check) notPast(name string, day nl.Date) {
	c.field(!day.IsZero() && day.Before(c.m.Today()), name, "dossier.day.past")
}

// notFuture wants a day that lies today or earlier, when it is given.
func (c *check) notFuture(name string, day nl.Date) {
	c.field(!day.IsZero() && day.After(c.m.Today()), name, "dossier.day.future")
}

// orToday gives today for no day.
func (m Moment) orToday(day nl.Date) nl.Date {
	if day.IsZero() {
		return m.Today()
	}
	return day
}

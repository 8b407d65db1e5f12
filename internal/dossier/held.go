package dossier

import (
	"strconv"
	"strings"

	"eendracht/internal/nl"
)

// Item is a value that the dossier holds and that a form could ask for.
type Item struct {
	Name   string // what it is: "person.birth", "goal.words"
	Person ID     // whom it is about, if one
	Value  string // normalised, see NormaliseItem
}

// Held gives every value that a dossier holds and that a form could ask for,
// each once. The retype meter compares with it what people type.
func Held(d *Dossier) []Item {
	h := holding{seen: map[Item]bool{}}
	for _, p := range d.Persons {
		h.person(p)
	}
	for _, r := range d.Relations {
		h.add("relation.type", r.From, r.Type)
		h.add("relation.label", r.From, r.Label)
	}
	for _, s := range d.Stays {
		h.address(s.Person, s.Address)
	}
	for _, m := range d.Meldingen {
		h.add("melding.words", m.From, m.Words)
	}
	for _, s := range d.Parts {
		h.add("domain.reason", s.Part.Person, s.Reason)
	}
	for _, g := range d.Goals {
		h.add("goal.words", g.Part.Person, g.GoalSet.Words)
	}
	for _, t := range d.Tasks {
		h.task(t)
	}
	for _, a := range d.Allocations {
		h.care(a.Person, a.Care)
		h.add("allocation.number", a.Person, a.Number)
	}
	for _, i := range d.Involved {
		h.add("involvement.name", i.Subject.Person, i.Name)
		h.add("involvement.phone", i.Subject.Person, i.Phone)
	}
	return h.items
}

type holding struct {
	items []Item
	seen  map[Item]bool
}

func (h *holding) add(name string, person ID, value string) {
	item := Item{name, person, NormaliseItem(name, value)}
	if item.Value == "" || h.seen[item] {
		return
	}
	h.seen[item] = true
	h.items = append(h.items, item)
}

func (h *holding) person(p Person) {
	h.add("person.family", p.ID, p.Name.Family)
	h.add("person.given", p.ID, p.Name.Given)
	h.add("person.birth", p.ID, p.Birth.String())
	h.add("person.bsn", p.ID, p.BSN)
	h.add("contact.phone", p.ID, p.Phone)
	h.add("contact.email", p.ID, p.Email)
}

func (h *holding) address(person ID, a Address) {
	h.add("address.postcode", person, a.Postcode)
	if a.Postcode != "" {
		h.add("address.postcode+number", person, a.Postcode+" "+a.Number)
	}
	h.add("address.street", person, a.Street)
	h.add("address.place", person, a.Place)
	for _, line := range a.Lines {
		h.add("address.line", person, line)
	}
}

func (h *holding) task(t Task) {
	h.add("task.title", t.Part.Person, t.Title)
	h.add("task.need", t.Part.Person, t.Need)
	if t.Care != nil {
		h.care(t.Part.Person, *t.Care)
	}
}

func (h *holding) care(person ID, c Care) {
	h.add("care.category", person, c.Category)
	h.add("care.code", person, c.Code)
	h.add("care.from", person, c.From.String())
	h.add("care.until", person, c.Until.String())
	h.add("care.reference", person, c.Reference)
	h.add("care.comment", person, c.Comment)
	if c.Volume > 0 {
		h.add("care.volume", person, strconv.Itoa(c.Volume))
	}
	if c.Budget > 0 {
		h.add("care.budget", person, strconv.FormatInt(c.Budget, 10))
	}
}

// NormaliseItem gives the form in which two ways to write the same value are
// equal: case, spaces and accents aside; dates, phone numbers, postcodes and
// BSNs in their own form.
func NormaliseItem(name, value string) string {
	value = strings.TrimSpace(value)
	switch name {
	case "person.birth", "care.from", "care.until":
		if d, err := nl.ParseDate(value); err == nil {
			return d.String()
		}
	case "contact.phone", "involvement.phone":
		if p, err := nl.ParsePhone(value); err == nil {
			return p.E164
		}
	case "person.bsn", "care.code", "care.category", "care.volume", "care.budget", "allocation.number":
		return strings.ToLower(strings.Join(strings.Fields(value), ""))
	case "address.postcode", "address.postcode+number":
		return strings.ToUpper(strings.Join(strings.Fields(value), ""))
	case "contact.email":
		return strings.ToLower(value)
	}
	return nl.NormaliseForSearch(value)
}

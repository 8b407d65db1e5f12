package dossier

import (
	"slices"
	"strings"

	"eendracht/internal/nl"
)

// checked gives what is known of a person in its stored form; prefix stands
// before the names of its fields; self is the person restated, "" for a new one.
func (p NewPerson) checked(c *check, prefix string, self ID) NewPerson {
	p.Name.Family = c.words(prefix+"family", p.Name.Family, mostTitle, "dossier.person.family")
	p.Name.Given = c.short(prefix+"given", p.Name.Given, mostTitle)
	c.notFuture(prefix+"birth", p.Birth)
	c.oneOf(prefix+"sex", p.Sex, "dossier.person.sex", "", "m", "f", "x")
	if p.Source == "" {
		p.Source = "worker"
	}
	c.oneOf(prefix+"source", p.Source, "dossier.person.source", "self", "brp", "message", "worker")
	p.BSN = p.bsn(c, prefix, self)
	p.Phone, p.Email = reach(c, prefix, p.Phone, p.Email)
	p.Address = p.Address.checked(c, prefix)
	return p
}

func (p NewPerson) bsn(c *check, prefix string, self ID) string {
	if strings.TrimSpace(p.BSN) == "" {
		return ""
	}
	bsn, err := nl.ParseBSN(p.BSN)
	c.failed(err, prefix+"bsn")
	twice := slices.ContainsFunc(c.d.Persons, func(o Person) bool { return o.BSN == bsn.String() && o.ID != self })
	c.field(err == nil && twice, prefix+"bsn", "dossier.person.twice")
	return bsn.String()
}

// reach gives a phone number and mail address as stored; either may be empty.
func reach(c *check, prefix, phone, email string) (string, string) {
	phone, email = strings.TrimSpace(phone), strings.TrimSpace(email)
	if phone != "" {
		_, err := nl.ParsePhone(phone)
		c.failed(err, prefix+"phone")
	}
	before, after, found := strings.Cut(email, "@")
	c.field(email != "" && (!found || before == "" || !strings.Contains(after, ".") || strings.ContainsAny(email, " \t\n")), prefix+"email", "dossier.contact.email")
	return phone, email
}

func (a Address) checked(c *check, prefix string) Address {
	if a.Postcode != "" && (a.Country == "" || a.Country == "NL") {
		code, err := nl.ParsePostcode(a.Postcode)
		c.failed(err, prefix+"postcode")
		a.Postcode = code.String()
	}
	return a
}

// IsZero tells whether nothing is known of the address.
func (a Address) IsZero() bool { return a.Same(Address{}) }

// entries states a person with how to reach them and where they live.
func (p NewPerson) entries(m Moment, id ID) []Entry {
	entries := []Entry{m.write(PersonStated{
		Person: id, Name: p.Name, Birth: p.Birth, Sex: p.Sex, BSN: p.BSN, Network: p.Network, Source: p.Source,
	}, about(id))}
	if p.Phone != "" || p.Email != "" {
		entries = append(entries, m.write(ContactStated{id, p.Phone, p.Email}, about(id)))
	}
	if !p.Address.IsZero() {
		entries = append(entries, m.write(StayStated{m.NewID(), id, p.Address, p.Secret}, about(id), secret(p.Secret)))
	}
	return entries
}

// secret lays an entry in the address compartment when it is to be kept secret.
func secret(is bool) func(*Entry) {
	return func(e *Entry) {
		if is {
			e.Compartment = CompartmentAddress
		}
	}
}

func (c StateContact) Name() string       { return "state-contact" }
func (c StateContact) Need(*Dossier) Need { return Need{Action: ActFamily, Person: c.Person} }

func (c StateContact) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StateContact", d, m)
	v.person("person", c.Person)
	phone, email := reach(v, "", c.Phone, c.Email)
	v.field(phone == "" && email == "", "phone", "dossier.contact.none")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ContactStated{c.Person, phone, email}, about(c.Person))}, nil
}

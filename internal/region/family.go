package region

import (
	"slices"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Family is a family with a dossier: who belongs to it, how they relate, and
// what they need. Persons are named by their place in Persons.
type Family struct {
	Number       int // from 0
	Name         string
	Kind         Kind
	Municipality string // CBS code
	Team         dossier.ID
	Persons      []Person // the one who asks for help first
	Relations    []casework.RegisteredRelation
	Custody      []casework.RegisteredCustody
	Needs        Needs // Needs.Youth are places in Persons
	Client       int   // the person for whom care is asked first
}

// Person is one person of a family or of its network.
type Person struct {
	dossier.NewPerson
	Moved    nl.Date    // lives at the address since
	Account  dossier.ID // of the citizen who signs in; "" for none
	Child    bool       // a child of the household
	Away     bool       // lives elsewhere
	language string
	age      int
}

// Age gives the age in whole years on a day.
func (p Person) Age(on nl.Date) int { return p.Birth.AgeOn(on) }

// Profile gives what the sign-in provider and the register tell about the person.
func (p Person) Profile(municipality string) casework.Profile {
	return casework.Profile{
		Name: p.Name, Birth: p.Birth, Sex: p.Sex, BSN: p.BSN, Phone: p.Phone, Email: p.Email,
		Address: p.Address, Secret: p.Secret, Municipality: municipality,
	}
}

// accountAge is the age from which someone has an account of their own.
const accountAge = 12

// Family makes the family with a number from 0 to Count-1. The same number
// always gives the same family.
func (r *Region) Family(n int) Family {
	d := throw(r.Seed, "family", uint64(n))
	h := helped(d)
	at := r.neighbourhood(d)
	for n < benchFamilies && (!h.needs.Multi || slices.Min(h.children) < 3 || at.team != r.areas[0].team) {
		h, at = helped(d), r.neighbourhood(d)
	}
	m := maker{
		region: r, d: d, h: h, lang: language(d), home: at.address(d), at: at,
		f: Family{Number: n, Kind: h.kind, Municipality: at.place.Code, Team: at.team, Needs: h.needs},
	}
	m.adults()
	m.children()
	m.otherParent()
	m.near()
	m.finish()
	return m.f
}

// maker makes one family.
type maker struct {
	region *Region
	d      dice
	h      household
	lang   string
	home   dossier.Address
	at     area
	own    surname
	kids   surname // that of the children
	f      Family
	second int // place of the second adult; 0 none
	other  int // place of the parent who lives elsewhere; 0 none
	step   bool
}

func (m *maker) person(lang, sex string, age int, s surname) Person {
	birth := m.born(age)
	p := Person{language: lang, age: age, Moved: m.since(min(age, 12))}
	p.Name = s.of(call(m.d, lang, sex, birth.Year), lang, sex)
	p.Birth, p.Sex, p.Source, p.Address = birth, sex, "brp", m.home
	return p
}

// born gives a birth date that makes someone this old today; nobody is younger
// than a month.
func (m *maker) born(age int) nl.Date {
	days := m.d.IntN(365)
	if age == 0 {
		days = max(days, 30)
	}
	return m.region.Today.AddMonths(-12 * age).AddDays(-days)
}

// since gives a day at most so many years ago, and never today.
func (m *maker) since(years int) nl.Date {
	return m.region.Today.AddDays(-400 - m.d.IntN(365*max(years, 1)))
}

func (m *maker) add(p Person) int {
	m.f.Persons = append(m.f.Persons, p)
	return len(m.f.Persons) - 1
}

func (m *maker) relate(from, to int, kind string, valid nl.Span) {
	m.f.Relations = append(m.f.Relations, casework.RegisteredRelation{From: from, To: to, Type: kind, Valid: valid})
}

func (m *maker) adults() {
	m.own = surnameFor(m.d, m.lang)
	m.kids = m.own
	sex := one(m.d, []string{woman, man})
	if m.h.kind == OneParent && m.d.chance(0.83) {
		sex = woman
	}
	if m.h.adult >= 75 && m.d.chance(0.3) {
		sex = woman
	}
	m.add(m.person(m.lang, sex, m.h.adult, m.own))
	if m.h.kind != Couple && m.h.kind != CoupleChildren {
		return
	}
	m.partner(sex)
}

func (m *maker) partner(sex string) {
	lang := m.lang
	if m.d.chance(0.12) {
		lang = language(m.d)
	}
	theirs := man
	if sex == man {
		theirs = woman
	}
	if m.d.chance(0.02) {
		theirs = sex
	}
	name := surnameFor(m.d, lang)
	p := m.person(lang, theirs, max(18, m.h.adult+m.d.between(-4, 4)), name)
	me := &m.f.Persons[0]
	if married1 := m.d.chance(0.7); married1 && p.Sex == woman && lang == "nl" {
		p.Name = married(m.d, p.Name, me.Name)
	} else if married1 && me.Sex == woman && m.lang == "nl" {
		me.Name = married(m.d, me.Name, p.Name)
	}
	if theirs == man {
		m.kids = name
	}
	m.second = m.add(p)
	m.step = m.h.kind == CoupleChildren && m.d.chance(chanceStepfamily)
	years := max(1, min(m.h.adult-18, 30))
	if m.step {
		years, m.kids = 3, m.own
	}
	m.relate(0, m.second, "partner", nl.Span{From: m.since(years)})
}

func (m *maker) children() {
	for i, age := range m.h.children {
		sex := one(m.d, []string{woman, man})
		child := m.person(m.lang, sex, age, m.kids)
		child.Child = true
		at := m.add(child)
		m.relate(0, at, "parent", nl.Span{From: child.Birth})
		if m.second > 0 && !m.step {
			m.relate(m.second, at, "parent", nl.Span{From: child.Birth})
		}
		for k, y := range m.f.Needs.Youth {
			if y == i {
				m.f.Needs.Youth = replaced(m.f.Needs.Youth, k, at)
				break
			}
		}
	}
	if m.second > 0 && !m.step {
		m.custody(m.second, 0.97)
	}
}

// replaced gives a copy of a list with one value replaced: what was drawn for
// the household stays as it was.
func replaced(list []int, at, value int) []int {
	out := append([]int(nil), list...)
	out[at] = value
	return out
}

// custody gives both parents custody of the minors with a chance, else the first alone.
func (m *maker) custody(other int, both float64) {
	shared := m.d.chance(both)
	for i, p := range m.f.Persons {
		if !p.Child || p.age >= 18 {
			continue
		}
		c := casework.RegisteredCustody{Child: i, Parent1: 0, Parent2: -1, Code: "1", Valid: nl.Span{From: p.Birth}}
		if shared {
			c.Parent2, c.Code = other, "12"
		}
		m.f.Custody = append(m.f.Custody, c)
	}
}

// otherParent adds the parent who lives elsewhere, when the children have one.
func (m *maker) otherParent() {
	if m.h.kind != OneParent && !m.step {
		return
	}
	if !m.d.chance(0.85) {
		m.custody(-1, 0)
		return
	}
	me := m.f.Persons[0]
	sex := man
	if me.Sex == man {
		sex = woman
	}
	name := surnameFor(m.d, m.lang)
	p := m.person(m.lang, sex, max(19, m.h.adult+m.d.between(-3, 6)), name)
	p.Away, p.Address = true, m.region.neighbourhood(m.d).address(m.d)
	m.other = m.add(p)
	if sex == man && m.d.chance(0.6) {
		m.rename(name)
	}
	apart := m.since(6)
	m.relate(0, m.other, "partner", nl.Span{From: apart.AddMonths(-12 * m.d.between(2, 12)), Until: apart})
	for i, child := range m.f.Persons {
		if child.Child {
			m.relate(m.other, i, "parent", nl.Span{From: child.Birth})
		}
	}
	m.custody(m.other, 0.8)
	if m.d.chance(0.05) {
		m.hide()
	}
}

// rename gives the children the other parent's surname.
func (m *maker) rename(s surname) {
	for i := range m.f.Persons {
		if p := &m.f.Persons[i]; p.Child {
			p.Name = s.of(p.Name.Given, p.language, p.Sex)
		}
	}
}

// hide makes the address of the household secret.
func (m *maker) hide() {
	for i := range m.f.Persons {
		m.f.Persons[i].Secret = !m.f.Persons[i].Away
	}
}

// near adds someone of the informal network: a grandmother who helps out, or a
// grown child who cares for a parent.
func (m *maker) near() {
	switch {
	case len(m.h.children) > 0 && m.h.adult < 55 && m.d.chance(0.25):
		p := m.person(m.lang, woman, min(m.h.adult+m.d.between(22, 30), 88), m.own)
		m.network(p, func(at int) { m.relate(at, 0, "parent", nl.Span{From: m.f.Persons[0].Birth}) })
	case m.h.adult >= 65 && m.d.chance(0.5):
		p := m.person(m.lang, one(m.d, []string{woman, man}), m.h.adult-m.d.between(22, 36), m.own)
		m.network(p, func(at int) { m.relate(0, at, "parent", nl.Span{From: p.Birth}) })
	}
}

func (m *maker) network(p Person, relate func(at int)) {
	p.Network, p.Away, p.Address = true, true, m.region.neighbourhood(m.d).address(m.d)
	relate(m.add(p))
}

// finish gives the family its name, numbers, ways to be reached and accounts.
func (m *maker) finish() {
	f := &m.f
	f.Name = m.called()
	if len(f.Needs.Youth) > 0 {
		f.Client = f.Needs.Youth[0]
	}
	place := 0
	give := func(i int) {
		if b, ok := m.region.bsnOf(f.Number, place); ok && f.Persons[i].BSN == "" && !f.Persons[i].Network {
			f.Persons[i].BSN = string(b)
			place++
		}
	}
	give(f.Client)
	for i := range f.Persons {
		give(i)
		m.reach(i)
	}
}

// called gives how the family is called, with a capital: "De Vries-Kaya".
func (m *maker) called() string {
	name := nl.Name{Prefix: m.own.Prefix, Family: m.own.Name}
	if m.kids != m.own && len(m.h.children) > 0 && !strings.Contains(m.kids.Name, " ") {
		name = nl.Name{Prefix: m.kids.Prefix, Family: m.kids.Name + "-" + join(m.own.Prefix, m.own.Name)}
	}
	return name.Full()
}

func join(prefix, name string) string { return strings.TrimSpace(prefix + " " + name) }

// reach gives a person a telephone, a mailbox and an account where they have one.
func (m *maker) reach(i int) {
	p := &m.f.Persons[i]
	if p.age < accountAge {
		return
	}
	p.Phone = mobile(m.f.Number*16 + i + 100)
	p.Email = mailbox(p.Name.First()+" "+p.Name.Family) + "@post.example"
	chances := 0.8
	switch {
	case i == 0:
		chances = 1
	case p.Child && p.age < 18 && len(m.f.Needs.Youth) > 0:
		chances = 0.9
	case p.Away || p.Child:
		chances = 0.3
	}
	if m.d.chance(chances) {
		p.Account = idFrom(throw(m.region.Seed, "account", uint64(m.f.Number)<<8|uint64(i)))
	}
}

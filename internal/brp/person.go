// Package brp reads persons from the population register (BRP) in the layout of
// the national test set: one column per LO-GBA element ("01.01.20"), several
// lines per person list. It reads and proposes; it stores nothing and decides
// nothing. Element and code meanings: Logisch Ontwerp GBA/BRP.
package brp

import "eendracht/internal/nl"

// Import is what one file held.
type Import struct {
	Persons  []Person  // one per person list, in the order of the file
	Problems []Problem // what could not be understood, in the order of the lines
	Lines    int       // lines read, heads and blank lines included
}

// Problem is one thing in the file that could not be understood or that a person
// should look at. The person list itself is kept all the same.
type Problem struct {
	Line    int    `json:"line"`              // line of the file, the first being 1
	Element string `json:"element,omitempty"` // head of the column, "" when it is about the line
	Key     string `json:"key"`               // text key
}

// Sex is the sex as registered (element 04.10).
type Sex string

// The sexes of element 04.10; "" is not registered.
const (
	Male       Sex = "M"
	Female     Sex = "V"
	UnknownSex Sex = "O"
)

// Person is one person list (persoonslijst), its history worked into spans.
// Wrongly entered records (element 84.10 "O") are left out of it.
type Person struct {
	Line           int    // first line of the list
	List           string // name of the list in the file, "Lg01_716"
	BSN            nl.BSN // "" when missing or wrong; then there is a Problem
	ANumber        string // ten digits, or ""
	Name           nl.Name
	Title          string // code of a title of nobility (02.20), or ""
	Former         []nl.Name
	Born           nl.Date // may be partly unknown; zero is unknown
	Place          Place
	Sex            Sex
	Death          *Death // nil while alive
	Secrecy        Secrecy
	Suspended      Suspension
	Nationalities  []string // codes of table 32, current ones
	Parents        []Parent
	Partnerships   []Partnership // the newest first
	Children       []Child
	Custody        []Custody // the newest first
	Guardianship   []Guardianship
	Stays          []Stay // the newest first
	Investigations []Investigation
}

// Alive tells whether no death is registered.
func (p Person) Alive() bool { return p.Death == nil }

// Place is where something happened: a municipality code (table 33) or a place
// name abroad, and the country code (table 34; 6030 is the Netherlands).
type Place struct{ Municipality, Country string }

// Death is a registered death; On may be partly or wholly unknown.
type Death struct {
	Line  int
	On    nl.Date
	Place Place
}

// Secrecy is the code of element 07.70.10: 0 none, 1 to 7 which kinds of third
// parties may not be told.
type Secrecy string

// Secret tells whether the person asked that data be kept from others. A missing
// or unknown code counts as secret: the safe side.
func (s Secrecy) Secret() bool { return s != "0" }

// Suspension tells since when and why the list is no longer kept up (07.67):
// O death, E emigration, R non-resident, M by ministry, F error, W erased. Zero
// while it is kept up.
type Suspension struct {
	On     nl.Date
	Reason string
}

// Reference is a person as somebody else's list names him.
type Reference struct {
	Line    int
	BSN     nl.BSN
	ANumber string
	Name    nl.Name
	Born    nl.Date
	Sex     Sex
}

// Empty tells whether the reference names nobody, as for an unknown father.
func (r Reference) Empty() bool {
	return r.BSN == "" && r.ANumber == "" && r.Name.IsZero() && r.Born.IsZero()
}

// Parent is a legal parent: number 1 or 2, since when (62.10).
type Parent struct {
	Reference
	Number int
	Since  nl.Date
}

// Child is a legal child. A stillborn child has a registration and no list.
type Child struct {
	Reference
	Stillborn bool
}

// Partnership is a marriage or registered partnership.
type Partnership struct {
	Reference
	Kind      string  // H marriage, P registered partnership (15.10)
	Span      nl.Span // Until is the day it ended
	Ended     bool    // true also when the day is unknown
	EndReason string  // S divorce, O death, N void, R presumed death, A, Z, V (table 41)
}

// Custody says who holds parental authority over this person (gezag, 11.32.10).
type Custody struct {
	Line    int
	Code    string // as registered: 1, 2, 12, 1D, 2D, D, 3D; others are kept and noted
	Span    nl.Span
	Current bool
}

// Holders tells who holds the authority: the first parent, the second, one or
// more others; ok is false for a code that table 61 does not know.
func (c Custody) Holders() (parent1, parent2, third, ok bool) {
	switch c.Code {
	case "1":
		return true, false, false, true
	case "2":
		return false, true, false, true
	case "12":
		return true, true, false, true
	case "1D":
		return true, false, true, true
	case "2D":
		return false, true, true, true
	case "D":
		return false, false, true, true
	case "3D":
		return true, true, true, true
	}
	return false, false, false, false
}

// Guardianship is a period under curatele (11.33.10).
type Guardianship struct {
	Line    int
	Span    nl.Span
	Current bool
}

// StayKind is the kind of place of a stay.
type StayKind string

// The kinds of stay.
const (
	AtAddress  StayKind = "address"  // street, number, postcode
	AtLocation StayKind = "location" // a described place, such as a mooring
	Abroad     StayKind = "abroad"
	Unknown    StayKind = "unknown" // point address, or gone without a known address
)

// Stay is a period at one address. Mail marks a postal address (briefadres): the
// person does not live there.
type Stay struct {
	Lines        []int // lines it was read from, the newest first
	Kind         StayKind
	Mail         bool
	Municipality string // code of table 33
	Street       string // official name, else as in 11.10
	Number       nl.HouseNumber
	Designation  string // "to" opposite, "by" near (11.50)
	Postcode     nl.Postcode
	City         string
	Location     string   // description (12.10)
	AddressID    string   // BAG nummeraanduiding (11.90)
	Country      string   // code of table 34, when abroad
	AbroadLines  []string // address lines abroad
	Span         nl.Span
	Current      bool
}

// Investigation is a mark that data are being looked into (83.10-83.30), or were.
type Investigation struct {
	Line    int
	Element string // six digits: category, group, element; zeros mean all of it
	Span    nl.Span
}

// Package statute holds the legal and agreed facts of the chain as versioned
// data: terms, grounds for sharing, purposes, retention, who consents at what
// age, life domains and scales.
//
// Every row cites its article, the days on which it is valid, and whether it was
// compared with a source. A change of law is a new row with a date, not new code.
// The rows are JSON files in data/, one per law or theme; see
// docs/decisions/0002-statute-as-json.md for why JSON.
//
// The package is pure: no I/O besides the embedded files, no clock. Days are
// calendar days in Europe/Amsterdam.
package statute

import (
	"slices"
	"strings"
	"sync"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Set is a checked collection of statute rows. It is immutable and safe for use
// by many goroutines; the slices inside the rows that it hands out are shared and
// must not be changed.
type Set struct {
	laws       []Law
	terms      rows[Term]
	local      rows[Term]
	defaults   rows[Default]
	grounds    rows[Ground]
	retentions rows[Retention]
	exceptions rows[Exception]
	consents   []ConsentRule

	purposes   []Purpose
	categories []Category
	triggers   []Trigger
	pauses     []PauseReason
	threats    []Threat
	roles      []Role
	kinds      []OrganisationKind
	domains    []Domain
	scales     []Scale
}

// Law is a source of rows: a statute, EU regulation, message standard or
// agreement between the partners of the chain.
type Law struct {
	Code     string // short code: "wmo", "jw", "awb"
	Kind     string // one of KindLaw, KindEU, KindStandard, KindAgreed
	Ref      string // official identifier: BWB number, EU number, standard with version
	LabelKey string // text key of the name for people
}

// The kinds of Law. The kind decides which rule moves a term that ends on a day off.
const (
	KindLaw      = "law"      // Dutch statute or decree: Algemene termijnenwet
	KindEU       = "eu"       // EU regulation: Regulation (EEC, Euratom) 1182/71
	KindStandard = "standard" // message standard, binding by agreement
	KindAgreed   = "agreed"   // agreement within the chain; a municipality may change it
)

// Source tells where a row comes from and how sure we are of it.
type Source struct {
	Ref       string  // law reference and article
	Checked   bool    // compared with a text of the source
	CheckedOn nl.Date // the day of that comparison; zero when unchecked
	Against   string  // which text it was compared with (Dutch); empty when unchecked
	Note      string  // what a reader must know (Dutch); for an unchecked row the reason
}

// Shipped gives the embedded set, loaded once.
var Shipped = sync.OnceValues(Load)

// Laws gives all sources of rows, in the order of their files.
func (s *Set) Laws() []Law { return slices.Clone(s.laws) }

// Law gives a source by its code; fault.NotFound when there is none.
func (s *Set) Law(code string) (Law, error) {
	return pick(s.laws, "statute.Law", code, func(l Law) string { return l.Code })
}

// row is what a versioned row must tell to be found.
type row interface {
	key() string
	span() nl.Span
	source() Source
	cites() (law, article string)
}

// rows is a list of versioned rows with an index by code.
type rows[T row] struct {
	list []T
	by   map[string][]T
}

func newRows[T row](list []T) rows[T] {
	r := rows[T]{list: list, by: make(map[string][]T, len(list))}
	slices.SortStableFunc(r.list, func(a, b T) int {
		if order := strings.Compare(a.key(), b.key()); order != 0 {
			return order
		}
		return b.span().From.DaysUntil(a.span().From)
	})
	for _, one := range r.list {
		r.by[one.key()] = append(r.by[one.key()], one)
	}
	return r
}

// at gives the version that is valid on a day.
func (r rows[T]) at(op, code string, on nl.Date) (T, error) {
	for _, one := range r.by[code] {
		if one.span().Holds(on) {
			return one, nil
		}
	}
	var none T
	return none, missing(op, code, on)
}

func missing(op, code string, on nl.Date) error {
	return fault.New(fault.NotFound, op, "statute.fault.none", "code", code, "on", on.String())
}

// pick finds an unversioned entry by its code.
func pick[T any](list []T, op, code string, key func(T) string) (T, error) {
	for _, one := range list {
		if key(one) == code {
			return one, nil
		}
	}
	var none T
	return none, fault.New(fault.NotFound, op, "statute.fault.unknown", "code", code)
}

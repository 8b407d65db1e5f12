package rules

import (
	_ "embed" // the list of municipalities
	"strings"
	"sync"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

//go:embed data/municipalities.txt
var municipalities string

// inUse reads the codes of the municipalities, once.
var inUse = sync.OnceValue(func() map[string]bool {
	codes := map[string]bool{}
	for line := range strings.Lines(municipalities) {
		if !strings.HasPrefix(line, "#") {
			for _, code := range strings.Fields(line) {
				codes[code] = true
			}
		}
	}
	return codes
})

// since is the first year for which the list of municipalities speaks. About an
// earlier day it says nothing, and nothing is rejected on what is not known (OP095).
const since = 2024

// Registers is a World out of what ships with this package and what an
// installation knows.
type Registers struct {
	Day nl.Date // today, in Europe/Amsterdam
	// Towns are codes of municipalities that the list does not have, such as that
	// of a fictive one.
	Towns []string
	// Products gives the product codes of each category under a law; nil when no
	// list is at hand. A category without a list is not judged.
	Products map[ijw.Law]map[string][]string
	// Contracts tell tariffs; nil when none are known. A Past is one.
	Contracts interface {
		Tariff(p Place, category, code string, on nl.Date) (Tariff, bool)
	}
}

// Today is part of World.
func (r Registers) Today() nl.Date { return r.Day }

// Municipality is part of World.
func (r Registers) Municipality(code string, on nl.Date) bool {
	if inUse()[code] || !on.IsZero() && on.Year < since {
		return true
	}
	for _, town := range r.Towns {
		if town == code {
			return true
		}
	}
	return false
}

// Fits is part of World.
func (r Registers) Fits(law ijw.Law, category, code string) (fits, known bool) {
	list, known := r.Products[law][category]
	for _, c := range list {
		if c == code {
			return true, true
		}
	}
	return false, known
}

// Tariff is part of World.
func (r Registers) Tariff(p Place, category, code string, on nl.Date) (Tariff, bool) {
	if r.Contracts == nil {
		return Tariff{}, false
	}
	return r.Contracts.Tariff(p, category, code, on)
}

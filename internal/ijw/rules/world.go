package rules

import (
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// World answers what sources outside the messages say (level 4).
type World interface {
	// Today is the day of the party that judges, in Europe/Amsterdam.
	Today() nl.Date
	// Municipality tells whether a CBS code was in use on a day.
	Municipality(code string, on nl.Date) bool
	// Fits tells whether a product code belongs to a category in the list that
	// the parties use; known is false when no list is at hand.
	Fits(law ijw.Law, category, code string) (fits, known bool)
	// Tariff gives what the contract says that a product costs on a day, as
	// Past.Tariff does.
	Tariff(p Place, category, code string, on nl.Date) (Tariff, bool)
}

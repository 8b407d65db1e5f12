package region

import (
	"slices"
	"strings"
)

// needsChild tells whether a sentence speaks of a child.
func needsChild(text string) bool {
	return slices.ContainsFunc([]string{"kind", "dochter", "zoon", "baby", "vader", "school", "jongste", "oudste", "Oma ", "oma "},
		func(word string) bool { return strings.Contains(text, word) })
}

// pick gives one of a list of sentences that fits a family without children
// when this is one; all when none does.
func (l *life) pick(list []string) string {
	if l.child() < 0 {
		fit := slices.DeleteFunc(slices.Clone(list), needsChild)
		if len(fit) > 0 {
			return one(l.dice, fit)
		}
	}
	return one(l.dice, list)
}

// question gives a question back, with its answer, that fits the family.
func (l *life) question() (q struct{ To, Ask, Answer string }) {
	for range 8 {
		q = one(l.dice, words().phrases.Questions)
		if l.child() >= 0 || !needsChild(q.Ask+q.Answer) {
			return q
		}
	}
	return q
}

// request gives a request for help that this family could write.
func (l *life) request() meldingRow {
	list := slices.DeleteFunc(slices.Clone(words().meldingen[l.theme()]), func(m meldingRow) bool {
		return !l.fits(m.Needs)
	})
	return one(l.dice, list)
}

// fits tells whether a family is all that some words need it to be.
func (l *life) fits(needs []string) bool {
	children, small, teen, older, partner := 0, false, false, false, false
	for i, p := range l.f.Persons {
		switch age := p.Age(l.region.Today); {
		case p.Child:
			children++
			small, teen, older = small || age < 4, teen || age >= 12 && age < 18, older || age >= 18
		case i > 0 && !p.Away && !p.Network:
			partner = true
		}
	}
	is := map[string]bool{
		"child": children > 0, "children": children > 1, "many": children > 2, "small": small, "teen": teen, "older": older,
		"partner": partner, "alone": !partner, "woman": l.f.Persons[0].Sex == woman, "man": l.f.Persons[0].Sex == man,
	}
	return !slices.ContainsFunc(needs, func(need string) bool { return !is[need] })
}

// say fills in a child's name and pronouns.
func (l *life) say(words string, child int) string {
	if child < 0 {
		return words
	}
	he, his := "hij", "zijn"
	if l.f.Persons[child].Sex == woman {
		he, his = "zij", "haar"
	}
	return strings.NewReplacer("{kind}", l.f.Persons[child].Name.First(), "{hij}", he, "{zijn}", his).Replace(words)
}

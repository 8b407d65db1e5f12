package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

// Persons gives the persons whom an entry is about, each once: none when it is
// about the family as such.
func Persons(e Entry) []ID {
	ids := slices.Clone(e.About)
	for _, p := range e.Parts {
		ids = append(ids, p.Person)
	}
	switch b := e.Body.(type) {
	case PersonStated:
		ids = append(ids, b.Person)
	case ContactStated:
		ids = append(ids, b.Person)
	case StayStated:
		ids = append(ids, b.Person)
	case VoiceRecorded:
		ids = append(ids, b.Person)
	case RelationStated:
		ids = append(ids, b.From, b.To)
	case CustodyStated:
		ids = append(append(ids, b.Child, b.Parent1, b.Parent2), b.Third...)
	case AllocationMade:
		ids = append(ids, b.Person)
	case ConsentGiven:
		ids = append(append(ids, b.Person), b.By...)
	case ErasureAsked:
		ids = append(ids, b.Person)
	case ScoreGiven:
		ids = append(ids, b.Part.Person)
	case DomainOpened:
		ids = append(ids, b.Part.Person)
	case ConcernRaised:
		ids = append(ids, b.Persons...)
	case GoalSet:
		ids = append(ids, b.Part.Person)
	case TaskCreated:
		ids = append(ids, b.Part.Person)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return slices.DeleteFunc(ids, func(id ID) bool { return id == "" || id == Every })
}

// ClassOf gives the retention class of an entry (a code of package statute): as
// it was written, or what Classify would say for one from before classes.
func (d *Dossier) ClassOf(e Entry) string {
	if e.Class != "" {
		return e.Class
	}
	return d.classify(e)
}

// Classify gives new entries their retention class. It is fixed when they are
// written, for the key that seals them is of that class.
func (d *Dossier) Classify(entries []Entry) {
	for i := range entries {
		if entries[i].Class == "" {
			entries[i].Class = d.classify(entries[i])
		}
	}
}

// The laws by which the work is done, with the retention class of each.
const (
	lawYouth   = "jw"
	lawWmo     = "wmo"
	lawDebt    = "wgs"
	classOther = "archive" // the Participatiewet names none: the municipality's selection list
)

// classify weighs what an entry says: what a law of its own asks (care, a
// decision), then money under debt help, else the longest of the laws that serve
// the family, so that nothing goes too early.
func (d *Dossier) classify(e Entry) string {
	switch b := e.Body.(type) {
	case ErasureDecided, DataErased:
		return ClassErasure
	case DecisionTaken:
		return classOfLaw(b.Law)
	case AllocationMade:
		return classOfLaw(b.Care.Law)
	}
	laws := d.served()
	debt := len(e.Parts) > 0 && !slices.ContainsFunc(e.Parts, func(p Part) bool { return p.Domain != "money" })
	switch {
	case debt && slices.Contains(laws, lawDebt):
		return lawDebt
	case slices.Contains(laws, lawYouth) || d.aboutChild(e):
		return lawYouth
	case slices.Contains(laws, lawWmo) || len(laws) == 0:
		return lawWmo
	case slices.Contains(laws, "pw"):
		return classOther
	}
	return classOfLaw(laws[0])
}

func (d *Dossier) aboutChild(e Entry) bool {
	return slices.ContainsFunc(Persons(e), func(id ID) bool {
		p, ok := d.Person(id)
		return ok && !p.Birth.IsZero() && p.Birth.AgeOn(nl.On(e.At)) < 18
	})
}

func classOfLaw(law string) string {
	switch law {
	case lawYouth, lawWmo, lawDebt:
		return law
	}
	return classOther
}

package web

import (
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// grantedCare says in plain words which care the municipality granted, from
// when, how much, and what of it was used so far. It holds what this person may
// see of it, the newest first.
func (v *visit) grantedCare(view *access.View) []look.Fact {
	var facts []look.Fact
	list := view.Dossier.Allocations
	for i := len(list) - 1; i >= 0; i-- {
		if a := list[i]; a.State() != dossier.AllocationGone {
			facts = append(facts, v.grantedFact(view, a))
		}
	}
	return facts
}

func (v *visit) grantedFact(view *access.View, a dossier.Allocation) look.Fact {
	fact := look.Fact{Term: v.money("family.care", "care", v.productWords(a.Care), "name", v.firstName(view, a.Person)), Text: v.periodWords(a.Care)}
	if volume := v.volumeWords(a.Care); volume != "" {
		fact.Text += ", " + volume
	}
	if a.Care.Budget > 0 {
		fact.Text += ", " + v.money("family.budget", "amount", v.euros(int(a.Care.Budget)))
	}
	said := []string{v.money("family.granted", "date", v.days.Full(nl.On(a.At)))}
	switch a.State() {
	case dossier.AllocationGiven:
		said = append(said, v.money("family.notbegun"))
	case dossier.AllocationOver:
		said = append(said, v.money("family.ended", "date", v.days.Full(a.Stopped)))
	case dossier.AllocationRests:
		said = append(said, v.money("family.rests", "date", v.days.Full(a.Stopped)))
	default:
		said = append(said, v.money("family.begun", "date", v.days.Full(a.Started)))
	}
	if used := v.usedWords(view, a); used != "" {
		said = append(said, used)
	}
	fact.Note = strings.Join(said, " ")
	return fact
}

// usedWords says what of an allocation was claimed and granted; "" while nothing was.
func (v *visit) usedWords(view *access.View, a dossier.Allocation) string {
	volume, cents := view.Dossier.Used(a.Number)
	if volume == 0 && cents == 0 {
		return ""
	}
	unit, _ := ijw.Words(ijw.Law(a.Care.Law), "Eenheid", a.Care.Unit)
	if a.Care.Unit == "83" || unit == "" {
		return v.money("used.amount", "amount", v.euros(int(cents)))
	}
	return v.money("used", "volume", strconv.FormatInt(volume, 10)+" "+strings.ToLower(unit), "amount", v.euros(int(cents)))
}

// claimedOn gives what was claimed on an allocation, what of it was granted and what
// was not, in cents. Credits are taken off what was granted.
func claimedOn(view *access.View, number string) (claimed, granted, refused int64) {
	for _, c := range view.Dossier.Claims {
		for _, l := range c.Lines {
			switch {
			case l.Number != number:
			case l.Credit && c.Stands(l.Ref):
				granted -= l.Amount
			case l.Credit:
			case !c.Stands(l.Ref):
				claimed, refused = claimed+l.Amount, refused+l.Amount
			case c.Answered.IsZero():
				claimed += l.Amount
			default:
				claimed, granted = claimed+l.Amount, granted+l.Amount
			}
		}
	}
	return claimed, granted, refused
}

package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// writtenCard is one entry as the family reads it.
type writtenCard struct {
	ID     string
	Kind   string // "Notitie"
	Where  string
	Words  string
	Own    bool // the family's own words
	By     string
	Struck bool
	Views  []look.Voice // differing views next to it
	Differ look.Link
	Wrong  look.Link // ask for correction
}

// writtenCards gives the entries that say something about the family in words,
// newest first. Everything else (terms, offers, looks) has a page of its own.
func (v *visit) writtenCards(view *access.View) []writtenCard {
	var cards []writtenCard
	for _, e := range slices.Backward(view.Dossier.Entries) {
		if card, ok := v.writtenCard(view, e); ok {
			cards = append(cards, card)
		}
	}
	return cards
}

func (v *visit) writtenCard(view *access.View, e dossier.Entry) (writtenCard, bool) {
	words, own := entryWords(e.Body)
	if words == "" {
		return writtenCard{}, false
	}
	card := writtenCard{
		ID: "e-" + string(e.ID), Kind: v.say.Say("webfamily.kind." + e.Body.Kind()), Words: words, Own: own || e.By.Role == "family",
		By:     v.say.Say("webfamily.me.wrote", "name", v.actorName(view, e.By), "when", v.days.Moment(e.At)),
		Struck: view.Dossier.Struck(e.ID),
		Differ: look.Link{Text: v.say.Say("webfamily.differ.door"), URL: planURL(view.Dossier.ID, "entries", string(e.ID), "differ")},
		Wrong:  look.Link{Text: v.say.Say("own.right.correction.door"), URL: newRightURL(view.Dossier.ID, dossier.RightCorrection, e.ID)},
	}
	if len(e.Parts) > 0 {
		card.Where = v.whereIs(view, e.Parts[0])
	}
	for _, differing := range view.Dossier.Views {
		if differing.Entry == e.ID {
			card.Views = append(card.Views, look.Voice{Text: differing.Words, Who: v.say.Say("webfamily.differ.said", "name", v.firstName(view, differing.Person), "when", v.days.Moment(differing.At))})
		}
	}
	return card, true
}

func (v *visit) actorName(view *access.View, by dossier.Actor) string {
	switch {
	case by.User == v.signed.User.ID && by.User != "":
		return v.say.Say("webfamily.you")
	case by.Person != "":
		return v.firstName(view, by.Person)
	}
	return by.Name
}

// entryWords gives the words of an entry that a reader may see differently, and
// whether they are the family's own by their nature; "" for the other kinds.
func entryWords(body dossier.Body) (words string, own bool) {
	switch b := body.(type) {
	case dossier.MeldingReceived:
		return b.Words, true
	case dossier.GoalSet:
		return b.Words, true
	case dossier.NoteWritten:
		return b.Words, false
	case dossier.ScoreGiven:
		return b.Words, b.View == "family"
	case dossier.DomainOpened:
		return b.Reason, false
	case dossier.DomainClosed:
		return b.Reason, false
	case dossier.GoalMet:
		return b.Words, false
	case dossier.GoalDropped:
		return b.Reason, false
	}
	return entryWordsOfWork(body), false
}

func entryWordsOfWork(body dossier.Body) string {
	switch b := body.(type) {
	case dossier.TaskReported:
		return b.Words
	case dossier.TaskReturned:
		return b.Reason
	case dossier.TaskDone:
		return b.Words
	case dossier.DecisionTaken:
		return b.Words
	case dossier.EvaluationHeld:
		return b.Words
	case dossier.QuestionAsked:
		return b.Words
	case dossier.QuestionAnswered:
		return b.Words
	case dossier.ClockExtended:
		return b.Reason
	case dossier.InvolvementEnded:
		return b.Reason
	case dossier.Closed:
		return b.Reason
	}
	return ""
}

// entryOf finds an entry that the reader may see differently.
func (v *visit) entryOf(view *access.View) (writtenCard, dossier.Entry, error) {
	e, ok := view.Dossier.Entry(dossier.ID(v.PathValue("entry")))
	if ok {
		if card, shown := v.writtenCard(view, e); shown {
			return card, e, nil
		}
	}
	return writtenCard{}, dossier.Entry{}, fault.New(fault.NotFound, "web.entryOf", "")
}

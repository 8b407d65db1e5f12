package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// decisionCard is a decision as the family reads it, with the way to object.
type decisionCard struct {
	Title string
	Words string
	Until string // when one may object
	Act   *look.Button
}

// lateCard adds to a term that is late why, and what one may do about it: the
// default notice where the law knows a penalty (Awb art. 4:17), else nothing more
// than calling.
func (h *house) lateCard(v *visit, view *access.View, c dossier.Clock, card *termCard) {
	card.Reason = v.say.Say("own.late.unknown")
	switch task, ok := view.Dossier.Task(c.On); {
	case c.Extended > 0 && c.Reason != "":
		card.Reason = v.say.Say("own.late.reason", "reason", c.Reason)
	case ok && task.State == dossier.TaskBack && task.Reason != "":
		card.Reason = v.say.Say("own.late.reason", "reason", task.Reason)
	case view.Dossier.Lead == nil:
		card.Reason = v.say.Say("own.late.nolead")
	}
	term, err := h.Law.Term(c.Term, c.Start)
	if err != nil || term.DefaultCode == "" || view.Me == "" {
		return
	}
	if r, sent := view.Dossier.Invoked(dossier.RightDefault, c.Clock); sent {
		card.Act = &look.Button{Text: v.say.Say("own.right.default.sent"), URL: planURL(view.Dossier.ID, "rights", string(r.Right)), Style: look.Quiet}
		return
	}
	card.Act = &look.Button{Text: v.say.Say("own.right.default.button"), URL: newRightURL(view.Dossier.ID, dossier.RightDefault, c.Clock), Style: look.Quiet, About: card.Title}
}

// decisionCards gives the decisions, the newest first, each with until when one may
// object and the way to do it.
func (h *house) decisionCards(v *visit, view *access.View) []decisionCard {
	var cards []decisionCard
	for _, x := range slices.Backward(view.Dossier.Decisions) {
		card := decisionCard{Title: v.decisionName(x), Words: x.Words, Until: h.objectWords(v, x)}
		if r, sent := view.Dossier.Invoked(dossier.RightObjection, x.Decision); sent {
			card.Act = &look.Button{Text: v.say.Say("own.right.objection.sent"), URL: planURL(view.Dossier.ID, "rights", string(r.Right)), Style: look.Quiet}
		} else if view.Me != "" {
			card.Act = &look.Button{Text: v.say.Say("own.right.objection.start"), URL: newRightURL(view.Dossier.ID, dossier.RightObjection, x.Decision), Style: look.Quiet, About: card.Title}
		}
		cards = append(cards, card)
	}
	return cards
}

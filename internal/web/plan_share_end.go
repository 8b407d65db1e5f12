package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// endShare shows what ends when an involvement ends.
func (h *house) endShare(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showEndShare(v, view, nil)
}

func (h *house) showEndShare(v *visit, view *access.View, failed error) error {
	id := dossier.ID(v.PathValue("involvement"))
	i := slices.IndexFunc(view.Others, func(o access.That) bool { return o.Involvement == id })
	if i < 0 {
		return fault.New(fault.NotFound, "web.endShare", "dossier.involve.none")
	}
	return h.showForm(v, h.endShareBody(v, view, view.Others[i], failed), failed)
}

func (h *house) endShareBody(v *visit, view *access.View, o access.That, failed error) formBody {
	body := formBody{
		Trail: v.planTrail(view, v.tell("share.end")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("share.end.title", "name", o.Name), Text: v.tell("share.end.text")},
	}
	if o.What != nil {
		body.Cards = []look.Card{{Head: look.CardHead{ID: "what", Title: v.tell("share.now")}, Facts: []look.Fact{
			{Term: v.tell("share.for"), Text: v.purposeWord(o.What.Purpose)},
			{Term: v.tell("share.ground"), Text: v.groundWord(o.What.Ground)},
			{Term: v.tell("share.what"), Text: v.whatWords(view, o)},
		}}}
	}
	if left := v.stillHeld(view, o); len(left) > 0 {
		body.Alert = &look.Alert{Tone: look.Soon, Title: v.tell("share.end.tasks", "name", o.Name), Links: left}
	}
	body.Form = h.form(v, 0, "", failed, look.Form{
		Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.tell("share.end"), Style: look.Danger},
		Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(view.Dossier.ID, "share")},
	})
	return body
}

// stillHeld leads to the open tasks of an organisation that is about to stop.
func (v *visit) stillHeld(view *access.View, o access.That) []look.Link {
	var links []look.Link
	for _, t := range view.Dossier.Tasks {
		if t.Open() && !free(t) && t.Holder.Org != "" && t.Holder.Org == o.Subject.Org {
			links = append(links, look.Link{Text: v.taskTitle(t), URL: v.taskURL(view, t)})
		}
	}
	return links
}

// unshare ends an involvement today.
func (h *house) unshare(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.EndInvolvement{Involvement: dossier.ID(v.PathValue("involvement")), Reason: v.value("reason")}))
	if mendable(err) {
		return h.showEndShare(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "share"), "web.chain.share.ended")
}

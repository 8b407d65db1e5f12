package web

import (
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// differBody is what family-differ.html shows: what was written, and room for
// another view beside it.
type differBody struct {
	Trail []look.Link
	Head  look.PageHead
	Entry writtenCard
	Form  look.Form
}

// ownDifferPage asks how the reader sees it.
func (h *house) ownDifferPage(v *visit) error { return h.showDiffer(v, nil) }

func (h *house) showDiffer(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	card, entry, err := v.entryOf(view)
	if err != nil {
		return err
	}
	body := v.differBody(view.Dossier.ID, card, entry)
	body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
	body.Form = body.Form.With(failed, v.say)
	return h.show(v, formStatus(failed), "family-differ", h.page(v, body.Head.Title, body))
}

func (v *visit) differBody(id dossier.ID, card writtenCard, entry dossier.Entry) differBody {
	return differBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.me"), URL: planURL(id, "me")}, {Text: v.say.Say("webfamily.differ.title")}},
		Head:  look.PageHead{Title: v.say.Say("webfamily.differ.title"), Text: v.say.Say("webfamily.differ.text")},
		Entry: card,
		Form: look.Form{
			Action: planURL(id, "entries", string(entry.ID), "differ"), Button: look.Button{Text: v.say.Say("webfamily.differ.save")},
			Cancel: &look.Link{Text: v.say.Say("webfamily.cancel"), URL: planURL(id, "me") + "#e-" + string(entry.ID)},
			Fields: []look.Field{{Kind: look.Words, Name: "words", Label: v.say.Say("webfamily.differ.words"), Large: true, Rows: 5, MaxLength: 5000, Value: v.value("words")}},
		},
	}
}

// ownDiffer records the differing view next to the entry.
func (h *house) ownDiffer(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	entry := dossier.ID(v.PathValue("entry"))
	command := dossier.Differ{Entry: entry, Person: view.Me, Words: v.value("words")}
	_, err = h.Office.Do(v.ctx, v.wish(v.dossier(), command, v.typed("view.words", "words", view.Me)))
	if mendable(err) {
		return h.showDiffer(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "me")+"#e-"+string(entry), "webfamily.differ.saved")
}

package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// ownVoiceBody is what family-voice.html shows: a child speaks for itself.
type ownVoiceBody struct {
	Trail   []look.Link
	Head    look.PageHead
	Safe    look.Alert
	Form    look.Form
	Earlier []voiceCard
	Rights  []look.Disclosure
	Object  *look.Link // to say that someone may not read along
}

// voiceCard is what the child said before, and who may read it.
type voiceCard struct {
	Said   look.Voice
	Shared look.Chip
	Change look.Button // share it after all, or no longer
}

// ownVoicePage is for a child of 12 or older; access decides.
func (h *house) ownVoicePage(v *visit) error { return h.showOwnVoice(v, nil) }

func (h *house) showOwnVoice(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	if may := view.May[dossier.ActOwn]; !may.Allow {
		return &fault.Error{Code: fault.Forbidden, Op: "web.showOwnVoice", Key: may.Key, Args: may.Args}
	}
	body := v.ownVoiceBody(view)
	body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
	body.Form = body.Form.With(failed, v.say)
	return h.show(v, formStatus(failed), "family-voice", h.page(v, body.Head.Title, body))
}

func (v *visit) ownVoiceBody(view *access.View) ownVoiceBody {
	id, lead := view.Dossier.ID, v.say.Say("webfamily.voice.lead.none")
	if l := view.Dossier.Lead; l != nil {
		lead = l.Name
	}
	body := ownVoiceBody{
		Trail: v.familyTrail(view, v.say.Say("webfamily.voice.door")),
		Head:  look.PageHead{Title: v.say.Say("webfamily.voice.title"), Text: v.say.Say("webfamily.voice.text")},
		Safe:  look.Alert{Tone: look.Shut, Text: v.say.Say("webfamily.voice.safe")},
		Form: look.Form{Action: planURL(id, "voice"), Button: look.Button{Text: v.say.Say("webfamily.voice.save")}, Fields: []look.Field{
			{Kind: look.Words, Name: "words", Label: v.say.Say("webfamily.voice.words"), Large: true, Rows: 6, MaxLength: 5000, Value: v.value("words")},
			{Kind: look.Checkbox, Name: "shared", Label: v.say.Say("webfamily.voice.share", "name", lead), Optional: true, Value: v.value("shared")},
		}},
		Rights: []look.Disclosure{{Summary: v.say.Say("webfamily.voice.help"), Text: []string{v.say.Say("webfamily.voice.help.text")}}},
	}
	if v.mayObject(view) {
		body.Object = &look.Link{Text: v.say.Say("trust.object.door"), URL: planURL(id, "object")}
	}
	for _, said := range slices.Backward(view.Dossier.Voices) {
		if said.Person != view.Me {
			continue
		}
		chip := look.Chip{Tone: look.Shut, Text: v.say.Say("webfamily.voice.mine")}
		change := look.Button{Text: v.say.Say("trust.voice.share", "name", lead), Style: look.Quiet, Post: planURL(id, "voice", string(said.Voice), "share")}
		if said.Shared {
			change.Text, change.Post = v.say.Say("trust.voice.keep"), planURL(id, "voice", string(said.Voice), "keep")
			chip = look.Chip{Tone: look.OK, Text: v.say.Say("webfamily.voice.shared", "name", lead)}
		}
		body.Earlier = append(body.Earlier, voiceCard{look.Voice{Text: said.Words, Who: v.dayWords(nl.On(said.At))}, chip, change})
	}
	return body
}

// ownVoice keeps what the child says.
func (h *house) ownVoice(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	command := dossier.Speak{Person: view.Me, Words: v.value("words"), Shared: v.value("shared") != ""}
	_, err = h.Office.Do(v.ctx, v.wish(v.dossier(), command, v.typed("voice.words", "words", view.Me)))
	if mendable(err) {
		return h.showOwnVoice(v, err)
	}
	if err != nil {
		return err
	}
	key := "webfamily.voice.saved"
	if command.Shared {
		key = "webfamily.voice.saved.shared"
	}
	return h.see(v, planURL(v.dossier(), "voice"), key)
}

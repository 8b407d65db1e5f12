package web

import (
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// helpBody is what family-help.html shows: the question in the night.
type helpBody struct {
	Head   look.PageHead
	Danger look.Alert
	Kept   *draftNote // a draft was kept
	Form   look.Form
	Keep   look.Button
	Writer *look.Field // of whoever writes it down for another
	Known  []look.Fact // what nobody has to type
	Team   *look.Contact
	Rights []look.Disclosure
	Empty  *look.Empty
}

// helpPage asks a resident what is going on; staff and whoever is not signed in
// read how asking for help works.
func (h *house) helpPage(v *visit) error {
	if !v.known || v.signed.User.Kind != access.Citizen {
		return h.showHelpFirst(v)
	}
	return h.showHelp(v, nil)
}

// asker is who asks for help, and the team that will read it.
type asker struct {
	profile casework.Profile
	team    store.Org
	family  dossier.ID // the dossier of their own family; "" when there is none
}

// asking looks up what is known of the signed-in resident, so that they type nothing of it.
func (h *house) asking(v *visit) (asker, error) {
	profile, err := h.Office.Profile(v.ctx)
	if err != nil {
		return asker{}, err
	}
	team, err := h.Office.TeamOf(v.ctx, profile.Municipality)
	if err != nil {
		return asker{}, err
	}
	who := asker{profile: profile, team: team}
	families, err := h.Office.Families(v.ctx, casework.FamilyAsk{})
	if err != nil {
		return asker{}, err
	}
	for _, family := range families.Items {
		if family.Role == "family" && who.family == "" {
			who.family = family.Dossier
		}
	}
	return who, nil
}

func (h *house) showHelp(v *visit, failed error) error {
	who, err := h.asking(v)
	if fault.Is(err, fault.NotFound) {
		return h.showHelpless(v)
	}
	if err != nil {
		return err
	}
	body := v.helpBody(who)
	draft, err := h.Office.DraftOf(v.ctx, casework.DraftHelp)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	v.resume(&body, draft, failed)
	body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
	body.Form = body.Form.With(failed, v.say)
	page := h.page(v, body.Head.Title, body)
	return h.show(v, formStatus(failed), "family-help", page)
}

// resume goes on with the draft that was kept. When another window kept a newer
// one, both stand on the page and what was typed here comes first.
func (v *visit) resume(body *helpBody, draft casework.Draft, failed error) {
	body.Form.Fields = v.draftSaid(draft, append(body.Form.Fields, *body.Writer))
	last := len(body.Form.Fields) - 1
	*body.Writer, body.Form.Fields = body.Form.Fields[last], body.Form.Fields[:last]
	if draft.Version > 0 {
		body.Kept = v.draftNote(draft, "/help")
	}
	if key, _ := fault.Message(failed); key == "casework.draft.newer" && draft.Values["words"] != v.value("words") && draft.Values["words"] != "" {
		body.Kept.Other = &look.Voice{Text: draft.Values["words"], Who: v.say.Say("own.draft.other")}
	}
	body.Form.Fields = append(body.Form.Fields, draftField(draft.Version))
}

// helpBody asks only the words and what threatens; the rest is known.
func (v *visit) helpBody(who asker) helpBody {
	title := v.say.Say("webfamily.help.title")
	if who.family != "" {
		title = v.say.Say("webfamily.help.again")
	}
	return helpBody{
		Head:   look.PageHead{Title: title, Text: v.say.Say("webfamily.help.text")},
		Danger: v.danger(),
		Form:   v.helpForm(),
		Keep:   look.Button{Text: v.say.Say("own.draft.keep"), Style: look.Quiet, Name: fieldDo, Value: doKeep},
		Writer: &look.Field{Kind: look.Text, Name: "writer", Label: v.say.Say("own.help.writer"), Hint: v.say.Say("own.help.writer.hint"), Optional: true, MaxLength: 200, Value: v.value("writer")},
		Known:  v.knownFacts(who.profile),
		Team:   &look.Contact{Name: who.team.Name, Tel: who.team.Phone},
		Rights: v.supportRights(),
	}
}

func (v *visit) helpForm() look.Form {
	threats := []look.Option{}
	for _, code := range []string{"eviction", "utilities", "insurance", "no"} {
		threats = append(threats, look.Option{Value: code, Text: v.say.Say("webfamily.help.threat." + code)})
	}
	return look.Form{Action: "/help", Button: look.Button{Text: v.say.Say("webfamily.help.send")}, Fields: []look.Field{
		{Kind: look.Words, Name: "words", Label: v.say.Say("webfamily.help.words"), Hint: v.say.Say("webfamily.help.words.hint"), Large: true, Rows: 7, MaxLength: 5000, Value: v.value("words")},
		{Kind: look.Radios, Name: "threat", Label: v.say.Say("webfamily.help.threat"), Hint: v.say.Say("webfamily.help.threat.hint"), Options: threats, Optional: true, Value: v.value("threat")},
		{Kind: look.Checkbox, Name: "children", Label: v.say.Say("webfamily.help.children"), Optional: true, Value: v.value("children")},
	}}
}

// knownFacts shows what the register and the sign-in told, with its source.
func (v *visit) knownFacts(p casework.Profile) []look.Fact {
	brp, signin := v.say.Say("webfamily.from.brp"), v.say.Say("webfamily.from.signin")
	var facts []look.Fact
	add := func(key, value, from string) {
		if value != "" {
			facts = append(facts, look.Fact{Term: v.say.Say(key), Text: value, Note: from})
		}
	}
	add("webfamily.me.name", p.Name.Full(), brp)
	if !p.Birth.IsZero() {
		add("webfamily.me.birth", v.days.Full(p.Birth), brp)
	}
	address := addressLine(p.Address)
	if address != "" && p.Secret {
		address += " · " + v.say.Say("webfamily.me.secret")
	}
	add("webfamily.me.address", address, brp)
	add("webfamily.me.phone", v.straight(p.Phone), signin)
	return facts
}

// danger says first of all what to do when waiting is not possible.
func (v *visit) danger() look.Alert {
	return look.Alert{Tone: look.Late, Text: v.say.Say("webfamily.help.danger")}
}

// supportRights offers the free independent supporter and the own plan (Wmo
// 2015 art. 2.3.2 lid 2 and 3; Jeugdwet art. 4.1.2).
func (v *visit) supportRights() []look.Disclosure {
	return []look.Disclosure{
		{Summary: v.say.Say("webfamily.supporter"), Text: []string{v.say.Say("webfamily.supporter.text"), v.say.Say("webfamily.supporter.how")}},
		{Summary: v.say.Say("webfamily.ownplan"), Text: []string{v.say.Say("webfamily.ownplan.text"), v.say.Say("webfamily.ownplan.how")}},
	}
}

// showHelpless tells a resident of whom the register knows nothing whom to call.
func (h *house) showHelpless(v *visit) error {
	body := helpBody{
		Head:   look.PageHead{Title: v.say.Say("webfamily.help.title")},
		Danger: v.danger(),
		Empty:  &look.Empty{Title: v.say.Say("webfamily.help.unknown"), Text: v.say.Say("webfamily.help.unknown.text")},
		Rights: v.supportRights(),
	}
	return h.show(v, http.StatusOK, "family-help", h.page(v, body.Head.Title, body))
}

// showHelpFirst explains asking for help to whoever cannot do it here and now.
func (h *house) showHelpFirst(v *visit) error {
	body := helpBody{
		Head:   look.PageHead{Title: v.say.Say("webfamily.help.title"), Text: v.say.Say("webfamily.help.how")},
		Danger: v.danger(),
		Empty: &look.Empty{
			Title: v.say.Say("webfamily.help.signin"), Text: v.say.Say("webfamily.help.signin.text"),
			Button: &look.Button{Text: v.say.Say("webfamily.help.signin.button"), URL: "/signin?to=/help"},
		},
		Rights: v.supportRights(),
	}
	if v.known {
		body.Head.Text = v.say.Say("webfamily.help.staff")
		body.Empty = &look.Empty{
			Title: v.say.Say("webfamily.help.staff.title"), Text: v.say.Say("webfamily.help.staff.text"),
			Button: &look.Button{Text: v.say.Say("webfamily.help.staff.button"), URL: "/"},
		}
	}
	page := h.page(v, body.Head.Title, body)
	page.Narrow, page.Family = true, !v.known
	return h.show(v, http.StatusOK, "family-help", page)
}

// askHelp sends the question: a new dossier, or one more question in the own family's.
func (h *house) askHelp(v *visit) error {
	switch v.value(fieldDo) {
	case doKeep:
		return h.keepHelp(v)
	case doDrop:
		return h.dropHelp(v)
	}
	done, err := h.sendPlea(v)
	if mendable(err) {
		return h.showHelp(v, err)
	}
	if err != nil {
		return err
	}
	melding, err := h.lastMelding(v, done.Dossier)
	if err != nil {
		return err
	}
	return h.see(v, planURL(done.Dossier, "asked", string(melding)), "")
}

// sendPlea sends the question once, however often the button was pressed.
// Changed words under an old key are a new question.
func (h *house) sendPlea(v *visit) (casework.Done, error) {
	plea := v.plea()
	done, err := h.Office.AskForHelp(v.ctx, plea)
	if keyClash(err) {
		plea.Key = string(h.NewID())
		return h.Office.AskForHelp(v.ctx, plea)
	}
	return done, err
}

// plea turns the form into the request for help.
func (v *visit) plea() casework.Help {
	plea := casework.Help{
		Words: v.value("words"), Threat: v.value("threat"), Laws: []string{"wmo"}, Channel: "web", Key: v.value(fieldKey),
		Writer: v.value("writer"), Typed: []casework.Typed{v.typed("melding.words", "words", "")},
	}
	if v.value("children") != "" {
		plea.Laws = append(plea.Laws, "jw")
	}
	if plea.Threat == "no" {
		plea.Threat = ""
	}
	return plea
}

// lastMelding gives the newest request for help of the signed-in person.
func (h *house) lastMelding(v *visit, id dossier.ID) (dossier.ID, error) {
	view, err := h.Office.Open(v.ctx, id)
	if err != nil {
		return "", err
	}
	melding := dossier.ID("")
	for _, m := range view.Dossier.Meldingen {
		if m.From == view.Me {
			melding = m.Melding
		}
	}
	return melding, nil
}

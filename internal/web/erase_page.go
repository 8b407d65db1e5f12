package web

import (
	"slices"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/inspect"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// eraseRoutes are the pages of taking one's data away, of asking to erase them,
// and of deciding on that.
func (h *house) eraseRoutes() []route {
	return []route{
		{pattern: "GET /plan/{dossier}/data", purpose: "own", flow: "family.data", handle: (*house).ourDataPage},
		{pattern: "POST /plan/{dossier}/data", purpose: "own", flow: "family.data", handle: (*house).askErasure},
		{pattern: "POST /plan/{dossier}/data/copy", purpose: "own", flow: "family.data", handle: (*house).takeCopy},
		{pattern: "GET /kept", handle: (*house).keptPage},
		{pattern: "GET /case/{dossier}/erasure", handle: (*house).erasurePage},
		{pattern: "POST /case/{dossier}/erasure", handle: (*house).decideErasure},
	}
}

// ourDataPage lets a family member take a copy, or ask to have data erased.
func (h *house) ourDataPage(v *visit) error { return h.showOurData(v, nil) }

func (h *house) showOurData(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	id := view.Dossier.ID
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.sight"), URL: planURL(id, "sight")}, {Text: v.say.Say("erasure.page.title")}},
		Head:  look.PageHead{Title: v.say.Say("erasure.page.title"), Text: v.say.Say("erasure.page.text")},
	}
	for _, x := range view.Dossier.Erasures {
		body.Facts = append(body.Facts, v.erasureFact(view.Dossier, x))
	}
	copied := look.Form{Action: planURL(id, "data", "copy"), Button: look.Button{Text: v.say.Say("erasure.copy.button")}}
	who := look.Field{Kind: look.Radios, Name: "person", Label: v.say.Say("erasure.ask.person"), Value: v.value("person")}
	for _, p := range view.Dossier.Persons {
		if h.mayAskErasure(v, view, p) {
			who.Options = append(who.Options, look.Option{Value: string(p.ID), Text: p.Name.Informal()})
		}
	}
	if len(who.Options) == 1 {
		who.Value = who.Options[0].Value
	}
	ask := look.Form{Action: planURL(id, "data"), Button: look.Button{Text: v.say.Say("erasure.ask.button"), Style: look.Quiet}, Fields: append(h.hidden(v, 0), who,
		look.Field{Kind: look.Area, Name: "words", Label: v.say.Say("erasure.ask.words"), Rows: 3})}
	body.Forms = []trustForm{
		{Head: look.CardHead{ID: "copy", Title: v.say.Say("erasure.copy.title")}, Text: v.say.Say("erasure.copy.text"), Form: copied},
		{Head: look.CardHead{ID: "ask", Title: v.say.Say("erasure.ask.title")}, Text: v.say.Say("erasure.ask.text"), Form: v.formAgain(ask, failed)},
	}
	return h.showTrust(v, body, failed)
}

// mayAskErasure tells for whom the reader may ask it: themselves, a child under
// their custody that is too young to ask, and whom they represent.
func (h *house) mayAskErasure(v *visit, view *access.View, p dossier.Person) bool {
	d := view.Dossier
	own := p.ID == view.Me || d.Represents(view.Me, p.ID, v.today) || slices.Contains(d.CustodyOf(p.ID, v.today), view.Me)
	return own && d.AsksErasure(view.Me, p, h.Law, v.today)
}

// erasureFact says what became of a request.
func (v *visit) erasureFact(d *dossier.Dossier, x dossier.Erasure) look.Fact {
	until := nl.On(x.At).AddMonths(1)
	if c, ok := d.ClockOn(x.Erasure, ""); ok {
		until = c.Due
	}
	return look.Fact{Term: v.days.Full(nl.On(x.At)), Text: x.Words, Note: v.say.Say("erasure.state."+x.State, "day", v.days.Full(until), "why", x.Why)}
}

// askErasure sends the request to the privacy officer.
func (h *house) askErasure(v *visit) error {
	_, err := h.Office.AskErasure(v.ctx, v.dossier(), v.id("person"), v.value("words"), v.value(fieldKey), 0)
	if mendable(err) {
		return h.showOurData(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "data"), "erasure.ask.sent")
}

// takeCopy gives the copy as a file: what the asker may see, to read and for programs.
func (h *house) takeCopy(v *visit) error {
	view, err := h.Office.Inspect(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	raw, err := inspect.Zip(view, v.say)
	if err != nil {
		return err
	}
	head := v.ResponseWriter.Header()
	head.Set("Content-Type", "application/zip")
	head.Set("Content-Length", strconv.Itoa(len(raw)))
	head.Set("Content-Disposition", `attachment; filename="`+v.say.Say("inspect.file")+`.zip"`)
	_, err = v.ResponseWriter.Write(raw)
	return fault.Wrap(fault.Unavailable, "web.takeCopy", err)
}

// keptPage lists for the privacy officer what is over its term of keeping.
func (h *house) keptPage(v *visit) error {
	if !v.signed.Has("privacy") {
		return fault.New(fault.NotFound, "web.keptPage", "")
	}
	due, err := h.Office.DueForErasure(v.ctx)
	if err != nil {
		return err
	}
	body := trustBody{Head: look.PageHead{Title: v.say.Say("erasure.queue.title"), Text: v.say.Say("erasure.queue.text")}}
	for _, kept := range due {
		first := v.termFact(kept.Terms[0])
		body.Facts = append(body.Facts, look.Fact{Term: kept.Name, Text: first.Text, Note: first.Note, URL: caseURL(kept.Dossier, "erasure"), Link: v.say.Say("erasure.officer.link")})
	}
	if len(due) == 0 {
		body.Head.Text, body.Empty = "", &look.Empty{Title: v.say.Say("erasure.queue.none")}
	}
	return h.showTrust(v, body, nil)
}

func (v *visit) termFact(t dossier.Term) look.Fact {
	count := strconv.Itoa(t.Entries)
	if t.Last.IsZero() {
		return look.Fact{Term: t.Class, Text: v.say.Say("erasure.term.open", "count", count)}
	}
	fact := look.Fact{Term: v.say.Say("erasure.term.law", "law", v.say.Say("statute.law."+t.Law), "article", t.Article)}
	fact.Text = v.say.Say("erasure.term.text", "count", count, "day", v.days.Full(t.Last))
	fact.Note = fact.Term
	if t.Due {
		fact.Note = v.say.Say("erasure.term.due") + " " + fact.Term
	}
	return fact
}

// erasurePage shows the officer the terms and the requests of one dossier.
func (h *house) erasurePage(v *visit) error { return h.showErasure(v, nil) }

func (h *house) showErasure(v *visit, failed error) error {
	kept, err := h.Office.Retention(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	d := view.Dossier
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("erasure.queue.title"), URL: "/kept"}, {Text: v.say.Say("erasure.decide.title")}},
		Head:  look.PageHead{Kicker: d.Name, Title: v.say.Say("erasure.decide.title"), Text: v.say.Say("erasure.decide.text")},
	}
	if d.Erased {
		body.Head.Text, body.Empty = "", &look.Empty{Title: v.say.Say("erasure.gone")}
		return h.showTrust(v, body, failed)
	}
	for _, t := range kept.Terms {
		body.Facts = append(body.Facts, v.termFact(t))
	}
	for _, x := range d.Erasures {
		if x.State == dossier.ErasureOpen {
			body.Forms = append(body.Forms, trustForm{
				Head: look.CardHead{ID: "ask-" + string(x.Erasure), Title: v.say.Say("erasure.request")}, Form: h.erasureForm(v, x, kept.Shared[x.Person], failed),
				Text: v.say.Say("erasure.request.from", "who", x.By.Name, "day", v.days.Full(nl.On(x.At))) + ": " + x.Words,
			})
			continue
		}
		body.Facts = append(body.Facts, v.erasureFact(d, x))
	}
	if kept.Due {
		form := look.Form{Action: caseURL(d.ID, "erasure"), Button: look.Button{Text: v.say.Say("erasure.due.button"), Style: look.Danger}, Fields: append(h.hidden(v, 0),
			look.Field{Kind: look.Area, Name: "words", Label: v.say.Say("erasure.words"), Hint: v.say.Say("erasure.words.hint"), Rows: 2})}
		body.Forms = append(body.Forms, trustForm{Head: look.CardHead{ID: "due", Title: v.say.Say("erasure.due.title")}, Text: v.say.Say("erasure.due.text"), Form: v.formAgain(form, failed)})
	}
	return h.showTrust(v, body, failed)
}

func (h *house) erasureForm(v *visit, x dossier.Erasure, shared []casework.SharedEntry, failed error) look.Form {
	say := v.say.Say
	form := look.Form{Action: caseURL(v.dossier(), "erasure"), Button: look.Button{Text: say("erasure.button")}, Fields: append(h.hidden(v, 0),
		look.Field{Kind: look.Hidden, Name: "erasure", Value: string(x.Erasure)},
		look.Field{Kind: look.Radios, Name: "outcome", Label: say("erasure.outcome"), Options: []look.Option{{Value: dossier.ErasureYes, Text: say("erasure.yes")}, {Value: dossier.ErasureNo, Text: say("erasure.no")}}},
		look.Field{Kind: look.Radios, Name: "basis", Label: say("erasure.basis"), Hint: say("erasure.basis.hint"), Optional: true, Options: []look.Option{{Value: dossier.KeepInterest, Text: say("erasure.basis.interest")}, {Value: dossier.KeepStatute, Text: say("erasure.basis.statute")}}},
		look.Field{Kind: look.Area, Name: "words", Label: say("erasure.words"), Hint: say("erasure.words.hint"), Rows: 2})}
	if len(shared) > 0 {
		also := look.Field{Kind: look.Checkboxes, Name: "shared", Label: say("erasure.shared"), Hint: say("erasure.shared.hint"), Optional: true}
		for _, e := range shared {
			also.Options = append(also.Options, look.Option{Value: string(e.ID), Text: say("inspect.kind."+e.Kind) + ", " + v.days.Full(e.On), Hint: v.say.Count("erasure.shared.others", e.Others)})
		}
		last := len(form.Fields) - 1
		form.Fields = append(form.Fields[:last:last], also, form.Fields[last])
	}
	if v.id("erasure") != x.Erasure {
		return form
	}
	return v.formAgain(form, failed)
}

// decideErasure records the decision; what it takes away goes at once.
func (h *house) decideErasure(v *visit) error {
	command := dossier.DecideErasure{Erasure: v.id("erasure"), Outcome: v.value("outcome"), Basis: v.value("basis"), Words: v.value("words")}
	for _, id := range v.PostForm["shared"] {
		command.Shared = append(command.Shared, dossier.ID(id))
	}
	if command.Erasure == "" {
		kept, err := h.Office.Retention(v.ctx, v.dossier())
		if err != nil {
			return err
		}
		command.Outcome, command.Classes = dossier.ErasureYes, dueClasses(kept)
	}
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	if mendable(err) {
		return h.showErasure(v, reasonAsWords(err))
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(v.dossier(), "erasure"), "erasure.decided")
}

// dueClasses names the classes that are over their term; none when all are, which
// means the whole dossier.
func dueClasses(kept casework.Kept) []string {
	var classes []string
	for _, t := range kept.Terms {
		if t.Due {
			classes = append(classes, t.Class)
		}
	}
	if len(classes) == len(kept.Terms) {
		return nil
	}
	return classes
}

// reasonAsWords puts a finding beside the field as this form calls it.
func reasonAsWords(err error) error { return besideOther(err, "reason", "words") }

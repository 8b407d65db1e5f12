package web

import (
	"slices"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
)

// trustBody is what trust.html shows: pages about who looked, and about looking
// in an emergency.
type trustBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Alerts []look.Alert
	Chips  []look.Chip
	Table  look.Table
	Pager  *look.Pager
	Empty  *look.Empty
	Facts  []look.Fact
	Voices []look.Voice
	Forms  []trustForm
	Links  []look.Link
}

// trustForm is a form with its heading and what one must know first.
type trustForm struct {
	Head look.CardHead
	Text string
	Form look.Form
}

// trustRoutes are the pages of emergency access, safety holds, questions about
// looks, and looks that stand out.
func (h *house) trustRoutes() []route {
	return []route{
		{pattern: "GET /emergency", purpose: "safety", flow: "emergency", handle: (*house).glassPage},
		{pattern: "POST /emergency", purpose: "safety", flow: "emergency", handle: (*house).breakGlass},
		{pattern: "GET /emergency/{dossier}", purpose: "safety", flow: "emergency", handle: (*house).glassRoom},
		{pattern: "POST /emergency/{dossier}/{glass}/end", purpose: "safety", flow: "emergency", handle: (*house).endGlass},
		{pattern: "GET /case/{dossier}/emergency/{glass}", handle: (*house).reviewPage},
		{pattern: "POST /case/{dossier}/emergency/{glass}", handle: (*house).reviewGlass},
		{pattern: "GET /case/{dossier}/hold", purpose: "safety", handle: (*house).holdPage},
		{pattern: "POST /case/{dossier}/hold", purpose: "safety", handle: (*house).setHold},
		{pattern: "POST /case/{dossier}/hold/{hold}", purpose: "safety", handle: (*house).changeHold},
		{pattern: "GET /plan/{dossier}/looks/{look}", purpose: "own", flow: "family.looks", handle: (*house).askLookPage},
		{pattern: "POST /plan/{dossier}/looks/{look}", purpose: "own", flow: "family.looks", handle: (*house).askLook},
		{pattern: "GET /plan/{dossier}/object", purpose: "own", flow: "family.object", handle: (*house).objectionPage},
		{pattern: "POST /plan/{dossier}/object", purpose: "own", flow: "family.object", handle: (*house).object},
		{pattern: "POST /plan/{dossier}/object/{consent}", purpose: "own", flow: "family.object", handle: (*house).objectNoMore},
		{pattern: "POST /plan/{dossier}/voice/{voice}/{how}", purpose: "own", flow: "family.voice", handle: (*house).shareVoice},
		{pattern: "GET /unusual", handle: (*house).oddPage},
		{pattern: "GET /unusual/facts", handle: (*house).factsPage},
		{pattern: "POST /unusual/facts", handle: (*house).keepStaff},
		{pattern: "POST /unusual/facts/famous", handle: (*house).keepFamous},
		{pattern: "GET /unusual/{dossier}/{look}", handle: (*house).oddForm},
		{pattern: "POST /unusual/{dossier}/{look}", handle: (*house).judgeOdd},
	}
}

func (h *house) showTrust(v *visit, body trustBody, failed error) error {
	page := h.page(v, body.Head.Title, body)
	page.Narrow = len(body.Table.Rows) == 0
	return h.show(v, formStatus(failed), "trust", page)
}

// mayBreak tells whether the kind of organisation may ask for emergency access at all.
func (v *visit) mayBreak(law *statute.Set) bool {
	ground, err := law.Ground(dossier.GlassGround, v.today)
	return err == nil && ground.Active && slices.Contains(ground.Parties, v.signed.Org.Kind) && (v.signed.Has("worker") || v.signed.Has("decider") || v.signed.Has("lead"))
}

// glassPage asks whom it is about, what must be seen and why.
func (h *house) glassPage(v *visit) error { return h.showGlass(v, nil) }

func (h *house) showGlass(v *visit, failed error) error {
	if !v.mayBreak(h.Law) {
		return fault.New(fault.NotFound, "web.showGlass", "")
	}
	body := trustBody{Head: look.PageHead{Title: v.say.Say("trust.glass.title"), Text: v.say.Say("trust.glass.text")}}
	body.Alerts = []look.Alert{{Tone: look.Soon, Title: v.say.Say("trust.glass.seen"), Items: []string{
		v.say.Say("trust.glass.seen.1"), v.say.Say("trust.glass.seen.2"), v.say.Say("trust.glass.seen.3"),
	}}}
	form := look.Form{Action: "/emergency", Fields: append(h.hidden(v, 0), h.glassFields(v)...), Button: look.Button{Text: v.say.Say("trust.glass.button"), Style: look.Danger}}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "ask", Title: v.say.Say("trust.glass.who")}, Form: v.formAgain(form, failed)}}
	return h.showTrust(v, body, failed)
}

func (h *house) glassFields(v *visit) []look.Field {
	ground, err := h.Law.Ground(dossier.GlassGround, v.today)
	if err != nil {
		return nil
	}
	what := look.Field{Kind: look.Checkboxes, Name: "domains", Label: v.say.Say("trust.glass.domains"), Hint: v.say.Say("trust.glass.domains.hint")}
	for _, d := range h.Law.Domains() {
		if slices.Contains(ground.Categories, d.Code) {
			what.Options = append(what.Options, look.Option{Value: d.Code, Text: v.domain(d.Code)})
		}
	}
	return []look.Field{
		{Kind: look.Text, Name: "bsn", Label: v.say.Say("web.find.field.bsn"), Hint: v.say.Say("trust.glass.bsn.hint"), Size: "medium", InputMode: "numeric", Optional: true},
		{Kind: look.Text, Name: "family", Label: v.say.Say("web.find.field.family"), Optional: true},
		{Kind: look.DayParts, Name: "birth", Label: v.say.Say("web.find.field.birth"), Optional: true},
		what,
		{Kind: look.Area, Name: "reason", Label: v.say.Say("trust.glass.reason"), Hint: v.say.Say("trust.glass.reason.hint")},
		{Kind: look.Area, Name: "hush", Label: v.say.Say("trust.glass.hush"), Hint: v.say.Say("trust.glass.hush.hint"), Optional: true, Rows: 2},
	}
}

// breakGlass opens the named parts. What was typed travels in the body only.
func (h *house) breakGlass(v *visit) error {
	if !v.mayBreak(h.Law) {
		return fault.New(fault.NotFound, "web.breakGlass", "")
	}
	ask := casework.GlassAsk{Domains: v.PostForm["domains"], Reason: v.value("reason"), Hush: v.value("hush"), Key: v.value(fieldKey)}
	ask.FindAsk = casework.FindAsk{BSN: v.value("bsn"), Family: v.value("family")}
	if ask.BSN == "" {
		birth, wrong := v.dayParts("birth")
		if wrong != nil {
			return h.showGlass(v, fault.In("web.breakGlass", *wrong))
		}
		ask.Birth = birth
	}
	if ask.BSN == "" && ask.Family == "" {
		return h.showGlass(v, fault.In("web.breakGlass", fault.Field{Name: "bsn", Key: "trust.glass.whom"}))
	}
	done, err := h.Office.BreakGlass(v.ctx, ask)
	switch {
	case fault.Is(err, fault.NotFound):
		return h.showGlass(v, fault.In("web.breakGlass", fault.Field{Name: "bsn", Key: "casework.glass.nobody"}))
	case besideOther(err, "parts", "domains") != nil && mendable(err):
		return h.showGlass(v, besideOther(err, "parts", "domains"))
	case err != nil:
		return err
	}
	return h.see(v, "/emergency/"+string(done.Dossier), "trust.glass.done")
}

// besideOther gives a fault whose findings beside one field stand beside another.
func besideOther(err error, from, to string) error {
	fields := slices.Clone(fault.Fields(err))
	if len(fields) == 0 {
		return err
	}
	for i := range fields {
		if fields[i].Name == from {
			fields[i].Name = to
		}
	}
	return fault.In("web.besideOther", fields...)
}

// glassRoom shows what the emergency access opened, and until when.
func (h *house) glassRoom(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	body := trustBody{Head: look.PageHead{Title: v.say.Say("trust.room.title", "family", view.Dossier.Name)}}
	for _, g := range view.Dossier.Glasses {
		if g.By.User != v.signed.User.ID || !g.Open(v.now) {
			continue
		}
		body.Head.Text = v.say.Say("trust.room.until", "time", v.days.Clock(g.Until))
		end := look.Form{Action: "/emergency/" + string(view.Dossier.ID) + "/" + string(g.Glass) + "/end", Fields: h.hidden(v, 0), Button: look.Button{Text: v.say.Say("trust.room.end"), Style: look.Quiet}}
		body.Forms = append(body.Forms, trustForm{Head: look.CardHead{ID: "end", Title: v.say.Say("trust.room.ready")}, Text: v.say.Say("trust.room.ready.text"), Form: end})
	}
	for _, p := range view.Dossier.Persons {
		fact := look.Fact{Term: v.say.Say("trust.room.person"), Text: p.Name.Informal()}
		if p.Phone != "" {
			fact.Note = v.say.Say("trust.room.phone", "phone", p.Phone)
		}
		body.Facts = append(body.Facts, fact)
	}
	for _, that := range view.Others {
		body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("trust.room.that"), Text: that.Name, Note: that.Phone})
	}
	for _, e := range slices.Backward(view.Dossier.Notes()) {
		if note, ok := e.Body.(dossier.NoteWritten); ok {
			body.Voices = append(body.Voices, look.Voice{Text: note.Words, Who: e.By.Name + ", " + v.days.Full(nl.On(e.At))})
		}
	}
	return h.showTrust(v, body, nil)
}

// endGlass ends one's own emergency access.
func (h *house) endGlass(v *visit) error {
	glass := dossier.ID(v.PathValue("glass"))
	_, err := h.Office.Do(v.ctx, casework.Wish{Dossier: v.dossier(), Command: dossier.EndGlass{Glass: glass}, Key: v.value(fieldKey)})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return h.see(v, "/work", "trust.room.ended")
}

// reviewPage shows the privacy officer what happened, and asks for the outcome;
// the lead reads the same.
func (h *house) reviewPage(v *visit) error { return h.showReview(v, nil) }

func (h *house) showReview(v *visit, failed error) error {
	view, err := h.openGlassCase(v)
	if err != nil {
		return err
	}
	glass, ok := view.Dossier.Glass(dossier.ID(v.PathValue("glass")))
	if !ok {
		return fault.New(fault.NotFound, "web.showReview", "")
	}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.work"), URL: "/work"}, {Text: v.say.Say("trust.review.title")}},
		Head:  look.PageHead{Kicker: view.Dossier.Name, Title: v.say.Say("trust.review.title")},
		Facts: v.glassFacts(glass),
	}
	if glass.ReviewedAt.IsZero() && view.May[dossier.ActReview].Allow {
		outcome := look.Field{Kind: look.Radios, Name: "outcome", Label: v.say.Say("trust.review.outcome")}
		for _, o := range []string{dossier.GlassJustified, dossier.GlassUnjustified} {
			outcome.Options = append(outcome.Options, look.Option{Value: o, Text: v.say.Say("trust.outcome." + o)})
		}
		form := look.Form{
			Action: caseURL(view.Dossier.ID, "emergency", string(glass.Glass)), Button: look.Button{Text: v.say.Say("trust.review.button")},
			Fields: append(h.hidden(v, 0), outcome, look.Field{Kind: look.Area, Name: "words", Label: v.say.Say("trust.review.words"), Hint: v.say.Say("trust.review.words.hint")}),
		}
		body.Forms = []trustForm{{Head: look.CardHead{ID: "review", Title: v.say.Say("trust.review.yours")}, Form: v.formAgain(form, failed)}}
	}
	return h.showTrust(v, body, failed)
}

// glassFacts tells who looked in an emergency, when, why and what was found of it.
func (v *visit) glassFacts(g dossier.Glass) []look.Fact {
	facts := []look.Fact{
		{Term: v.say.Say("trust.fact.who"), Text: g.By.Name, Note: g.OrgName},
		{Term: v.say.Say("trust.fact.when"), Text: v.moment(g.At), Note: v.say.Say("trust.fact.until", "time", v.days.Clock(g.Until))},
	}
	if g.Reason != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("trust.fact.why"), Text: g.Reason})
	}
	var domains []string
	for _, p := range g.Parts {
		domains = append(domains, p.Domain)
	}
	facts = append(facts, look.Fact{Term: v.say.Say("trust.fact.what"), Text: v.domainsOf(domains)})
	outcome := look.Fact{Term: v.say.Say("trust.fact.review"), Text: v.say.Say("trust.outcome.open")}
	if !g.ReviewedAt.IsZero() {
		outcome.Text, outcome.Note = v.say.Say("trust.outcome."+g.Outcome), g.Words
	}
	return append(facts, outcome)
}

// reviewGlass writes the outcome.
func (h *house) reviewGlass(v *visit) error {
	command := dossier.ReviewGlass{Glass: dossier.ID(v.PathValue("glass")), Outcome: v.value("outcome"), Words: v.value("words")}
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	if mendable(err) {
		return h.showReview(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/work", "trust.review.done")
}

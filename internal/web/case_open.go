package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// openCase opens the dossier that the path names. Whoever may be its lead asks
// as lead first, and as what they are in the house when they do not lead it;
// the visit goes on with the purpose that opened it. An open that is refused
// leaves no look, so one visit leaves one.
func (h *house) openCase(v *visit) (*access.View, error) {
	if v.signed.User.Kind == access.Citizen {
		return nil, fault.New(fault.NotFound, "web.openCase", "") // the family has pages of its own
	}
	if inMunicipality(v) && purposeOf(v.signed) == "intake" {
		as := h.inFlow(v, "lead")
		view, err := h.Office.Open(as, v.dossier())
		if err == nil {
			v.ctx = as
			return view, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	caller, err := casework.From(v.ctx)
	if err != nil {
		return nil, err
	}
	v.ctx = h.inFlow(v, caller.Purpose) // that of the route, or their own
	return h.Office.Open(v.ctx, v.dossier())
}

// inFlow gives the context with a purpose, counted by the retype meter under
// the page of the case that the visitor is on.
func (h *house) inFlow(v *visit, purpose string) context.Context {
	flow := caseFlow(v.Request.Pattern)
	if caller, err := casework.From(v.ctx); err == nil && caller.Flow != anyFlow {
		flow = caller.Flow // the route names its own
	}
	return casework.As(v.ctx, h.Signin.Caller(v.signed, purpose, flow))
}

// anyFlow is the flow of routes that name none (flowOf).
const anyFlow = "web"

// caseFlow names the page of a case by the pattern of its route: "case.family".
func caseFlow(pattern string) string {
	_, tail, _ := strings.Cut(pattern, "/case/{dossier}/")
	page, _, _ := strings.Cut(tail, "/")
	if page == "" {
		return "case"
	}
	return "case." + page
}

// caseFrame stands around every page of a case: the way back, the head that
// stays in view, the pages of the case, and what everyone must know of it now.
type caseFrame struct {
	Trail  []look.Link
	Head   look.PageHead
	Tabs   []look.NavItem
	Alerts []look.Alert
}

// The pages of a case, by the tail of their address.
const (
	tabOverview = ""
	tabMelding  = "melding"
	tabFamily   = "family"
	tabDomains  = "domains"
	tabPlan     = "plan"
	tabChain    = "chain"
	tabSafety   = "safety"
	tabQuestion = "question"
	tabTalk     = talkTail
	tabLead     = "lead"
)

func (h *house) caseFrame(v *visit, view *access.View, tab string) caseFrame {
	list := look.Link{Text: v.say.Say("web.nav.families"), URL: "/families"}
	if view.Role == "director" {
		list = look.Link{Text: v.say.Say("web.nav.direction"), URL: "/direction"}
	}
	if view.Role == "privacy" {
		list = look.Link{Text: v.say.Say("web.nav.work"), URL: "/work"}
	}
	trail := []look.Link{list, {Text: view.Dossier.Name}}
	if tab != tabOverview {
		trail[1].URL = caseURL(view.Dossier.ID)
		trail = append(trail, look.Link{Text: v.say.Say("web.case.tab." + tab)})
	}
	return caseFrame{Trail: trail, Head: h.caseHead(v, view), Tabs: v.caseTabs(view, tab), Alerts: h.caseAlerts(v, view)}
}

// caseTabs gives the pages of a case on which the visitor can do or see something.
func (v *visit) caseTabs(view *access.View, current string) []look.NavItem {
	var tabs []look.NavItem
	add := func(tab string, may bool) {
		if !may {
			return
		}
		key, url := "web.case.tab."+tab, caseURL(view.Dossier.ID, tab)
		if tab == tabOverview {
			key, url = "web.case.tab.overview", caseURL(view.Dossier.ID)
		}
		tabs = append(tabs, look.NavItem{Text: v.say.Say(key), URL: url, Current: tab == current})
	}
	gov := governs(view)
	add(tabOverview, true)
	add(tabMelding, gov && len(view.Dossier.Meldingen) > 0)
	add(tabFamily, gov)
	add(tabDomains, gov)
	add(tabPlan, gov)
	add(tabPapers, gov)
	add(tabSafety, gov)
	add(tabQuestion, gov || len(view.Dossier.Questions) > 0)
	add(tabTalk, gov && (view.May[dossier.ActTalk].Allow || len(view.Dossier.Talks) > 0))
	add(tabLead, gov)
	add(tabChain, gov)
	if len(tabs) == 1 {
		return nil
	}
	return tabs
}

// governs tells whether the visitor carries the case, as lead or as worker.
func governs(view *access.View) bool { return view.Role == "lead" || view.Role == "worker" }

// caseAlerts says what everyone who opens the case must know first.
func (h *house) caseAlerts(v *visit, view *access.View) []look.Alert {
	d := view.Dossier
	if d.Closed != nil {
		return []look.Alert{h.closedAlert(v, d.Closed)}
	}
	if !governs(view) && view.Role != "director" {
		return nil
	}
	var alerts []look.Alert
	asked := slices.ContainsFunc(d.Offers, func(o dossier.Offer) bool { return o.State == dossier.OfferOpen })
	if d.Lead == nil && !asked {
		alert := look.Alert{Tone: look.Late, Title: v.say.Say("web.case.alarm.lead"), Text: v.gapWords(d)}
		if governs(view) {
			alert.Links = []look.Link{{Text: v.say.Say("web.work.step.lead"), URL: caseURL(d.ID, tabLead)}}
		}
		alerts = append(alerts, alert)
	}
	if s, ok := d.SafetyNow(); ok && v.past(s.Again) {
		alerts = append(alerts, look.Alert{Tone: look.Late, Title: v.say.Say("web.case.alarm.safety"), Text: v.say.Say("web.case.alarm.safety.text", "date", v.days.Full(s.Again)),
			Links: []look.Link{{Text: v.say.Say("web.case.safety.weigh"), URL: caseURL(d.ID, tabSafety)}}})
	}
	return alerts
}

func (v *visit) gapWords(d *dossier.Dossier) string {
	if d.LeadGapSince.IsZero() {
		return v.say.Say("web.case.alarm.lead.text")
	}
	return v.say.Say("web.case.alarm.lead.since", "date", v.days.Since(nl.On(d.LeadGapSince), v.today))
}

// closedAlert says that the work ended, until when the dossier is kept and by which law.
func (h *house) closedAlert(v *visit, c *dossier.Closing) look.Alert {
	alert := look.Alert{Title: v.say.Say("web.case.closed", "date", v.days.Full(nl.On(c.At)))}
	alert.Text = v.say.Say("web.case.keep", "date", v.days.Full(c.Keep))
	if r, err := h.Law.Retention(c.Retention, nl.On(c.At)); err == nil {
		alert.Text += " " + v.say.Say("web.case.keep.law", "what", v.say.Say(r.LabelKey), "law", v.say.Say("web.law."+r.Law)+" "+r.Article)
	}
	if c.Reason != "" {
		alert.Items = []string{v.say.Say("web.case.keep.reason", "reason", c.Reason)}
	}
	return alert
}

// caseHidden gives the hidden fields of a form on a case. A form that came back
// because someone was first gets a new key: the old one belongs to what was sent.
func (h *house) caseHidden(v *visit, view *access.View, failed error) []look.Field {
	fields := h.hidden(v, view.Seen)
	if fault.Is(failed, fault.Conflict) {
		fields[0].Value = string(h.NewID())
	}
	return fields
}

// caseForm is an action on a case that has a page with one form.
type caseForm struct {
	tab  string // the page of the case that it belongs to
	name string // text keys begin with "web.form." + name; the address ends with path
	path []string
	back string // the page of the case to go to when it is done
	// fields gives the form on what the visitor sees of the case.
	fields func(h *house, v *visit, view *access.View) []look.Field
	// command reads the filled-in form.
	command func(h *house, v *visit, view *access.View) (dossier.Command, []casework.Typed, error)
	// voices are words that one needs in sight while filling it in.
	voices func(v *visit, view *access.View) []look.Voice
}

// caseFormBody is what a page with one form on a case shows.
type caseFormBody struct {
	caseFrame
	Title  look.CardHead
	Text   string
	Voices []look.Voice
	Form   look.Form
}

func (f caseForm) page(h *house, v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return f.show(h, v, view, nil)
}

// post does what the form asks. What a person can mend comes back with the form
// and what was typed; for a conflict the page shows how it stands now.
func (f caseForm) post(h *house, v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	command, typed, err := f.command(h, v, view)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, typed...))
	}
	if mendable(err) {
		return f.again(h, v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, f.backURL(view), "web.form."+f.name+".done")
}

// again shows the form that came back; after a conflict on the newest view.
func (f caseForm) again(h *house, v *visit, view *access.View, failed error) error {
	if fault.Is(failed, fault.Conflict) {
		now, err := h.openCase(v)
		if err != nil {
			return err
		}
		view = now
	}
	return f.show(h, v, view, failed)
}

func (f caseForm) show(h *house, v *visit, view *access.View, failed error) error {
	body := f.body(h, v, view, failed)
	return h.show(v, formStatus(failed), "case-form", h.page(v, body.Title.Title, body))
}

func (f caseForm) body(h *house, v *visit, view *access.View, failed error) caseFormBody {
	body := caseFormBody{caseFrame: h.caseFrame(v, view, f.tab), Form: f.form(h, v, view, failed)}
	body.Title = look.CardHead{ID: "form", Title: v.say.Say("web.form." + f.name)}
	body.Text = v.say.Say("web.form." + f.name + ".text")
	if f.voices != nil {
		body.Voices = f.voices(v, view)
	}
	return body
}

// form gives the form with what was typed and what is wrong with it.
func (f caseForm) form(h *house, v *visit, view *access.View, failed error) look.Form {
	fields := f.fields(h, v, view)
	if v.Request.Method == http.MethodPost {
		fields = v.refilled(fields)
	}
	return look.Form{
		Action: caseURL(view.Dossier.ID, f.path...), Fields: append(h.caseHidden(v, view, failed), fields...),
		Button: look.Button{Text: v.say.Say("web.form." + f.name + ".button")},
		Cancel: &look.Link{Text: v.say.Say("web.form.cancel"), URL: f.backURL(view)},
	}.With(failed, v.say)
}

func (f caseForm) backURL(view *access.View) string {
	if f.back == "" {
		return caseURL(view.Dossier.ID)
	}
	return caseURL(view.Dossier.ID, f.back)
}

// routes gives the two routes of a form.
func (f caseForm) routes() []route {
	path := "/case/{dossier}"
	for _, part := range f.path {
		path += "/" + part
	}
	return []route{{pattern: "GET " + path, handle: f.page}, {pattern: "POST " + path, handle: f.post}}
}

package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// caseBody is what the page of a case shows.
type caseBody struct {
	caseFrame
	GridHead  look.CardHead
	Grid      *picture.Grid
	GridEmpty *look.Empty
	Shut      *look.Disclosure
	LineHead  look.CardHead
	Clocks    []clockRow  // for the process director: what is due, and whose it is
	Reasons   *look.Table // for the privacy officer: who is involved, why and until when
	Line      *picture.Figure
	LineEmpty *look.Empty
	Now       []look.Card
	Nothing   string // said when there is nothing to do
	Contacts  []look.Contact
	Ask       *look.Button
	Meter     *look.Stat
	Why       look.Disclosure
}

// casePage shows a family: who, what, how it goes, the plan, and what to do now.
func (h *house) casePage(v *visit) error {
	if !inMunicipality(v) && v.signed.User.Kind != access.Citizen {
		http.Redirect(v.ResponseWriter, v.Request, v.familyURL(v.dossier()), http.StatusSeeOther)
		return nil
	}
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	var work casework.WorkList
	var meters []store.Meter
	if view.Role != "director" && view.Role != "privacy" {
		if work, err = h.Office.Work(v.ctx, casework.WorkAsk{Dossier: view.Dossier.ID, Limit: 5}); err != nil {
			return err
		}
	}
	if governs(view) {
		if meters, err = h.Office.Meters(v.ctx, v.today.AddDays(1-meterDays)); err != nil {
			return err
		}
	}
	body := h.caseBody(v, view, work.Items, meters)
	return h.show(v, http.StatusOK, "case-show", h.page(v, view.Dossier.Name, body))
}

func (h *house) caseBody(v *visit, view *access.View, work []casework.WorkItem, meters []store.Meter) caseBody {
	body := caseBody{caseFrame: h.caseFrame(v, view, tabOverview), Why: v.whySeen(view), Shut: v.whyShut(view)}
	switch view.Role {
	case "director":
		body.Clocks = h.dueClocks(v, view)
	case "privacy":
		body.Reasons = v.reasons(view)
	default:
		h.parts(v, view, &body)
	}
	if view.Role != "privacy" {
		v.line(view, &body)
	}
	if body.Now = v.caseNow(work); view.Role != "director" {
		body.Nothing = v.say.Say("web.case.now.none")
	}
	body.Contacts = v.caseContacts(view)
	if view.May[dossier.ActShare].Allow && view.Dossier.Closed == nil {
		body.Ask = &look.Button{Text: v.say.Say("web.case.ask"), Style: look.Quiet, URL: caseURL(view.Dossier.ID, "share")}
	}
	if view.Role == "privacy" {
		body.Now = []look.Card{{Head: look.CardHead{Title: v.say.Say("web.looks.title")}, Buttons: []look.Button{{Text: v.say.Say("web.privacy.button"), URL: caseURL(view.Dossier.ID, "looks")}}}}
	}
	if governs(view) {
		stat := v.meterStat(sum(meters))
		body.Meter = &stat
	}
	return body
}

// parts puts the grid of parts on the page, or says why there is none.
func (h *house) parts(v *visit, view *access.View, body *caseBody) {
	body.GridHead = look.CardHead{ID: "parts", Title: v.say.Say("web.case.grid"), Note: h.openNote(v, view)}
	if grid := h.caseGrid(v, view); len(grid.Domains) > 0 {
		body.Grid = &grid
		return
	}
	body.GridEmpty = v.noDomains(view)
}

// line puts the plan on the time line, or says that there is none yet.
func (v *visit) line(view *access.View, body *caseBody) {
	body.LineHead = look.CardHead{ID: "line", Title: v.say.Say("web.case.line")}
	if line := v.caseLine(view); len(line.Lanes) > 0 {
		figure := line.Draw(v.say)
		body.Line = &figure
		return
	}
	body.LineEmpty = &look.Empty{Title: v.say.Say("web.case.line.none"), Text: v.say.Say("web.case.line.none.text")}
}

// dueClocks gives the terms that run, the first due first, with whose they are.
func (h *house) dueClocks(v *visit, view *access.View) []clockRow {
	clocks := slices.DeleteFunc(slices.Clone(view.Dossier.Clocks), func(c dossier.Clock) bool { return !c.Live() })
	slices.SortStableFunc(clocks, func(a, b dossier.Clock) int { return b.Due.DaysUntil(a.Due) })
	rows := make([]clockRow, 0, len(clocks))
	for _, c := range clocks {
		name := v.term(c.Term)
		if owner := v.holderName(view, c.Owner); owner != "" {
			name += " · " + owner
		}
		rows = append(rows, clockRow{name, h.clockBar(v, c)})
	}
	return rows
}

// reasons gives who is involved, for what, on which ground and until when.
func (v *visit) reasons(view *access.View) *look.Table {
	t := look.Table{Caption: v.say.Say("web.case.reasons"), Columns: v.columns("web.col.who", "web.col.involved", "web.why.purpose", "web.why.ground", "web.field.until"), Empty: v.say.Say("web.case.involved.none")}
	for _, that := range view.Others {
		face := thatFace(that)
		face.Size = "small"
		cells := []look.Cell{{Face: &face, Text: that.Name}, {Text: v.roleWord(that.Role)}, {}, {}, {Text: v.say.Say("web.period.open")}}
		if that.What != nil {
			cells[2].Text, cells[3].Text = v.purposeWord(that.What.Purpose), v.groundWord(that.What.Ground)
		}
		if !that.Until.IsZero() {
			cells[4].Text = v.days.Full(that.Until)
		}
		t.Rows = append(t.Rows, look.TableRow{Cells: cells})
	}
	return &t
}

// openNote says how many of the life domains are open.
func (h *house) openNote(v *visit, view *access.View) string {
	var open []string
	for _, c := range view.Cells {
		if c.State == access.CellOpen && !slices.Contains(open, c.Part.Domain) {
			open = append(open, c.Part.Domain)
		}
	}
	return v.say.Count("web.case.grid.open", len(open), "of", strconv.Itoa(len(h.Law.Domains())))
}

func (v *visit) noDomains(view *access.View) *look.Empty {
	empty := &look.Empty{Title: v.say.Say("web.case.grid.none"), Text: v.say.Say("web.case.grid.none.text")}
	if !governs(view) {
		empty.Title, empty.Text = v.say.Say("web.case.grid.shut"), v.say.Say("web.case.grid.shut.text")
		return empty
	}
	if view.May[dossier.ActPlan].Allow && view.Dossier.Closed == nil {
		empty.Button = &look.Button{Text: v.say.Say("web.case.domains.open"), Style: look.Quiet, URL: caseURL(view.Dossier.ID, tabDomains)}
	}
	return empty
}

// caseNow gives what waits for the visitor in this case, the most pressing first and loudest.
func (v *visit) caseNow(work []casework.WorkItem) []look.Card {
	var cards []look.Card
	for i, item := range work {
		url, step := v.workStep(item)
		button := look.Button{Text: step, URL: url, About: v.workWhat(item)}
		if i > 0 {
			button.Style = look.Quiet
		}
		card := look.Card{Head: look.CardHead{Title: v.workWhat(item)}, Buttons: []look.Button{button}}
		if !item.Due.IsZero() {
			card.Text = v.say.Say("web.case.now.due", "date", v.days.Near(item.Due), "left", v.left(item.Due))
		}
		cards = append(cards, card)
	}
	return cards
}

// caseContacts gives everyone involved: that they are, until when and how to
// reach them; what for only as far as the visitor may know.
func (v *visit) caseContacts(view *access.View) []look.Contact {
	var contacts []look.Contact
	for _, that := range view.Others {
		if that.Role == "family" {
			continue
		}
		contacts = append(contacts, look.Contact{Face: thatFace(that), Name: that.Name, Note: v.thatNote(view, that), Tel: that.Phone})
	}
	return contacts
}

// thatNote says in what role someone is involved, for what as far as may be known, and until when.
func (v *visit) thatNote(view *access.View, that access.That) string {
	words := []string{v.roleWord(that.Role)}
	if lead := view.Dossier.Lead; that.Role == "lead" && lead != nil && that.Name != lead.Name {
		words[0] = v.say.Say("web.case.that.cover")
	}
	if that.What != nil {
		if that.What.Scope == dossier.ScopeTask {
			words = append(words, v.say.Say("web.case.that.task"))
		} else if domains := v.domainWords(that.What.Domains); domains != "" {
			words = append(words, domains)
		}
	}
	if !that.Until.IsZero() {
		words = append(words, v.say.Say("web.case.that.until", "date", v.days.Since(that.Until, v.today)))
	}
	return strings.Join(words, " · ")
}

// domainWords names the domains of an involvement; "" when it is all of them.
func (v *visit) domainWords(codes []string) string {
	var words []string
	for _, code := range codes {
		if code == dossier.Every {
			return ""
		}
		words = append(words, strings.ToLower(v.domainShort(code)))
	}
	return strings.Join(words, ", ")
}

// whySeen explains why the visitor sees this dossier: role, purpose and ground.
func (v *visit) whySeen(view *access.View) look.Disclosure {
	facts := []look.Fact{
		{Term: v.say.Say("web.why.role"), Text: v.roleWord(view.Role)},
		{Term: v.say.Say("web.why.purpose"), Text: v.purposeWord(view.Ask.Purpose)},
	}
	if view.Ground != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("web.why.ground"), Text: v.groundWord(view.Ground), Note: v.say.Say("statute.need." + view.Ground)})
	}
	return look.Disclosure{Summary: v.say.Say("web.why"), Text: []string{v.say.Say("web.why.seen")}, Facts: facts}
}

// whyShut explains the parts that are shut for the visitor; nil when none is.
func (v *visit) whyShut(view *access.View) *look.Disclosure {
	var facts []look.Fact
	for _, c := range view.Cells {
		if c.State == access.CellShut {
			facts = append(facts, look.Fact{Term: v.partName(view, c.Part), Text: v.say.Say(c.Why.Key, c.Why.Args...)})
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return &look.Disclosure{Summary: v.say.Say("web.why.shut"), Facts: facts}
}

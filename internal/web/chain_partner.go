package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// partnerBody is what chain-partner.html shows.
type partnerBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Tasks  []look.TaskRow
	People []look.Contact
	Parts  []partnerPart
	Papers *look.Link  // to the documents, when there are any to read or add
	Meet   []look.Fact // meetings to which it is invited
	Care   []look.Fact // what was allocated to the organisation
	Ways   []look.Link // to each allocation
	Lead   *look.Contact
	Others []look.Contact
	Why    look.Disclosure
	None   string // said when there is no part to read
}

// partnerPart is one part of the plan that the organisation may read.
type partnerPart struct {
	ID    string
	Title string
	Text  string // why it was opened
	Level *look.Level
	Goals []look.GoalCard
	Loose []look.TaskRow
}

// partnerCase shows what a partner may see of a family: whom it helps, its own
// parts and tasks, and whom to call.
func (h *house) partnerCase(v *visit) error {
	if inMunicipality(v) {
		http.Redirect(v.ResponseWriter, v.Request, caseURL(v.dossier()), http.StatusSeeOther)
		return nil
	}
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	body := h.partnerBody(v, view)
	return h.show(v, http.StatusOK, "chain-partner", h.page(v, body.Head.Title, body))
}

func (h *house) partnerBody(v *visit, view *access.View) partnerBody {
	d := view.Dossier
	body := partnerBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.families"), URL: "/families"}, {Text: d.Name}},
		Head:  look.PageHead{Kicker: v.say.Say("web.case.family"), Title: d.Name, Text: v.tell("partner.text")},
		Lead:  v.leadContact(view), Others: v.otherContacts(view), Why: v.whySeen(view),
	}
	for _, t := range d.Tasks {
		if v.holds(t) && t.State != dossier.TaskGone {
			body.Tasks = append(body.Tasks, v.partnerRow(view, t))
		}
	}
	body.Meet = v.meetingFacts(view)
	if n := len(d.Documents); n > 0 || v.mayAddPaper(view) {
		body.Papers = &look.Link{Text: v.say.Count("paper.count", n), URL: "/partner/" + string(d.ID) + "/documents"}
	}
	for _, p := range d.Persons {
		c := look.Contact{Face: personFace(p), Name: v.personName(view, p.ID), Note: v.roleWord("family"), Tel: p.Phone}
		if p.Network {
			c.Note = v.roleWord("network")
		}
		if !p.Birth.IsZero() {
			c.Note = v.tell("partner.born", "date", v.days.Full(p.Birth))
		}
		body.People = append(body.People, c)
	}
	for _, a := range d.Allocations {
		if a.Provider == v.signed.User.Org {
			body.Care = append(body.Care, v.allocationFact(view, a))
			body.Ways = append(body.Ways, look.Link{Text: v.alloc("open", "care", v.productWords(a.Care), "number", a.Number), URL: "/care/" + string(d.ID) + "/" + a.Number})
		}
	}
	for _, part := range openParts(view) {
		body.Parts = append(body.Parts, h.partnerPart(v, view, part))
	}
	if len(body.Parts) == 0 {
		body.None = v.tell("partner.taskonly")
	}
	return body
}

// allocationFact says what was allocated, for whom, under which number, and
// whether it began and ended.
func (v *visit) allocationFact(view *access.View, a dossier.Allocation) look.Fact {
	fact := look.Fact{Term: v.productWords(a.Care) + " · " + v.personName(view, a.Person), Text: v.periodWords(a.Care), Note: v.tell("care.number") + " " + a.Number}
	if !a.Started.IsZero() {
		fact.Note += " · " + v.tell("flow.begun", "date", v.days.Full(a.Started))
	}
	if !a.Stopped.IsZero() {
		fact.Note += " · " + v.tell("flow.ended", "date", v.days.Full(a.Stopped))
	}
	return fact
}

// partnerRow leads to the page where a partner does its task.
func (v *visit) partnerRow(view *access.View, t dossier.Task) look.TaskRow {
	chip := v.taskChip(t)
	row := look.TaskRow{Face: v.holderFace(view, t.Holder), Who: v.holderOr(view, t.Holder), What: v.taskTitle(t), When: v.dueWords(t), Chip: &chip}
	if _, known := view.Dossier.Person(t.Holder.Person); t.Holder.Person != "" && !known {
		row.Face.Initials = initialsOf(row.Who)
	}
	if v.holds(t) {
		row.URL = "/task/" + string(view.Dossier.ID) + "/" + string(t.Task)
	}
	return row
}

func (h *house) partnerPart(v *visit, view *access.View, part dossier.Part) partnerPart {
	p := partnerPart{ID: "part-" + string(part.Person) + "-" + part.Domain, Title: v.fullPart(view, part)}
	if state, ok := view.Dossier.Part(part); ok {
		p.Text = state.Reason
		if n := len(state.Scores); n > 0 {
			level := v.level(h.Law, state.Scores[n-1])
			p.Level = &level
		}
	}
	for _, g := range view.Dossier.Goals {
		if g.Part == part {
			p.Goals = append(p.Goals, v.partnerGoal(view, g))
		}
	}
	for _, t := range view.Dossier.Tasks {
		if t.Part == part && t.State != dossier.TaskGone && !hasGoal(view, t.Goal) {
			p.Loose = append(p.Loose, v.partnerRow(view, t))
		}
	}
	return p
}

func hasGoal(view *access.View, id dossier.ID) bool {
	return slices.ContainsFunc(view.Dossier.Goals, func(g dossier.Goal) bool { return g.Goal == id })
}

// partnerGoal shows a goal without the ways to change it.
func (v *visit) partnerGoal(view *access.View, g dossier.Goal) look.GoalCard {
	card := v.goalCard(view, g)
	card.Buttons, card.Links, card.Tasks = nil, nil, nil
	for _, t := range view.Dossier.Tasks {
		if t.Goal == g.Goal && t.State != dossier.TaskGone {
			card.Tasks = append(card.Tasks, v.partnerRow(view, t))
		}
	}
	return card
}

// initialsOf gives the initials of a name.
func initialsOf(name string) string { return picture.Initials(name) }

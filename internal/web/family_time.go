package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// timeBody is what family-time.html shows: what we hear by when, and what one can
// do when it comes too late.
type timeBody struct {
	Head   look.PageHead
	Late   []termCard
	Behind []look.TaskRow    // agreed dates that have passed
	Rights []look.Disclosure // what one can do; with late terms it is open
	Runs   []termCard
	Agreed []look.TaskRow // dates that were agreed, not set by law
	Past   []look.Fact
	Law    []decisionCard // decisions, with the way to object
	Asked  []look.Fact    // rights that were invoked
	Empty  *look.Empty
	Call   *look.Contact
}

// termCard is one term as the family reads it.
type termCard struct {
	Title  string
	About  string // the task or question it is for
	By     string // "uiterlijk vrijdag 27 november"
	Who    string
	Means  string
	Sorry  string
	Reason string       // why it is late, as far as is known
	Act    *look.Button // starts what one may do about it
	Bar    look.ClockBar
}

// ourTimePage shows the terms.
func (h *house) ourTimePage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	body := h.timeBody(v, view)
	return h.show(v, http.StatusOK, "family-time", h.page(v, body.Head.Title, body))
}

func (h *house) timeBody(v *visit, view *access.View) timeBody {
	body := timeBody{Head: look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: v.say.Say("web.nav.time"), Text: v.say.Say("webfamily.time.text")}}
	clocks := slices.Clone(view.Dossier.Clocks)
	slices.SortStableFunc(clocks, func(a, b dossier.Clock) int { return b.Due.DaysUntil(a.Due) })
	for _, c := range clocks {
		late, agreed := c.State != dossier.ClockWaits && v.past(c.Due), h.article(v, c.Term, c.Start) == ""
		switch {
		case !c.Live():
			if !agreed && c.State == dossier.ClockIsMet {
				body.Past = append(body.Past, v.pastTerm(view, c))
			}
		case agreed && late:
			body.Behind = append(body.Behind, v.agreedRow(view, c))
		case agreed:
			body.Agreed = append(body.Agreed, v.agreedRow(view, c))
		case late:
			body.Late = append(body.Late, h.termCard(v, view, c))
		default:
			body.Runs = append(body.Runs, h.termCard(v, view, c))
		}
	}
	slices.Reverse(body.Past) // the newest first
	body.Law, body.Asked = h.decisionCards(v, view), v.rightLinks(view, dossier.RightDefault, dossier.RightObjection)
	body.Rights = h.lateRights(v, clocks, len(body.Late)+len(body.Behind) > 0)
	if len(body.Late)+len(body.Behind)+len(body.Runs)+len(body.Agreed) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.time.none"), Text: v.say.Say("webfamily.time.none.text")}
	}
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	return body
}

func (h *house) termCard(v *visit, view *access.View, c dossier.Clock) termCard {
	card := termCard{
		Title: v.term(c.Term), About: sentence(v.clockSubject(view, c.On)), By: v.say.Say("webfamily.by", "day", v.dayWords(c.Due)),
		Who: v.familyWho(view, c.Owner), Bar: h.clockBar(v, c), Means: v.say.Say("webfamily.means.other"),
	}
	if key := "webfamily.means." + c.Term; v.say.Has(key) {
		card.Means = v.say.Say(key)
	}
	if c.State == dossier.ClockWaits {
		card.Means = v.say.Say("webfamily.time.paused")
	}
	if c.State != dossier.ClockWaits && v.past(c.Due) {
		card.Sorry = v.say.Say("webfamily.sorry.term", "day", v.dayWords(c.Due))
	}
	if card.Sorry != "" {
		h.lateCard(v, view, c, &card)
	}
	if c.Extended > 0 {
		card.Means = v.say.Say("webfamily.time.extended", "reason", c.Reason)
	}
	return card
}

// agreedRow gives an agreed date as a row: what it is about, who, by when.
func (v *visit) agreedRow(view *access.View, c dossier.Clock) look.TaskRow {
	what := v.clockSubject(view, c.On)
	when := v.say.Say("webfamily.by", "day", v.dayWords(c.Due))
	if what == "" {
		what = v.term(c.Term)
	} else if c.Term != "task.due" {
		when = v.term(c.Term) + ", " + when
	}
	row := look.TaskRow{Face: v.holderFace(view, c.Owner), Who: v.familyWho(view, c.Owner), What: what, When: when}
	if row.Who != "" {
		row.Who += ":"
	}
	chip := look.Chip{Text: v.left(c.Due)}
	if c.State == dossier.ClockWaits {
		chip.Text = v.say.Say("picture.clock.paused")
	} else if left := v.today.DaysUntil(c.Due); left < 0 {
		chip.Tone = look.Late
	} else if left <= 3 {
		chip.Tone = look.Soon
	}
	row.Chip = &chip
	return row
}

// clockSubject names what a term is for: a task, or a question.
func (v *visit) clockSubject(view *access.View, on dossier.ID) string {
	if t, ok := view.Dossier.Task(on); ok {
		return v.familyTask(t)
	}
	if q, ok := view.Dossier.Question(on); ok {
		return q.Words
	}
	return ""
}

// pastTerm gives a term of the law that was met, in time or not.
func (v *visit) pastTerm(view *access.View, c dossier.Clock) look.Fact {
	note := v.say.Say("webfamily.by", "day", v.dayWords(c.Due))
	if about := v.clockSubject(view, c.On); about != "" {
		note = sentence(about) + " · " + note
	}
	return look.Fact{Term: v.term(c.Term), Text: v.clockBar(c).Text, Note: note}
}

// lateRights tells what one can do when it comes too late: call, default notice
// with penalty (Awb 4:17), the application without the inquiry (Wmo 2.3.2 lid 9),
// objection, complaint.
func (h *house) lateRights(v *visit, clocks []dossier.Clock, open bool) []look.Disclosure {
	rights := []look.Disclosure{{Summary: v.say.Say("webfamily.late.call"), Text: []string{v.say.Say("webfamily.late.call.text")}, Open: open}}
	wmo, penalty := false, false
	for _, c := range clocks {
		term, err := h.Law.Term(c.Term, v.today)
		if err != nil || !c.Live() {
			continue
		}
		if c.Term == "wmo.investigation" && !wmo {
			wmo = true
			rights = append(rights, look.Disclosure{Summary: v.say.Say("webfamily.late.apply"), Text: []string{v.say.Say("webfamily.late.apply.text"), v.say.Say("webfamily.late.apply.law")}})
		}
		if d := term.Default; d != nil && !penalty && len(d.Steps) > 0 {
			penalty = true
			text := v.say.Say("webfamily.late.notice.money", "first", v.euros(d.Steps[0].Cents), "most", v.euros(d.Owed(d.MaxDays)))
			rights = append(rights, look.Disclosure{Summary: v.say.Say("webfamily.late.notice"), Text: []string{v.say.Say("webfamily.late.notice.text"), text, v.say.Say("webfamily.late.notice.law", "article", d.Article)}})
		}
	}
	return append(rights, look.Disclosure{Summary: v.say.Say("webfamily.late.complain"), Text: []string{v.say.Say("webfamily.late.complain.text")}})
}

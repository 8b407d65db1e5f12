package web

import (
	"net/http"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// aboutMeBody is what family-me.html shows: what is known about me, and from where.
type aboutMeBody struct {
	Head    look.PageHead
	Me      []look.Fact
	Family  []look.Fact
	Goes    []goesRow
	Written []writtenCard
	Empty   *look.Empty
	Pager   *look.Pager
	Wrong   *look.Contact // whom to call when something is wrong
	Correct look.Button   // asks for a correction
	Asked   []look.Fact   // corrections that were asked
}

// goesRow is how it goes in one part.
type goesRow struct {
	Where string
	Level look.Level
	Words string // of the step
	Said  string // the words beside it
	Own   bool   // the family said it itself
	When  string
}

// writtenOnPage is how many entries stand on one page.
const writtenOnPage = 15

// aboutMePage shows what is known.
func (h *house) aboutMePage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	page, err := strconv.Atoi(v.FormValue("page"))
	if err != nil || page < 1 {
		page = 1
	}
	body := h.aboutMeBody(v, view, page)
	return h.show(v, http.StatusOK, "family-me", h.page(v, body.Head.Title, body))
}

func (h *house) aboutMeBody(v *visit, view *access.View, page int) aboutMeBody {
	body := aboutMeBody{
		Head: look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: v.say.Say("web.nav.me"), Text: v.say.Say("webfamily.me.text")},
		Me:   v.myFacts(view), Family: v.familyFacts(view), Goes: h.goes(v, view),
	}
	body.Correct = look.Button{Text: v.say.Say("own.right.correction.start"), URL: newRightURL(view.Dossier.ID, dossier.RightCorrection, ""), Style: look.Quiet}
	body.Asked = v.rightLinks(view, dossier.RightCorrection)
	if contact, ok := v.helperContact(view); ok {
		body.Wrong = &contact
	}
	cards := v.writtenCards(view)
	if len(cards) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.me.nothing")}
	}
	from := min((page-1)*writtenOnPage, len(cards))
	until := min(from+writtenOnPage, len(cards))
	body.Written = cards[from:until]
	if len(cards) > writtenOnPage {
		here := planURL(view.Dossier.ID, "me") + "?page="
		body.Pager = &look.Pager{Text: v.say.Say("webfamily.me.pages", "from", strconv.Itoa(from+1), "until", strconv.Itoa(until), "all", strconv.Itoa(len(cards)))}
		if page > 1 {
			body.Pager.Previous = here + strconv.Itoa(page-1)
		}
		if until < len(cards) {
			body.Pager.Next = here + strconv.Itoa(page+1)
		}
	}
	return body
}

// sourceWords says where a fact comes from.
func (v *visit) sourceWords(source string, since nl.Date) string {
	words := v.say.Say("webfamily.from.unknown")
	switch source {
	case "brp", "self", "message", "worker":
		words = v.say.Say("webfamily.from." + source)
	}
	if since.IsZero() {
		return words
	}
	return words + " · " + v.say.Say("webfamily.from.since", "day", v.days.Full(since))
}

func (v *visit) myFacts(view *access.View) []look.Fact {
	p, ok := view.Dossier.Person(view.Me)
	if !ok {
		return nil
	}
	from := v.sourceWords(p.Source, nl.On(p.Since))
	var facts []look.Fact
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, look.Fact{Term: v.say.Say(key), Text: value, Note: from})
		}
	}
	add("webfamily.me.name", p.Name.Full())
	if !p.Birth.IsZero() {
		add("webfamily.me.birth", v.days.Full(p.Birth))
	}
	add("webfamily.me.bsn", nl.BSN(p.BSN).Masked())
	if stay, ok := view.Dossier.StayOf(view.Me, v.today); ok {
		text := addressLine(stay.Address)
		if stay.Secret {
			text += " · " + v.say.Say("webfamily.me.secret")
		}
		facts = append(facts, look.Fact{Term: v.say.Say("webfamily.me.address"), Text: text, Note: v.sourceWords(p.Source, stay.Valid.From)})
	}
	add("webfamily.me.phone", v.straight(p.Phone))
	add("webfamily.me.email", p.Email)
	return facts
}

// familyFacts names the others of the family with how they relate to the reader.
func (v *visit) familyFacts(view *access.View) []look.Fact {
	var facts []look.Fact
	for _, p := range view.Dossier.Persons {
		if p.ID == view.Me {
			continue
		}
		fact := look.Fact{Term: v.whoIs(view, p.ID), Text: v.relationTo(view, p)}
		if custody := view.Dossier.CustodyOf(p.ID, v.today); len(custody) > 0 {
			fact.Note = v.say.Say("webfamily.me.custody", "who", v.personsOf(view, custody))
		}
		facts = append(facts, fact)
	}
	return facts
}

// relationTo says how someone relates to the reader, as far as is stated.
func (v *visit) relationTo(view *access.View, p dossier.Person) string {
	for _, r := range view.Dossier.Relations {
		from, to := r.From == view.Me && r.To == p.ID, r.To == view.Me && r.From == p.ID
		if !from && !to {
			continue
		}
		switch {
		case r.Type == "partner" && !r.Valid.Holds(v.today):
			return v.say.Say("webfamily.relation.former")
		case r.Type == "parent" && from:
			return v.say.Say("webfamily.relation.child")
		case r.Type == "grandparent" && from:
			return v.say.Say("webfamily.relation.grandchild")
		case r.Label != "" && to:
			return r.Label
		}
		if key := "webfamily.relation." + r.Type; v.say.Has(key) {
			return v.say.Say(key)
		}
	}
	if p.Network {
		return v.say.Say("webfamily.relation.network")
	}
	return v.say.Say("webfamily.relation.family")
}

// goes gives the newest score of every open part that may be read.
func (h *house) goes(v *visit, view *access.View) []goesRow {
	var rows []goesRow
	for _, part := range view.Dossier.Parts {
		if part.Closed {
			continue
		}
		row := goesRow{Where: v.whereIs(view, part.Part), Words: v.say.Say("webfamily.me.noscore"), When: part.Reason}
		if n := len(part.Scores); n > 0 {
			s := part.Scores[n-1]
			row.Level, row.Words, row.Said, row.Own = v.level(h.Law, s), v.levelWord(h.Law, s), s.Words, s.View == "family"
			row.When = v.say.Say("webfamily.me.scored", "name", s.By.Name, "day", v.days.Since(nl.On(s.At), v.today))
		}
		rows = append(rows, row)
	}
	return rows
}

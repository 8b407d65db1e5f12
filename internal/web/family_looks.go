package web

import (
	"net/http"
	"net/url"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// looksBody is what family-looks.html shows: who looked when, why, on which ground.
type looksBody struct {
	Trail []look.Link
	Head  look.PageHead
	Told  []look.Alert // emergency access to what is this reader's to know
	Seen  []seenLook
	Empty *look.Empty
	Own   look.Link // shows one's own looks too, or leaves them out again
	Pager *look.Pager
	Call  *look.Contact
}

// seenLook is a look with the ground it rested on.
type seenLook struct {
	Row    look.SeenRow
	Ground string
	Rule   string // the rule that let them look, in words
	Times  int    // how often, one after the other, on that day
}

func ownAgain(own bool) string {
	if own {
		return "&own=1"
	}
	return ""
}

// addLook adds a look; the same look again on the same day counts with the one
// before it, so that a phone shows more of what matters.
func addLook(list []seenLook, l seenLook) []seenLook {
	if n := len(list); n > 0 {
		last := &list[n-1]
		if last.Row.Who == l.Row.Who && last.Row.What == l.Row.What && last.Row.Day == l.Row.Day && last.Ground == l.Ground {
			last.Times++
			return list
		}
	}
	return append(list, l)
}

// lookGround names the ground of a look. That the family reads its own needs none said.
func (v *visit) lookGround(l store.Look) string {
	if l.Purpose == "own" {
		return ""
	}
	return v.groundWord(l.Ground)
}

// looksOnPage is how many looks one page goes back; one's own among them stay
// out unless asked for, and equal ones in a row count together.
const looksOnPage = 60

// ourLooksPage shows who looked into the dossier.
func (h *house) ourLooksPage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	before := v.FormValue("before")
	list, err := h.Office.LooksOf(v.ctx, v.dossier(), before, looksOnPage)
	if err != nil {
		return err
	}
	body := v.looksBody(view, list, before, v.FormValue("own") != "")
	return h.show(v, http.StatusOK, "family-looks", h.page(v, body.Head.Title, body))
}

func (v *visit) looksBody(view *access.View, list casework.LookList, before string, own bool) looksBody {
	body := looksBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.sight"), URL: planURL(view.Dossier.ID, "sight")}, {Text: v.say.Say("webfamily.looks.title")}},
		Head:  look.PageHead{Title: v.say.Say("webfamily.looks.title"), Text: v.say.Say("webfamily.looks.text")},
	}
	for _, g := range view.Dossier.Glasses {
		body.Told = append(body.Told, v.glassTold(g))
	}
	for _, l := range list.Items {
		if row, ok := v.familyLook(view, l); ok && (own || l.User != v.signed.User.ID) {
			if l.Person == "" && l.Org != "" {
				row.Links = []look.Link{{Text: v.say.Say("trust.look.ask"), URL: planURL(view.Dossier.ID, "looks", string(l.Place()))}}
			}
			row.Links = append(row.Links, look.Link{Text: v.say.Say("ledger.proof"), URL: planURL(view.Dossier.ID, "looks", string(l.Place()), "proof")})
			body.Seen = addLook(body.Seen, seenLook{Row: row, Ground: v.lookGround(l), Rule: v.lookRule(l), Times: 1})
		}
	}
	if len(body.Seen) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.looks.none")}
	}
	here := planURL(view.Dossier.ID, "looks")
	body.Own = look.Link{Text: v.say.Say("webfamily.looks.own"), URL: here + "?own=1"}
	if own {
		body.Own = look.Link{Text: v.say.Say("webfamily.looks.others"), URL: here}
	}
	if before != "" || list.Next != "" {
		body.Pager = &look.Pager{}
		if before != "" {
			body.Pager.Previous = here
		}
		if list.Next != "" {
			body.Pager.Next = here + "?before=" + url.QueryEscape(list.Next) + ownAgain(own)
		}
	}
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	return body
}

// lookRule says by which rule someone else could look, in the words that the
// rule has for whom it lets in.
func (v *visit) lookRule(l store.Look) string {
	if l.Policy == "" || l.Purpose == "own" {
		return ""
	}
	return v.say.Say("access.allow." + l.Policy)
}

// glassTold tells the family of an emergency access: who, when, why, and whether
// it was found to be right.
func (v *visit) glassTold(g dossier.Glass) look.Alert {
	told := look.Alert{Tone: look.Soon, Title: v.say.Say("trust.told.title", "who", g.By.Name, "org", g.OrgName), Text: v.say.Say("trust.told.text", "when", v.moment(g.At))}
	for _, f := range v.glassFacts(g)[2:] {
		told.Items = append(told.Items, f.Term+": "+f.Text)
	}
	if g.Outcome == dossier.GlassJustified {
		told.Tone = look.Plain
	}
	return told
}

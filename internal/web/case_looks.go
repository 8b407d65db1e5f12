package web

import (
	"net/http"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// looksPage is how many looks a page shows.
const looksPage = 50

// seenBody is what the page of looks shows.
type seenBody struct {
	caseFrame
	Title look.CardHead
	Rows  []look.SeenRow
	Pager *look.Pager
	Empty *look.Empty
}

// looks shows the privacy officer who looked into a dossier, when and why.
// Whoever may not read looks is told that there is no such page.
func (h *house) looks(v *visit) error {
	list, err := h.Office.LooksOf(v.ctx, v.dossier(), v.URL.Query().Get("after"), looksPage)
	if err != nil {
		return err
	}
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	body := v.seenBody(list)
	body.caseFrame = h.caseFrame(v, view, tabOverview)
	return h.show(v, http.StatusOK, "case-looks", h.page(v, body.Title.Title, body))
}

func (v *visit) seenBody(list casework.LookList) seenBody {
	body := seenBody{Title: look.CardHead{ID: "looks", Title: v.say.Say("web.looks.title")}}
	for _, l := range list.Items {
		body.Rows = append(body.Rows, v.lookRow(l))
	}
	if len(list.Items) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("web.looks.none")}
	}
	if list.Next != "" {
		body.Pager = &look.Pager{Next: listURL(v.URL.Path, "after", list.Next)}
	}
	return body
}

// lookRow says who did what for which purpose and on which ground.
func (v *visit) lookRow(l store.Look) look.SeenRow {
	row := look.SeenRow{Day: v.days.Since(nl.On(l.At), v.today), Time: v.days.Clock(l.At), Who: l.Name, Role: l.OrgName, Face: look.Face{Initials: picture.Initials(l.Name), Tint: roleTint(l.Role)}}
	words := []string{v.say.Say("web.looks.action." + l.Action), v.purposeWord(l.Purpose)}
	if l.Ground != "" {
		words = append(words, v.groundWord(l.Ground))
	}
	if l.Action == "open" {
		words = append(words, v.say.Count("web.looks.parts", len(casework.ReadParts(l.Parts))))
	}
	row.What = strings.Join(words, " · ")
	return row
}

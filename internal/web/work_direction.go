package web

import (
	"net/http"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// direction lists the families that are stuck between organisations, and who must move.
func (h *house) direction(v *visit) error {
	why, after := stuckWhy(v.URL.Query().Get("why")), v.URL.Query().Get("after")
	list, err := h.Office.Direction(v.ctx, casework.DirectionAsk{Why: why, After: after, Limit: familiesPage})
	if err != nil {
		return err
	}
	names, err := h.orgNames(v, list)
	if err != nil {
		return err
	}
	body := v.directionBody(list, why, after, names)
	return h.show(v, http.StatusOK, "work-table", h.page(v, body.Head.Title, body))
}

// stuckReasons are why a family can be stuck.
var stuckReasons = [...]string{"gap", "late", "returned", "silent"}

func stuckWhy(asked string) string {
	for _, why := range stuckReasons {
		if why == asked {
			return why
		}
	}
	return ""
}

// orgNames gives the names of the organisations that lead, by id.
func (h *house) orgNames(v *visit, list casework.FamilyList) (map[dossier.ID]string, error) {
	names := map[dossier.ID]string{}
	for _, f := range list.Items {
		if _, known := names[f.LeadOrg]; known || f.LeadOrg == "" {
			continue
		}
		org, err := h.Office.Organisation(v.ctx, f.LeadOrg)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		names[f.LeadOrg] = org.Name
	}
	return names, nil
}

func (v *visit) directionBody(list casework.FamilyList, why, after string, names map[dossier.ID]string) listBody {
	body := listBody{Head: look.PageHead{Kicker: v.days.Near(v.today), Title: v.say.Say("web.direction.title"), Text: v.say.Say("web.direction.text")}}
	all := look.Chip{Text: v.say.Say("web.direction.all"), URL: "/direction", Current: why == ""}
	body.Chips = []look.Chip{all}
	for _, reason := range stuckReasons {
		body.Chips = append(body.Chips, look.Chip{Text: v.say.Say("web.direction." + reason), URL: listURL("/direction", "why", reason), Current: why == reason})
	}
	body.Table = look.Table{Caption: body.Head.Title, Hidden: true, Columns: v.columns("web.col.family", "web.col.phase", "web.col.stuck", "web.col.mover", "web.col.changed")}
	for _, f := range list.Items {
		body.Table.Rows = append(body.Table.Rows, v.directionRow(f, names))
	}
	if len(list.Items) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("web.direction.none"), Text: v.say.Say("web.direction.none.text")}
	}
	body.Export = v.exportLinks("/direction/export", []string{"why", why})
	if list.Next != "" || after != "" {
		body.Pager = &look.Pager{}
		if list.Next != "" {
			body.Pager.Next = listURL("/direction", "why", why, "after", list.Next)
		}
		if after != "" {
			body.Pager.Previous = listURL("/direction", "why", why)
		}
	}
	return body
}

// directionRow shows why a family is stuck and who must move, and no content.
func (v *visit) directionRow(f casework.FamilyItem, names map[dossier.ID]string) look.TableRow {
	changed := look.Cell{Text: v.say.Say("web.direction.unknown")}
	if !f.Changed.IsZero() {
		changed = look.Cell{Text: v.days.Since(nl.On(f.Changed), v.today)}
	}
	stuck := v.familySigns(f)
	if !f.NextDue.IsZero() && v.past(f.NextDue) {
		stuck.Note = v.say.Say("web.direction.since", "days", v.left(f.NextDue))
	}
	return look.TableRow{Cells: []look.Cell{{Text: f.Name, URL: caseURL(f.Dossier)}, {Text: v.phase(f.Phase)}, stuck, {Text: v.mover(f, names)}, changed}}
}

package web

import (
	"bytes"
	"fmt"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/sheet"
)

// exportForms are the forms in which a list leaves the house.
var exportForms = [...]string{"xlsx", "csv"}

const (
	exportPage = 200  // rows that are asked for at once
	exportMost = 5000 // rows that one file holds
)

// pages asks for all pages of a list, one after the other, until the file is full.
func pages(ask func(after string) (next string, rows int, err error)) error {
	after, all := "", 0
	for {
		next, rows, err := ask(after)
		if all += rows; err != nil || next == "" || all >= exportMost {
			return err
		}
		after = next
	}
}

// exportWork gives what waits for the visitor as a file: the same rows as the
// list, by the same predicate, with a look that says so.
func (h *house) exportWork(v *visit) error {
	if v.signed.User.Kind == access.Citizen {
		return fault.New(fault.NotFound, "web.exportWork", "")
	}
	out := sheet.Sheet{Name: v.say.Say("web.work.title"), Heads: v.heads("web.col.family", "web.col.what", "queue.col.person", "web.col.from", "queue.col.term", "queue.col.due", "queue.col.late")}
	ask := workAsked(v.URL.Query())
	ask.Limit, ask.Export = exportPage, true
	err := pages(func(after string) (string, int, error) {
		ask.After = after
		list, err := h.Office.Work(v.ctx, ask)
		for _, item := range list.Items {
			term := ""
			if item.Term != "" {
				term = v.term(item.Term)
			}
			out.Rows = append(out.Rows, []sheet.Cell{
				{Text: item.Family}, {Text: v.workWhat(item)}, {Text: item.Person}, {Text: v.workFrom(item).Text}, {Text: term}, {Day: item.Due}, {Text: v.yes(item.Late)},
			})
		}
		return list.Next, len(list.Items), err
	})
	if err != nil {
		return err
	}
	return h.sendSheet(v, "work", out)
}

// exportFamilies gives the families in which the visitor is involved as a file.
func (h *house) exportFamilies(v *visit) error {
	out := sheet.Sheet{Name: v.say.Say("web.families.title"), Heads: v.heads("web.col.family", "web.col.phase", "web.col.role")}
	if inMunicipality(v) {
		out.Heads = append(out.Heads, v.heads("web.col.signs", "web.col.due")...)
	}
	ask := familiesAsked(v.URL.Query())
	ask.Limit, ask.Export = exportPage, true
	err := pages(func(after string) (string, int, error) {
		ask.After = after
		list, err := h.Office.Families(v.ctx, ask)
		for _, f := range list.Items {
			row := []sheet.Cell{{Text: f.Name}, {Text: v.phase(f.Phase)}, {Text: v.familyRole(f)}}
			if inMunicipality(v) {
				row = append(row, v.signCell(f), sheet.Cell{Day: f.NextDue})
			}
			out.Rows = append(out.Rows, row)
		}
		return list.Next, len(list.Items), err
	})
	if err != nil {
		return err
	}
	return h.sendSheet(v, "families", out)
}

// exportDirection gives the families that are stuck as a file, for the process director.
func (h *house) exportDirection(v *visit) error {
	out := sheet.Sheet{Name: v.say.Say("web.direction.title"), Heads: v.heads("web.col.family", "web.col.phase", "web.col.stuck", "web.col.mover", "web.col.due", "web.col.changed")}
	ask := casework.DirectionAsk{Why: stuckWhy(v.URL.Query().Get("why")), Limit: exportPage, Export: true}
	err := pages(func(after string) (string, int, error) {
		ask.After = after
		list, err := h.Office.Direction(v.ctx, ask)
		if err != nil {
			return "", 0, err
		}
		names, err := h.orgNames(v, list)
		for _, f := range list.Items {
			changed := sheet.Cell{}
			if !f.Changed.IsZero() {
				changed.Day = nl.On(f.Changed)
			}
			out.Rows = append(out.Rows, []sheet.Cell{{Text: f.Name}, {Text: v.phase(f.Phase)}, v.signCell(f), {Text: v.mover(f, names)}, {Day: f.NextDue}, changed})
		}
		return list.Next, len(list.Items), err
	})
	if err != nil {
		return err
	}
	return h.sendSheet(v, "direction", out)
}

// signCell says of a family the one thing that most needs attention.
func (v *visit) signCell(f casework.FamilyItem) sheet.Cell {
	sign := v.familySigns(f)
	if sign.Chip != nil {
		return sheet.Cell{Text: sign.Chip.Text}
	}
	return sheet.Cell{Text: sign.Text}
}

// mover says who must move a family that is stuck.
func (v *visit) mover(f casework.FamilyItem, names map[dossier.ID]string) string {
	if f.Lead == "" {
		return v.say.Say("web.direction.mover.team")
	}
	return v.say.Say("web.direction.mover.lead", "org", names[f.LeadOrg])
}

func (v *visit) heads(keys ...string) []string {
	heads := make([]string, len(keys))
	for i, key := range keys {
		heads[i] = v.say.Say(key)
	}
	return heads
}

func (v *visit) yes(holds bool) string {
	if holds {
		return v.say.Say("queue.yes")
	}
	return v.say.Say("queue.no")
}

// sendSheet answers with the file that was asked for. Nothing of it is kept
// here, and no cache may keep it.
func (h *house) sendSheet(v *visit, name string, s sheet.Sheet) error {
	var b bytes.Buffer
	form, kind, write := exportForms[0], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.XLSX
	if v.URL.Query().Get("form") == "csv" {
		form, kind, write = "csv", "text/csv; charset=utf-8", sheet.CSV
	}
	if err := write(&b, s); err != nil {
		return fault.Wrap(fault.Internal, "web.sendSheet", err)
	}
	head := v.ResponseWriter.Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="eendracht-%s-%s.%s"`, name, v.today, form))
	head.Set("Cache-Control", "no-store")
	_, err := v.ResponseWriter.Write(b.Bytes())
	return fault.Wrap(fault.Unavailable, "web.sendSheet", err)
}

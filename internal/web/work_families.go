package web

import (
	"net/http"
	"net/url"
	"strconv"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// familiesPage is how many families a page shows.
const familiesPage = 50

// listBody is what a page with one table shows.
type listBody struct {
	Head  look.PageHead
	Chips []look.Chip
	Stat  *look.Stat
	Table look.Table
	Pager *look.Pager
	Empty *look.Empty

	Figure *picture.Figure
	Export []look.Link // the same list as a file
}

// families lists the families in which the visitor or their organisation is involved.
func (h *house) families(v *visit) error {
	ask := familiesAsked(v.URL.Query())
	list, err := h.Office.Families(v.ctx, ask)
	if err != nil {
		return err
	}
	body := v.familiesBody(list, ask)
	return h.show(v, http.StatusOK, "work-table", h.page(v, body.Head.Title, body))
}

// familiesAsked reads from an address what of the list is asked for.
func familiesAsked(q url.Values) casework.FamilyAsk {
	return casework.FamilyAsk{Mine: q.Get("mine") == "1", Phase: phaseAsked(q.Get("phase")), After: q.Get("after"), Limit: familiesPage}
}

// phases are the phases of a dossier in order.
var phases = [...]string{dossier.PhaseMelding, dossier.PhaseInquiry, dossier.PhasePlan, dossier.PhaseWork, dossier.PhaseWatching, dossier.PhaseClosed}

func phaseAsked(asked string) string {
	for _, phase := range phases {
		if phase == asked {
			return asked
		}
	}
	return ""
}

func (v *visit) familiesBody(list casework.FamilyList, ask casework.FamilyAsk) listBody {
	body := listBody{Head: look.PageHead{Title: v.say.Say("web.families.title"), Text: v.say.Say("web.families.text")}, Chips: v.familyFilters(ask)}
	body.Table = look.Table{Caption: body.Head.Title, Hidden: true, Columns: v.columns("web.col.family", "web.col.phase", "web.col.role", "web.col.signs", "web.col.due")}
	if !inMunicipality(v) {
		body.Table.Columns = v.columns("web.col.family", "web.col.phase", "web.col.role")
	}
	for _, f := range list.Items {
		body.Table.Rows = append(body.Table.Rows, v.familiesRow(f))
	}
	if len(list.Items) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("web.families.none"), Text: v.say.Say("web.families.none.text")}
	}
	body.Export = v.exportLinks("/families/export", familiesQuery(ask))
	if list.Next != "" || ask.After != "" {
		body.Pager = familiesPager(list.Next, ask)
	}
	return body
}

func familiesURL(ask casework.FamilyAsk, after string) string {
	return listURL("/families", append(familiesQuery(ask), "after", after)...)
}

// familiesQuery gives what is asked of the list as names and values in turn.
func familiesQuery(ask casework.FamilyAsk) []string {
	mine := ""
	if ask.Mine {
		mine = "1"
	}
	return []string{"mine", mine, "phase", ask.Phase}
}

func familiesPager(next string, ask casework.FamilyAsk) *look.Pager {
	p := &look.Pager{}
	if next != "" {
		p.Next = familiesURL(ask, next)
	}
	if ask.After != "" {
		p.Previous = familiesURL(ask, "")
	}
	return p
}

func (v *visit) familyFilters(ask casework.FamilyAsk) []look.Chip {
	var chips []look.Chip
	if inMunicipality(v) {
		for _, mine := range []bool{false, true} {
			key, other := "web.families.all", casework.FamilyAsk{Mine: mine, Phase: ask.Phase}
			if mine {
				key = "web.families.mine"
			}
			chips = append(chips, look.Chip{Text: v.say.Say(key), URL: familiesURL(other, ""), Current: ask.Mine == mine})
		}
	}
	for _, phase := range phases {
		other := casework.FamilyAsk{Mine: ask.Mine, Phase: phase}
		if ask.Phase == phase {
			other.Phase = "" // the second click takes the filter off
		}
		chips = append(chips, look.Chip{Text: v.phase(phase), URL: familiesURL(other, ""), Current: ask.Phase == phase})
	}
	return chips
}

func (v *visit) familiesRow(f casework.FamilyItem) look.TableRow {
	cells := []look.Cell{{Text: f.Name, URL: v.familyURL(f.Dossier)}, {Text: v.phase(f.Phase)}, {Text: v.familyRole(f)}}
	if inMunicipality(v) {
		cells = append(cells, v.familySigns(f), v.familyDue(f))
	}
	return look.TableRow{Cells: cells}
}

// familyRole says what the visitor is in a family.
func (v *visit) familyRole(f casework.FamilyItem) string {
	if f.Leads {
		return v.say.Say("web.families.youlead")
	}
	return v.roleWord(f.Role)
}

// familySigns shows the one thing about a family that most needs attention.
func (v *visit) familySigns(f casework.FamilyItem) look.Cell {
	chip := func(tone look.Tone, words string) look.Cell {
		return look.Cell{Chip: &look.Chip{Tone: tone, Text: words}}
	}
	switch {
	case f.Safety >= 3:
		return chip(look.Late, v.say.Say("web.sign.unsafe"))
	case f.Lead == "" && !f.GapSince.IsZero() && f.Phase != dossier.PhaseClosed:
		return chip(look.Late, v.say.Say("web.sign.gap", "date", v.days.Since(nl.On(f.GapSince), v.today)))
	case f.Late > 0:
		return chip(look.Late, v.say.Count("web.sign.late", f.Late))
	case f.Returned > 0:
		return chip(look.Soon, v.say.Count("web.sign.returned", f.Returned))
	case f.Silent:
		return chip(look.Soon, v.say.Say("web.sign.silent"))
	case !f.Keep.IsZero():
		return look.Cell{Text: v.say.Say("web.sign.keep", "date", v.days.Full(f.Keep))}
	}
	return look.Cell{Text: v.say.Count("web.sign.open", f.Open)}
}

func (v *visit) familyDue(f casework.FamilyItem) look.Cell {
	if f.NextDue.IsZero() {
		return look.Cell{Text: v.say.Say("web.work.noterm")}
	}
	return look.Cell{Text: v.days.Short(f.NextDue), Note: v.left(f.NextDue)}
}

// number writes a count.
func number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

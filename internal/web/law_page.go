package web

import (
	"html/template"
	"net/http"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
)

// lawRoutes is the page of the rules that the house works by. They are the law
// and hold nothing about anyone; staff may read them.
func (h *house) lawRoutes() []route {
	return []route{{pattern: "GET /law", handle: (*house).lawPage}}
}

// lawBody is what law.html shows.
type lawBody struct {
	Head   look.PageHead
	Tables template.HTML // from lawTables
}

type lawTable struct {
	ID    string
	Title string
	Table look.Table
}

// lawPage shows every term, ground and retention with its article, since when
// it holds, and whether we compared it with a text of the source.
func (h *house) lawPage(v *visit) error {
	if v.signed.User.Kind == access.Citizen {
		return fault.New(fault.NotFound, "web.lawPage", "")
	}
	tables, err := h.lawTables(v)
	if err != nil {
		return err
	}
	body := lawBody{Head: look.PageHead{Title: v.say.Say("web.law.title"), Text: v.say.Say("web.law.text")}, Tables: tables}
	page := h.page(v, body.Head.Title, body)
	page.Wide = true
	return h.show(v, http.StatusOK, "law", page)
}

// lawTables gives the tables, made once per language: the law does not change
// while the program runs, and is the same for everyone who may read it.
func (h *house) lawTables(v *visit) (template.HTML, error) {
	if kept, ok := h.law.Load(v.say.Lang()); ok {
		if made, ok := kept.(template.HTML); ok {
			return made, nil
		}
	}
	terms := v.lawTable("terms", "web.law.term", "web.law.length")
	for _, t := range h.Law.Terms() {
		terms.add(v, t.LabelKey, t.Law, t.Article, v.length(t.Length), t.Valid, t.Source)
	}
	grounds := v.lawTable("grounds", "web.law.ground", "web.law.use")
	for _, g := range h.Law.Grounds() {
		use := "web.law.on"
		if !g.Active {
			use = "web.law.off"
		}
		grounds.add(v, g.LabelKey, g.Law, g.Article, v.say.Say(use), g.Valid, g.Source)
	}
	kept := v.lawTable("retention", "web.law.retention", "web.law.length")
	for _, r := range h.Law.Retentions() {
		kept.add(v, r.LabelKey, r.Law, r.Article, v.say.Count("web.law.year", r.Years), r.Valid, r.Source)
	}
	made, err := h.pages.Render(v.say.Lang(), "law", "law-tables", []lawTable{terms, grounds, kept})
	if err != nil {
		return "", fault.Wrap(fault.Internal, "web.lawTables", err)
	}
	h.law.Store(v.say.Lang(), made)
	return made, nil
}

func (v *visit) lawTable(id, what, extra string) lawTable {
	return lawTable{ID: id, Title: v.say.Say("web.law." + id), Table: look.Table{
		Caption: v.say.Say("web.law." + id), Hidden: true, Empty: v.say.Say("web.law.none"),
		Columns: v.columns(what, "web.law.article", extra, "web.law.valid", "web.law.checked"),
	}}
}

func (t *lawTable) add(v *visit, label, law, article, extra string, valid nl.Span, source statute.Source) {
	checked := look.Cell{Chip: &look.Chip{Tone: look.Soon, Text: v.say.Say("web.law.unchecked")}, Note: source.Note}
	if source.Checked {
		checked = look.Cell{Chip: &look.Chip{Tone: look.OK, Text: v.say.Say("web.law.compared", "day", v.days.Short(source.CheckedOn))}, Note: source.Against}
	}
	t.Table.Rows = append(t.Table.Rows, look.TableRow{Cells: []look.Cell{
		{Text: v.say.Say(label)}, {Text: v.say.Say("statute.law." + law), Note: article}, {Text: extra}, {Text: v.validSpan(valid)}, checked,
	}})
}

func (v *visit) length(l statute.Length) string {
	if l.N == 0 {
		return v.say.Say("web.law.open")
	}
	return v.say.Say("web.law.count", "n", strconv.Itoa(l.N), "unit", v.say.Say("web.law.unit."+l.Unit))
}

func (v *visit) validSpan(s nl.Span) string {
	if s.Until.IsZero() {
		return v.say.Say("web.law.since", "from", v.days.Short(s.From))
	}
	return v.say.Say("web.law.between", "from", v.days.Short(s.From), "until", v.days.Short(s.Until))
}

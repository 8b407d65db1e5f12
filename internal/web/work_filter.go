package web

import (
	"net/url"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// workFilters names the list of work among those that questions are kept for.
const workFilters = "work"

// workKinds are the kinds of work that one can ask for, in the order of the form.
var workKinds = [...]string{
	casework.WorkMelding, casework.WorkLead, casework.WorkOffer, casework.WorkQuestion, casework.WorkTask,
	casework.WorkDecision, casework.WorkClock, casework.WorkWatch,
}

// workNarrow is the form that narrows the list, and those that keep a question
// under a name and take it away.
type workNarrow struct {
	Open   bool
	Show   look.Form // a GET
	Save   look.Form
	Drop   []look.Button
	Export []look.Link
}

// savedChips are the questions that the visitor keeps.
func (v *visit) savedChips(saved []casework.SavedFilter, ask casework.WorkAsk) []look.Chip {
	now := savedQuery(ask)
	var chips []look.Chip
	for _, f := range saved {
		chips = append(chips, look.Chip{Text: f.Name, URL: "/work?" + f.Query, Current: f.Query == now})
	}
	return chips
}

// savedQuery is the question as it is kept: without the place in the list.
func savedQuery(ask casework.WorkAsk) string {
	_, query, _ := strings.Cut(workURL(ask, ""), "?")
	return query
}

func (h *house) workNarrow(v *visit, saved []casework.SavedFilter, ask casework.WorkAsk, failed error) *workNarrow {
	n := &workNarrow{Show: look.Form{Action: "/work", Button: look.Button{Text: v.say.Say("queue.show"), Style: look.Quiet}}}
	when := look.Field{Kind: look.Select, Name: "filter", Label: v.say.Say("queue.when"), Value: ask.Filter, Optional: true}
	for _, filter := range []string{"", "late", "week", "safety"} {
		if filter == "safety" && !inMunicipality(v) {
			continue
		}
		key := filter
		if key == "" {
			key = "all"
		}
		when.Options = append(when.Options, look.Option{Value: filter, Text: v.say.Say("web.work.filter." + key)})
	}
	kinds := look.Field{Kind: look.Checkboxes, Name: "kind", Label: v.say.Say("queue.kinds"), Hint: v.say.Say("queue.kinds.hint"), Values: ask.Kinds, Optional: true}
	for _, kind := range workKinds {
		kinds.Options = append(kinds.Options, look.Option{Value: kind, Text: v.say.Say("queue.kind." + kind)})
	}
	n.Show.Fields = []look.Field{when, kinds}
	n.Save = look.Form{
		Action: "/queue/filters", Button: look.Button{Text: v.say.Say("queue.filter.save"), Style: look.Quiet},
		Fields: append(hiddenAsk(ask), look.Field{Kind: look.Text, Name: "name", Label: v.say.Say("queue.filter.name"), Hint: v.say.Say("queue.filter.hint"), Size: "medium", MaxLength: casework.FilterNameMost, Value: v.value("name")}),
	}
	if v.URL.Path == n.Save.Action {
		n.Save, n.Open = n.Save.With(failed, v.say), failed != nil
	}
	for _, f := range saved {
		n.Drop = append(n.Drop, look.Button{Text: v.say.Say("queue.filter.drop", "name", f.Name), Style: look.Quiet, Post: "/queue/filters/drop", Name: "id", Value: string(f.ID)})
	}
	n.Export = v.exportLinks("/queue/export", workQuery(ask))
	return n
}

// hiddenAsk carries what is asked of the list through a form.
func hiddenAsk(ask casework.WorkAsk) []look.Field {
	var fields []look.Field
	query := append(workQuery(ask), "after", ask.After)
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			fields = append(fields, look.Field{Kind: look.Hidden, Name: query[i], Value: query[i+1]})
		}
	}
	return fields
}

// keepFilter keeps what is asked of the list under a name.
func (h *house) keepFilter(v *visit) error {
	ask := workAsked(v.PostForm)
	err := h.Office.KeepFilter(v.ctx, casework.SavedFilter{List: workFilters, Name: v.value("name"), Query: savedQuery(ask)})
	if fault.Is(err, fault.Invalid) {
		return h.showWork(v, ask, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, workURL(ask, ""), "queue.filter.saved")
}

// dropFilter takes a question away that is kept under a name.
func (h *house) dropFilter(v *visit) error {
	if err := h.Office.DropFilter(v.ctx, v.id("id")); err != nil {
		return err
	}
	return h.see(v, "/work", "queue.filter.dropped")
}

// exportLinks lead to the same list as a file.
func (v *visit) exportLinks(path string, query []string) []look.Link {
	var links []look.Link
	for _, form := range exportForms {
		values := url.Values{}
		for i := 0; i+1 < len(query); i += 2 {
			if query[i+1] != "" {
				values.Add(query[i], query[i+1])
			}
		}
		values.Set("form", form)
		links = append(links, look.Link{Text: v.say.Say("queue.export." + form), URL: path + "?" + values.Encode()})
	}
	return links
}

package web

import (
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// oddStates are the lists of looks that stand out.
var oddStates = []string{store.AnomalyNew, store.AnomalyFine, store.AnomalyWrong}

func oddState(asked string) string {
	for _, state := range oddStates {
		if state == asked {
			return state
		}
	}
	return store.AnomalyNew
}

// oddPage lists the looks that stand out, with the reason why.
func (h *house) oddPage(v *visit) error {
	state := oddState(v.FormValue("state"))
	list, err := h.Office.Anomalies(v.ctx, state, v.FormValue("before"), 50)
	if err != nil {
		return err
	}
	body := trustBody{Head: look.PageHead{Title: v.say.Say("trust.odd.title"), Text: v.say.Say("trust.odd.text")}}
	for _, s := range oddStates {
		body.Chips = append(body.Chips, look.Chip{Text: v.say.Say("trust.odd.state." + s), URL: listURL("/unusual", "state", s), Current: s == state})
	}
	body.Table = look.Table{Caption: v.say.Say("trust.odd.title"), Hidden: true, Columns: v.columns("trust.odd.who", "trust.odd.why", "trust.odd.when", "trust.odd.step")}
	for _, odd := range list.Items {
		body.Table.Rows = append(body.Table.Rows, v.oddRow(odd))
	}
	body.Links = []look.Link{{Text: v.say.Say("trust.facts.title"), URL: "/unusual/facts"}}
	if len(list.Items) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("trust.odd.none." + state)}
	}
	if list.Next != "" {
		body.Pager = &look.Pager{Next: listURL("/unusual", "state", state, "before", list.Next)}
	}
	return h.showTrust(v, body, nil)
}

func (v *visit) oddRow(odd casework.Odd) look.TableRow {
	face := look.Face{Initials: picture.Initials(odd.Name), Tint: picture.Help, Size: "small"}
	step := look.Cell{Text: v.say.Say("trust.odd.look"), URL: oddURL(odd)}
	if odd.State != store.AnomalyNew {
		step = look.Cell{Text: odd.Words}
	}
	return look.TableRow{Cells: []look.Cell{
		{Face: &face, Text: odd.Name, Note: odd.OrgName},
		{Text: v.say.Say("trust.odd.reason." + odd.Reason)},
		{Text: v.days.Full(nl.On(odd.At)), Note: v.days.Clock(odd.At)}, step,
	}}
}

func oddURL(odd casework.Odd) string {
	return "/unusual/" + string(odd.Dossier) + "/" + string(odd.Look)
}

// oddForm asks whether there is a good explanation.
func (h *house) oddForm(v *visit) error { return h.showOdd(v, nil) }

func (h *house) showOdd(v *visit, failed error) error {
	odds, err := h.oddsOf(v)
	if err != nil {
		return err
	}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("trust.odd.title"), URL: "/unusual"}, {Text: odds[0].Name}},
		Head:  look.PageHead{Title: v.say.Say("trust.odd.one"), Text: v.say.Say("trust.odd.one.text")},
		Facts: []look.Fact{{Term: v.say.Say("trust.fact.who"), Text: odds[0].Name, Note: odds[0].OrgName}, {Term: v.say.Say("trust.fact.when"), Text: v.moment(odds[0].At)}},
		Links: []look.Link{{Text: v.say.Say("trust.odd.looks"), URL: caseURL(v.dossier(), "looks")}},
	}
	for _, odd := range odds {
		body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("trust.odd.why"), Text: v.say.Say("trust.odd.reason." + odd.Reason)})
	}
	state := look.Field{Kind: look.Radios, Name: "state", Label: v.say.Say("trust.odd.judge")}
	for _, s := range oddStates[1:] {
		state.Options = append(state.Options, look.Option{Value: s, Text: v.say.Say("trust.odd.judge." + s)})
	}
	form := look.Form{
		Action: oddURL(odds[0]), Button: look.Button{Text: v.say.Say("trust.odd.button")},
		Fields: []look.Field{state, {Kind: look.Area, Name: "words", Label: v.say.Say("trust.odd.words")}},
	}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "judge", Title: v.say.Say("trust.odd.yours")}, Form: v.formAgain(form, failed)}}
	return h.showTrust(v, body, failed)
}

// oddsOf gives the reasons for which one look stands out; NotFound when none wait.
func (h *house) oddsOf(v *visit) ([]casework.Odd, error) {
	look := dossier.ID(v.PathValue("look"))
	for before := ""; ; {
		list, err := h.Office.Anomalies(v.ctx, store.AnomalyNew, before, 200)
		if err != nil {
			return nil, err
		}
		var found []casework.Odd
		for _, odd := range list.Items {
			if odd.Look == look && odd.Dossier == v.dossier() {
				found = append(found, odd)
			}
		}
		if len(found) > 0 {
			return found, nil
		}
		if before = list.Next; before == "" {
			return nil, fault.New(fault.NotFound, "web.oddsOf", "")
		}
	}
}

// judgeOdd writes what the privacy officer found.
func (h *house) judgeOdd(v *visit) error {
	err := h.Office.Judge(v.ctx, v.dossier(), dossier.ID(v.PathValue("look")), v.value("state"), v.value("words"))
	if mendable(err) {
		return h.showOdd(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/unusual", "trust.odd.done")
}

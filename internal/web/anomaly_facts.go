package web

import (
	"strconv"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// mostStaffLines bounds what is pasted at once; a longer list goes in parts.
const mostStaffLines = 2000

// factsPage lets the privacy officer tell with what looks are compared: homes and
// numbers of staff, and persons of note. Only keyed hashes are kept.
func (h *house) factsPage(v *visit) error { return h.showFacts(v, "", nil, nil) }

func (h *house) showFacts(v *visit, which string, alert *look.Alert, failed error) error {
	staff, famous, err := h.Office.FactsKept(v.ctx)
	if err != nil {
		return err
	}
	say := v.say.Say
	body := trustBody{
		Trail: []look.Link{{Text: say("trust.odd.title"), URL: "/unusual"}, {Text: say("trust.facts.title")}},
		Head:  look.PageHead{Title: say("trust.facts.title"), Text: say("trust.facts.text")},
		Facts: []look.Fact{{Term: say("trust.facts.staff"), Text: v.say.Count("trust.facts.kept", staff)}, {Term: say("trust.facts.famous"), Text: v.say.Count("trust.facts.kept", famous)}},
	}
	if alert != nil {
		body.Alerts = []look.Alert{*alert}
	}
	list := look.Form{Action: "/unusual/facts", Button: look.Button{Text: say("trust.facts.keep")}, Fields: append(h.hidden(v, 0),
		look.Field{Kind: look.Area, Name: "lines", Label: say("trust.facts.lines"), Hint: say("trust.facts.lines.hint"), Rows: 8})}
	one := look.Form{Action: "/unusual/facts/famous", Button: look.Button{Text: say("trust.facts.keep.one")}, Fields: append(h.hidden(v, 0),
		look.Field{Kind: look.Text, Name: "bsn", InputMode: "numeric", Label: say("trust.facts.bsn.label"), Size: "medium", Optional: true, Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "family", Label: say("trust.facts.family"), Hint: say("trust.facts.family.hint"), Optional: true, Autocomplete: "off"},
		look.Field{Kind: look.Day, Name: "birth", Label: say("trust.facts.birth"), Optional: true})}
	switch which {
	case "lines":
		list = v.formAgain(list, failed)
	case "famous":
		one = v.formAgain(one, failed)
	}
	body.Forms = []trustForm{
		{Head: look.CardHead{ID: "staff", Title: say("trust.facts.staff")}, Text: say("trust.facts.staff.text"), Form: list},
		{Head: look.CardHead{ID: "famous", Title: say("trust.facts.famous")}, Text: say("trust.facts.famous.text"), Form: one},
	}
	return h.showTrust(v, body, failed)
}

// keepStaff reads the pasted lines: e-mail, BSN, family name, birth date,
// postcode, with a tab or semicolon between them.
func (h *house) keepStaff(v *visit) error {
	const op = "web.keepStaff"
	lines, wrong := v.staffLines(v.PostFormValue("lines"))
	if len(lines)+len(wrong) == 0 || len(lines) > mostStaffLines {
		return h.showFacts(v, "lines", nil, fault.In(op, fault.Field{Name: "lines", Key: "trust.facts.none"}))
	}
	kept, more, err := h.Office.KeepStaff(v.ctx, lines)
	if err != nil {
		return err
	}
	if wrong = append(wrong, more...); len(wrong) == 0 {
		return h.see(v, "/unusual/facts", "trust.facts.done", "n", strconv.Itoa(kept))
	}
	alert := look.Alert{Tone: look.Soon, Title: v.say.Say("trust.facts.partly", "n", strconv.Itoa(kept))}
	for _, w := range wrong {
		alert.Items = append(alert.Items, v.say.Say("trust.facts.line", "line", strconv.Itoa(w.Line), "what", v.say.Say(w.Key)))
	}
	return h.showFacts(v, "lines", &alert, fault.In(op, fault.Field{Name: "lines", Key: "trust.facts.again"}))
}

func (v *visit) staffLines(pasted string) (lines []casework.StaffLine, wrong []casework.LineFinding) {
	for i, raw := range strings.Split(pasted, "\n") {
		if strings.TrimSpace(raw) == "" {
			continue
		}
		cells := strings.Split(raw, "\t")
		if len(cells) == 1 {
			cells = strings.Split(raw, ";")
		}
		for n := range cells {
			cells[n] = strings.TrimSpace(cells[n])
		}
		if len(cells) != 5 {
			wrong = append(wrong, casework.LineFinding{Line: i + 1, Key: "trust.facts.cells"})
			continue
		}
		line := casework.StaffLine{Line: i + 1, Email: cells[0]}
		line.BSN, line.Family, line.Postcode = cells[1], cells[2], cells[4]
		if cells[3] != "" {
			day, ok := v.days.ParseDay(cells[3])
			if !ok {
				wrong = append(wrong, casework.LineFinding{Line: i + 1, Key: "web.date"})
				continue
			}
			line.Birth = day
		}
		lines = append(lines, line)
	}
	return lines, wrong
}

// keepFamous marks a person of note, whose dossier nobody opens out of curiosity.
func (h *house) keepFamous(v *visit) error {
	const op = "web.keepFamous"
	birth, bad := v.day("birth")
	facts := casework.StaffFacts{BSN: v.value("bsn"), Family: v.value("family"), Birth: birth}
	var wrong []fault.Field
	if bad != nil {
		wrong = append(wrong, *bad)
	}
	if _, err := nl.ParseBSN(facts.BSN); facts.BSN != "" && err != nil {
		wrong = append(wrong, fault.Field{Name: "bsn", Key: "trust.facts.bsn"})
	}
	if facts.BSN == "" && (facts.Family == "" || birth.IsZero()) && bad == nil {
		wrong = append(wrong, fault.Field{Name: "bsn", Key: "trust.facts.who"})
	}
	if len(wrong) > 0 {
		return h.showFacts(v, "famous", nil, fault.In(op, wrong...))
	}
	if err := h.Office.KeepFacts(v.ctx, "", facts); err != nil {
		return err
	}
	return h.see(v, "/unusual/facts", "trust.facts.one")
}

package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
)

// ownTerms is the setting of own lengths, in the form that package statute reads.
type ownTerms struct {
	Municipality string    `json:"municipality"`
	Terms        []ownTerm `json:"terms"`
}

type ownTerm struct {
	Code    string    `json:"code"`
	Article string    `json:"article"`
	Length  ownLength `json:"length"`
	Valid   ownValid  `json:"valid"`
}

type ownLength struct {
	N    int    `json:"n"`
	Unit string `json:"unit"`
}

type ownValid struct {
	From  string `json:"from"`
	Until string `json:"until,omitempty"`
}

func (h *house) termsPage(v *visit) error { return h.showTerms(v, nil) }

// openTerms gives the shipped terms whose length the law or the partners leave
// to the municipality, one row each: the newest.
func (h *house) openTerms() []statute.Term {
	var open []statute.Term
	for _, t := range h.Law.Terms() {
		if !t.Local || t.Municipality != "" {
			continue
		}
		at := slices.IndexFunc(open, func(o statute.Term) bool { return o.Code == t.Code })
		if at < 0 {
			open = append(open, t)
		} else if open[at].Valid.From.Before(t.Valid.From) {
			open[at] = t
		}
	}
	return open
}

func (h *house) showTerms(v *visit, failed error) error {
	own, err := h.Office.Settings(v.ctx)
	if err != nil {
		return err
	}
	now, say := own[casework.SettingTerms], v.say.Say
	body := trustBody{Trail: v.settingTrail(say("admin.kind.terms")), Head: look.PageHead{Title: say("admin.kind.terms"), Text: say("admin.terms.text")}}
	var kept ownTerms
	if len(now.Body) > 0 {
		if err := json.Unmarshal(now.Body, &kept); err != nil {
			return fault.Wrap(fault.Internal, "web.showTerms", err)
		}
	}
	open := h.openTerms()
	if len(kept.Terms) > 0 {
		body.Table = look.Table{Caption: say("admin.terms.own"), Columns: v.columns("admin.terms.which", "admin.terms.length", "admin.terms.article", "admin.terms.valid", "admin.terms.step")}
	}
	for i, t := range kept.Terms {
		body.Table.Rows = append(body.Table.Rows, look.TableRow{Cells: []look.Cell{
			{Text: v.termName(open, t.Code)}, {Text: v.length(statute.Length{N: t.Length.N, Unit: t.Length.Unit})}, {Text: t.Article}, {Text: v.validFrom(t.Valid.From)},
			{Button: &look.Button{Text: say("admin.terms.end"), About: v.termName(open, t.Code), Post: "/admin/settings/terms", Name: "end", Value: strconv.FormatInt(now.Version, 10) + "/" + strconv.Itoa(i)}},
		}})
	}
	which := look.Field{Kind: look.Select, Name: "code", Label: say("admin.terms.which"), Options: []look.Option{{Text: say("admin.choose")}}}
	for _, t := range open {
		which.Options = append(which.Options, look.Option{Value: t.Code, Text: say("admin.terms.option", "name", say(t.LabelKey), "length", v.length(t.Length))})
	}
	form := look.Form{Action: "/admin/settings/terms", Button: look.Button{Text: say("admin.terms.keep")}, Fields: append(h.hidden(v, 0), seenField(now), which,
		look.Field{Kind: look.Text, Name: "n", InputMode: "numeric", Size: "short", Label: say("admin.terms.n"), Hint: say("admin.terms.n.hint")},
		look.Field{Kind: look.Text, Name: "article", Label: say("admin.terms.article"), Hint: say("admin.terms.article.hint"), MaxLength: 200},
		look.Field{Kind: look.Day, Name: "from", Label: say("admin.terms.from")})}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "term", Title: say("admin.terms.add")}, Form: v.formAgain(form, failed)}}
	return h.showTrust(v, body, failed)
}

func (v *visit) termName(open []statute.Term, code string) string {
	for _, t := range open {
		if t.Code == code {
			return v.say.Say(t.LabelKey)
		}
	}
	return code
}

func (v *visit) validFrom(from string) string {
	day, err := nl.ParseDate(from)
	if err != nil {
		return from
	}
	return v.say.Say("web.law.since", "from", v.days.Short(day))
}

// changeTerms adds an own length, or ends one.
func (h *house) changeTerms(v *visit) error {
	own, err := h.Office.Settings(v.ctx)
	if err != nil {
		return err
	}
	kept := ownTerms{Municipality: v.signed.Org.Municipality}
	if body := own.Body(casework.SettingTerms); len(body) > 0 {
		if err := json.Unmarshal(body, &kept); err != nil {
			return fault.Wrap(fault.Internal, "web.changeTerms", err)
		}
	}
	seen := v.settingVersion()
	if end := v.value("end"); end != "" {
		if seen, err = kept.end(end); err != nil {
			return err
		}
	} else {
		next, err := h.sentTerm(v)
		if err != nil {
			return h.showTerms(v, err)
		}
		kept.Terms = append(kept.Terms, next)
	}
	var body []byte
	if len(kept.Terms) > 0 {
		if body, err = json.Marshal(kept); err != nil {
			return fault.Wrap(fault.Internal, "web.changeTerms", err)
		}
	}
	err = h.Office.KeepSetting(v.ctx, casework.SettingTerms, seen, body)
	if mendable(err) {
		return h.showTerms(v, besideTerm(err))
	}
	if err != nil {
		return err
	}
	return h.see(v, "/admin/settings/terms", "admin.settings.kept")
}

// end takes an own term out, named as version/place, and gives the version.
func (o *ownTerms) end(named string) (int64, error) {
	version, place, _ := strings.Cut(named, "/")
	seen, err := strconv.ParseInt(version, 10, 64)
	at, wrong := strconv.Atoi(place)
	if err != nil || wrong != nil || at < 0 || at >= len(o.Terms) {
		return 0, fault.New(fault.Conflict, "web.end", "store.stale")
	}
	o.Terms = slices.Delete(o.Terms, at, at+1)
	return seen, nil
}

// sentTerm reads the form; its unit is that of the term itself.
func (h *house) sentTerm(v *visit) (ownTerm, error) {
	t := ownTerm{Code: v.value("code"), Article: v.value("article")}
	var wrong []fault.Field
	open := h.openTerms()
	at := slices.IndexFunc(open, func(o statute.Term) bool { return o.Code == t.Code })
	if at < 0 {
		wrong = append(wrong, fault.Field{Name: "code", Key: "admin.terms.need"})
	} else {
		t.Length.Unit = open[at].Length.Unit
	}
	n, err := strconv.Atoi(v.value("n"))
	if err != nil || n < 1 || n > 1000 {
		wrong = append(wrong, fault.Field{Name: "n", Key: "admin.terms.number"})
	}
	t.Length.N = n
	if t.Article == "" {
		wrong = append(wrong, fault.Field{Name: "article", Key: "admin.terms.need.article"})
	}
	day, bad := v.day("from")
	switch {
	case bad != nil:
		wrong = append(wrong, *bad)
	case day.IsZero():
		wrong = append(wrong, fault.Field{Name: "from", Key: "admin.terms.need.from"})
	}
	t.Valid.From = day.String()
	if len(wrong) > 0 {
		return t, fault.In("web.sentTerm", wrong...)
	}
	return t, nil
}

// besideTerm puts what package statute says of a term beside the fields of the form.
func besideTerm(err error) error {
	fields := fault.Fields(err)
	if len(fields) == 0 {
		return err
	}
	for i := range fields {
		fields[i].Name = "n"
	}
	return fault.In("web.besideTerm", fields...)
}

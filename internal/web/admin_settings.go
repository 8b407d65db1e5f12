package web

import (
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// maxSetting is the most that a form of a setting may send, in bytes.
const maxSetting = 768 << 10

// settingRoutes are the pages of own rules, terms and look.
func (h *house) settingRoutes() []route {
	keep := func(pattern string, handle func(*house, *visit) error) route {
		return route{pattern: pattern, purpose: "maintenance", flow: "admin", max: maxSetting, handle: handle}
	}
	return []route{
		keep("GET /admin/settings", (*house).settingsPage),
		keep("GET /admin/settings/rules", (*house).rulesPage),
		keep("POST /admin/settings/rules", (*house).changeRules),
		keep("GET /admin/settings/terms", (*house).termsPage),
		keep("POST /admin/settings/terms", (*house).changeTerms),
		keep("GET /admin/settings/look", (*house).lookPage),
		keep("POST /admin/settings/look", (*house).changeLook),
	}
}

// settingsPage shows what the municipality made its own, and since when.
func (h *house) settingsPage(v *visit) error {
	own, err := h.Office.Settings(v.ctx)
	if err != nil {
		return err
	}
	say := v.say.Say
	body := trustBody{
		Trail: []look.Link{{Text: say("admin.title"), URL: "/admin"}, {Text: say("admin.settings.title")}},
		Head:  look.PageHead{Title: say("admin.settings.title"), Text: say("admin.settings.text")},
	}
	for _, s := range []struct{ kind, url string }{{casework.SettingRules, "rules"}, {casework.SettingTerms, "terms"}, {casework.SettingTheme, "look"}, {casework.SettingLogo, "look"}} {
		body.Facts = append(body.Facts, look.Fact{Term: say("admin.kind." + s.kind), Text: v.settingState(own[s.kind]), URL: "/admin/settings/" + s.url, Link: say("admin.settings.change")})
	}
	return h.showTrust(v, body, nil)
}

func (v *visit) settingState(s store.Setting) string {
	if len(s.Body) == 0 {
		return v.say.Say("admin.settings.none")
	}
	return v.say.Say("admin.settings.since", "version", strconv.FormatInt(s.Version, 10), "day", v.days.Full(nl.On(s.At)))
}

// settingTrail leads back from the page of a setting.
func (v *visit) settingTrail(title string) []look.Link {
	return []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: v.say.Say("admin.settings.title"), URL: "/admin/settings"}, {Text: title}}
}

// settingVersion is the version that the form was made on.
func (v *visit) settingVersion() int64 {
	n, err := strconv.ParseInt(v.value("seen"), 10, 64)
	if err != nil {
		return -1 // no version: a conflict
	}
	return n
}

func seenField(s store.Setting) look.Field {
	return look.Field{Kind: look.Hidden, Name: "seen", Value: strconv.FormatInt(s.Version, 10)}
}

func (h *house) rulesPage(v *visit) error { return h.showRules(v, nil, nil) }

// showRules shows the own rules; after a trial with its outcome and the button
// that puts them into force.
func (h *house) showRules(v *visit, trial *casework.Trial, failed error) error {
	own, err := h.Office.Settings(v.ctx)
	if err != nil {
		return err
	}
	now, say := own[casework.SettingRules], v.say.Say
	body := trustBody{
		Trail: v.settingTrail(say("admin.kind.rules")),
		Head:  look.PageHead{Title: say("admin.kind.rules"), Text: say("admin.rules.text")},
		Facts: []look.Fact{{Term: say("admin.rules.now"), Text: v.settingState(now)}},
	}
	if fault.Is(failed, fault.Invalid) && len(fault.Fields(failed)) == 0 { // what the policies say, a line each
		body.Alerts = []look.Alert{{Tone: look.Late, Title: say("admin.rules.bad"), Items: access.Refusals(failed)}}
	}
	form := look.Form{Action: "/admin/settings/rules", Button: look.Button{Text: say("admin.rules.try")}, Fields: append(h.hidden(v, 0), seenField(now),
		look.Field{Kind: look.Hidden, Name: "step", Value: "try"},
		look.Field{Kind: look.Area, Name: "rules", Label: say("admin.rules.label"), Hint: say("admin.rules.hint"), Value: string(now.Body), Rows: 14, Optional: true})}
	form = v.formAgain(form, failed)
	body.Forms = []trustForm{{Head: look.CardHead{ID: "rules", Title: say("admin.rules.write")}, Form: form}}
	if trial != nil {
		v.trialShown(&body, *trial)
		use := look.Form{Action: "/admin/settings/rules", Button: look.Button{Text: say("admin.rules.use")}, Fields: append(h.hidden(v, 0),
			look.Field{Kind: look.Hidden, Name: "seen", Value: v.value("seen")}, look.Field{Kind: look.Hidden, Name: "step", Value: "use"},
			look.Field{Kind: look.Hidden, Name: "rules", Value: v.PostFormValue("rules")})}
		body.Forms = append([]trustForm{{Head: look.CardHead{ID: "use", Title: say("admin.rules.use.title")}, Text: say("admin.rules.use.text"), Form: use}}, body.Forms...)
	}
	return h.showTrust(v, body, failed)
}

// trialShown puts on the page who would lose access to what.
func (v *visit) trialShown(body *trustBody, trial casework.Trial) {
	body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("admin.rules.tried"), Text: v.say.Count("admin.rules.families", trial.Families)})
	if len(trial.Lost) == 0 {
		body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("admin.rules.lost"), Text: v.say.Say("admin.rules.nobody")})
		return
	}
	body.Table = look.Table{Caption: v.say.Say("admin.rules.lost"), Columns: v.columns("admin.rules.who", "admin.rules.role", "admin.rules.what", "admin.rules.count")}
	for _, l := range trial.Lost {
		who := l.OrgName
		if l.Org == "" {
			who = v.say.Say("admin.rules.family")
		}
		what := v.say.Say("admin.rules.loses." + l.What)
		switch l.What {
		case "part":
			what += ": " + v.say.Say("statute.domain."+l.Which)
		case "action":
			what += ": " + v.say.Say("admin.action."+l.Which)
		}
		body.Table.Rows = append(body.Table.Rows, look.TableRow{Cells: []look.Cell{{Text: who}, {Text: v.say.Say("statute.role." + l.Role)}, {Text: what}, {Text: v.say.Count("admin.rules.families", l.Families)}}})
	}
}

// changeRules tries rules, or puts what was tried into force.
func (h *house) changeRules(v *visit) error {
	rules := []byte(strings.TrimSpace(strings.ReplaceAll(v.PostFormValue("rules"), "\r\n", "\n")))
	if v.value("step") != "use" {
		trial, err := h.Office.TryOwnRules(v.ctx, rules)
		if mendable(err) {
			return h.showRules(v, nil, err)
		}
		if err != nil {
			return err
		}
		return h.showRules(v, &trial, nil)
	}
	err := h.Office.KeepSetting(v.ctx, casework.SettingRules, v.settingVersion(), rules)
	if mendable(err) {
		return h.showRules(v, nil, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/admin/settings", "admin.settings.kept")
}

package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// familyBody is what the page of the family shows.
type familyBody struct {
	caseFrame
	On        onDay
	Genogram  *picture.Figure
	Persons   look.Table
	Relations look.Table
	Custody   look.Table
	Stays     look.Table
	Register  *look.Form
	Invite    []inviteRow
	Add       []look.Button
}

// inviteRow is someone who has no place of their own in the dossier yet.
type inviteRow struct {
	Face look.Face
	Name string
	Form look.Form
}

// onDay is the day as of which the family is shown.
type onDay struct {
	Action string
	Field  look.Field
	Button look.Button
	Note   string
}

// familyPage shows the family as a genogram and as lists, as it was on a day.
func (h *house) familyPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	day, ok := v.days.ParseDay(v.URL.Query().Get("on"))
	if !ok || !day.Complete() {
		day = v.today
	}
	body := h.familyBody(v, view, day)
	return h.show(v, http.StatusOK, "case-family", h.page(v, v.say.Say("web.case.tab.family"), body))
}

func (h *house) familyBody(v *visit, view *access.View, day nl.Date) familyBody {
	body := familyBody{
		caseFrame: h.caseFrame(v, view, tabFamily), On: v.onDay(view, day),
		Persons: v.personTable(view, day), Relations: v.relationTable(view), Custody: v.custodyTable(view), Stays: v.stayTable(view),
	}
	if g := v.genogram(view, day); len(g.Persons) > 0 {
		figure := g.Draw(v.say)
		body.Genogram = &figure
	}
	if view.Dossier.Closed != nil || !view.May[dossier.ActFamily].Allow {
		return body
	}
	if form, ok := h.registerForm(v, view); ok {
		body.Register = &form
	}
	body.Invite = h.inviteRows(v, view)
	for _, what := range []string{"person", "relation", "custody", "stay", "contact"} {
		body.Add = append(body.Add, look.Button{Text: v.say.Say("web.form." + what), Style: look.Quiet, URL: caseURL(view.Dossier.ID, tabFamily, what)})
	}
	return body
}

// ownPlaceFrom is the age from which someone has a place of their own in the dossier.
const ownPlaceFrom = 12

// inviteRows gives whom one can invite: who may have a place of their own and has none.
func (h *house) inviteRows(v *visit, view *access.View) []inviteRow {
	var rows []inviteRow
	for _, p := range view.Dossier.Persons {
		has := slices.ContainsFunc(view.Others, func(o access.That) bool { return o.Subject.Person == p.ID && o.Subject.User != "" })
		if age := v.age(p); has || !p.Deceased.IsZero() || age >= 0 && age < ownPlaceFrom {
			continue
		}
		form := look.Form{Action: caseURL(view.Dossier.ID, "invite"), Fields: append(h.freshKey(), look.Field{Kind: look.Hidden, Name: "person", Value: string(p.ID)})}
		form.Button = look.Button{Text: v.say.Say("web.family.invite"), Style: look.Quiet, About: v.personName(view, p.ID)}
		rows = append(rows, inviteRow{Face: personFace(p), Name: v.personName(view, p.ID), Form: form})
	}
	return rows
}

func (v *visit) onDay(view *access.View, day nl.Date) onDay {
	on := onDay{Action: caseURL(view.Dossier.ID, tabFamily), Button: look.Button{Text: v.say.Say("web.family.on.show"), Style: look.Quiet}}
	on.Field = look.Field{Kind: look.Day, Name: "on", Label: v.say.Say("web.family.on"), Value: fmt.Sprintf("%d-%d-%d", day.Day, day.Month, day.Year)}
	if day != v.today {
		on.Note = v.say.Say("web.family.on.past", "date", v.days.Full(day))
	}
	return on
}

// genogram draws the family as its dated relations, custody and stays say.
func (v *visit) genogram(view *access.View, day nl.Date) picture.Genogram {
	g := picture.Genogram{ID: "genogram", Title: v.say.Say("web.family.genogram")}
	asker := dossier.ID("")
	if len(view.Dossier.Meldingen) > 0 {
		asker = view.Dossier.Meldingen[0].From
	}
	for _, p := range view.Dossier.Persons {
		if !p.Birth.IsZero() && p.Birth.Earliest().After(day) {
			continue
		}
		age := picture.NoAge
		if !p.Birth.IsZero() {
			age = p.Birth.AgeOn(day)
		}
		dead := !p.Deceased.IsZero() && !p.Deceased.After(day)
		g.Persons = append(g.Persons, picture.Person{ID: string(p.ID), Name: p.Name.Informal(), Age: age, Sex: picture.Sex(p.Sex), Deceased: dead, Self: p.ID == asker, Note: v.genogramNote(view, p, day)})
	}
	g.Bonds, g.Births, g.Homes = v.bonds(view, day), births(view), v.homes(view, day)
	return g
}

// genogramNote says of a child who has custody, of others what they are.
func (v *visit) genogramNote(view *access.View, p dossier.Person, day nl.Date) string {
	for _, c := range slices.Backward(view.Dossier.Custody) {
		if c.Child == p.ID && c.Valid.Holds(day) {
			return v.say.Say("web.custody.short." + c.Code)
		}
	}
	return v.personNote(view, p)
}

func (v *visit) bonds(view *access.View, day nl.Date) []picture.Bond {
	var bonds []picture.Bond
	for _, r := range view.Dossier.Relations {
		if r.Type != "partner" || !r.Valid.From.IsZero() && r.Valid.From.Earliest().After(day) {
			continue
		}
		bond := picture.Bond{A: string(r.From), B: string(r.To), State: picture.Together, Years: years(r.Valid)}
		if !r.Valid.Until.IsZero() && r.Valid.Until.Before(day) {
			bond.State = picture.Separated
		}
		bonds = append(bonds, bond)
	}
	return bonds
}

// years says a period in years: "2008–2021", "2023–".
func years(span nl.Span) string {
	if span.From.IsZero() && span.Until.IsZero() {
		return ""
	}
	until := ""
	if !span.Until.IsZero() {
		until = strconv.Itoa(span.Until.Year)
	}
	if span.From.IsZero() {
		return "–" + until
	}
	return strconv.Itoa(span.From.Year) + "–" + until
}

// births gives who are the parents of whom; a relation of foster or step parents is called so by its label.
func births(view *access.View) []picture.Birth {
	var births []picture.Birth
	for _, r := range view.Dossier.Relations {
		if r.Type != "parent" {
			continue
		}
		foster := r.Label != ""
		i := slices.IndexFunc(births, func(b picture.Birth) bool { return b.Child == string(r.To) && b.Foster == foster })
		if i < 0 {
			births = append(births, picture.Birth{Child: string(r.To), Foster: foster})
			i = len(births) - 1
		}
		births[i].Parents = append(births[i].Parents, string(r.From))
	}
	return births
}

// homes gives who live together on a day, as far as the visitor may know where they live.
func (v *visit) homes(view *access.View, day nl.Date) []picture.Home {
	var homes []picture.Home
	var done []dossier.ID
	for _, p := range view.Dossier.Persons {
		if slices.Contains(done, p.ID) {
			continue
		}
		together := view.Dossier.Household(p.ID, day)
		done = append(done, together...)
		if len(together) < 2 {
			continue
		}
		home := picture.Home{Name: v.say.Say("web.family.home", "name", v.firstName(view, p.ID))}
		for _, id := range together {
			home.Members = append(home.Members, string(id))
		}
		homes = append(homes, home)
	}
	return homes
}

func (v *visit) personTable(view *access.View, day nl.Date) look.Table {
	t := look.Table{Caption: v.say.Say("web.family.persons"), Columns: v.columns("web.col.name", "web.col.birth", "web.col.tie", "web.col.lives", "web.col.reach", "web.col.source"), Empty: v.say.Say("web.family.persons.none")}
	for _, p := range view.Dossier.Persons {
		face := personFace(p)
		face.Size = "small"
		birth := look.Cell{Text: v.say.Say("web.unknown")}
		if !p.Birth.IsZero() {
			birth = look.Cell{Text: v.days.Full(p.Birth), Note: v.say.Count("web.family.age", max(0, p.Birth.AgeOn(day)))}
		}
		name := look.Cell{Face: &face, Text: p.Name.Full()}
		if view.May[dossier.ActFamily].Allow && view.Dossier.Closed == nil {
			name.URL = caseURL(view.Dossier.ID, tabFamily, "person") + "?person=" + string(p.ID)
		}
		reach := look.Cell{Text: p.Phone, Note: p.Email}
		t.Rows = append(t.Rows, look.TableRow{ID: "p-" + string(p.ID), Cells: []look.Cell{name, birth, {Text: v.personNote(view, p)}, v.livesCell(view, p, day), reach, {Text: v.sourceWord(p.Source)}}})
	}
	return t
}

// sourceWord says where something comes from.
func (v *visit) sourceWord(source string) string {
	if source == "" {
		return ""
	}
	return v.say.Say("web.source." + source)
}

func (v *visit) livesCell(view *access.View, p dossier.Person, day nl.Date) look.Cell {
	stay, ok := view.Dossier.StayOf(p.ID, day)
	if !ok {
		return look.Cell{Text: v.say.Say("web.unknown")}
	}
	cell := look.Cell{Text: addressLine(stay.Address)}
	if stay.Secret || slices.Contains(view.Secrets, p.ID) {
		cell.Chip = &look.Chip{Tone: look.Shut, Text: v.say.Say("web.case.secret")}
	}
	return cell
}

// period says from when until when something holds.
func (v *visit) period(span nl.Span) string {
	switch {
	case span.From.IsZero() && span.Until.IsZero():
		return v.say.Say("web.period.always")
	case span.Until.IsZero():
		return v.say.Say("web.period.from", "date", v.days.Full(span.From))
	case span.From.IsZero():
		return v.say.Say("web.period.until", "date", v.days.Full(span.Until))
	}
	return v.say.Say("web.period.both", "from", v.days.Full(span.From), "until", v.days.Full(span.Until))
}

func (v *visit) relationTable(view *access.View) look.Table {
	t := look.Table{Caption: v.say.Say("web.family.relations"), Columns: v.columns("web.col.who", "web.col.relation", "web.col.whom", "web.col.period"), Empty: v.say.Say("web.family.relations.none")}
	for _, r := range view.Dossier.Relations {
		t.Rows = append(t.Rows, look.TableRow{Cells: []look.Cell{{Text: v.personName(view, r.From)}, {Text: v.say.Say("web.relation." + r.Type), Note: r.Label}, {Text: v.personName(view, r.To)}, {Text: v.period(r.Valid)}}})
	}
	return t
}

func (v *visit) custodyTable(view *access.View) look.Table {
	t := look.Table{Caption: v.say.Say("web.family.custody"), Columns: v.columns("web.col.child", "web.col.custody", "web.col.holders", "web.col.period"), Empty: v.say.Say("web.family.custody.none")}
	for _, c := range view.Dossier.Custody {
		var holders []string
		for _, id := range c.Holders() {
			holders = append(holders, v.personName(view, id))
		}
		t.Rows = append(t.Rows, look.TableRow{Cells: []look.Cell{{Text: v.personName(view, c.Child)}, {Text: v.say.Say("web.custody." + c.Code)}, {Text: strings.Join(holders, ", ")}, {Text: v.period(c.Valid)}}})
	}
	return t
}

func (v *visit) stayTable(view *access.View) look.Table {
	t := look.Table{Caption: v.say.Say("web.family.stays"), Columns: v.columns("web.col.who", "web.col.address", "web.col.period"), Empty: v.say.Say("web.family.stays.none")}
	for _, s := range view.Dossier.Stays {
		address := look.Cell{Text: addressLine(s.Address)}
		if s.Secret {
			address.Chip = &look.Chip{Tone: look.Shut, Text: v.say.Say("web.case.secret")}
		}
		t.Rows = append(t.Rows, look.TableRow{Cells: []look.Cell{{Text: v.personName(view, s.Person)}, address, {Text: v.period(s.Valid)}}})
	}
	return t
}

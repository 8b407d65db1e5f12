package web

import (
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// domain gives the name of a life domain.
func (v *visit) domain(code string) string { return v.say.Say("statute.domain." + code) }

// domainShort gives one word for a life domain.
func (v *visit) domainShort(code string) string {
	return v.say.Say("statute.domain." + code + ".short")
}

// term gives the name of a legal or agreed term.
func (v *visit) term(code string) string { return v.say.Say("statute.term." + code) }

// purposeWord gives the name of a purpose.
func (v *visit) purposeWord(code string) string { return v.say.Say("statute.purpose." + code) }

// groundWord gives the name of a legal ground; "" for none.
func (v *visit) groundWord(code string) string {
	if code == "" {
		return ""
	}
	return v.say.Say("statute.ground." + code)
}

// kindWord gives the name of a kind of organisation.
func (v *visit) kindWord(kind string) string { return v.say.Say("statute.kind." + kind) }

// roleWord gives the name of a role in a dossier.
func (v *visit) roleWord(role string) string { return v.say.Say("web.involved." + role) }

// phase gives the name of a phase.
func (v *visit) phase(code string) string { return v.say.Say("web.phase." + code) }

// safetyWord gives the name of a level of safety.
func (v *visit) safetyWord(level string) string { return v.say.Say("web.safety." + level) }

// safetyTone gives the colour of a level of safety.
func safetyTone(level string) look.Tone {
	switch level {
	case dossier.SafetySafe:
		return look.OK
	case dossier.SafetyWatch:
		return look.Soon
	}
	return look.Late
}

// taskWord gives the name of the state of a task.
func (v *visit) taskWord(state string) string { return v.say.Say("web.task." + state) }

// taskChip gives the state of a task as a chip: late when its day has passed.
func (v *visit) taskChip(t dossier.Task) look.Chip {
	chip := look.Chip{Text: v.taskWord(t.State)}
	switch {
	case t.State == dossier.TaskReady:
		chip.Tone = look.OK
	case t.Open() && v.past(t.Due):
		return look.Chip{Tone: look.Late, Text: v.left(t.Due)}
	case t.State == dossier.TaskBack:
		chip.Tone = look.Late
	case t.State == dossier.TaskAsked:
		chip.Tone = look.Soon
	}
	return chip
}

// past tells whether a day has gone by; the zero day never does.
func (v *visit) past(due nl.Date) bool { return !due.IsZero() && due.Before(v.today) }

// left says how many days are left until a day, or how many it is late.
func (v *visit) left(due nl.Date) string {
	switch days := v.today.DaysUntil(due); {
	case due.IsZero():
		return ""
	case days < 0:
		return v.say.Count("picture.clock.late", -days)
	case days == 0:
		return v.say.Say("picture.clock.today")
	default:
		return v.say.Count("picture.clock.left", days)
	}
}

// wholeFamily is how a part without a person is called.
func (v *visit) wholeFamily() string { return v.say.Say("web.family.whole") }

// personName gives how someone in the dossier is called; the empty person is
// the whole family, and who may not be known is "iemand".
func (v *visit) personName(view *access.View, id dossier.ID) string {
	if id == "" {
		return v.wholeFamily()
	}
	p, ok := view.Dossier.Person(id)
	if !ok {
		return v.say.Say("web.person.unknown")
	}
	if name := p.Name.Informal(); name != "" {
		return name
	}
	return v.say.Say("web.person.unnamed")
}

// firstName gives the name by which a family member is called among the family.
func (v *visit) firstName(view *access.View, id dossier.ID) string {
	if p, ok := view.Dossier.Person(id); ok && p.Name.First() != "" {
		return p.Name.First()
	}
	return v.personName(view, id)
}

// partName says a part: "Geld · Fatma".
func (v *visit) partName(view *access.View, part dossier.Part) string {
	return v.domain(part.Domain) + " · " + v.firstName(view, part.Person)
}

// holderName gives who holds a task or is asked something; "" when nobody does.
func (v *visit) holderName(view *access.View, h dossier.Holder) string {
	switch {
	case h.User != "" && h.User == v.signed.User.ID:
		return v.say.Say("web.you")
	case h.Person != "":
		return v.personName(view, h.Person)
	case h.Name != "":
		return h.Name
	case h.Org != "":
		for _, o := range view.Others {
			if o.Subject.Org == h.Org {
				return o.Name
			}
		}
		return v.say.Say("web.org.unknown")
	case h.Kind == dossier.HolderPool:
		return v.say.Say("web.holder.pool")
	}
	return ""
}

// holderFace gives the face of a holder; a question mark when nobody holds it.
func (v *visit) holderFace(view *access.View, h dossier.Holder) look.Face {
	name := v.holderName(view, h)
	if p, ok := view.Dossier.Person(h.Person); ok {
		return personFace(p)
	}
	if h.User != "" && h.User == v.signed.User.ID {
		name = v.signed.User.Name
	}
	return look.Face{Initials: picture.Initials(name), Tint: holderTint(view, h)}
}

func holderTint(view *access.View, h dossier.Holder) picture.Tint {
	switch {
	case h.Kind == dossier.HolderFamily:
		return picture.Family
	case h.Kind == dossier.HolderNetwork, h.Kind == dossier.HolderPool:
		return picture.Near
	case h.Org == view.Dossier.Team, view.Dossier.Lead != nil && h.Org == view.Dossier.Lead.Org:
		return picture.Team
	}
	return picture.Help
}

// personFace gives the face of someone of the family or its network, by the
// first name: a family shares its surname.
func personFace(p dossier.Person) look.Face {
	face := look.Face{Initials: picture.Initials(p.Name.First()), Tint: picture.Family}
	if p.Network {
		face.Tint = picture.Near
	}
	return face
}

// roleTint gives the colour of the face of someone with a role in a dossier,
// or of where a row of work comes from.
func roleTint(role string) picture.Tint {
	switch role {
	case "family":
		return picture.Family
	case "network", "near":
		return picture.Near
	case "partner", "help":
		return picture.Help
	}
	return picture.Team
}

// thatFace gives the face of someone involved.
func thatFace(that access.That) look.Face {
	return look.Face{Initials: picture.Initials(that.Name), Tint: roleTint(that.Role)}
}

// age gives the age of a person today; picture.NoAge when it is not known.
func (v *visit) age(p dossier.Person) int {
	if p.Birth.IsZero() {
		return picture.NoAge
	}
	return p.Birth.AgeOn(v.today)
}

// withAge gives "Elif, 16", or the name alone for adults and unknown ages.
func (v *visit) withAge(view *access.View, p dossier.Person) string {
	name := v.firstName(view, p.ID)
	if age := v.age(p); age >= 0 && age < 18 {
		return name + ", " + strconv.Itoa(age)
	}
	return name
}

// level gives a score as bars; its text says scale step and words.
func (v *visit) level(law *statute.Set, s dossier.Score) look.Level {
	level := look.Level{Value: s.Level, Of: 5}
	scale, err := law.Scale(s.Scale)
	if err == nil && len(scale.Levels) > 0 {
		level.Of = len(scale.Levels)
	}
	level.Text = v.say.Say("web.level", "value", strconv.Itoa(s.Level), "of", strconv.Itoa(level.Of), "words", v.levelWord(law, s))
	return level
}

// levelWord gives the words of a step of a scale.
func (v *visit) levelWord(law *statute.Set, s dossier.Score) string {
	scale, err := law.Scale(s.Scale)
	if err != nil {
		return strconv.Itoa(s.Level)
	}
	for _, l := range scale.Levels {
		switch {
		case l.Value != s.Level:
		case l.LabelKey != "":
			return v.say.Say(l.LabelKey)
		case l.Labels[v.say.Lang()] != "":
			return l.Labels[v.say.Lang()]
		default:
			return l.Labels["nl"]
		}
	}
	return strconv.Itoa(s.Level)
}

// clockBar gives a clock as a bar, with the article it rests on.
func (h *house) clockBar(v *visit, c dossier.Clock) look.ClockBar {
	bar := v.clockBar(c)
	bar.Law = h.article(v, c.Term, c.Start)
	return bar
}

// clockBar gives a clock as a bar, without its article.
func (v *visit) clockBar(c dossier.Clock) look.ClockBar {
	k := picture.Clock{Term: nl.Span{From: c.Start, Until: c.Due}, Today: v.today}
	switch c.State {
	case dossier.ClockWaits:
		return look.ClockBar{Percent: k.Percent(), Paused: true, Text: v.say.Say("picture.clock.paused")}
	case dossier.ClockIsMet:
		k.Met = c.Ended
		return look.ClockBar{Percent: k.Percent(), Met: true, Tone: look.OK, Text: k.Words(v.say)}
	case dossier.ClockIsEnded:
		return look.ClockBar{Percent: k.Percent(), Met: true, Text: v.say.Say("web.clock.stopped")}
	}
	return v.workClock(c.Start, c.Due, c.State == dossier.ClockIsLate)
}

// workClock gives a running term as a bar: "nog 5 van 42 dagen". A zero due day
// gives an empty text: there is no term to show.
func (v *visit) workClock(start, due nl.Date, late bool) look.ClockBar {
	if due.IsZero() {
		return look.ClockBar{}
	}
	if start.IsZero() {
		start = v.today
	}
	k := picture.Clock{Term: nl.Span{From: start, Until: due}, Today: v.today}
	bar := look.ClockBar{Percent: k.Percent(), Text: v.left(due)}
	left, total := k.Left(), start.DaysUntil(due)
	switch {
	case late || left < 0:
		bar.Tone, bar.Percent = look.Late, 100
		if left >= 0 {
			bar.Text = v.say.Say("web.clock.late")
		}
		return bar
	case k.Soon() || left <= 2:
		bar.Tone = look.Soon
	}
	if left > 0 && total > left {
		bar.Text = v.say.Count("web.clock.leftof", left, "of", strconv.Itoa(total))
	}
	return bar
}

// article gives the article of a term as people cite it: "Awb 4:13 lid 2"; ""
// for what only was agreed.
func (h *house) article(v *visit, term string, on nl.Date) string {
	t, err := h.Law.Term(term, on)
	if err != nil || t.Law == "agreed" {
		return ""
	}
	return v.say.Say("web.law."+t.Law) + " " + t.Article
}

// nextClock gives the live clock of the municipality's side or anyone else that
// is due first; ok is false when none runs.
func nextClock(d *dossier.Dossier) (next dossier.Clock, ok bool) {
	for _, c := range d.Clocks {
		if c.Live() && c.State != dossier.ClockWaits && (!ok || c.Due.Before(next.Due)) {
			next, ok = c, true
		}
	}
	return next, ok
}

// caseHead is the heading that stays in view on every page of a dossier:
// family, phase, since when, lead, next term, secrecy and safety.
func (h *house) caseHead(v *visit, view *access.View) look.PageHead {
	d := view.Dossier
	head := look.PageHead{Title: d.Name, Kicker: v.caseKicker(view)}
	add := func(tone look.Tone, words string) {
		head.Chips = append(head.Chips, look.Chip{Tone: tone, Text: words})
	}
	switch {
	case d.Closed != nil:
		add(look.Plain, v.say.Say("web.case.closed", "date", v.days.Full(nl.On(d.Closed.At))))
	case d.Lead != nil:
		add(look.Plain, v.say.Say("web.case.lead", "name", d.Lead.Name))
	default:
		add(look.Late, v.say.Say("web.case.nolead"))
	}
	if c, ok := nextClock(d); ok && d.Closed == nil {
		add(dueTone(v, c), v.term(c.Term)+": "+v.left(c.Due))
		if governs(view) {
			head.Chips[len(head.Chips)-1].URL = caseURL(d.ID, "clock", string(c.Clock))
		}
	}
	if len(view.Secrets) > 0 {
		add(look.Shut, v.say.Say("web.case.secret"))
	}
	if s, ok := d.SafetyNow(); ok {
		add(safetyTone(s.Level), v.safetyWord(s.Level)+" · "+v.days.Since(nl.On(s.At), v.today))
	}
	return head
}

func (v *visit) caseKicker(view *access.View) string {
	words := []string{v.say.Say("web.case.family"), v.say.Say("web.case.phase", "phase", v.phase(view.Phase))}
	if !view.Dossier.OpenedAt.IsZero() {
		words = append(words, v.say.Say("web.case.since", "date", v.days.Since(nl.On(view.Dossier.OpenedAt), v.today)))
	}
	return strings.Join(words, " · ")
}

func dueTone(v *visit, c dossier.Clock) look.Tone {
	switch left := v.today.DaysUntil(c.Due); {
	case c.State == dossier.ClockIsLate || left < 0:
		return look.Late
	case left <= 7:
		return look.Soon
	}
	return look.Plain
}

// typedParts gives a date in three fields as it was typed: "day-month-year".
func (v *visit) typedParts(name string) string {
	day, month, year := v.value(name+".day"), v.value(name+".month"), v.value(name+".year")
	if day+month+year == "" {
		return ""
	}
	return day + "-" + month + "-" + year
}

// dayParts reads a date in three fields; an unknown day or month may be left empty.
func (v *visit) dayParts(name string) (nl.Date, *fault.Field) {
	typed := v.typedParts(name)
	if typed == "" {
		return nl.Date{}, nil
	}
	date, ok := v.days.ParseDay(typed)
	if !ok {
		return nl.Date{}, &fault.Field{Name: name, Key: "web.date"}
	}
	return date, nil
}

// span reads two days as a period; a wrong one is a finding beside its field.
func (v *visit) span(from, until string) (nl.Span, error) {
	first, wrong1 := v.day(from)
	last, wrong2 := v.day(until)
	return nl.Span{From: first, Until: last}, wrongDays("web.span", wrong1, wrong2)
}

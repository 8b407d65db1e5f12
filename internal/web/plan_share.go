package web

import (
	"cmp"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// shareBody is what plan-share.html shows: the form, or what the organisation
// would see before it happens.
type shareBody struct {
	Trail    []look.Link
	Head     look.PageHead
	Empty    *look.Empty
	Form     look.Form
	Preview  *sharePreview
	Involved []look.Contact
}

// sharePreview says what an organisation will see and what not.
type sharePreview struct {
	Facts []look.Fact
	Sees  []string
	Not   []string
	Alert *look.Alert
}

// share shows who takes part, and the form to make an organisation involved.
func (h *house) share(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	orgs, err := h.partners(v, view)
	if err != nil {
		return err
	}
	return h.showShare(v, h.shareBody(v, view, orgs, nil), nil)
}

func (h *house) showShare(v *visit, body shareBody, failed error) error {
	return h.show(v, formStatus(failed), "plan-share", h.page(v, body.Head.Title, body))
}

// partners gives the organisations of the region that one can ask, by kind and
// name. The municipality's own side takes part by itself.
func (h *house) partners(v *visit, view *access.View) ([]store.Org, error) {
	orgs, err := h.Office.Organisations(v.ctx, "", view.Dossier.Municipality)
	if err != nil {
		return nil, err
	}
	orgs = slices.DeleteFunc(slices.Clone(orgs), func(o store.Org) bool {
		return o.Kind == "municipality" || o.Kind == "neighbourhood_team"
	})
	slices.SortFunc(orgs, func(a, b store.Org) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return orgs, nil
}

// shareWith shows what the organisation will see; once more pressed, it happens.
func (h *house) shareWith(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	orgs, err := h.partners(v, view)
	if err != nil {
		return err
	}
	wanted, err := h.sharing(v, view, orgs)
	if err == nil && v.value(fieldDo) == "share" {
		if _, err = h.Office.Do(v.ctx, wanted.wish(v, view)); err == nil {
			return h.see(v, caseURL(view.Dossier.ID, "share"), "web.chain.share.done", "name", wanted.org.Name)
		}
	}
	if mendable(err) {
		return h.showShare(v, h.shareBody(v, view, orgs, err), err)
	}
	if err != nil {
		return err
	}
	return h.showShare(v, h.previewBody(v, view, wanted), nil)
}

// sharing is one wish to share: with whom, for which task, until when.
type sharing struct {
	org   store.Org
	task  dossier.Task
	until nl.Date
	proposal
}

func (h *house) sharing(v *visit, view *access.View, orgs []store.Org) (sharing, error) {
	var s sharing
	var wrong []fault.Field
	add := func(bad bool, name, key string) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	i := slices.IndexFunc(orgs, func(o store.Org) bool { return o.ID == v.id("org") })
	add(i < 0, "org", "dossier.involve.who")
	task, ok := view.Dossier.Task(v.id("task"))
	add(!ok || !shareable(task), "task", "web.chain.share.task.choose")
	add(ok && i >= 0 && shareable(task) && !free(task) && task.Holder.Org != orgs[i].ID, "task", "web.chain.share.task.other")
	until, finding := v.day("until")
	if finding != nil {
		wrong = append(wrong, *finding)
	}
	add(finding == nil && until.IsZero(), "until", "dossier.involve.until")
	add(!until.IsZero() && until.Before(v.today), "until", "dossier.day.past")
	if len(wrong) > 0 {
		return s, fault.In("web.sharing", wrong...)
	}
	s.org, s.task, s.until = orgs[i], task, until
	s.proposal, ok = propose(h.Law, s.org, task, v.today)
	if !ok {
		return s, fault.In("web.sharing", fault.Field{Name: "org", Key: "web.chain.share.noground"})
	}
	return s, nil
}

// free tells whether nobody holds a task or is asked for it.
func free(t dossier.Task) bool { return t.State == dossier.TaskOpen || t.State == dossier.TaskBack }

// shareable tells whether a task can be why an organisation takes part: nobody
// has it yet, or an organisation does.
func shareable(t dossier.Task) bool {
	return t.Open() && t.Type != dossier.TaskDecision && (free(t) || t.Holder.Kind == dossier.HolderOrganisation && t.Holder.User == "")
}

// wish makes the organisation involved and asks it for the task when nobody
// else has it, both or neither.
func (s sharing) wish(v *visit, view *access.View) casework.Wish {
	wish := v.wish(view.Dossier.ID, s.command(s.org, s.until), v.typed("involvement.until", "until", ""))
	wish.Expect = 0 // whatever else happened meanwhile, the involvement is what was shown
	if free(s.task) {
		offer := dossier.OfferTask{Task: s.task.Task, To: dossier.Holder{Kind: dossier.HolderOrganisation, Org: s.org.ID, Name: s.org.Name}}
		wish.Then = func(*dossier.Dossier) ([]dossier.Command, error) { return []dossier.Command{offer}, nil }
	}
	return wish
}

func (h *house) shareBody(v *visit, view *access.View, orgs []store.Org, failed error) shareBody {
	id := view.Dossier.ID
	body := shareBody{
		Trail: v.planTrail(view, v.tell("share")), Involved: v.involved(view),
		Head: look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("share"), Text: v.tell("share.text")},
	}
	task := look.Field{Kind: look.Select, Name: "task", Label: v.tell("share.task"), Hint: v.tell("share.task.hint"), Value: v.FormValue("task")}
	for _, t := range view.Dossier.Tasks {
		if shareable(t) {
			task.Options = append(task.Options, look.Option{Value: string(t.Task), Text: t.Title + " · " + v.fullPart(view, t.Part)})
		}
	}
	if len(task.Options) == 0 {
		body.Empty = &look.Empty{Title: v.tell("share.notask"), Text: v.tell("share.notask.text"), Button: &look.Button{Text: v.tell("task.new"), URL: caseURL(id, "tasks", "new")}}
		return body
	}
	org := look.Field{Kind: look.Select, Name: "org", Label: v.tell("share.org"), Options: []look.Option{{Text: v.tell("choose")}}}
	for _, o := range orgs {
		org.Options = append(org.Options, look.Option{Value: string(o.ID), Text: o.Name + " · " + v.kindWord(o.Kind)})
	}
	fields := []look.Field{org, task}
	fields = append(fields, offered(look.Field{Kind: look.Day, Name: "until", Label: v.tell("share.until"), Hint: v.tell("share.until.hint")}, typedDay(v.today.AddMonths(6)), v.tell("share.until.known"))...)
	again := failed != nil && v.value(fieldDo) == "share" // refused after it was shown
	if again {
		fields = v.refilled(fields)
	}
	body.Form = h.form(v, 0, "preview", failed, look.Form{
		Action: caseURL(id, "share"), Fields: fields, Button: look.Button{Text: v.tell("share.preview")}, Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(id, "plan")},
	})
	if again {
		body.Form = body.Form.With(failed, v.say)
	}
	return body
}

// involved lists who takes part today, with a way to end it.
func (v *visit) involved(view *access.View) []look.Contact {
	var list []look.Contact
	for _, o := range view.Others {
		c := look.Contact{Face: thatFace(o), Name: o.Name, Note: v.roleWord(o.Role), Tel: o.Phone}
		if o.What != nil && o.Role == "partner" {
			c.Note = v.whatWords(view, o)
			c.URL = caseURL(view.Dossier.ID, "share", string(o.Involvement), "end")
		}
		list = append(list, c)
	}
	return list
}

// whatWords says in one line what someone takes part for: "Geld · Fatma · tot
// en met 1 maart", or that they see the task and not the file.
func (v *visit) whatWords(view *access.View, o access.That) string {
	words := v.tell("share.taskonly")
	if o.What.Scope == dossier.ScopeParts {
		words = v.scopeWords(view, o.What.Persons, o.What.Domains)
	}
	if !o.Until.IsZero() {
		words += " · " + v.tell("share.untilday", "date", v.days.Since(o.Until, v.today))
	}
	return words
}

func (v *visit) scopeWords(view *access.View, persons []dossier.ID, domains []string) string {
	var who, what []string
	for _, p := range persons {
		if p == dossier.Every {
			who = append(who, v.tell("share.everyone"))
			continue
		}
		who = append(who, v.firstName(view, p))
	}
	for _, d := range domains {
		if d == dossier.Every {
			what = append(what, v.tell("share.everything"))
			continue
		}
		what = append(what, v.domainShort(d))
	}
	return v.listed(what) + " · " + v.listed(who)
}

func (h *house) previewBody(v *visit, view *access.View, s sharing) shareBody {
	id := view.Dossier.ID
	preview := h.sharePreview(v, view, s)
	body := shareBody{
		Trail:   v.planTrail(view, v.tell("share")),
		Head:    look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("share.sees", "name", s.org.Name), Text: v.tell("share.sees.text")},
		Preview: &preview,
	}
	hidden := func(name, value string) look.Field {
		return look.Field{Kind: look.Hidden, Name: name, Value: value}
	}
	offeredDay := v.value("until" + offeredSuffix)
	body.Form = look.Form{
		Action: caseURL(id, "share"),
		Fields: append([]look.Field{
			hidden(fieldDo, "share"), hidden("org", string(s.org.ID)), hidden("task", string(s.task.Task)),
			hidden("until", v.value("until")), hidden("until"+offeredSuffix, offeredDay),
		}, h.hidden(v, 0)...),
		Button: look.Button{Text: v.tell("share.save", "name", s.org.Name)},
		Cancel: &look.Link{Text: v.tell("share.back"), URL: caseURL(id, "share") + "?task=" + string(s.task.Task)},
	}
	return body
}

// sharePreview tells what would open. It counts only what the one who shares sees.
func (h *house) sharePreview(v *visit, view *access.View, s sharing) sharePreview {
	p := sharePreview{
		Facts: []look.Fact{
			{Term: v.tell("share.for"), Text: v.purposeWord(s.purpose)},
			{Term: v.tell("share.ground"), Text: v.groundWord(s.ground.Code), Note: v.cite(s.ground.Law, s.ground.Article)},
			{Term: v.tell("share.why"), Text: v.say.Say(s.ground.NecessityKey)},
			{Term: v.tell("share.until"), Text: v.days.Full(s.until)},
		},
		Sees: []string{v.tell("share.see.task", "task", s.task.Title), v.tell("share.see.person", "name", v.personName(view, s.part.Person)), v.tell("share.see.others")},
	}
	if s.scope == dossier.ScopeParts {
		goals, tasks := inPart(view, s.part)
		p.Sees = append(p.Sees, v.tell("share.see.part", "part", v.fullPart(view, s.part)), v.say.Count("web.chain.share.see.goals", goals), v.say.Count("web.chain.share.see.tasks", tasks))
	} else {
		p.Not = append(p.Not, v.tell("share.not.file"))
	}
	for _, part := range openParts(view) {
		if part != s.part || s.scope == dossier.ScopeTask {
			p.Not = append(p.Not, v.fullPart(view, part))
		}
	}
	p.Not = append(p.Not, v.tell("share.not.address"), v.tell("share.not.safety"))
	if s.ground.NeedsConsent {
		p.Alert = &look.Alert{Tone: look.Soon, Title: v.tell("share.consent"), Text: v.tell("share.consent.text")}
	}
	return p
}

// inPart counts the goals and tasks that lie in a part.
func inPart(view *access.View, part dossier.Part) (goals, tasks int) {
	for _, g := range view.Dossier.Goals {
		if g.Part == part {
			goals++
		}
	}
	for _, t := range view.Dossier.Tasks {
		if t.Part == part && t.State != dossier.TaskGone {
			tasks++
		}
	}
	return goals, tasks
}

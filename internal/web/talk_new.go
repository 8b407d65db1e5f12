package web

import (
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// newTalkBody is what talk-new.html shows.
type newTalkBody struct {
	Trail []look.Link
	Head  look.PageHead
	Form  look.Form
	Call  string
}

// talkFrom is the age from which someone of the family can be written to.
const talkFrom = 12

// newTalkPage shows the form of a new conversation.
func (h *house) newTalkPage(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	return h.showNewTalk(v, view, nil)
}

func (h *house) showNewTalk(v *visit, view *access.View, failed error) error {
	if may := view.May[dossier.ActTalk]; !may.Allow {
		return &fault.Error{Code: fault.Forbidden, Op: "web.showNewTalk", Key: may.Key, Args: may.Args}
	}
	var fields []look.Field
	citizen := v.signed.User.Kind == access.Citizen
	helpers := v.helperChoices(view)
	if citizen {
		with := look.Field{Kind: look.Checkboxes, Name: "with", Label: v.talk("to"), Hint: v.talk("to.hint"), Options: helpers}
		if len(helpers) > 0 {
			with.Values = []string{helpers[0].Value}
		}
		fields = append(fields, with)
	} else {
		people := v.peopleChoices(view)
		person := look.Field{Kind: look.Radios, Name: "person", Label: v.talk("person"), Hint: v.talk("person.hint"), Options: people}
		if len(people) == 1 {
			person.Value = people[0].Value
		}
		fields = append(fields, person)
		if len(helpers) > 0 {
			fields = append(fields, look.Field{Kind: look.Checkboxes, Name: "with", Label: v.talk("also"), Hint: v.talk("also.hint"), Options: helpers, Optional: true})
		}
	}
	fields = append(fields,
		look.Field{Kind: look.Text, Name: "subject", Label: v.talk("subject"), MaxLength: 200},
		look.Field{Kind: look.Area, Name: "words", Label: v.talk("words"), Rows: 6, MaxLength: 5000})
	body := newTalkBody{
		Trail: v.talkTrail(view, v.talk("new")), Head: look.PageHead{Title: v.talk("new"), Text: v.talk("new.text")}, Call: v.talk("call"),
		Form: h.form(v, 0, "", failed, look.Form{Fields: fields, Button: look.Button{Text: v.talk("send")}, Cancel: &look.Link{Text: v.talk("cancel"), URL: v.talkURL(view.Dossier.ID)}}),
	}
	return h.showTalk(v, view, formStatus(failed), "talk-new", body.Head.Title, body)
}

// theLead is the choice for whoever carries the case.
const theLead = "lead"

// helperChoices gives the helpers who can take part: whoever carries the case,
// and every organisation of which the visitor may know that it is involved. Who
// is there for safety is never offered.
func (v *visit) helperChoices(view *access.View) []look.Option {
	var options []look.Option
	if contact, ok := v.helperContact(view); ok && !leads(view, v) {
		options = append(options, look.Option{Value: theLead, Text: contact.Name, Hint: contact.Note})
	}
	seen := map[string]bool{}
	for _, o := range view.Others {
		s := o.Subject
		value := "org " + string(s.Org)
		if s.User != "" {
			value = "user " + string(s.User) + " " + string(s.Org)
		}
		own := s.Org == v.signed.Org.ID && (s.User == "" || s.User == v.signed.User.ID) && s.Org != ""
		team := s.Org == view.Dossier.Team && view.Dossier.Lead == nil // it carries the case itself
		if s.Org == "" || s.Person != "" || o.Role == theLead || own || team || hushed(o) || seen[value] {
			continue
		}
		seen[value] = true
		options = append(options, look.Option{Value: value, Text: o.Name, Hint: v.roleWord(o.Role)})
	}
	return options
}

func hushed(o access.That) bool { return o.What != nil && o.What.Purpose == "safety" }

// peopleChoices gives whom a helper can write to: who is old enough, alive, and
// has an account as far as the helper may know that.
func (v *visit) peopleChoices(view *access.View) []look.Option {
	accounts := map[dossier.ID]bool{}
	for _, o := range view.Others {
		if o.Subject.Person != "" {
			accounts[o.Subject.Person] = true
		}
	}
	var options []look.Option
	for _, p := range view.Dossier.Persons {
		age := v.age(p)
		if !p.Deceased.IsZero() || age >= 0 && age < talkFrom || governs(view) && !accounts[p.ID] {
			continue
		}
		options = append(options, look.Option{Value: string(p.ID), Text: v.withAge(view, p)})
	}
	return options
}

// readHelpers reads the choices of helperChoices. What was not offered becomes
// nobody, which the command refuses with its own words.
func readHelpers(chosen []string) (with []dossier.Holder, lead bool) {
	for _, value := range chosen {
		parts := strings.Fields(value)
		h := dossier.Holder{Kind: dossier.HolderOrganisation}
		switch {
		case value == theLead:
			lead = true
			continue
		case len(parts) == 2 && parts[0] == "org":
			h.Org = dossier.ID(parts[1])
		case len(parts) == 3 && parts[0] == "user":
			h.User, h.Org = dossier.ID(parts[1]), dossier.ID(parts[2])
		}
		with = append(with, h)
	}
	return with, lead
}

// startTalk begins a conversation.
func (h *house) startTalk(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	command := dossier.StartTalk{Person: v.id("person"), Subject: v.value("subject"), Words: v.value("words")}
	if v.signed.User.Kind == access.Citizen {
		command.Person = view.Me
	}
	command.With, command.Lead = readHelpers(v.PostForm["with"])
	done, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	if mendable(err) {
		return h.showNewTalk(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, v.talkURL(view.Dossier.ID, string(done.New[0])), "talk.sent")
}

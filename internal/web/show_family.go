package web

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// appointmentLayout is how the dossier writes the local time of an appointment.
const appointmentLayout = "2006-01-02T15:04"

// familyTitle names the family as its own pages do: "Gezin De Vries-Yıldız".
func (v *visit) familyTitle(d *dossier.Dossier) string {
	return v.say.Say("webfamily.family", "name", d.Name)
}

// isMine tells whether the signed-in person holds something.
func (v *visit) isMine(view *access.View, h dossier.Holder) bool {
	return h.Person != "" && h.Person == view.Me || h.User != "" && h.User == v.signed.User.ID
}

// familyWho gives who does something as the family says it: "U", a first name,
// an organisation; "" when nobody does it yet.
func (v *visit) familyWho(view *access.View, h dossier.Holder) string {
	switch {
	case h.IsZero():
		return ""
	case v.isMine(view, h):
		return v.say.Say("webfamily.you")
	case h.Person != "":
		return v.firstName(view, h.Person)
	}
	return v.holderName(view, h)
}

// familyTask gives what a task is, in words that fit the family's eyes.
func (v *visit) familyTask(t dossier.Task) string {
	if t.Type == dossier.TaskDecision {
		return v.say.Say("webfamily.task.decision", "org", t.Asker)
	}
	return t.Title
}

// sentence begins a text with a capital, for where it stands alone: people write
// tasks and days in small letters.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// planFrame begins the frame of a page of a dossier. Who helps from the network
// has one page, so no menu leads anywhere else.
func (h *house) planFrame(v *visit, view *access.View, title string, body any) look.Page {
	page := h.page(v, title, body)
	if !isMember(view) {
		page.Nav = nil
	}
	return page
}

// formKey gives the hidden fields of a form of the family. A family member does
// not see every entry, so the form carries no version: the state decides. A key
// that was used for other words (the page came back with the back button) is
// replaced, so that nobody is stuck with it.
func (h *house) formKey(v *visit, failed error) []look.Field {
	if keyClash(failed) {
		v.PostForm.Del(fieldKey)
	}
	return h.hidden(v, 0)
}

// keyClash tells whether the key of a form already stands for another wish.
func keyClash(err error) bool {
	key, _ := fault.Message(err)
	return fault.Is(err, fault.Conflict) && key == "casework.key"
}

// dayWords says a day with its weekday, and with the year when it is another one.
func (v *visit) dayWords(day nl.Date) string {
	if day.Year != v.today.Year {
		return v.days.Long(day)
	}
	return v.days.Near(day)
}

// appointmentAt gives when an appointment is; ok is false for a task without a time.
func appointmentAt(t dossier.Task) (at time.Time, ok bool) {
	if t.When == "" {
		return time.Time{}, false
	}
	at, err := time.ParseInLocation(appointmentLayout, t.When, nl.Amsterdam)
	return at, err == nil
}

// familyWhen says by when a task must be done, or when the appointment is.
func (v *visit) familyWhen(t dossier.Task) string {
	if at, ok := appointmentAt(t); ok {
		return v.say.Say("webfamily.task.at", "day", v.dayWords(nl.On(at)), "time", v.days.Clock(at))
	}
	switch {
	case t.State == dossier.TaskReady && !t.Done.IsZero():
		return v.say.Say("webfamily.task.done", "day", v.dayWords(t.Done))
	case t.Due.IsZero():
		return ""
	}
	return v.say.Say("webfamily.task.by", "day", v.dayWords(t.Due))
}

// familyChip gives how a task stands; the days that are left when it is running.
func (v *visit) familyChip(view *access.View, t dossier.Task) look.Chip {
	chip := v.taskChip(t)
	left := v.today.DaysUntil(t.Due)
	switch {
	case chip.Tone == look.Late || !t.Open() || t.Due.IsZero() || left > 7 || t.State == dossier.TaskBack || t.State == dossier.TaskAsked:
	case v.isMine(view, t.Holder):
		return look.Chip{Tone: look.Soon, Text: v.left(t.Due)}
	}
	if chip.Tone == look.Plain && t.State == dossier.TaskBusy {
		chip.Tone = look.OK
	}
	return chip
}

// familyRow gives a task as a row; one's own leads to its page.
func (v *visit) familyRow(view *access.View, t dossier.Task) look.TaskRow {
	chip := v.familyChip(view, t)
	row := look.TaskRow{
		Face: v.holderFace(view, t.Holder), Who: v.familyWho(view, t.Holder), What: v.familyTask(t), When: v.familyWhen(t), Chip: &chip,
	}
	if row.Who != "" {
		row.Who += ":"
	}
	if v.isMine(view, t.Holder) {
		row.URL = planURL(view.Dossier.ID, "tasks", string(t.Task))
	}
	return row
}

// helperContact is who the family calls: the lead (or who covers today), else the team.
func (v *visit) helperContact(view *access.View) (look.Contact, bool) {
	d := view.Dossier
	lead := d.Lead
	if d.Cover != nil && d.Cover.Valid.Holds(v.today) {
		lead = d.Cover
	}
	if lead != nil {
		contact := look.Contact{Face: look.Face{Initials: picture.Initials(lead.Name)}, Name: lead.Name, Tel: lead.Phone, Note: v.say.Say("webfamily.lead")}
		if contact.Tel == "" {
			contact.Tel = v.teamPhone(view)
		}
		return contact, true
	}
	for _, o := range view.Others {
		if o.Subject.Org == d.Team && o.Phone != "" {
			return look.Contact{Face: look.Face{Initials: picture.Initials(o.Name)}, Name: o.Name, Tel: o.Phone, Note: v.say.Say("webfamily.team")}, true
		}
	}
	return look.Contact{}, false
}

func (v *visit) teamPhone(view *access.View) string {
	for _, o := range view.Others {
		if o.Subject.Org == view.Dossier.Team && o.Phone != "" {
			return o.Phone
		}
	}
	return ""
}

// whoIs names someone of the family with age and tie: "Elif (16)".
func (v *visit) whoIs(view *access.View, id dossier.ID) string {
	name := v.firstName(view, id)
	p, ok := view.Dossier.Person(id)
	if !ok || p.Birth.IsZero() {
		return name
	}
	if age := p.Birth.AgeOn(v.today); age < 18 {
		return fmt.Sprintf("%s (%d)", name, age)
	}
	return name
}

// whereIs says where a goal or note lies: "Geld · hele gezin".
func (v *visit) whereIs(view *access.View, p dossier.Part) string {
	who := v.say.Say("webfamily.whole")
	if p.Person != "" {
		who = v.whoIs(view, p.Person)
	}
	if p.Domain == "" {
		return who
	}
	return v.domain(p.Domain) + " · " + who
}

// familyList joins words as a person says them: "Geld, Wonen en School".
func (v *visit) familyList(words []string) string {
	words = slices.Compact(words)
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return v.say.Say("webfamily.list", "most", strings.Join(words[:last], v.say.Say("webfamily.list.comma")), "last", words[last])
}

// domainsOf names life domains; Every is all of them.
func (v *visit) domainsOf(codes []string) string {
	if slices.Contains(codes, dossier.Every) {
		return v.say.Say("webfamily.domains.all")
	}
	var words []string
	for _, code := range codes {
		words = append(words, v.domain(code))
	}
	return v.familyList(words)
}

// personsOf names persons; Every is everybody, the empty one the whole family.
func (v *visit) personsOf(view *access.View, ids []dossier.ID) string {
	if slices.Contains(ids, dossier.Every) {
		return v.say.Say("webfamily.persons.all")
	}
	var words []string
	for _, id := range ids {
		switch id {
		case "":
			words = append(words, v.say.Say("webfamily.whole"))
		case view.Me:
			words = append(words, v.say.Say("webfamily.yourself"))
		default:
			words = append(words, v.whoIs(view, id))
		}
	}
	return v.familyList(words)
}

// euros says an amount of cents, without the cents when there are none.
func (v *visit) euros(cents int) string {
	return v.say.Say("look.euro", "amount", v.say.Cents(int64(cents)))
}

// straight lets a number of a telephone or the like keep its order within a
// language that is written from right to left (UAX 9: left-to-right isolate).
func (v *visit) straight(number string) string {
	if number == "" || !text.RightToLeft(v.say.Lang()) {
		return number
	}
	return "\u2066" + number + "\u2069"
}

// addressLine writes an address on one line, the postcode with its space.
func addressLine(a dossier.Address) string {
	street := strings.TrimSpace(a.Street + " " + a.Number + a.Addition)
	town := strings.TrimSpace(nl.Postcode(a.Postcode).Display() + " " + a.Place)
	var parts []string
	for _, part := range append([]string{street, town}, a.Lines...) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// isMember tells whether the pages that are the family's own are for this person: a
// neighbour who helps sees the plan page and their tasks, and nothing behind them.
func isMember(view *access.View) bool { return view.Role == "family" }

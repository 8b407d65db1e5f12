package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// careBody is what alloc-care.html shows: one allocation, what became of it, and
// what one can do with it.
type careBody struct {
	Trail    []look.Link
	Head     look.PageHead
	Alert    *look.Alert
	Figure   picture.Figure
	Facts    []look.Fact
	First    []actionForm // the usual next step
	Forms    []actionForm
	Claims   look.Table
	Messages look.Table
}

// alloc says a text of these pages.
func (v *visit) alloc(key string, args ...string) string {
	return v.say.Say("web.alloc."+key, args...)
}

// carePage is one page about an allocation: who may look, which purpose their
// messages have, and which forms they get.
type carePage struct {
	purpose string
	forms   func(*house, *visit, *access.View, dossier.Allocation, error) (first, rest []actionForm)
	do      func(*house, *visit, *access.View, dossier.Allocation) error
	home    func(dossier.ID) string
}

// openCare opens the dossier and the allocation that the path names.
func (h *house) openCare(v *visit) (*access.View, dossier.Allocation, error) {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return nil, dossier.Allocation{}, err
	}
	a, ok := view.Dossier.Allocation(v.PathValue("number"))
	if !ok {
		return nil, a, fault.New(fault.NotFound, "web.openCare", "dossier.care.unknown")
	}
	return view, a, nil
}

func (h *house) showCare(v *visit, p carePage, failed error) error {
	view, a, err := h.openCare(v)
	if err != nil {
		return err
	}
	body := h.careBody(v, p, view, a, failed)
	return h.show(v, formStatus(failed), "alloc-care", h.page(v, body.Head.Title, body))
}

// doCare carries out what was pressed; what can be mended comes back in its form.
func (h *house) doCare(v *visit, p carePage) error {
	view, a, err := h.openCare(v)
	if err != nil {
		return err
	}
	err = p.do(h, v, view, a)
	if mendable(err) {
		return h.showCare(v, p, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, v.URL.Path, "web.alloc.done."+v.value(fieldDo))
}

func (h *house) careBody(v *visit, p carePage, view *access.View, a dossier.Allocation, failed error) careBody {
	chip := v.allocationChip(a)
	body := careBody{
		Trail: []look.Link{{Text: view.Dossier.Name, URL: p.home(view.Dossier.ID)}, {Text: v.alloc("title")}},
		Head: look.PageHead{
			Kicker: v.familyKicker(view), Title: v.productWords(a.Care) + " · " + v.firstName(view, a.Person), Text: v.alloc("next." + a.State()), Chips: []look.Chip{chip},
		},
		Figure: v.careFigure(view, a), Facts: v.allocationFacts(view, a), Claims: v.claimTable(view, a), Messages: v.ownMessages(view),
	}
	body.First, body.Forms = p.forms(h, v, view, a, failed)
	body.Alert = v.careAlert(failed)
	if back, refused := desk.Bounced(view.Dossier, a); refused && body.Alert == nil && inMunicipality(v) {
		body.Alert = &look.Alert{Tone: look.Late, Title: v.money("anew.title"), Text: v.returnCell(back).Note}
	}
	return body
}

// careAlert says why nothing left: each rule with what to do.
func (v *visit) careAlert(failed error) *look.Alert {
	if failed == nil {
		return nil
	}
	key, args := fault.Message(failed)
	alert := &look.Alert{Tone: look.Late, Title: v.alloc("stays"), Text: v.say.Say(key, args...), Loud: true}
	for _, f := range fault.Fields(failed) {
		words := v.say.Say(f.Key, f.Args...)
		if do := f.Key + ".do"; v.say.Has(do) {
			words += " " + v.say.Say(do, f.Args...)
		}
		alert.Items = append(alert.Items, words)
	}
	return alert
}

func (v *visit) allocationChip(a dossier.Allocation) look.Chip {
	tone := map[string]look.Tone{
		dossier.AllocationGiven: look.Soon, dossier.AllocationBusy: look.OK, dossier.AllocationRests: look.Soon, dossier.AllocationGone: look.Late,
	}[a.State()]
	return look.Chip{Tone: tone, Text: v.alloc("state." + a.State())}
}

// careFigure draws the way of an allocation: asked, allocated, begun, ended, and
// what of it was paid.
func (v *visit) careFigure(view *access.View, a dossier.Allocation) picture.Figure {
	step := func(key string, day nl.Date, note string, state picture.State) picture.FlowStep {
		s := picture.FlowStep{Name: v.alloc("step." + key), Note: note, State: state}
		if !day.IsZero() {
			s.When = v.days.Full(day)
		}
		return s
	}
	reached := func(day nl.Date) picture.State {
		if day.IsZero() {
			return picture.Planned
		}
		return picture.Done
	}
	asked := nl.Date{}
	if t, ok := view.Dossier.Task(a.Task); ok {
		asked = nl.On(t.At)
		if m, ok := message(view, t.Message); ok {
			asked = nl.On(m.At)
		}
	}
	_, cents := view.Dossier.Used(a.Number)
	paid := picture.Planned
	if cents > 0 {
		paid = picture.Running
	}
	reason, _ := ijw.Words(ijw.Law(a.Care.Law), "RedenBeeindiging", a.StopReason)
	provider, ours := "", v.alloc("municipality")
	if t, ok := view.Dossier.Task(a.Task); ok {
		provider = t.Asker
	}
	flow := picture.Flow{ID: "way-" + a.Number, Title: v.alloc("way"), Steps: []picture.FlowStep{
		step("asked", asked, "", reached(asked)),
		step("allocated", nl.On(a.At), v.alloc("number", "number", a.Number), picture.Done),
		step("started", a.Started, "", reached(a.Started)),
		step("stopped", a.Stopped, reason, reached(a.Stopped)),
		step("paid", nl.Date{}, v.alloc("paid", "amount", v.euros(int(cents))), paid),
	}}
	for i, who := range []string{provider, ours, provider, provider, ours} {
		flow.Steps[i].Who = who
	}
	return flow.Draw(v.say)
}

// allocationFacts says what was allocated and what of it was used, in words.
func (v *visit) allocationFacts(view *access.View, a dossier.Allocation) []look.Fact {
	facts := []look.Fact{
		{Term: v.alloc("fact.number"), Text: a.Number, Note: v.say.Say("statute.law." + a.Care.Law)},
		{Term: v.tell("care.what"), Text: v.productWords(a.Care), Note: strings.TrimSpace(a.Care.Category + " " + a.Care.Code)},
		{Term: v.tell("care.period"), Text: v.periodWords(a.Care)},
	}
	volume, cents := view.Dossier.Used(a.Number)
	if words := v.volumeWords(a.Care); words != "" {
		facts = append(facts, look.Fact{Term: v.tell("care.volume"), Text: words})
	}
	if a.Care.Budget > 0 {
		facts = append(facts, look.Fact{Term: v.tell("care.budget"), Text: v.euros(int(a.Care.Budget))})
	}
	unit, _ := ijw.Words(ijw.Law(a.Care.Law), "Eenheid", a.Care.Unit)
	if volume > 0 && a.Care.Unit != "83" {
		facts = append(facts, look.Fact{Term: v.alloc("fact.used"), Text: strconv.FormatInt(volume, 10) + " " + strings.ToLower(unit), Note: v.euros(int(cents))})
	}
	for _, c := range a.Changes {
		word, _ := ijw.Words(ijw.Law(a.Care.Law), "RedenWijziging", c.Reason)
		facts = append(facts, look.Fact{Term: v.alloc("fact.changed"), Text: v.days.Full(c.On), Note: word})
	}
	return facts
}

// claimTable lists the claims of an allocation line by line; each line that was
// not granted says why and what to do.
func (v *visit) claimTable(view *access.View, a dossier.Allocation) look.Table {
	table := look.Table{Caption: v.alloc("claims"), Hidden: true, Empty: v.alloc("claims.none"), Columns: []look.Column{
		{Text: v.alloc("col.period")}, {Text: v.alloc("col.volume"), Number: true}, {Text: v.alloc("col.amount"), Number: true}, {Text: v.alloc("col.outcome")},
	}}
	for _, c := range slices.Backward(view.Dossier.Claims) {
		for _, l := range c.Lines {
			if l.Number == a.Number {
				table.Rows = append(table.Rows, v.claimRow(view, c, l))
			}
		}
	}
	return table
}

func (v *visit) claimRow(view *access.View, c dossier.Claim, l dossier.ClaimLine) look.TableRow {
	amount, state := v.euros(int(l.Amount)), view.Dossier.ClaimState(c)
	if l.Credit {
		amount = "− " + amount
	}
	outcome := look.Cell{Text: v.alloc("claim." + state)}
	if why, refused := c.Refusal(l.Ref); refused {
		outcome = look.Cell{Text: v.alloc("claim." + dossier.ClaimRefused)}
		for _, code := range why.Codes {
			w, _ := rules.ReturnWords(v.say, code)
			outcome.Note = strings.TrimSpace(outcome.Note + " " + w.What + " " + w.Do + " (" + code + ")")
		}
	}
	return look.TableRow{Cells: []look.Cell{
		{Text: v.days.Full(l.From) + " – " + v.days.Full(l.Until), Note: l.Ref}, {Text: strconv.FormatInt(l.Volume, 10)}, {Text: amount}, outcome,
	}}
}

// ownMessages lists the messages that are in the view, with what the partner
// made of each and a way to the file.
func (v *visit) ownMessages(view *access.View) look.Table {
	table := look.Table{Caption: v.tell("messages.all"), Hidden: true, Empty: v.tell("messages.none"), Columns: []look.Column{
		{Text: v.tell("col.message")}, {Text: v.tell("col.moment")}, {Text: v.alloc("col.return")}, {Text: v.tell("col.file")},
	}}
	for _, m := range slices.Backward(view.Dossier.Messages) {
		at := look.Cell{Text: v.alloc("return.none")}
		if back, ok := view.Dossier.Returned(m.ID); ok {
			at = v.returnCell(back)
		}
		table.Rows = append(table.Rows, look.TableRow{Cells: []look.Cell{
			{Text: v.messageWord(m.Type), Note: m.Type + " · " + m.Ref}, {Text: v.days.Moment(m.At)}, at,
			{Text: v.tell("messages.download"), URL: "/care/" + string(view.Dossier.ID) + "/messages/" + string(m.ID)},
		}})
	}
	return table
}

// messageWord says what a message is about: "toewijzing" for a 301.
func (v *visit) messageWord(kind string) string {
	if key := "web.alloc.kind." + kind[max(0, len(kind)-3):]; v.say.Has(key) {
		return v.say.Say(key)
	}
	return kind
}

func (v *visit) returnCell(back dossier.Return) look.Cell {
	if len(back.Refused) == 0 {
		return look.Cell{Text: v.alloc("return.ok"), Note: v.days.Moment(back.At)}
	}
	cell := look.Cell{Text: v.alloc("return.refused")}
	for _, r := range back.Refused {
		for _, code := range r.Codes {
			w, _ := rules.ReturnWords(v.say, code)
			cell.Note = strings.TrimSpace(cell.Note + " " + rules.Field(v.say, r.Path) + ": " + w.What + " " + w.Do + " (" + code + ")")
		}
	}
	return cell
}

// careMessage gives the file of a message that is in the view of whoever asks.
func (h *house) careMessage(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	m, ok := message(view, dossier.ID(v.PathValue("message")))
	if !ok {
		return fault.New(fault.NotFound, "web.careMessage", "")
	}
	w := v.ResponseWriter
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(m)+`"`)
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(m.Content)
	return fault.Wrap(fault.Unavailable, "web.careMessage", err)
}

// careOrder is what a message of a form is sent with. The rules judge the newest
// state themselves, so that no version is asked.
func (v *visit) careOrder(view *access.View) desk.Order {
	order := desk.Order{Dossier: view.Dossier.ID, Key: v.value(fieldKey)}
	order.Typed = v.careTyped()
	return order
}

// careTyped says of each value in a form about care whether it was offered and kept.
func (v *visit) careTyped() []casework.Typed {
	var all []casework.Typed
	for _, name := range []string{"on", "from", "until", "volume", "budget", "tariff"} {
		if v.value(name) != "" {
			all = append(all, v.typed("care."+name, name, ""))
		}
	}
	return all
}

// codeOptions gives a code list as choices, each with its words.
func codeOptions(law, list string) []look.Option {
	codes, ok := ijw.Codes(ijw.Law(law), list)
	if !ok {
		return nil
	}
	options := make([]look.Option, 0, len(codes.Codes))
	for _, c := range codes.Codes {
		options = append(options, look.Option{Value: c.Code, Text: c.Word})
	}
	return options
}

// amount reads euros with cents as people write them, "1.250,50"; false when it is no amount.
func (v *visit) amount(name string) (int64, bool) {
	typed := strings.NewReplacer("€", "", " ", "", ".", "").Replace(v.value(name))
	if typed == "" {
		return 0, true
	}
	whole, cents, _ := strings.Cut(typed, ",")
	for len(cents) < 2 {
		cents += "0"
	}
	n, err := strconv.ParseInt(whole+cents, 10, 64)
	return n, err == nil && len(cents) == 2 && n >= 0
}

// plainAmount writes cents as a form takes them: "95,00".
func plainAmount(cents int64) string {
	if cents == 0 {
		return ""
	}
	text := strconv.FormatInt(cents, 10)
	for len(text) < 3 {
		text = "0" + text
	}
	return text[:len(text)-2] + "," + text[len(text)-2:]
}

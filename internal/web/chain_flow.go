package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// flowBody is what chain-flow.html shows.
type flowBody struct {
	Trail    []look.Link
	Head     look.PageHead
	Alert    *look.Alert // messages are blocked
	Flows    []flowCare
	Messages look.Table
	Empty    *look.Empty
}

// flowCare is one asked product on its way through the chain.
type flowCare struct {
	ID     string
	Title  string
	Text   string
	Figure picture.Figure
	Button *look.Button
	Words  *look.Voice // the reasons of the decision
}

// chainPage shows the allocated care of a family on its way: asked, decided,
// begun, ended, with the messages that carried it.
func (h *house) chainPage(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	body := h.flowBody(v, view)
	return h.show(v, http.StatusOK, "chain-flow", h.page(v, body.Head.Title, body))
}

func (h *house) flowBody(v *visit, view *access.View) flowBody {
	body := flowBody{
		Trail:    v.planTrail(view, v.tell("chain")),
		Head:     look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("chain"), Text: v.tell("chain.text")},
		Messages: v.messageTable(view),
	}
	if view.Dossier.Silent(v.today) {
		body.Alert = &look.Alert{Tone: look.Late, Title: v.money("quiet.on"), Text: v.money("quiet.on.text"), Links: []look.Link{{Text: v.money("quiet.open"), URL: caseURL(view.Dossier.ID, quietTab)}}}
	}
	for _, t := range view.Dossier.Tasks {
		if t.Type == dossier.TaskDecision && t.Care != nil {
			body.Flows = append(body.Flows, v.flowCare(view, t))
		}
	}
	if len(body.Flows) == 0 {
		body.Empty = &look.Empty{Title: v.tell("chain.none"), Text: v.tell("chain.none.text"), Button: &look.Button{Text: v.tell("plan.title"), URL: caseURL(view.Dossier.ID, "plan")}}
	}
	return body
}

func (v *visit) flowCare(view *access.View, t dossier.Task) flowCare {
	f := flowCare{ID: "care-" + string(t.Task), Title: v.productWords(*t.Care) + " · " + v.firstName(view, t.Part.Person), Text: v.periodWords(*t.Care)}
	if volume := v.volumeWords(*t.Care); volume != "" {
		f.Text += " · " + volume
	}
	decision, allocation := outcomeOf(view, t)
	if allocation != nil && allocation.StopReason != "" {
		if word, ok := ijw.Words(ijw.Law(t.Care.Law), "RedenBeeindiging", allocation.StopReason); ok {
			f.Text += " · " + v.tell("flow.why", "reason", word)
		}
	}
	f.Figure = v.careFlow(view, t, decision, allocation).Draw(v.say)
	if decision != nil {
		f.Words = &look.Voice{Text: decision.Words, Who: v.tell("decide.by", "name", decision.By.Name, "date", v.days.Full(decision.On))}
	}
	switch {
	case allocation != nil:
		f.Button = &look.Button{Text: v.alloc("all"), URL: caseURL(view.Dossier.ID, "allocations", allocation.Number), Style: look.Quiet}
	case decision == nil && t.Open():
		f.Button = &look.Button{Text: v.tell("decide"), URL: caseURL(view.Dossier.ID, "decide", string(t.Task))}
	}
	return f
}

// outcomeOf gives the decision on a request and what was allocated by it, nil for what is not there yet.
func outcomeOf(view *access.View, t dossier.Task) (*dossier.Decision, *dossier.Allocation) {
	d := view.Dossier
	i := slices.IndexFunc(d.Decisions, func(x dossier.Decision) bool { return x.Task == t.Task })
	if i < 0 {
		return nil, nil
	}
	decision := d.Decisions[i]
	k := slices.IndexFunc(d.Allocations, func(a dossier.Allocation) bool { return a.Decision == decision.Decision })
	if k < 0 {
		return &decision, nil
	}
	allocation := d.Allocations[k]
	return &decision, &allocation
}

// careFlow draws asked → decided → begun → ended.
func (v *visit) careFlow(view *access.View, t dossier.Task, decision *dossier.Decision, a *dossier.Allocation) picture.Flow {
	law := lawLetters(t.Care.Law)
	asked := picture.FlowStep{Name: v.tell("flow.asked"), Who: t.Asker, When: v.days.Full(nl.On(t.At)), Note: law + "315", State: picture.Done}
	decided := picture.FlowStep{Name: v.tell("flow.decided"), Who: v.holderOr(view, t.Holder), State: picture.Waiting}
	started := picture.FlowStep{Name: v.tell("flow.started"), Who: t.Asker, Note: law + "305"}
	stopped := picture.FlowStep{Name: v.tell("flow.stopped"), Who: t.Asker, Note: law + "307"}
	if c, ok := view.Dossier.ClockOn(t.Task, ""); ok {
		decided.When = v.tell("flow.by", "date", v.days.Short(c.Due))
		if c.State == dossier.ClockIsLate || v.past(c.Due) {
			decided.State = picture.Late
		}
	}
	if decision != nil {
		decided.Name, decided.Who = v.tell("flow."+decision.Outcome), decision.By.Name
		decided.When, decided.State = v.days.Full(decision.On), picture.Done
	}
	steps := []picture.FlowStep{asked, decided}
	if decision == nil || a != nil {
		steps = append(steps, v.deliverySteps(started, stopped, t, a)...)
	}
	if a != nil {
		steps[1].Note = law + "301"
		steps = append(steps, v.moneyStep(view, t, a))
	}
	return picture.Flow{ID: "flow-" + string(t.Task), Title: v.tell("flow.title", "care", v.productWords(*t.Care)), Steps: steps}
}

// moneyStep says what was claimed and granted so far.
func (v *visit) moneyStep(view *access.View, t dossier.Task, a *dossier.Allocation) picture.FlowStep {
	step := picture.FlowStep{Name: v.money("flow.paid"), Who: t.Asker, Note: lawLetters(t.Care.Law) + "323"}
	claimed, granted, refused := claimedOn(view, a.Number)
	if claimed == 0 {
		return step
	}
	step.When, step.State = v.money("flow.granted", "amount", v.euros(int(granted))), picture.Running
	if !a.Stopped.IsZero() {
		step.State = picture.Done
	}
	if refused > 0 {
		step.Note = v.money("flow.refused", "amount", v.euros(int(refused)))
	}
	return step
}

// deliverySteps says whether the care began and ended.
func (v *visit) deliverySteps(started, stopped picture.FlowStep, t dossier.Task, a *dossier.Allocation) []picture.FlowStep {
	started.When = v.tell("flow.from", "date", v.days.Short(t.Care.From))
	if !t.Care.Until.IsZero() {
		stopped.When = v.tell("flow.until", "date", v.days.Short(t.Care.Until))
	}
	if a == nil {
		return []picture.FlowStep{started, stopped}
	}
	started.State = picture.Waiting
	if !a.Started.IsZero() {
		started.When, started.State, stopped.State = v.days.Full(a.Started), picture.Done, picture.Planned
	} else if v.past(a.Care.From) {
		started.State = picture.Late
	}
	if !a.Stopped.IsZero() {
		stopped.When, stopped.State = v.days.Full(a.Stopped), picture.Done
	}
	return []picture.FlowStep{started, stopped}
}

// lawLetters are the letters with which the standard begins the name of a message.
func lawLetters(law string) string {
	if law == "wmo" {
		return "WMO"
	}
	return "JW"
}

// messageTable lists the official messages, the newest first.
func (v *visit) messageTable(view *access.View) look.Table {
	table := look.Table{Caption: v.tell("messages.all"), Hidden: true, Empty: v.tell("messages.none"), Columns: []look.Column{
		{Text: v.tell("col.message")}, {Text: v.tell("col.direction")}, {Text: v.tell("col.peer")}, {Text: v.tell("col.moment")}, {Text: v.alloc("col.return")}, {Text: v.tell("col.file")},
	}}
	for _, m := range slices.Backward(view.Dossier.Messages) {
		way := look.Chip{Text: v.tell("messages.in")}
		if m.Out {
			way = look.Chip{Tone: look.OK, Text: v.tell("messages.out")}
		}
		table.Rows = append(table.Rows, look.TableRow{Cells: []look.Cell{
			{Text: v.messageWord(m.Type), Note: m.Type + " · " + m.Ref}, {Chip: &way}, {Text: v.peerName(view, m)}, {Text: v.days.Moment(m.At)}, v.answerCell(view, m),
			{Text: v.tell("messages.download"), URL: caseURL(view.Dossier.ID, "messages", string(m.ID))},
		}})
	}
	return table
}

// answerCell says what the other side made of a message that left.
func (v *visit) answerCell(view *access.View, m dossier.Message) look.Cell {
	if back, ok := view.Dossier.Returned(m.ID); ok {
		return v.returnCell(back)
	}
	return look.Cell{Text: v.alloc("return.none")}
}

// peerName names the other side of a message: the organisation of the request
// that it belongs to, else its code.
func (v *visit) peerName(view *access.View, m dossier.Message) string {
	var names []string
	for _, t := range view.Dossier.Tasks {
		if t.Asker != "" && !slices.Contains(names, t.Asker) {
			if src, ok := message(view, t.Message); ok && src.Peer == m.Peer {
				names = append(names, t.Asker)
			}
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	return m.Peer
}

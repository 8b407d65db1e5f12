package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// What one can do with several things of the list at once.
const (
	bulkTake   = "take"
	bulkStart  = "start"
	bulkFinish = "finish"
	bulkHand   = "hand"
)

// workBulk stands below the list: what to do with the rows that were ticked.
type workBulk struct {
	Hidden  []look.Field
	To      *look.Field // to whom, for handing on; nil for partners
	Buttons []look.Button
	Error   string
}

// workTick lets a row be chosen when there is something to do with several like it.
func (v *visit) workTick(item casework.WorkItem) *look.Tick {
	if !slices.Contains([]string{casework.WorkTask, casework.WorkOffer, casework.WorkLead}, item.Kind) {
		return nil
	}
	pick := pickOf(item)
	return &look.Tick{Name: "pick", Value: pick, Label: v.say.Say("queue.pick", "family", item.Family, "what", v.workWhat(item)), On: slices.Contains(v.PostForm["pick"], pick)}
}

func pickOf(item casework.WorkItem) string { return string(item.Dossier) + "/" + string(item.Item) }

func (h *house) workBulk(v *visit, t look.Table, ask casework.WorkAsk, failed error) (*workBulk, error) {
	if !slices.ContainsFunc(t.Rows, func(r look.TableRow) bool { return r.Cells[0].Tick != nil }) {
		return nil, nil //nolint:nilnil // nil is "nothing to choose" here
	}
	bulk := &workBulk{Hidden: append(h.hidden(v, 0), hiddenAsk(ask)...)}
	does := []string{bulkTake, bulkStart, bulkFinish}
	if inMunicipality(v) {
		colleagues, err := h.Office.Colleagues(v.ctx, v.signed.User.Org, "worker")
		if err != nil {
			return nil, err
		}
		to := look.Field{Kind: look.Select, Name: "to", Label: v.say.Say("queue.to"), Value: v.value("to"), Optional: true, Options: []look.Option{{Text: v.tell("choose")}}}
		for _, u := range colleagues {
			to.Options = append(to.Options, look.Option{Value: string(u.ID), Text: u.Name})
		}
		bulk.To, does = &to, append(does, bulkHand)
	}
	for i, do := range does {
		b := look.Button{Text: v.say.Say("queue.do." + do), Style: look.Quiet, Name: fieldDo, Value: do}
		if i == 0 {
			b.Style = look.Primary
		}
		bulk.Buttons = append(bulk.Buttons, b)
	}
	if failed != nil && v.URL.Path == "/queue/bulk" {
		found := look.FindingsOf(failed, v.say)
		if bulk.To != nil {
			*bulk.To = found.On(*bulk.To)
		}
		if bulk.Error = found["pick"]; bulk.Error == "" && bulk.To == nil {
			key, args := fault.Message(failed)
			bulk.Error = v.say.Say(key, args...)
		}
	}
	return bulk, nil
}

// workDoneBody says of each thing that was chosen what came of it.
type workDoneBody struct {
	Head  look.PageHead
	Table look.Table
	Back  look.Button
}

// doWork does one thing with each of the chosen things of the list. Each is
// decided by itself, by the same predicate as on its own page; what is not in
// the visitor's list is not touched and nothing is told about it.
func (h *house) doWork(v *visit) error {
	if v.signed.User.Kind == access.Citizen {
		return fault.New(fault.NotFound, "web.doWork", "")
	}
	ask := workAsked(v.PostForm)
	picks, do, to, err := h.chosenWork(v)
	if err != nil {
		return h.showWork(v, ask, err)
	}
	list, err := h.Office.Work(v.ctx, ask)
	if err != nil {
		return err
	}
	body := workDoneBody{
		Head:  look.PageHead{Kicker: v.say.Say("queue.do." + do), Title: v.say.Say("queue.done.none")},
		Back:  look.Button{Text: v.say.Say("queue.back"), URL: workURL(ask, "")},
		Table: look.Table{Caption: v.say.Say("queue.done.caption"), Hidden: true, Columns: v.columns("web.col.family", "web.col.what", "queue.col.outcome")},
	}
	done := 0
	for _, pick := range picks {
		row, ok, err := h.doOne(v, list, pick, do, to)
		if err != nil {
			return err
		}
		if ok {
			done++
		}
		body.Table.Rows = append(body.Table.Rows, row)
	}
	if done > 0 {
		body.Head.Title = v.say.Say("queue.done.some", "done", number(done), "all", number(len(picks)))
	}
	return h.show(v, http.StatusOK, "work-done", h.page(v, body.Head.Title, body))
}

// chosenWork reads what is to be done with which things, and to whom they go.
func (h *house) chosenWork(v *visit) (picks []string, do string, to store.User, err error) {
	picks, do = v.PostForm["pick"], v.value(fieldDo)
	if !slices.Contains([]string{bulkTake, bulkStart, bulkFinish, bulkHand}, do) {
		return nil, "", to, fault.New(fault.Invalid, "web.chosenWork", "web.chain.nothing")
	}
	if len(picks) == 0 {
		return nil, "", to, fault.In("web.chosenWork", fault.Field{Name: "pick", Key: "queue.pick.none"})
	}
	if len(picks) > workPage {
		picks = picks[:workPage]
	}
	if do != bulkHand {
		return picks, do, to, nil
	}
	colleagues, err := h.Office.Colleagues(v.ctx, v.signed.User.Org, "worker")
	if err != nil {
		return nil, "", to, err
	}
	if to = chosenUser(colleagues, v.id("to")); to.ID == "" {
		return nil, "", to, fault.In("web.chosenWork", fault.Field{Name: "to", Key: "queue.to.none"})
	}
	return picks, do, to, nil
}

// doOne does it with one thing and says what came of it; only what keeps the
// house from working is an error.
func (h *house) doOne(v *visit, list casework.WorkList, pick, do string, to store.User) (row look.TableRow, ok bool, err error) {
	i := slices.IndexFunc(list.Items, func(item casework.WorkItem) bool { return pickOf(item) == pick })
	if i < 0 {
		return doneRow("", "", look.Chip{Tone: look.Late, Text: v.say.Say("queue.done.gone")}), false, nil
	}
	item := list.Items[i]
	what := v.workWhat(item)
	command := bulkCommand(item, do, to)
	if command == nil {
		return doneRow(item.Family, what, look.Chip{Tone: look.Soon, Text: v.say.Say("queue.done.not")}), false, nil
	}
	wish := v.wish(item.Dossier, command)
	wish.Key, wish.Expect = wish.Key+"/"+string(item.Item), 0
	_, err = h.Office.Do(casework.As(v.ctx, h.Signin.Caller(v.signed, h.bulkPurpose(v, item), anyFlow)), wish)
	switch {
	case err == nil:
		return doneRow(item.Family, what, look.Chip{Tone: look.OK, Text: v.say.Say("queue.done." + do)}), true, nil
	case mendable(err), fault.Is(err, fault.Forbidden), fault.Is(err, fault.NotFound):
		key, args := fault.Message(err)
		for _, f := range fault.Fields(err) {
			key, args = f.Key, f.Args
		}
		return doneRow(item.Family, what, look.Chip{Tone: look.Late, Text: v.say.Say(key, args...)}), false, nil
	}
	return row, false, err
}

func doneRow(family, what string, outcome look.Chip) look.TableRow {
	return look.TableRow{Cells: []look.Cell{{Text: family}, {Text: what}, {Chip: &outcome}}}
}

// bulkPurpose is for what one acts on a thing: as lead of one's own families.
func (h *house) bulkPurpose(v *visit, item casework.WorkItem) string {
	if item.Role == "lead" {
		return "lead"
	}
	return purposeOf(v.signed)
}

// bulkCommand gives the command that does it with a thing; nil when that cannot be done with it.
func bulkCommand(item casework.WorkItem, do string, to store.User) dossier.Command {
	task, offer, lead := item.Kind == casework.WorkTask, item.Kind == casework.WorkOffer, item.Kind == casework.WorkLead
	switch {
	case do == bulkTake && offer && item.Mine:
		return dossier.AcceptLead{Offer: item.Item}
	case do == bulkTake && task && item.State == dossier.TaskAsked:
		return dossier.AcceptTask{Task: item.Item}
	case do == bulkStart && task && item.State == dossier.TaskTaken:
		return dossier.StartTask{Task: item.Item}
	case do == bulkFinish && task && item.State == dossier.TaskBusy:
		return dossier.FinishTask{Task: item.Item}
	case do == bulkHand && lead:
		return dossier.OfferLead{To: to.ID, Org: to.Org, Called: to.Name, Phone: to.Phone}
	case do == bulkHand && task && (item.State == dossier.TaskOpen || item.State == dossier.TaskBack):
		return dossier.OfferTask{Task: item.Item, To: dossier.Holder{Kind: dossier.HolderOrganisation, User: to.ID, Org: to.Org, Name: to.Name}}
	}
	return nil
}

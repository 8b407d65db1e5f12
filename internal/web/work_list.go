package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// workPage is how many things a page of work shows.
const workPage = 25

// workBody is what the page of one's own work shows.
type workBody struct {
	Head    look.PageHead
	Alert   *look.Alert // a choice that could not be carried out
	Next    *look.NextCard
	Title   string
	Filters []look.Chip
	Saved   []look.Chip // questions kept under a name
	Narrow  *workNarrow // nil for the privacy officer
	Bulk    *workBulk   // nil when no row can be chosen
	Keys    *workKeys
	Table   look.Table
	Pager   *look.Pager
	Empty   *look.Empty
	Open    *look.Form // for the privacy officer, who has no queue
}

// workList shows what waits for the one who is signed in.
func (h *house) workList(v *visit) error {
	if v.signed.User.Kind == access.Citizen {
		http.Redirect(v.ResponseWriter, v.Request, "/", http.StatusSeeOther)
		return nil
	}
	if v.signed.Has("privacy") {
		return h.privacyDesk(v)
	}
	return h.showWork(v, workAsked(v.URL.Query()), nil)
}

// showWork shows the list that was asked for, with what went wrong with a form on it.
func (h *house) showWork(v *visit, ask casework.WorkAsk, failed error) error {
	list, err := h.Office.Work(v.ctx, ask)
	if err != nil {
		return err
	}
	saved, err := h.Office.Filters(v.ctx, workFilters)
	if err != nil {
		return err
	}
	body := h.workBody(v, list, ask)
	body.Saved, body.Narrow, body.Keys = v.savedChips(saved, ask), h.workNarrow(v, saved, ask, failed), v.workKeys()
	if body.Bulk, err = h.workBulk(v, body.Table, ask, failed); err != nil {
		return err
	}
	return h.show(v, formStatus(failed), "work-list", h.page(v, body.Title, body))
}

// workAsked reads from an address or a form what of the list is asked for.
func workAsked(q url.Values) casework.WorkAsk {
	ask := casework.WorkAsk{Filter: workFilter(q.Get("filter")), After: q.Get("after"), Limit: workPage}
	for _, kind := range workKinds {
		if slices.Contains(q["kind"], kind) {
			ask.Kinds = append(ask.Kinds, kind)
		}
	}
	return ask
}

// workFilter lets through only the filters that there are.
func workFilter(asked string) string {
	switch asked {
	case "late", "week", "safety":
		return asked
	}
	return ""
}

func (h *house) workBody(v *visit, list casework.WorkList, ask casework.WorkAsk) workBody {
	body := workBody{Title: v.say.Say("web.work.title"), Filters: v.workFilters(list, ask)}
	if !inMunicipality(v) {
		body.Title = v.say.Say("web.work.title.partner")
	}
	items := list.Items
	first := ask.Filter == "" && ask.After == "" && len(ask.Kinds) == 0
	if first && len(items) > 0 {
		next := h.workNext(v, items[0])
		body.Next, items = &next, items[1:]
	}
	body.Head = look.PageHead{Kicker: v.days.Near(v.today), Title: v.greeting(list)}
	body.Table = v.workTable(items)
	switch {
	case len(list.Items) == 0 && first:
		body.Empty = &look.Empty{Title: v.say.Say("web.work.empty"), Text: v.say.Say("web.work.empty.text")}
	case len(items) == 0 && body.Next == nil:
		body.Empty = &look.Empty{Title: v.say.Say("web.work.none"), Button: &look.Button{Text: v.say.Say("web.work.all"), Style: look.Quiet, URL: "/work"}}
	}
	if list.Next != "" || ask.After != "" {
		body.Pager = v.workPager(list, ask)
	}
	return body
}

// workPager leads on; back to the beginning is one step, because a queue moves.
func (v *visit) workPager(list casework.WorkList, ask casework.WorkAsk) *look.Pager {
	p := &look.Pager{Text: v.say.Say("web.work.page", "n", strconv.Itoa(len(list.Items)), "all", strconv.Itoa(list.Counts.All))}
	if list.Next != "" {
		p.Next = workURL(ask, list.Next)
	}
	if ask.After != "" {
		p.Previous = workURL(ask, "")
	}
	return p
}

// workURL is the address of a page of the list that is asked for.
func workURL(ask casework.WorkAsk, after string) string {
	return listURL("/work", append(workQuery(ask), "after", after)...)
}

// workQuery gives what is asked of the list as names and values in turn.
func workQuery(ask casework.WorkAsk) []string {
	query := []string{"filter", ask.Filter}
	for _, kind := range ask.Kinds {
		query = append(query, "kind", kind)
	}
	return query
}

// listURL gives an address with the query values that are not empty (alternating name and value).
func listURL(path string, query ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			values.Add(query[i], query[i+1])
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// pressing tells whether something cannot wait until tomorrow.
func (v *visit) pressing(item casework.WorkItem) bool {
	due := !item.Due.IsZero() && !item.Due.After(v.today)
	return item.Late || due || item.Kind == casework.WorkMelding || item.Urgent && item.Kind == casework.WorkLead
}

// greeting says who is here and how many things cannot wait.
func (v *visit) greeting(list casework.WorkList) string {
	pressing := 0
	for _, item := range list.Items {
		if v.pressing(item) {
			pressing++
		}
	}
	name, _, _ := strings.Cut(v.signed.User.Name, " ")
	hello := v.say.Say("web.hello."+v.partOfDay(), "name", name)
	pressing = max(pressing, list.Counts.Late)
	if pressing == 0 {
		return hello + " " + v.say.Say("web.work.calm")
	}
	return hello + " " + v.say.Count("web.work.pressing", pressing)
}

func (v *visit) partOfDay() string {
	switch hour := v.now.In(nl.Amsterdam).Hour(); {
	case hour < 6, hour >= 18:
		return "evening"
	case hour < 12:
		return "morning"
	}
	return "afternoon"
}

func (v *visit) workFilters(list casework.WorkList, ask casework.WorkAsk) []look.Chip {
	rows := []struct {
		filter string
		tone   look.Tone
		count  int
	}{{"", look.Plain, list.Counts.All}, {"late", look.Late, list.Counts.Late}, {"week", look.Soon, list.Counts.Week}}
	if inMunicipality(v) {
		rows = append(rows, struct {
			filter string
			tone   look.Tone
			count  int
		}{"safety", look.Shut, list.Counts.Safety})
	}
	var chips []look.Chip
	for _, row := range rows {
		key := "web.work.filter." + row.filter
		if row.filter == "" {
			key = "web.work.filter.all"
		}
		chips = append(chips, look.Chip{Tone: row.tone, Text: v.say.Say(key) + " " + strconv.Itoa(row.count), URL: workURL(casework.WorkAsk{Filter: row.filter, Kinds: ask.Kinds}, ""), Current: row.filter == ask.Filter})
	}
	return chips
}

// workNext is the one thing to do first, with the family's own words when it is a request for help.
func (h *house) workNext(v *visit, item casework.WorkItem) look.NextCard {
	url, step := v.workStep(item)
	card := look.NextCard{Buttons: []look.Button{{Text: step, Style: look.OnDark, URL: url}}}
	if item.Kind == casework.WorkMelding {
		card.Kicker = v.say.Say("web.work.melding.when", "when", v.moment(item.Since))
		card.Voice = item.Title
	} else {
		card.Kicker = v.say.Say("web.work.first")
		card.Title = []string{item.Family, v.workWhat(item)}
	}
	card.Text = h.workDue(v, item)
	return card
}

// workDue says of which family something is and when it is due at the latest, by which law.
func (h *house) workDue(v *visit, item casework.WorkItem) string {
	words := []string{}
	if item.Kind == casework.WorkMelding {
		words = append(words, v.say.Say("web.work.family", "name", item.Family))
	}
	if !item.Due.IsZero() {
		due := v.say.Say("web.work.due", "date", v.days.Near(item.Due))
		if item.Term != "" {
			due = v.term(item.Term) + ": " + due
			if article := h.article(v, item.Term, item.Start); article != "" {
				due += " (" + article + ")"
			}
		}
		words = append(words, due)
	}
	return strings.Join(words, " · ")
}

// moment says when something came in, as one would say it: "vannacht, 23.10 uur".
func (v *visit) moment(at time.Time) string {
	local, clock := at.In(nl.Amsterdam), v.days.Clock(at)
	night := local.Hour() >= 22 || local.Hour() < 6
	if night && v.now.Sub(at) < 18*time.Hour {
		return v.say.Say("web.when.tonight", "time", clock)
	}
	return v.say.Say("web.when.day", "day", v.days.Since(nl.On(at), v.today), "time", clock)
}

func (v *visit) workTable(items []casework.WorkItem) look.Table {
	t := look.Table{Caption: v.say.Say("web.work.then"), Hidden: true, Columns: v.columns("web.col.family", "web.col.what", "web.col.from", "web.col.term", "web.col.step")}
	for _, item := range items {
		t.Rows = append(t.Rows, v.workRow(item))
	}
	return t
}

// columns gives the heads of a table from text keys.
func (v *visit) columns(keys ...string) []look.Column {
	columns := make([]look.Column, len(keys))
	for i, key := range keys {
		columns[i] = look.Column{Text: v.say.Say(key)}
	}
	return columns
}

func (v *visit) workRow(item casework.WorkItem) look.TableRow {
	url, step := v.workStep(item)
	term := look.Cell{}
	switch bar := v.workClock(item.Start, item.Due, item.Late); {
	case bar.Text == "":
		term.Text = v.say.Say("web.work.noterm")
	case bar.Tone == look.Late:
		term.Chip = &look.Chip{Tone: look.Late, Text: bar.Text}
	default:
		term.Clock = &bar
	}
	what := look.Cell{Text: v.workWhat(item), Note: item.Person}
	family := look.Cell{Text: item.Family, URL: v.familyURL(item.Dossier), Tick: v.workTick(item)}
	return look.TableRow{Cells: []look.Cell{family, what, v.workFrom(item), term, {Text: step, URL: url}}}
}

// workFrom says who a thing of work comes from.
func (v *visit) workFrom(item casework.WorkItem) look.Cell {
	name, tint := item.From, roleTint(item.Label.Kind)
	if name == "" { // nobody asked it: the law or the agreement did, of oneself or of one's organisation
		name, tint = v.signed.Org.Name, picture.Team
		if item.Mine {
			name = v.signed.User.Name
		}
	}
	face := look.Face{Initials: picture.Initials(name), Tint: tint, Size: "small"}
	if name == v.signed.User.Name {
		name = v.say.Say("web.work.you")
	}
	return look.Cell{Text: name, Face: &face}
}

// workWhat says in a few words what is to be done.
func (v *visit) workWhat(item casework.WorkItem) string {
	say := func(key string) string { return v.say.Say(key, "title", item.Title) }
	switch item.Kind {
	case casework.WorkMelding:
		return v.say.Say("web.work.what.melding")
	case casework.WorkOffer:
		if item.Mine {
			return v.say.Say("web.work.what.offer.mine")
		}
		return v.say.Say("web.work.what.offer")
	case casework.WorkClock:
		return v.term(item.Term)
	case casework.WorkRight:
		return v.say.Say("web.work.what.right." + item.State)
	case casework.WorkTask:
		switch item.State {
		case dossier.TaskOpen, dossier.TaskBack:
			return say("web.work.what.task." + item.State)
		}
		return item.Title
	}
	return say("web.work.what." + item.Kind)
}

// workStep gives the page where the work is done, and what that step is called.
func (v *visit) workStep(item casework.WorkItem) (url, step string) {
	say := func(key string) string { return v.say.Say("web.work.step." + key) }
	task := "/task/" + string(item.Dossier) + "/" + string(item.Item)
	switch item.Kind {
	case casework.WorkMelding:
		return caseURL(item.Dossier, "melding"), say("melding")
	case casework.WorkLead:
		return caseURL(item.Dossier, "lead"), say("lead")
	case casework.WorkOffer:
		if item.Mine {
			return caseURL(item.Dossier, "lead"), say("answer")
		}
		return caseURL(item.Dossier, "lead"), say("look")
	case casework.WorkQuestion:
		if !inMunicipality(v) {
			return v.familyURL(item.Dossier), say("answer")
		}
		return caseURL(item.Dossier, "question") + "#q-" + string(item.Item), say("answer")
	case casework.WorkTalk:
		return v.talkURL(item.Dossier, string(casework.TalkOf(item.Item))), v.talk("open")
	case casework.WorkGlass:
		return caseURL(item.Dossier, "emergency", strings.TrimSuffix(string(item.Item), ".lead")), say("glass")
	case casework.WorkErasure:
		return caseURL(item.Dossier, "erasure"), v.say.Say("erasure.officer.link")
	case casework.WorkConcern:
		return concernURL(item.Dossier, item.Item), v.say.Say("table.concern.step." + concernStep(item.State))
	case casework.WorkOwnPlan:
		return caseURL(item.Dossier, "own", string(item.Item)), say("ownplan")
	case casework.WorkRight:
		return "/right/" + string(item.Dossier) + "/" + string(item.Item), say("answer")
	case casework.WorkHold:
		return caseURL(item.Dossier, "hold"), say("hold")
	case casework.WorkClock:
		return caseURL(item.Dossier, "clock", string(item.Item)), say("clock")
	case casework.WorkDecision:
		return caseURL(item.Dossier, "decide", string(item.Item)), say("decision")
	case casework.WorkTask:
		if inMunicipality(v) && (item.State == dossier.TaskOpen || item.State == dossier.TaskBack) {
			return caseURL(item.Dossier, "tasks", string(item.Item)), say("holder")
		}
		if item.State == dossier.TaskAsked && item.Mine {
			return task, say("answer")
		}
		return task, say("task")
	}
	return v.familyURL(item.Dossier), say("look")
}

// familyURL is the page of a family for who is signed in: partners have their own.
func (v *visit) familyURL(id dossier.ID) string {
	if inMunicipality(v) {
		return caseURL(id)
	}
	return "/partner/" + string(id)
}

package web

import (
	"net/http"
	"slices"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// ourPlan is what family-plan.html shows: our goals, who does what, what happens next.
type ourPlan struct {
	Head     look.PageHead
	Next     familyNext
	Sorry    *look.Alert
	Mine     []look.TaskRow // of a helper from the network, who sees no goals
	Goals    []look.GoalCard
	NoGoals  *look.Empty
	Others   []look.TaskRow // tasks that serve no goal
	Care     []look.Fact    // care that the municipality granted, and what of it was used
	Asked    []look.Link    // earlier requests for help
	Helpers  []look.Contact
	HelpHead look.CardHead
	Seen     []look.SeenRow
	SeenHead look.CardHead
	More     []look.Link
}

// familyNext is the one next thing, with whom to call beside it.
type familyNext struct {
	Card look.NextCard
	Call *look.Contact
}

// ourPlanPage is the family's one page. A helper from the network sees their own
// tasks and whom to call.
func (h *house) ourPlanPage(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	body := h.ourPlanBody(v, view)
	if body.Next.Call == nil {
		contact, err := h.teamContact(v, view)
		if err != nil {
			return err
		}
		body.Next.Call = &contact
	}
	if isMember(view) {
		looks, err := h.Office.LooksOf(v.ctx, view.Dossier.ID, "", 40)
		if err != nil {
			return err
		}
		body.Seen = v.familyLooks(view, looks.Items, 3)
	}
	return h.show(v, http.StatusOK, "family-plan", h.planFrame(v, view, body.Head.Title, body))
}

// teamContact gives the team to call when nobody is involved any more: its name
// and telephone are public.
func (h *house) teamContact(v *visit, view *access.View) (look.Contact, error) {
	team, err := h.Office.Organisation(v.ctx, view.Dossier.Team)
	if err != nil {
		return look.Contact{}, err
	}
	return look.Contact{Face: look.Face{Initials: picture.Initials(team.Name)}, Name: team.Name, Tel: team.Phone, Note: v.say.Say("webfamily.team")}, nil
}

func (h *house) ourPlanBody(v *visit, view *access.View) ourPlan {
	d := view.Dossier
	body := ourPlan{
		Head: look.PageHead{Kicker: v.familyTitle(d), Title: v.say.Say("web.nav.plan")},
		Next: h.nextThing(v, view),
	}
	if d.Closed != nil {
		body.Head.Text = v.say.Say("webfamily.closed", "day", v.dayWords(d.Closed.Keep))
	}
	if !isMember(view) {
		body.Head.Title = v.say.Say("webfamily.plan.helper")
		body.Mine = v.familyRows(view, func(t dossier.Task) bool { return v.isMine(view, t.Holder) })
		body.More = v.alongDoors(view)
		return body
	}
	body.Sorry = h.familySorry(v, view)
	body.Goals = v.familyGoals(view)
	if len(body.Goals) == 0 {
		body.NoGoals = v.noGoals(view)
	}
	body.Others = v.familyRows(view, func(t dossier.Task) bool { return t.Goal == "" && t.Open() })
	body.Care = v.grantedCare(view)
	for _, m := range d.Meldingen {
		body.Asked = append(body.Asked, look.Link{Text: v.say.Say("webfamily.plan.asked", "when", v.days.Moment(m.At)), URL: planURL(d.ID, "asked", string(m.Melding))})
	}
	helpers := v.familyHelpers(view)
	body.Helpers = atMost(helpers, 4)
	body.HelpHead = look.CardHead{ID: "helpers", Title: v.say.Say("web.nav.helpers"), Link: &look.Link{Text: v.say.Count("webfamily.plan.helpers", len(helpers)), URL: planURL(d.ID, "helpers")}}
	body.SeenHead = look.CardHead{ID: "looks", Title: v.say.Say("webfamily.looks.title"), Link: &look.Link{Text: v.say.Say("webfamily.plan.all"), URL: planURL(d.ID, "looks")}}
	body.More = v.ownDoors(view)
	return body
}

func atMost[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// noGoals says how goals come, and that the family may write them itself.
func (v *visit) noGoals(view *access.View) *look.Empty {
	empty := &look.Empty{Title: v.say.Say("webfamily.plan.nogoals"), Text: v.say.Say("webfamily.plan.nogoals.text")}
	if view.Dossier.Closed == nil {
		empty.Button = &look.Button{Text: v.say.Say("own.plan.make"), URL: planURL(view.Dossier.ID, "own"), Style: look.Quiet}
	}
	return empty
}

// alongDoors lead to the own plans in which the reader was invited to write along.
func (v *visit) alongDoors(view *access.View) []look.Link {
	var doors []look.Link
	for _, i := range view.Dossier.Invitations {
		if i.Person == view.Me && view.Me != "" && i.Holds(v.today) && view.Dossier.Closed == nil {
			doors = append(doors, look.Link{Text: v.say.Say("own.plan.of", "name", v.firstName(view, i.From)), URL: ownPlanURL(view.Dossier.ID, i.From)})
		}
	}
	return doors
}

// ownDoors lead to what is this person's own: a child's voice, a consent.
func (v *visit) ownDoors(view *access.View) []look.Link {
	id := view.Dossier.ID
	doors := v.alongDoors(view)
	if view.Dossier.Closed == nil {
		doors = append([]look.Link{{Text: v.say.Say("own.plan.title"), URL: planURL(id, "own")}}, doors...)
	}
	me, ok := view.Dossier.Person(view.Me)
	if !ok || me.Birth.IsZero() || !view.May[dossier.ActOwn].Allow {
		return append(doors, look.Link{Text: v.say.Say("webfamily.plan.again"), URL: "/help"})
	}
	age := me.Birth.AgeOn(v.today)
	if age < 18 {
		doors = append(doors, look.Link{Text: v.say.Say("webfamily.voice.door"), URL: planURL(id, "voice")})
	}
	if age >= consentAge {
		doors = append(doors, look.Link{Text: v.say.Say("webfamily.consent.door"), URL: planURL(id, "consents", "new")})
	}
	return append(doors, look.Link{Text: v.say.Say("webfamily.plan.again"), URL: "/help"})
}

// rows gives tasks as rows: what is open first, each in the order of its day.
func (v *visit) familyRows(view *access.View, want func(dossier.Task) bool) []look.TaskRow {
	var tasks []dossier.Task
	for _, t := range view.Dossier.Tasks {
		if want(t) {
			tasks = append(tasks, t)
		}
	}
	openFirst(tasks)
	rows := make([]look.TaskRow, 0, len(tasks))
	for _, t := range tasks {
		rows = append(rows, v.familyRow(view, t))
	}
	return rows
}

// openFirst puts open tasks first, the earliest day first; those without a day go last.
func openFirst(tasks []dossier.Task) {
	slices.SortStableFunc(tasks, func(a, b dossier.Task) int {
		switch {
		case a.Open() != b.Open():
			return firstWhen(a.Open())
		case a.Due.IsZero() != b.Due.IsZero():
			return firstWhen(!a.Due.IsZero())
		case a.Due.IsZero():
			return 0
		}
		return b.Due.DaysUntil(a.Due)
	})
}

func firstWhen(first bool) int {
	if first {
		return -1
	}
	return 1
}

// familyGoals gives the goals in the family's words; open ones first.
func (v *visit) familyGoals(view *access.View) []look.GoalCard {
	goals := slices.Clone(view.Dossier.Goals)
	goals = slices.DeleteFunc(goals, func(g dossier.Goal) bool { return g.State == dossier.GoalLeft })
	slices.SortStableFunc(goals, func(a, b dossier.Goal) int {
		if (a.State == dossier.GoalOpen) == (b.State == dossier.GoalOpen) {
			return 0
		}
		return firstWhen(a.State == dossier.GoalOpen)
	})
	cards := make([]look.GoalCard, 0, len(goals))
	for _, g := range goals {
		cards = append(cards, v.familyGoal(view, g))
	}
	return cards
}

func (v *visit) familyGoal(view *access.View, g dossier.Goal) look.GoalCard {
	card := look.GoalCard{ID: "goal-" + string(g.Goal), Words: g.GoalSet.Words, Where: v.ownWhere(v.whereIs(view, g.Part), g)}
	if g.State == dossier.GoalDone {
		card.State, card.Chip = look.GoalMet, look.Chip{Tone: look.OK, Text: v.say.Say("webfamily.goal.met")}
		return card
	}
	var tasks []dossier.Task
	for _, t := range view.Dossier.Tasks {
		if t.Goal == g.Goal && t.State != dossier.TaskGone {
			tasks = append(tasks, t)
		}
	}
	openFirst(tasks)
	done, stuck := 0, dossier.Task{}
	for _, t := range tasks {
		card.Tasks = append(card.Tasks, v.familyRow(view, t))
		if t.State == dossier.TaskReady {
			done++
		}
		if stuck.Task == "" && v.stuckTask(t) {
			stuck = t
		}
	}
	v.familyGoalState(view, &card, done, len(tasks), stuck)
	return card
}

// stuckTask tells whether a task is late, or was handed back and has nobody.
func (v *visit) stuckTask(t dossier.Task) bool {
	return t.Open() && (v.past(t.Due) || t.State == dossier.TaskBack)
}

func (v *visit) familyGoalState(view *access.View, card *look.GoalCard, done, all int, stuck dossier.Task) {
	switch {
	case all == 0:
		card.State, card.Chip = look.GoalWaiting, look.Chip{Text: v.say.Say("webfamily.goal.notask")}
		return
	case stuck.Task != "":
		card.State, card.Chip = look.GoalStuck, look.Chip{Tone: look.Late, Text: v.say.Say("webfamily.goal.stuck")}
		card.Sorry = v.familyTaskSorry(view, stuck)
		if !v.isMine(view, stuck.Holder) {
			card.Links = []look.Link{{Text: v.say.Say("webfamily.cando"), URL: planURL(view.Dossier.ID, "time") + "#late"}}
		}
	default:
		card.Chip = look.Chip{Tone: look.Soon, Text: v.say.Count("webfamily.goal.steps", done, "all", strconv.Itoa(all))}
		if done == all {
			card.Chip.Tone = look.OK
		}
	}
	card.Percent, card.Done = done*100/all, v.say.Count("webfamily.goal.steps", done, "all", strconv.Itoa(all))
}

// familyTaskSorry tells plainly what went wrong with a task. Nobody says sorry to the
// family for what the family itself has not done yet.
func (v *visit) familyTaskSorry(view *access.View, t dossier.Task) string {
	switch {
	case t.State == dossier.TaskBack:
		return v.say.Say("webfamily.sorry.back", "task", v.familyTask(t))
	case v.isMine(view, t.Holder):
		return v.say.Say("webfamily.sorry.mine", "day", v.dayWords(t.Due))
	case t.Holder.Kind == dossier.HolderFamily, t.Holder.Kind == dossier.HolderNetwork:
		return v.say.Say("webfamily.sorry.family", "day", v.dayWords(t.Due))
	}
	return v.say.Say("webfamily.sorry.task", "day", v.dayWords(t.Due), "task", v.familyTask(t))
}

// familySorry says sorry on top when a term of the law has lapsed.
func (h *house) familySorry(v *visit, view *access.View) *look.Alert {
	for _, c := range view.Dossier.Clocks {
		if !c.Live() || c.State == dossier.ClockWaits || !v.past(c.Due) || h.article(v, c.Term, c.Start) == "" {
			continue
		}
		return &look.Alert{
			Tone: look.Late, Title: v.say.Say("webfamily.sorry.title"),
			Text:  v.say.Say("webfamily.sorry.text", "term", v.term(c.Term), "day", v.dayWords(c.Due)),
			Links: []look.Link{{Text: v.say.Say("webfamily.cando"), URL: planURL(view.Dossier.ID, "time") + "#late"}},
		}
	}
	return nil
}

// familyLooks gives the last look of each of n people: who helps first, then the family.
func (v *visit) familyLooks(view *access.View, looks []store.Look, n int) []look.SeenRow {
	var helpers, family []look.SeenRow
	seen := map[dossier.ID]bool{v.signed.User.ID: true} // one's own looks stand on the whole page
	for _, l := range looks {
		row, ok := v.familyLook(view, l)
		switch {
		case !ok || seen[l.User] || l.Purpose == "maintenance":
			continue
		case l.Person == "":
			helpers = append(helpers, row)
		default:
			family = append(family, row)
		}
		seen[l.User] = true
	}
	return atMost(append(helpers, family...), n)
}

// familyLook says who looked, when and why. That someone looks for the safety is
// shut, as their involvement is; parts that the reader may not read stay unnamed.
func (v *visit) familyLook(view *access.View, l store.Look) (look.SeenRow, bool) {
	row := look.SeenRow{
		Day: v.days.Since(nl.On(l.At), v.today), Time: v.days.Clock(l.At), Who: l.Name, Role: l.OrgName,
		Face: look.Face{Initials: picture.Initials(l.Name), Tint: roleTint(l.Role), Size: "small"},
	}
	switch {
	case l.User == v.signed.User.ID:
		row.Who, row.Role = v.say.Say("webfamily.you"), ""
	case l.Person != "":
		if _, known := view.Dossier.Person(l.Person); !known {
			row.Who, row.Face.Initials = v.say.Say("webfamily.looks.someone"), "?"
		}
		row.Role = v.roleWord(l.Role)
	}
	row.What = v.familyLookWords(view, l)
	return row, true
}

// familyLookWords says what a look was: read or written, what, and for what.
func (v *visit) familyLookWords(view *access.View, l store.Look) string {
	what := v.say.Say("webfamily.looks.read")
	switch l.Action {
	case "command":
		what = v.say.Say("webfamily.looks.wrote")
	case "looks":
		what = v.say.Say("webfamily.looks.looks")
	case "document":
		what = v.say.Say("paper.looked")
		if words := v.familyLookParts(view, l.Parts); words != "" {
			what += ": " + words
		}
	default:
		if words := v.familyLookParts(view, l.Parts); words != "" {
			what = v.say.Say("webfamily.looks.parts", "parts", words)
		}
	}
	if l.Purpose == "own" { // the family reads its own: no purpose needs saying
		return what
	}
	return what + " · " + v.purposeWord(l.Purpose)
}

// familyLookParts names the life domains of a look that the reader may read too.
func (v *visit) familyLookParts(view *access.View, parts string) string {
	var words []string
	for _, p := range casework.ReadParts(parts) {
		if name := v.domain(p.Domain); slices.Contains(view.Read, p) && !slices.Contains(words, name) {
			words = append(words, name)
		}
	}
	return v.familyList(words)
}

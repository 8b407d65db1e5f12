package casework

import (
	"strings"
	"unicode/utf8"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// The kinds of work that wait for someone.
const (
	WorkMelding  = "melding"  // a request for help that nobody weighed yet
	WorkLead     = "lead"     // a family without a lead
	WorkOffer    = "offer"    // an offer of the lead
	WorkQuestion = "question" // a question put to someone
	WorkTalk     = "talk"     // messages that someone did not see or answer yet
	WorkTask     = "task"     // a task to answer, do or find a holder for
	WorkDecision = "decision" // a request to decide on
	WorkClock    = "clock"    // a legal term that has no task of its own
	WorkWatch    = "watch"    // a date to look again
)

// Ranks order work by safety. What an outside partner holds has rankNeutral:
// its order must not tell how safe a family is.
const (
	rankAcute   = 0
	rankUnsafe  = 1
	rankUrgent  = 2 // unread melding under threat
	rankWatch   = 3
	rankUnread  = 4
	rankNeutral = 5
)

// workRows derives everything in a dossier that waits for someone.
func workRows(d *dossier.Dossier, day nl.Date) []work {
	if d.Version == 0 {
		return nil
	}
	most := len(d.Questions) + len(d.Tasks) + 8
	w := worker{d: d, day: day, rows: make([]work, 0, most), has: make(map[dossier.ID]bool, most)}
	w.glasses() // a review stays due after the end of the work
	w.holds()
	w.concerns()
	w.erasures()
	w.rights()
	if d.Closed != nil {
		return w.rows
	}
	w.meldingen()
	w.lead()
	w.questions()
	w.talks()
	w.ownPlans()
	w.tasks()
	w.clocks()
	w.watch()
	return w.rows
}

type worker struct {
	d    *dossier.Dossier
	day  nl.Date
	rows []work
	has  map[dossier.ID]bool // things whose clocks show with them

	pressing map[dossier.ID]*dossier.Clock // per thing, once it was asked for
}

func (w *worker) add(row store.WorkRow, label Label) {
	row.Dossier, label.Family = w.d.ID, w.d.Name
	w.has[row.Item] = true
	w.rows = append(w.rows, work{row: row, label: label})
}

// inside tells whether an organisation is the municipality's own side of this dossier.
func (w *worker) inside(org dossier.ID) bool {
	return org == w.d.Team || w.d.Lead != nil && org == w.d.Lead.Org
}

func (w *worker) rank(org dossier.ID) int {
	if !w.inside(org) {
		return rankNeutral
	}
	switch safetyRank(w.d) {
	case 4:
		return rankAcute
	case 3:
		return rankUnsafe
	case 2:
		return rankWatch
	}
	return rankNeutral
}

// desk is who answers on the municipality's side: the lead, or the team.
func (w *worker) desk() (user, org dossier.ID) {
	if w.d.Lead != nil {
		return w.d.Lead.User, w.d.Lead.Org
	}
	return "", w.d.Team
}

func (w *worker) meldingen() {
	for _, m := range w.d.Meldingen {
		if m.Read {
			continue
		}
		row := store.WorkRow{Item: m.Melding, Kind: WorkMelding, State: "unread", Since: m.At, Rank: rankUnread}
		row.User, row.Org = w.desk()
		if m.Threat != "" {
			row.Rank = rankUrgent
		}
		row.Rank = min(row.Rank, w.rank(row.Org))
		w.clocked(&row, m.Melding)
		w.add(row, Label{Title: start(m.Words), From: w.name(m.From), Kind: "family"})
	}
}

// clocked puts the most pressing live clock of a thing on its row.
func (w *worker) clocked(row *store.WorkRow, on dossier.ID) {
	if w.pressing == nil {
		w.pressing = pressing(w.d)
	}
	c := w.pressing[on]
	if c != nil && (row.Due.IsZero() || c.Due.Before(row.Due)) {
		row.Start, row.Due, row.Term, row.Late = c.Start, c.Due, c.Term, c.State == dossier.ClockIsLate
	}
}

// pressing gives, per thing, its clock that is due first and neither rests nor is done.
func pressing(d *dossier.Dossier) map[dossier.ID]*dossier.Clock {
	first := make(map[dossier.ID]*dossier.Clock, len(d.Clocks))
	for i := range d.Clocks {
		c := &d.Clocks[i]
		if !c.Live() || c.State == dossier.ClockWaits {
			continue
		}
		if was := first[c.On]; was == nil || c.Due.Before(was.Due) {
			first[c.On] = c
		}
	}
	return first
}

func (w *worker) lead() {
	asked := false
	for _, offer := range w.d.Offers {
		if offer.State != "open" {
			continue
		}
		asked = true
		row := store.WorkRow{Item: offer.Offer, Kind: WorkOffer, State: offer.State, User: offer.To, Org: offer.Org, Since: offer.At, Rank: w.rank(w.d.Team)}
		w.clocked(&row, offer.Offer)
		w.add(row, Label{From: offer.By.Name, Kind: "help"})
	}
	if w.d.Lead == nil && !asked && len(w.d.Safety) > 0 {
		w.add(store.WorkRow{Item: w.d.ID, Kind: WorkLead, State: "gap", Org: w.d.Team, Since: w.d.LeadGapSince, Rank: w.rank(w.d.Team)}, Label{})
	}
}

func (w *worker) questions() {
	for _, q := range w.d.Questions {
		if !q.AnsweredAt.IsZero() {
			continue
		}
		row := store.WorkRow{Item: q.Question, Kind: WorkQuestion, State: "open", Since: q.At}
		w.held(&row, q.To)
		w.clocked(&row, q.Question)
		w.add(row, Label{Title: start(q.Words), From: q.By.Name, Kind: tint(q.By.Role)})
	}
}

// talks shows per side of a conversation what it did not see or answer yet. Of
// the subject only who takes part is told, so the label names it: a row is for
// its holder alone.
func (w *worker) talks() {
	for _, t := range w.d.Talks {
		for _, s := range w.d.Sides(t, w.day) {
			n, since := t.Waits(s)
			if n == 0 {
				continue
			}
			row := store.WorkRow{Item: TalkItem(t.Talk, s.Name), Kind: WorkTalk, State: "new", Since: since}
			w.held(&row, s.Holder)
			last := t.Messages[len(t.Messages)-1].By
			w.add(row, Label{Title: start(t.Subject), From: last.Name, Kind: tint(last.Role)})
		}
	}
}

// TalkItem names the row of one side of a conversation.
func TalkItem(talk dossier.ID, side string) dossier.ID { return talk + "." + dossier.ID(side) }

// TalkOf gives the conversation of a row.
func TalkOf(item dossier.ID) dossier.ID {
	talk, _, _ := strings.Cut(string(item), ".")
	return dossier.ID(talk)
}

// held puts the holder on a row; a family member is found by their account.
func (w *worker) held(row *store.WorkRow, h dossier.Holder) {
	row.User, row.Org = h.User, h.Org
	if h.Person != "" && h.User == "" {
		for _, i := range w.d.Involved {
			if i.Subject.Person == h.Person && i.Active(w.day) {
				row.User = i.Subject.User
			}
		}
	}
	row.Rank = w.rank(h.Org)
}

func (w *worker) tasks() {
	for _, t := range w.d.Tasks {
		if !t.Open() {
			continue
		}
		row := store.WorkRow{Item: t.Task, Kind: WorkTask, State: t.State, Since: t.At, Due: t.Due}
		if t.Type == dossier.TaskDecision {
			row.Kind = WorkDecision
		}
		if t.Holder.IsZero() {
			row.User, row.Org = w.desk()
			row.Rank = w.rank(row.Org)
		} else {
			w.held(&row, t.Holder)
		}
		w.clocked(&row, t.Task)
		from, kind := t.By.Name, tint(t.By.Role)
		if t.Asked != "" {
			from, kind = w.org(t.Asked), "help"
		}
		w.add(row, Label{Title: t.Title, From: from, Kind: kind, Person: w.name(t.Part.Person)})
	}
}

// clocks shows legal terms whose thing has no row of its own.
func (w *worker) clocks() {
	for i := range w.d.Clocks {
		c := &w.d.Clocks[i]
		if !c.Live() || c.State == dossier.ClockWaits || w.has[c.On] {
			continue
		}
		row := store.WorkRow{Item: c.Clock, Kind: WorkClock, State: c.State, Start: c.Start, Due: c.Due, Term: c.Term, Late: c.State == dossier.ClockIsLate, Since: c.Start.Midnight()}
		w.held(&row, c.Owner)
		if row.Org == w.d.Team && row.User == "" {
			row.User, row.Org = w.desk()
		}
		w.add(row, Label{})
	}
}

func (w *worker) watch() {
	if w.d.Watch == nil {
		return
	}
	row := store.WorkRow{Item: w.d.ID + ".watch", Kind: WorkWatch, State: "open", Due: w.d.Watch.On, Start: nl.On(w.d.Watch.At), Since: w.d.Watch.At}
	w.held(&row, w.d.Watch.Owner)
	w.add(row, Label{Title: start(w.d.Watch.Words)})
}

func (w *worker) name(person dossier.ID) string {
	p, ok := w.d.Person(person)
	if !ok {
		return ""
	}
	return p.Name.Informal()
}

func (w *worker) org(id dossier.ID) string {
	for _, i := range w.d.Involved {
		if i.Subject.Org == id {
			return i.Name
		}
	}
	return ""
}

// tint names the face of who a row comes from.
func tint(role string) string {
	switch role {
	case "family":
		return "family"
	case "network":
		return "near"
	case "partner":
		return "help"
	}
	return "worker"
}

// start gives the first words of a text, cut at a word, at most 140 runes.
func start(s string) string {
	const most = 140
	if len(s) <= most && tidy(s) {
		return s
	}
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// tidy tells of a text in ASCII whether its words stand one space apart.
func tidy(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x80 || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

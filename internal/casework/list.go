package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// WorkItem is one thing that waits for the caller.
type WorkItem struct {
	Label
	Dossier dossier.ID
	Item    dossier.ID
	Kind    string
	State   string
	Mine    bool // the caller personally, not only their organisation
	Start   nl.Date
	Due     nl.Date // zero: no term
	Term    string
	Late    bool
	Urgent  bool // safety: rank 3 or less
	Since   time.Time
	Role    string // in which the caller is involved
	Cursor  string
}

// WorkList is a page of work with the counts of the whole.
type WorkList struct {
	Items  []WorkItem
	Counts store.WorkCounts
	Next   string // cursor of the next page; "" at the end
}

// WorkAsk narrows a list of work.
type WorkAsk struct {
	Filter  string // "", late, week, safety
	Kinds   []string
	Dossier dossier.ID
	After   string
	Limit   int  // 1–200; 0 is 50
	Export  bool // the list leaves the house as a file: the look says so
}

// listing names the act in the look of a list: one that leaves the house as a
// file can be told apart.
func listing(export bool) string {
	if export {
		return "export"
	}
	return "list"
}

func limit(n int) int {
	if n <= 0 {
		return 50
	}
	return min(n, 200)
}

// Work lists what waits for the caller or their organisation: safety first,
// then the legal clock. The look is durable before it returns.
func (o *Office) Work(ctx context.Context, q WorkAsk) (WorkList, error) {
	const op = "casework.Work"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return WorkList{}, fault.Wrap(fault.SignIn, op, err)
	}
	n := limit(q.Limit)
	query := store.WorkQuery{User: ask.Who.User, Org: ask.Who.Org, Purpose: ask.Purpose, Day: today(ask), Kinds: q.Kinds, Filter: q.Filter, Dossier: q.Dossier, After: q.After, Limit: n + 1}
	rows, err := soon(ctx, op, func(ctx context.Context) ([]store.Listed[store.WorkRow], error) { return o.Store.Work(ctx, query) })
	if err != nil {
		return WorkList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	var list WorkList
	if len(rows) > n {
		rows, list.Next = rows[:n], rows[n-1].Cursor
	}
	if list.Items, err = o.workItems(ctx, ask, rows); err != nil {
		return WorkList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	query.Filter, query.After = "", ""
	if list.Counts, err = o.Store.WorkCount(ctx, query); err != nil {
		return WorkList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return list, o.listed(ctx, ask, listing(q.Export), fmt.Sprintf("work %d", len(list.Items)))
}

func (o *Office) workItems(ctx context.Context, ask access.Ask, rows []store.Listed[store.WorkRow]) ([]WorkItem, error) {
	items := make([]WorkItem, 0, len(rows))
	may := o.predicate(ask)
	for _, r := range rows {
		mine := r.Row.User == ask.Who.User || r.Row.User == "" && r.Row.Org == ask.Who.Org
		if !may(o.carried(ask, r.By, r.Row.Kind, mine)) {
			continue
		}
		label, err := o.openLabel(ctx, r.Row.Dossier, r.Row.Label)
		if err != nil {
			return nil, err
		}
		items = append(items, WorkItem{
			Label: label, Dossier: r.Row.Dossier, Item: r.Row.Item, Kind: r.Row.Kind, State: r.Row.State,
			Mine: r.Row.User == ask.Who.User, Start: r.Row.Start, Due: r.Row.Due, Term: r.Row.Term, Late: r.Row.Late,
			Urgent: r.Row.Rank <= rankWatch, Since: r.Row.Since, Role: r.By.Role, Cursor: r.Cursor,
		})
	}
	return items, nil
}

// predicate is the one predicate on index rows, asked once per distinct case.
func (o *Office) predicate(ask access.Ask) func(access.Listed) bool {
	known := map[access.Listed]bool{}
	return func(l access.Listed) bool {
		allow, ok := known[l]
		if !ok {
			allow = o.Access.MayList(l, ask).Allow
			known[l] = allow
		}
		return allow
	}
}

// carried is listedOf; work that names the privacy officer needs no involvement.
func (o *Office) carried(ask access.Ask, by store.InvolvementRow, kind string, mine bool) access.Listed {
	l := listedOf(by, kind, mine)
	if by.Involvement == "" && mine && slices.Contains(ask.Who.Roles, "privacy") {
		l.Role = "privacy"
	}
	return l
}

func listedOf(by store.InvolvementRow, kind string, mine bool) access.Listed {
	return access.Listed{Role: by.Role, Purpose: by.Purpose, Ground: by.Ground, Scope: by.Scope, Valid: by.Valid, Mine: mine, Kind: kind}
}

// listed makes the look of a list durable.
func (o *Office) listed(ctx context.Context, ask access.Ask, action, parts string) error {
	look := o.lookBy(o.NewID(ctx), ask, action)
	look.Parts = parts
	stamp, err := o.Store.Look(ctx, look)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "casework.listed", err)
	}
	caller, err := From(ctx)
	if err != nil {
		return err
	}
	again, err := caller.renewed(ctx, stamp.Epoch)
	if err != nil {
		return fault.Wrap(fault.SignIn, "casework.listed", err)
	}
	if again != nil && !sameWho(again.Who, ask.Who) {
		return fault.New(fault.SignIn, "casework.listed", "")
	}
	return nil
}

func sameWho(a, b access.Who) bool {
	return shelfKey("", access.Ask{Who: a}) == shelfKey("", access.Ask{Who: b})
}

// FamilyItem is one family in a list.
type FamilyItem struct {
	Dossier  dossier.ID
	Name     string
	Phase    string
	Role     string // of the caller
	Leads    bool   // the caller is the lead
	Lead     dossier.ID
	LeadOrg  dossier.ID
	GapSince time.Time
	Changed  time.Time
	NextDue  nl.Date
	Late     int
	Returned int
	Open     int
	Safety   int // 0 when unknown or not the caller's to know
	Keep     nl.Date
	Silent   bool
}

// FamilyList is a page of families.
type FamilyList struct {
	Items []FamilyItem
	Next  string
}

// FamilyAsk narrows a list of families.
type FamilyAsk struct {
	Mine   bool // only those that the caller leads
	Phase  string
	After  string
	Limit  int
	Export bool // as in WorkAsk
}

// Families lists the families in which the caller or their organisation is involved now.
func (o *Office) Families(ctx context.Context, q FamilyAsk) (FamilyList, error) {
	const op = "casework.Families"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return FamilyList{}, fault.Wrap(fault.SignIn, op, err)
	}
	n := limit(q.Limit)
	query := store.FamilyQuery{User: ask.Who.User, Org: ask.Who.Org, Purpose: ask.Purpose, Day: today(ask), Phase: q.Phase, After: q.After, Limit: n + 1}
	if q.Mine {
		query.Lead = ask.Who.User
	}
	rows, err := soon(ctx, op, func(ctx context.Context) ([]store.Listed[store.FamilyRow], error) {
		return o.Store.Families(ctx, query)
	})
	if err != nil {
		return FamilyList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	var list FamilyList
	if len(rows) > n {
		rows, list.Next = rows[:n], rows[n-1].Cursor
	}
	may := o.predicate(ask)
	for _, r := range rows {
		if !may(listedOf(r.By, "family", false)) {
			continue
		}
		item, err := o.familyItem(ctx, ask, r.Row, r.By.Role)
		if err != nil {
			return FamilyList{}, fault.Wrap(fault.Unavailable, op, err)
		}
		list.Items = append(list.Items, item)
	}
	return list, o.listed(ctx, ask, listing(q.Export), fmt.Sprintf("families %d", len(list.Items)))
}

// familyItem shows of a row what the role may know: the municipality's side
// sees how it stands; others see that they are involved and with whom.
func (o *Office) familyItem(ctx context.Context, ask access.Ask, row store.FamilyRow, role string) (FamilyItem, error) {
	label, err := o.openLabel(ctx, row.Dossier, row.Label)
	if err != nil {
		return FamilyItem{}, err
	}
	item := FamilyItem{Dossier: row.Dossier, Name: label.Family, Phase: row.Phase, Role: role, Lead: row.Lead, LeadOrg: row.LeadOrg, Leads: row.Lead != "" && row.Lead == ask.Who.User}
	if role == "lead" || role == "worker" || role == "director" {
		item.GapSince, item.Changed, item.NextDue, item.Late = row.GapSince, row.Changed, row.NextDue, row.Late
		item.Returned, item.Open, item.Keep = row.Returned, row.Open, row.Keep
	}
	if role == "lead" || role == "worker" {
		item.Safety = row.Safety
	}
	return item, nil
}

// silence is how long a family may go without an entry before the process
// director sees it as silent.
const silence = 30 * 24 * time.Hour

// DirectionAsk narrows the list of families that are stuck.
type DirectionAsk struct {
	Why    string // "", gap, late, returned, silent
	After  string
	Limit  int
	Export bool // as in WorkAsk
}

// Direction lists the families of the caller's municipality that are stuck:
// no lead, lapsed clocks, tasks handed back, silence. Only for a process director.
func (o *Office) Direction(ctx context.Context, q DirectionAsk) (FamilyList, error) {
	const op = "casework.Direction"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return FamilyList{}, fault.Wrap(fault.SignIn, op, err)
	}
	org, err := o.Store.Org(ctx, ask.Who.Org)
	if err != nil {
		return FamilyList{}, fault.Wrap(fault.Forbidden, op, err)
	}
	if d := o.Access.MayDirect(ask, org.Municipality, org.Municipality); !d.Allow {
		return FamilyList{}, denied(op, d)
	}
	n := limit(q.Limit)
	rows, err := soon(ctx, op, func(ctx context.Context) ([]store.Stuck, error) {
		return o.Store.Direction(ctx, store.DirectionQuery{Municipality: org.Municipality, Now: ask.Now, Why: q.Why, Silence: silence, After: q.After, Limit: n + 1})
	})
	if err != nil {
		return FamilyList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	var list FamilyList
	if len(rows) > n {
		rows, list.Next = rows[:n], rows[n-1].Cursor
	}
	for _, row := range rows {
		item, err := o.familyItem(ctx, ask, row.FamilyRow, "director")
		if err != nil {
			return FamilyList{}, fault.Wrap(fault.Unavailable, op, err)
		}
		item.Silent = ask.Now.Sub(row.Changed) > silence
		list.Items = append(list.Items, item)
	}
	return list, o.listed(ctx, ask, listing(q.Export), fmt.Sprintf("direction %d", len(list.Items)))
}

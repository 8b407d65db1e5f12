package store

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// CountMost is how far work is counted, per holder, so that counting costs the
// same however much waits: of more, the most urgent are counted.
const CountMost = 1000

// Work gives what waits for the user or their organisation, most urgent first.
func (s *archive) Work(ctx context.Context, q WorkQuery) ([]Listed[WorkRow], error) {
	const op = "store.Work"
	from, err := place{[]int64{-1, 0, 0}, []string{"", ""}}.args(op, q.After)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.query(ctx, getWork, append(append(q.args(), from...), int64(q.Limit))...)
	return collect(op, rows, err, scanWork)
}

// args gives the nine arguments that all questions about work share.
func (q WorkQuery) args() []any {
	late, due, rank, kinds := int64(0), int64(never), int64(math.MaxInt32), ""
	switch q.Filter {
	case "late":
		late = 1
	case "week":
		due = dayNumber(q.Day.AddDays(7))
	case "safety":
		rank = 3
	}
	if len(q.Kinds) > 0 {
		kinds = " " + strings.Join(q.Kinds, " ") + " "
	}
	return append(whose(q.User, q.Org), dayNumber(q.Day), q.Purpose, late, due, rank, string(q.Dossier), kinds)
}

// whose names both holders; one that is absent matches no row.
func whose(user, org dossier.ID) []any { return []any{"u:" + string(user), "o:" + string(org)} }

func scanWork(rows *sql.Rows, l *Listed[WorkRow]) error {
	var w by
	var start, due, late, since int64
	r := &l.Row
	into := []any{&r.Dossier, &r.Item, &r.Kind, &r.State, &r.User, &r.Org, &r.Rank, &start, &due, &r.Term, &late, &since, &r.Label}
	if err := rows.Scan(append(into, w.into(&l.By)...)...); err != nil {
		return err
	}
	w.done(&l.By, r.Dossier)
	r.Start, r.Due, r.Late, r.Since = dayOf(start), dayOf(due), late != 0, instant(since)
	l.Cursor = place{[]int64{int64(r.Rank), due, since}, []string{string(r.Dossier), string(r.Item)}}.cursor()
	return nil
}

// by holds the days of an involvement while a row is read.
type by struct{ from, until int64 }

func (b *by) into(i *InvolvementRow) []any {
	return []any{&i.Involvement, &i.User, &i.Org, &i.Person, &i.Role, &i.Purpose, &i.Ground, &i.Scope, &b.from, &b.until}
}

func (b *by) done(i *InvolvementRow, d dossier.ID) {
	if i.Involvement != "" {
		i.Dossier, i.Valid.From, i.Valid.Until = d, dayOf(b.from), dayOf(b.until)
	}
}

// WorkCount counts the same as Work lists, per filter, up to CountMost.
func (s *archive) WorkCount(ctx context.Context, q WorkQuery) (WorkCounts, error) {
	args := append(q.args(), dayNumber(q.Day.AddDays(7)), int64(CountMost))
	rows, err := s.read.query(ctx, getCount, args...)
	return one("store.WorkCount", rows, err, func(rows *sql.Rows, c *WorkCounts) error {
		return rows.Scan(&c.All, &c.Late, &c.Week, &c.Safety)
	})
}

// Families gives the families in which the user or organisation is involved:
// those with the newest involvement first, and with Lead those that changed last.
func (s *archive) Families(ctx context.Context, q FamilyQuery) ([]Listed[FamilyRow], error) {
	const op = "store.Families"
	text, args, err := q.text(op)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.query(ctx, text, args...)
	return collect(op, rows, err, func(rows *sql.Rows, l *Listed[FamilyRow]) error {
		var b by
		var f family
		if err := rows.Scan(append(f.into(&l.Row), b.into(&l.By)...)...); err != nil {
			return err
		}
		f.done(&l.Row)
		b.done(&l.By, l.Row.Dossier)
		if q.Lead != "" {
			l.Cursor = place{[]int64{f.changed}, []string{string(l.Row.Dossier)}}.cursor()
		} else {
			l.Cursor = place{[]int64{b.from}, []string{string(l.Row.Dossier), string(l.By.Involvement)}}.cursor()
		}
		return nil
	})
}

// text gives the statement for a question about families, and its arguments.
func (q FamilyQuery) text(op string) (string, []any, error) {
	day, most := dayNumber(q.Day), int64(q.Limit)
	args := append(whose(q.User, q.Org), day, q.Purpose, q.Phase)
	if q.Lead != "" {
		from, err := place{[]int64{math.MaxInt64}, []string{""}}.args(op, q.After)
		return getLed, append(append(append(args, string(q.Lead)), from...), most), err
	}
	from, err := place{[]int64{math.MaxInt32}, []string{"", ""}}.args(op, q.After)
	if err != nil {
		return "", nil, err
	}
	if last, ok := from[0].(int64); ok {
		day = min(day, last)
	}
	return getFamilies, append(append(args, from...), most, day), nil
}

// family holds the stored numbers of a family row while it is read.
type family struct{ gap, changed, due, keep, calm int64 }

func (f *family) into(r *FamilyRow) []any {
	return []any{&r.Dossier, &r.Municipality, &r.Team, &r.Phase, &r.Safety, &r.Lead, &r.LeadOrg, &f.gap,
		&f.changed, &f.due, &r.Late, &r.Returned, &r.Open, &f.keep, &f.calm, &r.Label}
}

func (f *family) done(r *FamilyRow) {
	r.GapSince, r.Changed, r.NextDue, r.Keep = instant(f.gap), instant(f.changed), dayOf(f.due), dayOf(f.keep)
}

// Direction gives the families of a municipality that are stuck, worst first:
// unsafe ones, a gap in the lead, lapsed clocks, returned tasks, then silence.
func (s *archive) Direction(ctx context.Context, q DirectionQuery) ([]Stuck, error) {
	const op = "store.Direction"
	why := func(name string) int64 { return flag(q.Why == name) }
	switch q.Why {
	case "", "gap", "late", "returned", "silent":
	default:
		return nil, fault.New(fault.Invalid, op, "store.why")
	}
	from, err := place{[]int64{math.MinInt32, 0}, []string{""}}.args(op, q.After)
	if err != nil {
		return nil, err
	}
	args := append([]any{q.Municipality, micros(q.Now.Add(-q.Silence)), why("gap"), why("late"), why("returned")}, from...)
	rows, err := s.read.query(ctx, getStuck, append(args, int64(q.Limit), why("silent"))...)
	return collect(op, rows, err, func(rows *sql.Rows, r *Stuck) error {
		var f family
		if err := rows.Scan(f.into(&r.FamilyRow)...); err != nil {
			return err
		}
		f.done(&r.FamilyRow)
		r.Cursor = place{[]int64{f.calm, f.changed}, []string{string(r.Dossier)}}.cursor()
		return nil
	})
}

const getFound = `SELECT dossier, person, kind FROM token WHERE token = $1 ORDER BY dossier, person, kind LIMIT $2`

// Find gives the dossiers and persons that carry one of the tokens.
func (s *archive) Find(ctx context.Context, tokens [][]byte, limit int) ([]Found, error) {
	var all []Found
	for _, token := range tokens {
		if len(all) >= limit {
			break
		}
		rows, err := s.read.query(ctx, getFound, token, int64(limit-len(all)))
		found, err := collect("store.Find", rows, err, func(rows *sql.Rows, f *Found) error {
			return rows.Scan(&f.Dossier, &f.Person, &f.Kind)
		})
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all, nil
}

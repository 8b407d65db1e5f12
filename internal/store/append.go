package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// The texts of an append. Conditions are constraints, so that the whole append
// is one round trip: a used key, a stale version and a taken lead are each a
// row that the engine refuses.
const (
	putUsed = `INSERT INTO used (actor, call, dossier, version, at, result) VALUES ($1, $2, $3, $4, $5, $6)`
	newHead = `INSERT INTO head (dossier, version) VALUES ($1, $2)`
	// A version, or an epoch of the directory, other than expected makes it -1,
	// which the check refuses. Where there is no head at all, the foreign key of
	// the entries refuses.
	putHead = `UPDATE head SET version = CASE WHEN version = $2 AND $4 IN (0, (SELECT n FROM epoch WHERE name = 'directory')) THEN $3 ELSE -1 END WHERE dossier = $1`
	// putHeads is the same for arrays.
	putHeads = `UPDATE head SET version = CASE WHEN head.version = g.a2 AND g.a4 IN (0, (SELECT n FROM epoch WHERE name = 'directory')) THEN g.a3 ELSE -1 END
		FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS g (a1, a2, a3, a4) WHERE head.dossier = g.a1`
	putEntry  = `INSERT INTO entry (dossier, seq, id, at, kind, body) VALUES ($1, $2, $3, $4, $5, $6)`
	putFamily = `INSERT INTO family (dossier, municipality, team, phase, safety, lead, lead_org, gap_since, changed, next_due, late, returned, tasks, keep, calm, label)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (dossier) DO UPDATE SET municipality = excluded.municipality, team = excluded.team, phase = excluded.phase,
		safety = excluded.safety, lead = excluded.lead, lead_org = excluded.lead_org, gap_since = excluded.gap_since,
		changed = excluded.changed, next_due = excluded.next_due, late = excluded.late, returned = excluded.returned,
		tasks = excluded.tasks, keep = excluded.keep, calm = excluded.calm, label = excluded.label`
	dropLead       = `DELETE FROM lead WHERE dossier = $1`
	putLead        = `INSERT INTO lead (dossier, usr, org) VALUES ($1, $2, $3)`
	putInvolvement = `INSERT INTO involvement (dossier, involvement, subject, usr, org, person, role, purpose, ground, scope, valid_from, valid_until, valid_last)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (dossier, involvement) DO UPDATE SET subject = excluded.subject, usr = excluded.usr, org = excluded.org,
		person = excluded.person, role = excluded.role, purpose = excluded.purpose, ground = excluded.ground, scope = excluded.scope,
		valid_from = excluded.valid_from, valid_until = excluded.valid_until, valid_last = excluded.valid_last`
	dropWork = `DELETE FROM work WHERE dossier = $1 AND item = $2`
	putWork  = `INSERT INTO work (dossier, item, holder, kind, state, usr, org, rank, start, due, term, late, since, label)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (dossier, item) DO UPDATE SET holder = excluded.holder, kind = excluded.kind, state = excluded.state,
		usr = excluded.usr, org = excluded.org, rank = excluded.rank, start = excluded.start, due = excluded.due,
		term = excluded.term, late = excluded.late, since = excluded.since, label = excluded.label`
	dropTokens = `DELETE FROM token WHERE dossier = $1 AND person = $2`
	putToken   = `INSERT INTO token (dossier, person, kind, token) VALUES ($1, $2, $3, $4) ON CONFLICT (dossier, person, kind, token) DO NOTHING`
	dropTimer  = `DELETE FROM timer WHERE dossier = $1 AND id = $2`
	putTimer   = `INSERT INTO timer (dossier, id, kind, due, ready, owner, tries) VALUES ($1, $2, $3, $4, $4, '', 0)
		ON CONFLICT (dossier, id) DO UPDATE SET kind = excluded.kind, due = excluded.due, ready = excluded.ready, owner = '', tries = 0`
	getUsed = `SELECT version, result FROM used WHERE actor = $1 AND call = $2`
)

// What a refused row of an append means.
var (
	errUsed  = errors.New("the key was used before")
	errStale = fault.New(fault.Conflict, "store.Append", "store.stale")
	errLead  = fault.New(fault.Conflict, "store.Append", "store.lead")
)

// steps gives the statements of an append, in an order that locks the dossier first.
func steps(a Append) ([]step, error) {
	for i, e := range a.Entries {
		if e.Seq != a.Expect+int64(i)+1 {
			return nil, fault.New(fault.Internal, "store.Append", "")
		}
	}
	if len(a.Entries) == 0 {
		return nil, fault.New(fault.Internal, "store.Append", "") // nothing was stated, so nothing may change
	}
	id, version := string(a.Dossier), a.Expect+int64(len(a.Entries))
	s := make([]step, 0, 8+len(a.Entries)+len(a.Put.Work)+len(a.Put.Involvements)+len(a.Put.Tokens)+len(a.Put.Timers))
	add := func(text string, args ...any) { s = append(s, step{text: text, args: args}) }
	if a.Key != "" {
		s = append(s, step{putUsed, []any{string(a.Actor), a.Key, id, version, time.Now().UnixMicro(), blob(a.Result)}, errUsed})
	}
	if a.Expect == 0 {
		s = append(s, step{newHead, []any{id, version}, errStale})
	} else {
		s = append(s, step{putHead, []any{id, a.Expect, version, a.Epoch}, errStale})
	}
	s = append(s, entrySteps(id, a.Entries)...)
	if a.Family != nil {
		add(putFamily, familyArgs(id, *a.Family)...)
	}
	if a.Put.FreeLead {
		add(dropLead, id)
	}
	if lead := a.Put.Lead; lead != nil {
		s = append(s, step{putLead, []any{id, string(lead.User), string(lead.Org)}, errLead})
	}
	a.Put.steps(id, add)
	leaves := make([]byte, 0, (len(a.Entries)+1)*lookRoom/4)
	for _, e := range a.Entries {
		leaves = entryLeaf(leaves, id, e)
	}
	if a.Look != nil {
		raw := detail(make([]byte, 0, lookRoom), *a.Look, newSalt())
		add(putLook, lookArgs(*a.Look, string(raw), make([]any, 0, lookWidth))...)
		leaves = lookLeaf(leaves, a.Look, raw)
	}
	add(putSheaf, leaves)
	return s, nil
}

// entriesMost is how many entries one statement writes at most.
const entriesMost = 8

const entryWidth = 6

// putEntries are the statements that write 1 … entriesMost entries.
var putEntries = func() (texts [entriesMost + 1]string) {
	for n := 1; n <= entriesMost; n++ {
		texts[n] = rowsOf(putEntry, entryWidth, n)
	}
	return texts
}()

func entrySteps(id string, entries []Sealed) (all []step) {
	for len(entries) > 0 {
		n := min(len(entries), entriesMost)
		args := make([]any, 0, n*entryWidth)
		for _, e := range entries[:n] {
			args = append(args, id, e.Seq, string(e.ID), micros(e.At), e.Kind, blob(e.Body))
		}
		all, entries = append(all, step{putEntries[n], args, errStale}), entries[n:]
	}
	return all
}

func (c Changes) steps(id string, add func(string, ...any)) {
	for _, i := range c.Involvements {
		add(putInvolvement, id, string(i.Involvement), subject(i.User, i.Org), string(i.User), string(i.Org), string(i.Person),
			i.Role, i.Purpose, i.Ground, i.Scope, dayNumber(i.Valid.From), dayNumber(i.Valid.Until), dayOrNever(i.Valid.Until.Latest()))
	}
	for _, item := range c.Done {
		add(dropWork, id, string(item))
	}
	for _, w := range c.Work {
		add(putWork, id, string(w.Item), subject(w.User, w.Org), w.Kind, w.State, string(w.User), string(w.Org), int64(w.Rank),
			dayNumber(w.Start), dayOrNever(w.Due), w.Term, flag(w.Late), micros(w.Since), blob(w.Label))
	}
	replaced := map[dossier.ID]bool{}
	for _, t := range c.Tokens {
		if !replaced[t.Person] {
			replaced[t.Person] = true
			add(dropTokens, id, string(t.Person))
		}
	}
	for _, t := range c.Tokens {
		add(putToken, id, string(t.Person), t.Kind, t.Token)
	}
	for _, timer := range c.Cancel {
		add(dropTimer, id, timer)
	}
	for _, t := range c.Timers {
		add(putTimer, id, t.ID, t.Kind, micros(t.Due))
	}
	for _, p := range c.Parcels {
		add(putParcel, parcelArgs(id, p)...)
	}
	for _, p := range c.Answered {
		add(answerParcel, p.Peer, p.Ref, micros(p.At))
	}
}

func familyArgs(id string, f FamilyRow) []any {
	return []any{id, f.Municipality, string(f.Team), f.Phase, int64(f.Safety), string(f.Lead), string(f.LeadOrg), micros(f.GapSince),
		micros(f.Changed), dayOrNever(f.NextDue), int64(f.Late), int64(f.Returned), int64(f.Open), dayNumber(f.Keep), calm(f), blob(f.Label)}
}

// calm orders the process director's list, lowest first: each weight is more
// than all below it can add up to. A closed family is at rest.
func calm(f FamilyRow) int64 {
	if !f.Keep.IsZero() {
		return 1
	}
	worse := int64(min(f.Late, 99))*10 + int64(min(f.Returned, 9))
	if !f.GapSince.IsZero() {
		worse += 1000
	}
	if worse > 0 {
		worse += int64(f.Safety) * 2000
	}
	return -worse
}

// Used gives the stamp and result that Append kept with an actor's key.
func (s *archive) Used(ctx context.Context, actor dossier.ID, key string) (Stamp, error) {
	rows, err := s.read.query(ctx, getUsed, string(actor), key)
	stamp, err := one("store.Used", rows, err, func(rows *sql.Rows, s *Stamp) error { return rows.Scan(&s.Version, &s.Result) })
	stamp.Again = err == nil
	return stamp, err
}

const (
	getHead = `SELECT h.dossier, h.version, e.n FROM head h CROSS JOIN epoch e
		WHERE e.name = 'directory' AND h.dossier IN ($1, $2, $3, $4, $5, $6, $7, $8)`
	getEntries = `SELECT seq, id, at, kind, body FROM entry WHERE dossier = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`
	headsWidth = 8
)

func scanHead(rows *sql.Rows, h *Head) error { return rows.Scan(&h.Dossier, &h.Version, &h.Epoch) }

// Heads gives the heads of dossiers; unknown ones are left out.
func (s *archive) Heads(ctx context.Context, ids []dossier.ID) ([]Head, error) {
	var all []Head
	for len(ids) > 0 {
		args := make([]any, headsWidth)
		for i := range args {
			args[i] = string(ids[min(i, len(ids)-1)])
		}
		rows, err := s.read.query(ctx, getHead, args...)
		heads, err := collect("store.Heads", rows, err, scanHead)
		if err != nil {
			return nil, err
		}
		all, ids = append(all, heads...), ids[min(headsWidth, len(ids)):]
	}
	return all, nil
}

// Load gives the sealed entries after a position and the head. The head comes
// first and bounds the entries, so that the two agree without a transaction.
func (s *archive) Load(ctx context.Context, id dossier.ID, after int64) (Head, []Sealed, error) {
	const op = "store.Load"
	heads, err := s.Heads(ctx, []dossier.ID{id})
	if err != nil {
		return Head{}, nil, err
	}
	if len(heads) == 0 {
		return Head{}, nil, fault.New(fault.NotFound, op, "")
	}
	rows, err := s.read.query(ctx, getEntries, string(id), after, heads[0].Version)
	entries, err := collect(op, rows, err, func(rows *sql.Rows, e *Sealed) error {
		var at int64
		err := rows.Scan(&e.Seq, &e.ID, &at, &e.Kind, &e.Body)
		e.Dossier, e.At = id, instant(at)
		return err
	})
	return heads[0], entries, err
}

package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// The states of a parcel. An outgoing one goes from waiting by way of sent and
// acknowledged to answered; an incoming one waits until it can be taken in.
const (
	ParcelWaiting      = "waiting"      // is due at Ready
	ParcelSent         = "sent"         // handed over; the receiver has not confirmed yet
	ParcelAcknowledged = "acknowledged" // the receiver's machine has it
	ParcelAnswered     = "answered"     // its return message came, or an incoming one was taken in
	ParcelDead         = "dead"         // cannot go on: a person decides
	ParcelRefused      = "refused"      // given up by a person
)

// Parcel is one official message on its way out or in. It holds no content:
// the message stays in the entry that it names, or, when it belongs to no
// dossier, sealed in Body.
type Parcel struct {
	ID      dossier.ID // of the message in the dossier, or made from what identifies the message
	Dossier dossier.ID // "" for what belongs to no dossier
	Home    string     // municipality code whose families it is about
	Peer    string     // official code of the partner: AGB or municipality code
	Org     dossier.ID // of ours that it leaves from, or the sender
	Out     bool
	Kind    string // JW301 …
	Ref     string // the sender's identification
	Outer   string // reference of the envelope in which it travelled, of the partner's own kind; "" none yet
	State   string
	Tries   int
	Ready   time.Time // when it is due; zero: nothing is to be done by itself
	Trouble string    // code of the last error
	Since   time.Time
	Changed time.Time
	Decider dossier.ID // who decided about a dead one
	Reason  string     // code
	Body    []byte     // sealed
}

// ParcelOutcome is what became of a leased parcel.
type ParcelOutcome struct {
	Dossier, ID dossier.ID
	State       string
	Ready       time.Time // zero: never by itself
	Trouble     string
	Outer       string // "" leaves it
	At          time.Time
}

// ParcelAnswer says that the return message to an outgoing one came.
type ParcelAnswer struct {
	Peer, Ref string // of the message that is answered
	At        time.Time
}

// ParcelDecision is a person's decision on a dead parcel.
type ParcelDecision struct {
	Dossier, ID dossier.ID
	State       string // ParcelWaiting or ParcelRefused
	By          dossier.ID
	Reason      string
	At          time.Time
}

// ParcelQuery asks for the traffic of a municipality (Home) or of a partner (Peer); one is set.
type ParcelQuery struct {
	Home, Peer string
	State      string    // of Parcels: which ones
	Settled    time.Time // of Traffic: since when finished ones count
	Missing    time.Time // of Traffic: acknowledged before this lacks its return message
	Partner    string    // of Parcels: only with this partner; "" all
	Limit      int
}

// Traffic counts parcels of one partner in one direction and state.
type Traffic struct {
	Peer    string
	Out     bool
	State   string
	Count   int
	Oldest  time.Time
	Missing int // acknowledged, and older than ParcelQuery.Missing
}

// Parcels is the durable traffic of official messages. New parcels of a dossier
// come with Append.
type Parcels interface {
	// PutParcel keeps a parcel of no dossier; one that is known stays as it is.
	PutParcel(ctx context.Context, p Parcel) error
	// LeaseParcels takes up to n due parcels for a while.
	LeaseParcels(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Parcel, error)
	// RewindParcels lets parcels go that a lease or a later try put off much
	// further than either lasts: the clock ran ahead then. It tells how many.
	RewindParcels(ctx context.Context, now time.Time) (int64, error)
	// SettleParcels says what became of leased parcels. One that was answered
	// or decided on meanwhile stays as it is.
	SettleParcels(ctx context.Context, owner string, all []ParcelOutcome) error
	// AnswerParcel marks the outgoing parcel with this identification to the
	// peer as answered; NotFound when none was sent.
	AnswerParcel(ctx context.Context, peer, ref string, at time.Time) error
	// ConfirmParcel notes what the receiver tells later (an acknowledgement
	// file): it has the parcel, or with a code of trouble that it refused it.
	ConfirmParcel(ctx context.Context, peer, ref, trouble string, at time.Time) error
	// MarkParcel keeps the reference of the envelope in which a message of the peer came.
	MarkParcel(ctx context.Context, peer, ref, outer string) error
	// RefuseParcel notes that the receiver refused, afterwards, what travelled in
	// an envelope; NotFound when none of ours did.
	RefuseParcel(ctx context.Context, outer, trouble string, at time.Time) error
	// ParcelOf gives the message of a partner, or to it, by its identification.
	ParcelOf(ctx context.Context, peer, ref string, out bool) (Parcel, error)
	// DecideParcel carries out a person's decision; Conflict when the parcel is not dead.
	DecideParcel(ctx context.Context, d ParcelDecision) error
	// Parcel gives one parcel by its identifier.
	Parcel(ctx context.Context, id dossier.ID) (Parcel, error)
	// Parcels gives parcels in a state, oldest first.
	Parcels(ctx context.Context, q ParcelQuery) ([]Parcel, error)
	// Traffic counts per partner, direction and state.
	Traffic(ctx context.Context, q ParcelQuery) ([]Traffic, error)
}

// idle is the moment of parcels with which nothing is to be done.
const idle = 9_000_000_000_000_000

const (
	parcelColumns = `dossier, id, home, peer, org, outward, kind, ref, outer_ref, state, tries, ready, trouble, since, changed, decider, reason, body`
	putParcel     = `INSERT INTO parcel (dossier, id, home, peer, org, outward, kind, ref, outer_ref, state, tries, ready, owner, trouble, since, changed, decider, reason, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (dossier, id) DO NOTHING`
	leaseParcels = `UPDATE parcel SET ready = $2, owner = $3, tries = tries + 1
		WHERE (dossier, id) IN (SELECT dossier, id FROM parcel WHERE ready <= $1 ORDER BY ready, dossier, id LIMIT $4{skip})
		RETURNING ` + parcelColumns
	rewindParcel = `UPDATE parcel SET ready = $1, owner = '' WHERE ready > $2 AND ready < 9000000000000000`
	// What is at its end keeps no content.
	settleParcel = `UPDATE parcel SET state = $4, ready = $5, trouble = $6, changed = $7, owner = '',
		body = CASE WHEN $4 IN ('answered', 'refused') THEN $8 ELSE body END,
		outer_ref = CASE WHEN $9 = '' THEN outer_ref ELSE $9 END WHERE dossier = $1 AND id = $2 AND owner = $3`
	// An answer may come before the sender knows that its message arrived.
	answerParcel = `UPDATE parcel SET state = 'answered', ready = 9000000000000000, owner = '', trouble = '', changed = $3
		WHERE peer = $1 AND ref = $2 AND outward = 1`
	confirmParcel = `UPDATE parcel SET state = $4, ready = 9000000000000000, owner = '', trouble = $5, changed = $3
		WHERE peer = $1 AND ref = $2 AND outward = 1 AND state IN ('waiting', 'sent', 'dead')`
	parcelOf     = `SELECT ` + parcelColumns + ` FROM parcel WHERE peer = $1 AND ref = $2 AND outward = $3 LIMIT 1`
	markParcel   = `UPDATE parcel SET outer_ref = $3 WHERE peer = $1 AND ref = $2 AND outward = 0`
	refuseParcel = `UPDATE parcel SET state = 'dead', ready = 9000000000000000, owner = '', trouble = $2, changed = $3
		WHERE outer_ref = $1 AND outward = 1 AND state IN ('waiting', 'sent', 'acknowledged', 'dead')`
	decideParcel = `UPDATE parcel SET state = $3, ready = $4, tries = 0, owner = '', decider = $5, reason = $6, changed = $7,
		body = CASE WHEN $3 = 'refused' THEN $8 ELSE body END
		WHERE dossier = $1 AND id = $2 AND state = 'dead'`
	getParcel     = `SELECT ` + parcelColumns + ` FROM parcel WHERE id = $1 LIMIT 1`
	parcelsOfHome = `SELECT ` + parcelColumns + ` FROM parcel WHERE home = $1 AND state = $2 AND ($3 = '' OR peer = $3) ORDER BY since, id LIMIT $4`
	trafficOpen   = `SELECT peer, outward, state, COUNT(*), MIN(since), SUM(CASE WHEN state = 'acknowledged' AND since < $3 THEN 1 ELSE 0 END)
		FROM parcel WHERE home = $1 AND state IN ('waiting', 'sent', 'acknowledged', 'dead') AND since >= 0 AND CAST($2 AS BIGINT) >= 0 GROUP BY peer, outward, state`
	trafficDone = `SELECT peer, outward, state, COUNT(*), MIN(since), CAST($3 AS BIGINT) * 0
		FROM parcel WHERE home = $1 AND state IN ('answered', 'refused') AND since >= $2 GROUP BY peer, outward, state`
)

// ofPeer makes the same question about a partner.
func ofPeer(text string) string { return strings.Replace(text, "home = $1", "peer = $1", 1) }

// leasingParcels gives the text of a lease for an engine.
func leasingParcels(skip string) string { return strings.ReplaceAll(leaseParcels, "{skip}", skip) }

func parcelArgs(id string, p Parcel) []any {
	return []any{id, string(p.ID), p.Home, p.Peer, string(p.Org), flag(p.Out), p.Kind, p.Ref, p.Outer, p.State, int64(p.Tries),
		readyAt(p.Ready), "", p.Trouble, micros(p.Since), micros(p.Changed), string(p.Decider), p.Reason, blob(p.Body)}
}

func readyAt(t time.Time) int64 {
	if t.IsZero() {
		return idle
	}
	return micros(t)
}

func scanParcel(rows *sql.Rows, p *Parcel) error {
	var out, ready, since, changed int64
	err := rows.Scan(&p.Dossier, &p.ID, &p.Home, &p.Peer, &p.Org, &out, &p.Kind, &p.Ref, &p.Outer, &p.State, &p.Tries,
		&ready, &p.Trouble, &since, &changed, &p.Decider, &p.Reason, &p.Body)
	p.Out, p.Since, p.Changed = out != 0, instant(since), instant(changed)
	if ready != idle {
		p.Ready = instant(ready)
	}
	return err
}

// PutParcel keeps a parcel of no dossier; one that is known stays as it is.
func (s *archive) PutParcel(ctx context.Context, p Parcel) error {
	return s.write.do(ctx, "store.PutParcel", func(t tx) error {
		_, err := t.exec(putParcel, parcelArgs(string(p.Dossier), p)...)
		return err
	})
}

// LeaseParcels takes up to n due parcels for a while.
func (s *archive) LeaseParcels(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Parcel, error) {
	var taken []Parcel
	err := s.write.do(ctx, "store.LeaseParcels", func(t tx) error {
		taken = nil
		return t.each(func(rows *sql.Rows) error {
			var p Parcel
			err := scanParcel(rows, &p)
			taken = append(taken, p)
			return err
		}, s.parcelText, micros(now), micros(now.Add(hold)), owner, int64(n))
	})
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// RewindParcels lets parcels go that were put off too far.
func (s *archive) RewindParcels(ctx context.Context, now time.Time) (n int64, err error) {
	err = s.write.do(ctx, "store.RewindParcels", func(t tx) (err error) {
		n, err = t.exec(rewindParcel, micros(now), micros(now.Add(farAhead)))
		return err
	})
	return n, err
}

// SettleParcels says what became of leased parcels, all in one transaction.
func (s *archive) SettleParcels(ctx context.Context, owner string, all []ParcelOutcome) error {
	return s.write.do(ctx, "store.SettleParcels", func(t tx) error {
		for _, o := range all {
			if _, err := t.exec(settleParcel, string(o.Dossier), string(o.ID), owner, o.State, readyAt(o.Ready), o.Trouble, micros(o.At), []byte{}, o.Outer); err != nil {
				return err
			}
		}
		return nil
	})
}

// AnswerParcel marks an outgoing parcel as answered.
func (s *archive) AnswerParcel(ctx context.Context, peer, ref string, at time.Time) error {
	return s.change(ctx, "store.AnswerParcel", fault.NotFound, answerParcel, peer, ref, micros(at))
}

// ConfirmParcel notes what the receiver tells of an outgoing parcel, unless more is known of it.
func (s *archive) ConfirmParcel(ctx context.Context, peer, ref, trouble string, at time.Time) error {
	state := ParcelAcknowledged
	if trouble != "" {
		state = ParcelDead
	}
	err := s.change(ctx, "store.ConfirmParcel", fault.NotFound, confirmParcel, peer, ref, micros(at), state, trouble)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	_, err = s.ParcelOf(ctx, peer, ref, true) // known, and further than acknowledged
	return err
}

// MarkParcel keeps the reference of the envelope in which a message came.
func (s *archive) MarkParcel(ctx context.Context, peer, ref, outer string) error {
	return s.write.do(ctx, "store.MarkParcel", func(t tx) error {
		_, err := t.exec(markParcel, peer, ref, outer)
		return err
	})
}

// RefuseParcel notes that the receiver refused what travelled in an envelope.
func (s *archive) RefuseParcel(ctx context.Context, outer, trouble string, at time.Time) error {
	if outer == "" {
		return fault.New(fault.NotFound, "store.RefuseParcel", "")
	}
	return s.change(ctx, "store.RefuseParcel", fault.NotFound, refuseParcel, outer, trouble, micros(at))
}

// ParcelOf gives the message of a partner, or to it, by its identification.
func (s *archive) ParcelOf(ctx context.Context, peer, ref string, out bool) (Parcel, error) {
	rows, err := s.read.query(ctx, parcelOf, peer, ref, flag(out))
	return one("store.ParcelOf", rows, err, scanParcel)
}

// DecideParcel carries out a person's decision on a dead parcel.
func (s *archive) DecideParcel(ctx context.Context, d ParcelDecision) error {
	ready := int64(idle)
	if d.State == ParcelWaiting {
		ready = micros(d.At)
	}
	return s.change(ctx, "store.DecideParcel", fault.Conflict, decideParcel, string(d.Dossier), string(d.ID), d.State, ready, string(d.By), d.Reason, micros(d.At), []byte{})
}

// change runs an update that must change a row, and faults with none when it did not.
func (s *archive) change(ctx context.Context, op string, none fault.Code, text string, args ...any) error {
	return s.write.do(ctx, op, func(t tx) error {
		n, err := t.exec(text, args...)
		if err == nil && n == 0 {
			err = fault.New(none, op, "")
		}
		return err
	})
}

// Parcel gives one parcel by its identifier.
func (s *archive) Parcel(ctx context.Context, id dossier.ID) (Parcel, error) {
	rows, err := s.read.query(ctx, getParcel, string(id))
	return one("store.Parcel", rows, err, scanParcel)
}

// Parcels gives parcels in a state, oldest first.
func (s *archive) Parcels(ctx context.Context, q ParcelQuery) ([]Parcel, error) {
	text, of := q.of(parcelsOfHome)
	rows, err := s.read.query(ctx, text, of, q.State, q.Partner, int64(q.Limit))
	return collect("store.Parcels", rows, err, scanParcel)
}

// of turns a question about a municipality to what the query is about.
func (q ParcelQuery) of(text string) (string, string) {
	if q.Home == "" {
		return ofPeer(text), q.Peer
	}
	return text, q.Home
}

// Traffic counts per partner, direction and state.
func (s *archive) Traffic(ctx context.Context, q ParcelQuery) ([]Traffic, error) {
	var all []Traffic
	for _, question := range []string{trafficOpen, trafficDone} {
		text, of := q.of(question)
		rows, err := s.read.query(ctx, text, of, micros(q.Settled), micros(q.Missing))
		some, err := collect("store.Traffic", rows, err, func(rows *sql.Rows, r *Traffic) error {
			var out, oldest int64
			err := rows.Scan(&r.Peer, &out, &r.State, &r.Count, &oldest, &r.Missing)
			r.Out, r.Oldest = out != 0, instant(oldest)
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

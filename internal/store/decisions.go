package store

import (
	"context"
	"database/sql"
	"math"
	"time"

	"eendracht/internal/dossier"
)

// PolicySet is the policies of a day, as text, under the version that decisions name.
type PolicySet struct {
	Version string
	At      time.Time // when it was first used
	Body    []byte
}

// Decision is a decision that no look tells of: something was refused. Detail
// holds what is needed to take it again; no content.
type Decision struct {
	ID      dossier.ID
	At      time.Time
	User    dossier.ID
	Org     dossier.ID
	Dossier dossier.ID // as asked for; there may be none
	Version int64      // that it was decided on
	Allow   bool
	Detail  string // JSON
}

// Anomaly is a look that stands out, for a reason.
type Anomaly struct {
	Dossier      dossier.ID
	Look         dossier.ID
	Reason       string
	At           time.Time
	User         dossier.ID
	Org          dossier.ID
	Municipality string // CBS code
	State        string // AnomalyNew, AnomalyFine, AnomalyWrong
	Note         []byte // sealed words of who judged it
}

// The states of an anomaly.
const (
	AnomalyNew   = "new"
	AnomalyFine  = "fine"  // explained
	AnomalyWrong = "wrong" // should not have been
)

// Trust keeps what makes decisions explainable afterwards.
type Trust interface {
	// PutPolicySet keeps a set of policies; one that is known stays as it was.
	PutPolicySet(ctx context.Context, p PolicySet) error
	// PolicySet gives a set; NotFound when it was never used here.
	PolicySet(ctx context.Context, version string) (PolicySet, error)
	// PutDecision makes a decision durable.
	PutDecision(ctx context.Context, d Decision) error
	// Decisions gives decisions of all users since a moment, in a fixed order, after a cursor ("" the first).
	Decisions(ctx context.Context, since time.Time, after string, limit int) ([]Decision, string, error)
	// AllLooks gives all looks since a moment, in a fixed order, after a cursor ("" the first).
	AllLooks(ctx context.Context, since time.Time, after string, limit int) ([]Look, string, error)
	// AllHeads gives the heads of all dossiers in order, after one ("" the first).
	AllHeads(ctx context.Context, after dossier.ID, limit int) ([]Head, error)
	// PutAnomalies keeps what stands out; what is known stays as it was.
	PutAnomalies(ctx context.Context, list []Anomaly) error
	// Anomalies gives those of a municipality in a state, newest first, before a cursor ("" the newest).
	Anomalies(ctx context.Context, municipality, state, before string, limit int) ([]Anomaly, string, error)
	// JudgeAnomaly sets the state and note of all reasons of one look; NotFound when there are none.
	JudgeAnomaly(ctx context.Context, id, look dossier.ID, municipality, state string, note []byte) error
	// PutKeyed keeps keyed hashes of a kind about a user, in place of those before.
	PutKeyed(ctx context.Context, user dossier.ID, kind string, tokens [][]byte) error
	// Keyed gives the keyed hashes of a kind, per user.
	Keyed(ctx context.Context, kind string) (map[dossier.ID][][]byte, error)
}

const (
	putPolicySet = `INSERT INTO policy_set (version, at, body) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING`
	getPolicySet = `SELECT version, at, body FROM policy_set WHERE version = $1`

	decisionColumns = `home, at, id, usr, org, dossier, version, allow, detail`
	putDecision     = `INSERT INTO decision (` + decisionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	allDecisions    = `SELECT ` + decisionColumns + ` FROM decision WHERE (home, at, id) > ($1, $2, $3) AND at >= $4 ORDER BY home, at, id LIMIT $5`
	allLooks        = `SELECT ` + lookColumns + ` FROM look WHERE (home, at, id) > ($1, $2, $3) AND at >= $4 ORDER BY home, at, id LIMIT $5`
	allHeads        = `SELECT dossier, version FROM head WHERE dossier > $1 ORDER BY dossier LIMIT $2`

	anomalyColumns = `dossier, look, reason, at, usr, org, municipality, state, note`
	putAnomaly     = `INSERT INTO anomaly (` + anomalyColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (dossier, look, reason) DO NOTHING`
	anomaliesOf    = `SELECT ` + anomalyColumns + ` FROM anomaly WHERE municipality = $1 AND state = $2 AND (at, look, reason) < ($3, $4, $5)
		ORDER BY at DESC, look DESC, reason DESC LIMIT $6`
	judgeAnomaly = `UPDATE anomaly SET state = $4, note = $5 WHERE dossier = $1 AND look = $2 AND municipality = $3`

	dropKeyed = `DELETE FROM keyed WHERE usr = $1 AND kind = $2`
	putKeyed  = `INSERT INTO keyed (usr, kind, token) VALUES ($1, $2, $3) ON CONFLICT (usr, kind, token) DO NOTHING`
	getKeyed  = `SELECT usr, token FROM keyed WHERE kind = $1 ORDER BY usr`
)

// PutPolicySet keeps a set of policies.
func (s *archive) PutPolicySet(ctx context.Context, p PolicySet) error {
	return s.write.do(ctx, "store.PutPolicySet", func(t tx) error {
		n, err := t.exec(putPolicySet, p.Version, micros(p.At), blob(p.Body))
		if err == nil && n > 0 {
			t.leaf(policyLeaf(nil, p))
		}
		return err
	})
}

// PolicySet gives a set of policies by its version.
func (s *archive) PolicySet(ctx context.Context, version string) (PolicySet, error) {
	rows, err := s.read.query(ctx, getPolicySet, version)
	return one("store.PolicySet", rows, err, func(rows *sql.Rows, p *PolicySet) error {
		var at int64
		err := rows.Scan(&p.Version, &at, &p.Body)
		p.At = instant(at)
		return err
	})
}

// PutDecision makes a decision durable.
func (s *archive) PutDecision(ctx context.Context, d Decision) error {
	return s.write.do(ctx, "store.PutDecision", func(t tx) error {
		_, err := t.exec(putDecision, "~"+string(d.User), micros(d.At), string(d.ID), string(d.User), string(d.Org), string(d.Dossier), d.Version, flag(d.Allow), d.Detail)
		if err == nil {
			t.leaf(decisionLeaf(nil, d))
		}
		return err
	})
}

// Decisions gives decisions since a moment.
func (s *archive) Decisions(ctx context.Context, since time.Time, after string, limit int) ([]Decision, string, error) {
	const op = "store.Decisions"
	from, err := place{numbers: []int64{math.MinInt64}, ids: []string{"", ""}}.args(op, after)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.read.query(ctx, allDecisions, from[1], from[0], from[2], micros(since), int64(limit)+1)
	all, err := collect(op, rows, err, func(rows *sql.Rows, d *Decision) error {
		var home string
		var at, allow int64
		err := rows.Scan(&home, &at, &d.ID, &d.User, &d.Org, &d.Dossier, &d.Version, &allow, &d.Detail)
		d.At, d.Allow = instant(at), allow != 0
		return err
	})
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	last := all[limit-1]
	return all[:limit], place{[]int64{micros(last.At)}, []string{"~" + string(last.User), string(last.ID)}}.cursor(), nil
}

// AllLooks gives all looks since a moment.
func (s *archive) AllLooks(ctx context.Context, since time.Time, after string, limit int) ([]Look, string, error) {
	const op = "store.AllLooks"
	from, err := place{numbers: []int64{math.MinInt64}, ids: []string{"", ""}}.args(op, after)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.read.query(ctx, allLooks, from[1], from[0], from[2], micros(since), int64(limit)+1)
	all, err := collect(op, rows, err, scanLook)
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	last := all[limit-1]
	return all[:limit], place{[]int64{micros(last.At)}, []string{home(last), string(last.ID)}}.cursor(), nil
}

// AllHeads gives the heads of all dossiers.
func (s *archive) AllHeads(ctx context.Context, after dossier.ID, limit int) ([]Head, error) {
	rows, err := s.read.query(ctx, allHeads, string(after), int64(limit))
	return collect("store.AllHeads", rows, err, func(rows *sql.Rows, h *Head) error { return rows.Scan(&h.Dossier, &h.Version) })
}

// PutAnomalies keeps what stands out.
func (s *archive) PutAnomalies(ctx context.Context, list []Anomaly) error {
	if len(list) == 0 {
		return nil
	}
	return s.write.do(ctx, "store.PutAnomalies", func(t tx) error {
		for _, a := range list {
			if _, err := t.exec(putAnomaly, string(a.Dossier), string(a.Look), a.Reason, micros(a.At), string(a.User), string(a.Org), a.Municipality, a.State, blob(a.Note)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Anomalies gives what stands out in a municipality.
func (s *archive) Anomalies(ctx context.Context, municipality, state, before string, limit int) ([]Anomaly, string, error) {
	const op = "store.Anomalies"
	from, err := place{numbers: []int64{math.MaxInt64}, ids: []string{"", ""}}.args(op, before)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.read.query(ctx, anomaliesOf, municipality, state, from[0], from[1], from[2], int64(limit)+1)
	all, err := collect(op, rows, err, func(rows *sql.Rows, a *Anomaly) error {
		var at int64
		err := rows.Scan(&a.Dossier, &a.Look, &a.Reason, &at, &a.User, &a.Org, &a.Municipality, &a.State, &a.Note)
		a.At = instant(at)
		return err
	})
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	last := all[limit-1]
	return all[:limit], place{[]int64{micros(last.At)}, []string{string(last.Look), last.Reason}}.cursor(), nil
}

// JudgeAnomaly sets the state and note of a look that stood out.
func (s *archive) JudgeAnomaly(ctx context.Context, id, look dossier.ID, municipality, state string, note []byte) error {
	return s.write.do(ctx, "store.JudgeAnomaly", func(t tx) error {
		n, err := t.exec(judgeAnomaly, string(id), string(look), municipality, state, blob(note))
		if err == nil && n == 0 {
			return sql.ErrNoRows
		}
		return err
	})
}

// PutKeyed keeps keyed hashes about a user.
func (s *archive) PutKeyed(ctx context.Context, user dossier.ID, kind string, tokens [][]byte) error {
	return s.write.do(ctx, "store.PutKeyed", func(t tx) error {
		if _, err := t.exec(dropKeyed, string(user), kind); err != nil {
			return err
		}
		for _, token := range tokens {
			if _, err := t.exec(putKeyed, string(user), kind, blob(token)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Keyed gives the keyed hashes of a kind.
func (s *archive) Keyed(ctx context.Context, kind string) (map[dossier.ID][][]byte, error) {
	type row struct {
		user  dossier.ID
		token []byte
	}
	rows, err := s.read.query(ctx, getKeyed, kind)
	all, err := collect("store.Keyed", rows, err, func(rows *sql.Rows, r *row) error { return rows.Scan(&r.user, &r.token) })
	byUser := map[dossier.ID][][]byte{}
	for _, r := range all {
		byUser[r.user] = append(byUser[r.user], r.token)
	}
	return byUser, err
}

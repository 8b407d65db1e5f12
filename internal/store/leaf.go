package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ledger"
)

// The leaf of a row is written in the transaction of the row. All leaves of
// one transaction lie in one row, the sheaf, which no other writer touches:
// their numbers come later, from the sealer.
const putSheaf = `INSERT INTO sheaf (data) VALUES ($1)`

func entryLeaf(b []byte, id string, e Sealed) []byte {
	return ledger.Leaf{Kind: ledger.Entry, Key: ledger.Key{Home: id, Number: e.Seq, ID: string(e.ID)}, Digest: ledger.EntryDigest(micros(e.At), e.Kind, e.Body)}.Append(b)
}

// lookLeaf takes the detail as it is stored.
func lookLeaf(b []byte, l *Look, detail []byte) []byte {
	return ledger.Leaf{Kind: ledger.Look, Key: ledger.Key{Home: home(*l), Number: micros(l.At), ID: string(l.ID)},
		Digest: ledger.LookDigest(string(l.User), string(l.Org), l.Version, detail)}.Append(b)
}

func decisionLeaf(b []byte, d Decision) []byte {
	return ledger.Leaf{Kind: ledger.Decision, Key: ledger.Key{Home: "~" + string(d.User), Number: micros(d.At), ID: string(d.ID)},
		Digest: ledger.DecisionDigest(string(d.User), string(d.Org), string(d.Dossier), d.Version, flag(d.Allow), []byte(d.Detail))}.Append(b)
}

func policyLeaf(b []byte, p PolicySet) []byte {
	return ledger.Leaf{Kind: ledger.Policy, Key: ledger.Key{Number: micros(p.At), ID: p.Version}, Digest: ledger.PolicyDigest(p.Body)}.Append(b)
}

func erasedLeaf(b []byte, e Erased) []byte {
	return ledger.Leaf{Kind: ledger.Erased, Key: ledger.Key{Home: string(e.Dossier), Number: micros(e.At), ID: string(e.ID)},
		Digest: ledger.ErasedDigest(string(e.User), string(e.Org), e.Ground, e.whatText())}.Append(b)
}

// newSalt gives what keeps the untold part of a look from being guessed.
func newSalt() string { return rand.Text() }

// Erased says that rows about a dossier are gone or hold no content any more,
// who decided so and on which ground.
type Erased struct {
	ID      dossier.ID
	Dossier dossier.ID // or ~user, for what lies with a user
	At      time.Time
	User    dossier.ID
	Org     dossier.ID
	Ground  string
	What    []string // tables: entry, look, decision
}

func (e Erased) whatText() string { return strings.Join(e.What, " ") }

// Stub gives what must stand in the place of an erased body of an entry: the
// hash of what was there, so that its leaf can still be proved.
func Stub(body []byte) []byte { return ledger.Stub(body) }

const (
	putErased = `INSERT INTO erased (dossier, at, id, usr, org, ground, what) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	getErased = `SELECT dossier, at, id, usr, org, ground, what FROM erased WHERE dossier = $1 ORDER BY at, id`
)

// putErasedIn writes an erasure and its leaf in a transaction under way: that
// in which the rows go.
func putErasedIn(t tx, e Erased) error {
	if _, err := t.exec(putErased, string(e.Dossier), micros(e.At), string(e.ID), string(e.User), string(e.Org), e.Ground, e.whatText()); err != nil {
		return err
	}
	t.leaf(erasedLeaf(nil, e))
	return nil
}

// PutErased makes durable that rows are erased.
func (s *archive) PutErased(ctx context.Context, e Erased) error {
	return s.write.do(ctx, "store.PutErased", func(t tx) error { return putErasedIn(t, e) })
}

// ErasedOf gives what was erased of a dossier.
func (s *archive) ErasedOf(ctx context.Context, id dossier.ID) ([]Erased, error) {
	rows, err := s.read.query(ctx, getErased, string(id))
	return collect("store.ErasedOf", rows, err, scanErased)
}

func scanErased(rows *sql.Rows, e *Erased) error {
	var at int64
	var what string
	err := rows.Scan(&e.Dossier, &at, &e.ID, &e.User, &e.Org, &e.Ground, &what)
	e.At, e.What = instant(at), strings.Fields(what)
	return err
}

// Unlogged lets a SQLite archive write no leaves from now on, to measure what
// they cost. Its verification then fails, as it must; internal/arch lets only
// the benchmarks call it.
func Unlogged(s Store) {
	if sqlite, ok := s.(*sqliteStore); ok {
		sqlite.bare.Store(true)
		sqlite.group.c.bare = true
	}
}

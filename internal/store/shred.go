package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Erasing takes content away for good and remembers, without content, that it did.
type Erasing interface {
	// KeysLike gives wrapped keys by the beginning of their owner.
	KeysLike(ctx context.Context, prefix, after string, n int) ([]Wrapped, error)
	// SwapKey replaces a wrapped key when it is still what it was.
	SwapKey(ctx context.Context, owner string, was, now []byte) error
	// Intend makes durable, with the keys, what is about to be erased.
	Intend(ctx context.Context, s Shred) error
	// Erase takes the content of entries, their index rows and keys, and appends
	// the record of it. It faults with Conflict (store.stale) as Append does.
	Erase(ctx context.Context, a Append, s Shred) (Stamp, error)
	// Reshred carries out again what a restored copy of the data does not know
	// of; it changes nothing where all is done.
	Reshred(ctx context.Context, s Shred) (did bool, err error)
	// Shreds gives what was or is being erased since a moment, oldest first.
	Shreds(ctx context.Context, since time.Time) ([]Shred, error)
	// Scrub takes what is left of erased rows out of write-ahead logs and free
	// pages, as far as the engine can.
	Scrub(ctx context.Context) error
	// Kept gives closed families of a municipality, the first to be erased first.
	Kept(ctx context.Context, municipality string, limit int) ([]KeptRow, error)
}

// KeptRow is a closed family with the last day of its longest term of keeping.
type KeptRow struct {
	Dossier dossier.ID
	Keep    nl.Date
}

// Shred says what goes. It holds identifiers and no content.
type Shred struct {
	ID           dossier.ID     `json:"id"` // of the decision
	Dossier      dossier.ID     `json:"dossier"`
	At           time.Time      `json:"at"`
	User         dossier.ID     `json:"user"`
	Org          dossier.ID     `json:"org"`
	Ground       string         `json:"ground"`
	Entries      []ShredEntry   `json:"entries"`
	Owners       []string       `json:"owners"` // of data keys
	Persons      []dossier.ID   `json:"persons,omitempty"`
	Involvements []dossier.ID   `json:"involvements,omitempty"`
	Contents     []ShredContent `json:"contents,omitempty"` // of documents
	Whole        bool           `json:"whole,omitempty"`    // all index rows of the dossier too
	Done         bool           `json:"-"`
}

// ShredEntry is an entry whose content goes. Both must match: a log that was
// restored may have gone on in another way.
type ShredEntry struct {
	Seq int64      `json:"seq"`
	ID  dossier.ID `json:"id"`
}

func (s Shred) erased() Erased {
	return Erased{ID: s.ID, Dossier: s.Dossier, At: s.At, User: s.User, Org: s.Org, Ground: s.Ground, What: []string{"entry"}}
}

const (
	getBody     = `SELECT body FROM entry WHERE dossier = $1 AND seq = $2 AND id = $3`
	stubBody    = `UPDATE entry SET body = $4 WHERE dossier = $1 AND seq = $2 AND id = $3`
	knowsErased = `SELECT count(*) FROM erased WHERE dossier = $1 AND id = $2`
	dropResults = `DELETE FROM used WHERE dossier = $1`
	dropRights  = `DELETE FROM involvement WHERE dossier = $1 AND involvement = $2`
	getKept     = `SELECT dossier, keep FROM family WHERE municipality = $1 AND calm = 1 AND keep > 0 ORDER BY keep, dossier LIMIT $2`
)

// wholeTexts empty every table that tells of a dossier, but for the log without
// content, the looks and decisions, which have a term of their own.
var wholeTexts = []string{
	dropResults, dropLead,
	`DELETE FROM family WHERE dossier = $1`, `DELETE FROM involvement WHERE dossier = $1`, `DELETE FROM work WHERE dossier = $1`,
	`DELETE FROM token WHERE dossier = $1`, `DELETE FROM timer WHERE dossier = $1`, `DELETE FROM anomaly WHERE dossier = $1`,
	`DELETE FROM parcel WHERE dossier = $1`, `DELETE FROM draft WHERE home = $1`, `DELETE FROM piece WHERE dossier = $1`,
	`DELETE FROM notice WHERE dossier = $1`,
}

// Intend makes durable, with the keys, what is about to be erased.
func (s *archive) Intend(ctx context.Context, shred Shred) error {
	const op = "store.Intend"
	body, err := json.Marshal(shred)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	return s.keeper.do(ctx, op, func(t tx) error {
		_, err := t.exec(s.keyTexts.intend, string(shred.ID), micros(shred.At), body)
		return err
	})
}

// Erase takes content away and records it; then the keys go.
func (s *archive) Erase(ctx context.Context, a Append, shred Shred) (Stamp, error) {
	const op = "store.Erase"
	all, err := steps(a)
	if err != nil {
		return Stamp{}, err
	}
	if err := s.Intend(ctx, shred); err != nil {
		return Stamp{}, err
	}
	version := a.Expect + int64(len(a.Entries))
	err = s.write.do(ctx, op, func(t tx) error {
		for _, st := range all {
			if st.text == putSheaf {
				t.leaf(st.args[0].([]byte)) // the one argument of that text
				continue
			}
			if _, err := t.exec(st.text, st.args...); err != nil {
				if st.clash != nil && clashed(err) {
					return st.clash
				}
				return err
			}
		}
		t.moved(string(a.Dossier), version)
		return shredIn(t, shred)
	})
	if err != nil {
		return Stamp{}, err
	}
	return Stamp{Version: version}, s.shredKeys(ctx, shred)
}

// shredIn takes the content in a transaction under way.
func shredIn(t tx, s Shred) error {
	id := string(s.Dossier)
	for _, e := range s.Entries {
		var body []byte
		err := t.each(func(rows *sql.Rows) error { return rows.Scan(&body) }, getBody, id, e.Seq, string(e.ID))
		if err == nil && body != nil {
			_, err = t.exec(stubBody, id, e.Seq, string(e.ID), Stub(body))
		}
		if err != nil {
			return err
		}
	}
	for _, c := range s.Contents {
		if _, err := t.exec(dropPieces, id, string(c.ID)); err != nil {
			return err
		}
	}
	if err := shredRows(t, s); err != nil {
		return err
	}
	known, err := t.number(knowsErased, id, string(s.ID))
	if err != nil || known > 0 {
		return err
	}
	return putErasedIn(t, s.erased())
}

func shredRows(t tx, s Shred) error {
	id := string(s.Dossier)
	if s.Whole {
		for _, text := range wholeTexts {
			if _, err := t.exec(text, id); err != nil {
				return err
			}
		}
		return nil
	}
	if _, err := t.exec(dropResults, id); err != nil {
		return err
	}
	for _, person := range s.Persons {
		if _, err := t.exec(dropTokens, id, string(person)); err != nil {
			return err
		}
	}
	for _, i := range s.Involvements {
		if _, err := t.exec(dropRights, id, string(i)); err != nil {
			return err
		}
	}
	return nil
}

// shredKeys drops the keys, and says in the same transaction that all is done.
func (s *archive) shredKeys(ctx context.Context, shred Shred) error {
	return s.keeper.do(ctx, "store.shredKeys", func(t tx) error {
		for _, owner := range shred.Owners {
			if _, err := t.exec(s.keyTexts.drop, owner); err != nil {
				return err
			}
		}
		_, err := t.exec(s.keyTexts.done, string(shred.ID))
		return err
	})
}

// Reshred carries out what is not done, or not known in the data.
func (s *archive) Reshred(ctx context.Context, shred Shred) (bool, error) {
	const op = "store.Reshred"
	rows, err := s.read.query(ctx, knowsErased, string(shred.Dossier), string(shred.ID))
	known, err := one(op, rows, err, scanNumber)
	if err != nil {
		return false, err
	}
	left := 0
	for _, owner := range shred.Owners {
		if _, err := s.Key(ctx, owner); err == nil {
			left++
		} else if !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	if known > 0 && left == 0 && shred.Done {
		return false, nil
	}
	if err := s.Intend(ctx, shred); err != nil {
		return false, err
	}
	if err := s.write.do(ctx, op, func(t tx) error { return shredIn(t, shred) }); err != nil {
		return false, err
	}
	return true, s.shredKeys(ctx, shred)
}

// Shreds gives what was or is being erased since a moment, oldest first.
func (s *archive) Shreds(ctx context.Context, since time.Time) ([]Shred, error) {
	rows, err := s.keys.query(ctx, s.keyTexts.shreds, micros(since))
	return collect("store.Shreds", rows, err, func(rows *sql.Rows, one *Shred) error {
		var done int64
		var body []byte
		if err := rows.Scan(&done, &body); err != nil {
			return err
		}
		err := json.Unmarshal(body, one)
		one.Done = done != 0
		return err
	})
}

// Kept gives closed families of a municipality, the first to be erased first.
func (s *archive) Kept(ctx context.Context, municipality string, limit int) ([]KeptRow, error) {
	rows, err := s.read.query(ctx, getKept, municipality, int64(limit))
	return collect("store.Kept", rows, err, func(rows *sql.Rows, k *KeptRow) error {
		var keep int64
		err := rows.Scan(&k.Dossier, &keep)
		k.Keep = dayOf(keep)
		return err
	})
}

// Scrub empties the write-ahead logs of both files. Freed pages of the keys are
// overwritten as they are freed (secure_delete); those of the data hold what is
// sealed with keys that are gone.
func (s *sqliteStore) Scrub(ctx context.Context) error {
	const op = "store.Scrub"
	for _, f := range s.files {
		if err := f.truncate(ctx); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return nil
}

// truncateTries is how often the write-ahead log is truncated anew while a
// reader or writer is in the way: 50 tries, 20 ms apart.
const truncateTries = 50

func (f *sqliteFiles) truncate(ctx context.Context) error {
	for range truncateTries {
		var busy, log, moved int
		if err := f.reading.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fault.New(fault.Unavailable, "store.truncate", "")
}

// scrubTexts rewrite what held keys and take dead rows out of the rest. What
// the server's own write-ahead log still holds goes when it recycles that: a
// wrapped key there opens nothing once its master key was dropped.
var scrubTexts = slices.Concat([]string{`VACUUM FULL keys.data_key`}, []string{`VACUUM entry`, `VACUUM piece`, `VACUUM token`, `VACUUM work`, `VACUUM family`, `VACUUM involvement`, `VACUUM used`})

// Scrub rewrites the table of keys and vacuums the others.
func (s *postgresStore) Scrub(ctx context.Context) error {
	for _, text := range scrubTexts {
		if _, err := s.db.ExecContext(ctx, text); err != nil {
			return fault.Wrap(fault.Unavailable, "store.Scrub", err)
		}
	}
	return nil
}

// Erase overwrites what it takes: freed parts of the file are zeroed while it runs.
func (s *sqliteStore) Erase(ctx context.Context, a Append, shred Shred) (stamp Stamp, err error) {
	err = s.overwriting(ctx, func() (err error) {
		stamp, err = s.archive.Erase(ctx, a, shred)
		return err
	})
	return stamp, err
}

// Reshred overwrites what it takes, as Erase does.
func (s *sqliteStore) Reshred(ctx context.Context, shred Shred) (did bool, err error) {
	err = s.overwriting(ctx, func() (err error) {
		did, err = s.archive.Reshred(ctx, shred)
		return err
	})
	return did, err
}

// overwriting has the writing connection zero what is freed, for as long as do
// runs; at other times that would cost every change of an index row.
func (s *sqliteStore) overwriting(ctx context.Context, do func() error) error {
	set := func(ctx context.Context, text string) error {
		return s.group.do(ctx, "store.overwriting", func(t tx) error {
			return t.each(func(*sql.Rows) error { return nil }, text)
		})
	}
	if err := set(ctx, `PRAGMA secure_delete = 1`); err != nil {
		return err
	}
	err := do()
	return errors.Join(err, set(context.WithoutCancel(ctx), `PRAGMA secure_delete = 0`))
}

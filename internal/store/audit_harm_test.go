package store_test

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
	"eendracht/internal/store/storetest"
)

// harms are ways to change an archive, and what must be said of each: the
// table, and what is wrong.
var harms = []struct {
	name, text, table string
	wrong             []ledger.Wrong
}{
	{"an entry removed", `DELETE FROM entry WHERE (dossier, seq) = (SELECT dossier, seq FROM entry WHERE seq = 2 LIMIT 1)`, "entry", []ledger.Wrong{ledger.Removed}},
	{"the newest entry removed and the head with it", `DELETE FROM entry WHERE seq = 3; UPDATE head SET version = 2`, "entry", []ledger.Wrong{ledger.Removed}},
	{"a whole dossier removed", `DELETE FROM entry WHERE dossier = (SELECT min(dossier) FROM head); DELETE FROM head WHERE dossier = (SELECT min(dossier) FROM head)`, "entry", []ledger.Wrong{ledger.Removed}},
	{"two entries swapped", `UPDATE entry SET seq = CASE seq WHEN 1 THEN -2 ELSE -1 END WHERE seq < 3; UPDATE entry SET seq = -seq WHERE seq < 0`, "entry", []ledger.Wrong{ledger.Added}},
	{"the content of two entries swapped", `UPDATE entry SET body = (SELECT e.body FROM entry e WHERE e.dossier = entry.dossier AND e.seq = 3 - entry.seq) WHERE seq < 3`, "entry", []ledger.Wrong{ledger.Edited}},
	{"an entry copied to the end", `INSERT INTO entry SELECT dossier, 4, id, at, kind, body FROM entry WHERE seq = 3 LIMIT 1`, "entry", []ledger.Wrong{ledger.Added}},
	{"the content of an entry emptied", `UPDATE entry SET body = x'' WHERE seq = 1`, "entry", []ledger.Wrong{ledger.Edited}},
	{"a head removed", `DELETE FROM head WHERE dossier = (SELECT max(dossier) FROM head)`, "head", []ledger.Wrong{ledger.Removed}},
	{"a head made", `INSERT INTO head VALUES ('nobody', 3)`, "head", []ledger.Wrong{ledger.Edited}},
	{"a look removed", `DELETE FROM look WHERE id = (SELECT id FROM look LIMIT 1)`, "look", []ledger.Wrong{ledger.Removed}},
	{"all looks removed", `DELETE FROM look`, "look", []ledger.Wrong{ledger.Removed}},
	{"a look by another", `UPDATE look SET usr = 'someone' WHERE id = (SELECT id FROM look LIMIT 1)`, "look", []ledger.Wrong{ledger.Edited}},
	{"a look at another moment", `UPDATE look SET at = at + 1 WHERE id = (SELECT id FROM look LIMIT 1)`, "look", []ledger.Wrong{ledger.Added}},
	{"a look made up", `INSERT INTO look SELECT home, at, 'x', usr, org, version, detail FROM look LIMIT 1`, "look", []ledger.Wrong{ledger.Added}},
	{"a look moved to another family", `UPDATE look SET home = 'elsewhere' WHERE id = (SELECT id FROM look LIMIT 1)`, "look", []ledger.Wrong{ledger.Added}},
	{"a decision removed", `DELETE FROM decision WHERE id = (SELECT id FROM decision LIMIT 1)`, "decision", []ledger.Wrong{ledger.Removed}},
	{"a decision turned", `UPDATE decision SET allow = 1`, "decision", []ledger.Wrong{ledger.Edited}},
	{"a policy changed", `UPDATE policy_set SET body = x'00'`, "policy_set", []ledger.Wrong{ledger.Edited}},
	{"a policy removed", `DELETE FROM policy_set`, "policy_set", []ledger.Wrong{ledger.Removed}},
	{"an erasure made up", `INSERT INTO erased SELECT min(dossier), 1, 'x', '', '', '', 'entry look' FROM head; DELETE FROM look WHERE home = (SELECT min(dossier) FROM head)`, "erased", []ledger.Wrong{ledger.Added}},
	{"an erasure widened", `UPDATE erased SET what = 'entry look decision'`, "erased", []ledger.Wrong{ledger.Edited}},
	{"a change of the directory hidden", `DELETE FROM change`, "change", []ledger.Wrong{ledger.Removed}},
	{"a change by another", `UPDATE change SET usr = 'someone'`, "change", []ledger.Wrong{ledger.Edited}},
	{"a change of something else", `UPDATE change SET detail = x'00'`, "change", []ledger.Wrong{ledger.Edited}},
	{"leaves that wait removed", `DELETE FROM sheaf`, "", []ledger.Wrong{ledger.Added}},
	{"a sheaf twice", `INSERT INTO sheaf (data) SELECT data FROM sheaf LIMIT 1`, "sheaf", []ledger.Wrong{ledger.Added}},
	{"the end of the log removed", `DELETE FROM log_leaves WHERE first = (SELECT max(first) FROM log_leaves)`, "log_leaves", []ledger.Wrong{ledger.Missing}},
	{"the beginning of the log removed", `DELETE FROM log_leaves WHERE first = 0`, "log_leaves", []ledger.Wrong{ledger.Missing}},
	{"a tile removed", `DELETE FROM log_tile WHERE level = 0 AND n = 0`, "log_tile", []ledger.Wrong{ledger.Missing}},
	{"a tile added", `INSERT INTO log_tile SELECT shard, 7, 0, data FROM log_tile LIMIT 1`, "log_tile", []ledger.Wrong{ledger.Added}},
	{"all tiles removed", `DELETE FROM log_tile`, "log_tile", []ledger.Wrong{ledger.Missing}},
	{"the newest checkpoint removed", `DELETE FROM log_checkpoint WHERE size = (SELECT max(size) FROM log_checkpoint)`, "log_checkpoint", []ledger.Wrong{ledger.Missing}},
	{"the whole log removed", `DELETE FROM log_leaves; DELETE FROM log_tile; DELETE FROM log_shard; DELETE FROM log_checkpoint; DELETE FROM sheaf`, "log_shard", []ledger.Wrong{ledger.Missing}},
}

// TestHarmIsNamed does one harm after another to copies of an archive.
func TestHarmIsNamed(t *testing.T) {
	whole := newLogged(t)
	for _, harm := range harms {
		l := whole.copied(t)
		l.exec(t, harm.text)
		f := l.found(t, harm.name)
		ok := harm.table == "" || f.Table == harm.table
		if !ok || f.Wrong != harm.wrong[0] {
			t.Errorf("%s: %v; want %s of %s", harm.name, f, harm.wrong, harm.table)
		}
		t.Logf("%s: %v", harm.name, f)
	}
}

// copied gives an archive of the same content.
func (l *logged) copied(t *testing.T) *logged {
	t.Helper()
	again := &logged{dir: t.TempDir(), trust: l.trust, seal: l.seal}
	l.exec(t, `VACUUM INTO '`+filepath.Join(again.dir, "eendracht.db")+`'`)
	again.open(t)
	return again
}

// TestSwappedLeavesAreNamed swaps two leaves within the log: no row is another,
// only the order.
func TestSwappedLeavesAreNamed(t *testing.T) {
	l := newLogged(t)
	var first int64
	var data []byte
	fine(t, l.db.QueryRow(`SELECT first, data FROM log_leaves ORDER BY first LIMIT 1`).Scan(&first, &data))
	var leaves [][]byte
	_, err := ledger.Each(data, func(leaf []byte) error { leaves = append(leaves, leaf); return nil })
	fine(t, err)
	leaves[5], leaves[17] = leaves[17], leaves[5]
	l.exec(t, `UPDATE log_leaves SET data = ? WHERE first = ?`, bytes.Join(leaves, nil), first)
	f := l.found(t, "two leaves swapped")
	if f.Table != "log_leaves" || f.Key != "2026/5" || f.Wrong != ledger.Reordered {
		t.Errorf("two leaves swapped: %v", f)
	}
}

// TestARewrittenLogIsFoundByWhatOthersKept lets whoever holds the signing key
// remove a look and make the whole log anew: in itself it is clean, but it is
// not what the witness signed.
func TestARewrittenLogIsFoundByWhatOthersKept(t *testing.T) {
	l := newLogged(t)
	l.exec(t, `DELETE FROM look WHERE id = (SELECT min(id) FROM look);
		DELETE FROM log_leaves; DELETE FROM log_tile; DELETE FROM log_shard; DELETE FROM log_checkpoint; DELETE FROM sheaf; DELETE FROM fact WHERE name = 'ledger.adopted'`)
	s, err := store.OpenSQLite(t.Context(), l.dir)
	fine(t, err)
	l.sealIn(t, s)
	fine(t, s.Close())
	kept := l.trust
	l.trust.Checkpoints, l.trust.Witnesses = nil, nil
	if _, err := l.check(t); err != nil {
		t.Errorf("a log that was made anew is not clean in itself: %v", err)
	}
	l.trust = kept
	if f := l.found(t, "a rewritten log"); f.Table != "log_leaves" || f.Wrong != ledger.Edited {
		t.Errorf("a rewritten log: %v", f)
	}
}

// TestAnOlderArchiveIsFound puts an older copy back: what is missing shows.
func TestAnOlderArchiveIsFound(t *testing.T) {
	l := newLogged(t)
	older := l.copied(t)
	s, err := store.OpenSQLite(t.Context(), l.dir)
	fine(t, err)
	storetest.Covered(t, s)
	l.seal.Now = l.seal.Now.Add(time.Hour)
	l.cosign(t, s, l.sealIn(t, s))
	fine(t, s.Close())
	if _, err := l.check(t); err != nil {
		t.Fatal(err)
	}
	older.trust = l.trust
	if f := older.found(t, "an older archive"); f.Table != "log_leaves" || f.Wrong != ledger.Missing {
		t.Errorf("an older archive: %v", f)
	}
}

// TestWhatWasErasedIsExplained empties the entries and removes the looks of one
// dossier, as erasing does, and then without saying so.
func TestWhatWasErasedIsExplained(t *testing.T) {
	l := newLogged(t)
	var id string
	fine(t, l.db.QueryRow(`SELECT max(dossier) FROM head`).Scan(&id))
	l.empty(t, id)
	if f := l.found(t, "emptied without an erasure"); f.Table != "entry" || f.Wrong != ledger.Emptied || !strings.HasPrefix(f.Key, id+"/1/") {
		t.Errorf("emptied without an erasure: %v", f)
	}
	s, err := store.OpenSQLite(t.Context(), l.dir)
	fine(t, err)
	fine(t, s.PutErased(t.Context(), store.Erased{ID: "gone", Dossier: dossier.ID(id), At: time.Now(), User: "u", Ground: "jw 7.3.8", What: []string{"entry", "look"}}))
	fine(t, s.Close())
	l.exec(t, `DELETE FROM look WHERE home = ?`, id)
	report, err := l.check(t)
	if err != nil || report.Erased != 3 {
		t.Errorf("an erased dossier: %+v, %v", report, err)
	}
	l.exec(t, `UPDATE entry SET body = ? WHERE dossier = ? AND seq = 1`, store.Stub([]byte("other")), id)
	if f := l.found(t, "a stub of something else"); f.Table != "entry" || f.Wrong != ledger.Edited {
		t.Errorf("a stub of something else: %v", f)
	}
}

func (l *logged) empty(t *testing.T, id string) {
	t.Helper()
	rows, err := l.db.Query(`SELECT seq, body FROM entry WHERE dossier = ?`, id)
	fine(t, err)
	stubs := map[int64][]byte{}
	for rows.Next() {
		var seq int64
		var body []byte
		fine(t, rows.Scan(&seq, &body))
		stubs[seq] = store.Stub(body)
	}
	fine(t, rows.Err())
	for seq, stub := range stubs {
		l.exec(t, `UPDATE entry SET body = ? WHERE dossier = ? AND seq = ?`, stub, id, seq)
	}
}

// TestOldRowsAreAdopted opens an archive whose rows came before the log.
func TestOldRowsAreAdopted(t *testing.T) {
	l := newLogged(t)
	l.trust.Checkpoints = nil
	l.exec(t, `DELETE FROM log_leaves; DELETE FROM log_tile; DELETE FROM log_shard; DELETE FROM log_checkpoint; DELETE FROM sheaf`)
	l.found(t, "no log")
	l.exec(t, `DELETE FROM fact WHERE name = 'ledger.adopted'`)
	for range 2 { // and only once
		s, err := store.OpenSQLite(t.Context(), l.dir)
		fine(t, err)
		fine(t, s.Close())
	}
	report, err := l.check(t)
	if err != nil || report.Waiting != 352 {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestHarmIsFoundOnPostgres does a few of the same on the other engine.
func TestHarmIsFoundOnPostgres(t *testing.T) {
	url := pgtest.URL(t)
	s, err := store.OpenPostgres(t.Context(), url)
	fine(t, err)
	l := newLogged(t)
	for range 30 {
		storetest.Covered(t, s)
	}
	l.sealIn(t, s)
	storetest.Covered(t, s)
	fine(t, s.Close())
	check := func() error {
		a, err := store.AuditPostgres(t.Context(), url)
		fine(t, err)
		defer func() { fine(t, a.Close()) }()
		_, err = (&ledger.Checker{Source: a, Trust: ledger.Trust{Log: l.trust.Log}}).Check(t.Context())
		return err
	}
	fine(t, check())
	db, err := sql.Open("pgx", url)
	fine(t, err)
	t.Cleanup(func() { fine(t, db.Close()) })
	for _, text := range []string{
		`UPDATE look SET usr = usr || 'x' WHERE id = (SELECT min(id) FROM look)`, `DELETE FROM entry WHERE seq = 2`, `UPDATE policy_set SET at = at + 1`,
		`DELETE FROM decision`, `UPDATE log_tile SET data = data || '\x00'`, `UPDATE log_shard SET size = size + 1`, `DELETE FROM sheaf`,
	} {
		_, err := db.Exec(text)
		fine(t, err)
		if err := check(); err == nil {
			t.Errorf("%s: not found", text)
		}
	}
}

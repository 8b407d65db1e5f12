package main

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

// sought is what must be nowhere after the erasure of a dossier: a word that was
// in it, and its wrapped data keys.
type sought struct {
	word []byte
	keys [][]byte
}

const erasedWord = "ZEEPAARDJE-4711"

func (s sought) in(raw []byte) bool {
	for _, key := range s.keys {
		if bytes.Contains(raw, key) {
			return true
		}
	}
	return bytes.Contains(raw, s.word)
}

// eraseable makes a family whose words and keys are looked for later, closes its
// dossier, and gives what erases it.
func eraseable(t *testing.T, a *app, now *time.Time) (id dossier.ID, want sought, erase func()) {
	t.Helper()
	as := func(who access.Who, purpose string) context.Context {
		return casework.As(t.Context(), casework.Caller{Who: who, Purpose: purpose, Flow: "test"})
	}
	resident := as(access.Who{User: "u-z", Kind: access.Citizen, Name: "Zus"}, "own")
	worker := as(access.Who{User: "u-w", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: "Noor"}, "intake")
	officer := as(access.Who{User: "u-fg", Org: "o-gem", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"privacy"}, Name: "Femke"}, "privacy")
	do := func(ctx context.Context, c dossier.Command) dossier.ID {
		t.Helper()
		done, err := a.office.Do(ctx, casework.Wish{Dossier: id, Command: c})
		if err != nil {
			t.Fatalf("%s: %v", c.Name(), err)
		}
		return done.Dossier
	}
	id = do(resident, dossier.AskHelp{
		Municipality: "9901", Team: "o-team", TeamName: "Wijkteam", Words: "Over " + erasedWord, FamilyName: "Zee" + erasedWord,
		Me: dossier.NewPerson{Name: nl.Name{Given: "Zus", Family: erasedWord}, Birth: nl.MustDate("1985-04-03")},
	})
	do(worker, dossier.WeighSafety{Level: dossier.SafetySafe, Words: erasedWord})
	view, err := a.office.Open(worker, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range view.Dossier.Clocks {
		if c.Live() {
			do(worker, dossier.MeetClock{Clock: c.Clock})
		}
	}
	do(worker, dossier.CloseDossier{Reason: "Klaar."})
	list, err := a.store.KeysLike(t.Context(), "dossier:"+string(id), "", 100)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d keys, %v", len(list), err)
	}
	want.word = []byte(erasedWord)
	for _, k := range list {
		want.keys = append(want.keys, k.Key[8:40])
	}
	return id, want, func() {
		t.Helper()
		*now = now.AddDate(21, 0, 0)
		do(officer, dossier.DecideErasure{Outcome: dossier.ErasureYes, Words: "De termijn is voorbij."})
	}
}

// restoreErased backs up, erases, and restores the backup of before by the
// commands: with the keys file of after, and with the keys file of before beside
// the newest list. Neither brings anything back, and the log verifies.
func restoreErased(t *testing.T, from Place, fresh func() Place, flags func(Place) []string, whole func(*testing.T, Place) []byte) {
	t.Helper()
	now := time.Now()
	hooks := realHooks()
	hooks.now = func(context.Context) time.Time { return now }
	a, err := openApp(t.Context(), from, hooks, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := a.store.PutOrgs(t.Context(), []store.Org{{ID: "o-team", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9901", Active: true}, {ID: "o-gem", Name: "Gemeente", Kind: "municipality", Municipality: "9901", Active: true}}); err != nil {
		t.Fatal(err)
	}
	id, want, erase := eraseable(t, a, &now)
	room := t.TempDir()
	pass := filepath.Join(room, "pass")
	if err := os.WriteFile(pass, []byte("paard batterij nietje\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(room, name) }
	backup := func(data, keys string) {
		t.Helper()
		ranWell(t, append([]string{"backup", "--quiet", "--to", file(data), "--keys", file(keys), "--pass-file", pass}, flags(from)...)...)
	}
	backup("before", "before.keys")
	if !(sought{keys: want.keys, word: want.keys[0]}).in(whole(t, from)) {
		t.Fatal("the keys are not found before the erasure either: this test sees nothing")
	}
	erase()
	backup("after", "after.keys")
	for _, keys := range []string{"after.keys", "before.keys"} {
		to := fresh()
		if keys == "before.keys" { // the newest list was kept; the keys file is the old one
			list, err := os.ReadFile(filepath.Join(from.Data, shredFile))
			if err != nil {
				t.Fatal(err)
			}
			if err := store.MakeFolder(to.Data); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(to.Data, shredFile), list, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		ranWell(t, append([]string{"restore", "--from", file("before"), "--keys", file(keys), "--pass-file", pass}, flags(to)...)...)
		nothingBack(t, to, id, want, keys, whole)
		verifies(t, flags(to))
	}
}

// nothingBack asks the restored house, and looks through all that it lies on.
func nothingBack(t *testing.T, at Place, id dossier.ID, want sought, keys string, whole func(*testing.T, Place) []byte) {
	t.Helper()
	if want.in(whole(t, at)) {
		t.Errorf("with %s: a word or a key of what was erased is back", keys)
	}
	a, err := openApp(t.Context(), at, realHooks(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	ctx := casework.As(t.Context(), casework.Caller{Who: access.Who{User: "u-z", Kind: access.Citizen}, Purpose: "own", Flow: "test"})
	if _, err := a.office.Open(ctx, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("with %s: the erased dossier says %v", keys, err)
	}
}

func TestRestoreAfterErasureOnSQLite(t *testing.T) {
	at := Place{Data: filepath.Join(t.TempDir(), "first")}
	whole := func(t *testing.T, p Place) (all []byte) {
		t.Helper()
		err := filepath.WalkDir(p.Data, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			all = append(all, raw...)
			return err
		})
		if err != nil || len(all) == 0 {
			t.Fatalf("%d bytes, %v", len(all), err)
		}
		return all
	}
	restoreErased(t, at, func() Place { return Place{Data: filepath.Join(t.TempDir(), "new")} },
		func(p Place) []string { return []string{"--data", p.Data} }, whole)
}

// TestRestoreAfterErasureOnPostgres reads every row of every table: the files of
// a server belong to all its databases.
func TestRestoreAfterErasureOnPostgres(t *testing.T) {
	at := Place{Data: filepath.Join(t.TempDir(), "first"), Database: pgtest.URL(t)}
	restoreErased(t, at, func() Place { return Place{Data: filepath.Join(t.TempDir(), "new"), Database: pgtest.URL(t)} },
		func(p Place) []string { return []string{"--data", p.Data, "--database", p.Database} }, everyRow)
}

func everyRow(t *testing.T, p Place) (all []byte) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), p.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables WHERE table_schema IN ('public', 'keys') AND table_type = 'BASE TABLE'`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 10 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, table := range tables {
		rows, err := conn.Query(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			for _, raw := range rows.RawValues() { // binary: bytes as they lie
				all = append(append(all, raw...), 0)
			}
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
	}
	return all
}

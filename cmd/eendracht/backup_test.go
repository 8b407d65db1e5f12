package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

// ranWell carries out a command line as main does.
func ranWell(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, &Streams{In: bytes.NewReader(nil), Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("%v ended with %d: %s%s", args, code, out.String(), errs.String())
	}
	return out.String()
}

func citizen(t *testing.T, n int64) (context.Context, dossier.ID) {
	user := dossier.ID(fmt.Sprintf("u-%d", n))
	return casework.As(t.Context(), casework.Caller{Who: access.Who{User: user, Kind: access.Citizen}, Purpose: "own", Flow: "test"}), user
}

// begun opens the house at a place with an organisation to ask and a resident.
func begun(t *testing.T, at Place) *app {
	t.Helper()
	a, err := openApp(t.Context(), at, realHooks(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.store.PutOrgs(t.Context(), []store.Org{{ID: "o-team", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9901", Active: true}}); err != nil {
		t.Fatal(err)
	}
	return a
}

// asks lets a new resident ask for help and gives the dossier.
func asks(t *testing.T, a *app, n int64) dossier.ID {
	t.Helper()
	ctx, user := citizen(t, n)
	profile, err := a.office.SealProfile(ctx, user, casework.Profile{Name: nl.Name{Given: "Anna", Family: "Linde"}, Birth: nl.MustDate("1985-04-03"), Municipality: "9901"})
	if err == nil {
		err = a.store.PutUsers(ctx, []store.User{{ID: user, Kind: "citizen", Name: "R", Active: true, Profile: profile}})
	}
	if err != nil {
		t.Error(err)
		return ""
	}
	done, err := a.office.AskForHelp(ctx, casework.Help{Words: "Ik red het niet alleen.", Channel: "web"})
	if err != nil {
		t.Error(err)
	}
	return done.Dossier
}

func logOf(t *testing.T, a *app, id dossier.ID) []store.Sealed {
	t.Helper()
	_, sealed, err := a.store.Load(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// drill writes under load, backs up meanwhile, restores elsewhere, and compares
// every dossier that was there before the backup began, byte by byte; what came
// during it is there whole or not at all.
func drill(t *testing.T, from, to Place, flags func(Place) []string) {
	t.Helper()
	a := begun(t, from)
	var known []dossier.ID
	for n := range int64(20) {
		known = append(known, asks(t, a, n))
	}
	var stop atomic.Bool
	var load sync.WaitGroup
	var count atomic.Int64
	count.Store(100)
	var mu sync.Mutex
	during := []dossier.ID{}
	for range 2 {
		load.Go(func() {
			for !stop.Load() {
				id := asks(t, a, count.Add(1))
				mu.Lock()
				during = append(during, id)
				mu.Unlock()
			}
		})
	}
	room := t.TempDir()
	pass := filepath.Join(room, "pass")
	if err := os.WriteFile(pass, []byte("paard batterij nietje\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []string{"--pass-file", pass, "--keys", filepath.Join(room, "keys.ebk")}
	said := ranWell(t, append(append([]string{"backup", "--quiet", "--to", filepath.Join(room, "data.ebk")}, files...), flags(from)...)...)
	stop.Store(true)
	load.Wait()
	restored := ranWell(t, append(append([]string{"restore", "--from", filepath.Join(room, "data.ebk")}, files...), flags(to)...)...)
	b := begun(t, to)
	defer b.close()
	defer a.close()
	whole := 0
	for i, id := range append(known, during...) {
		want, got := logOf(t, a, id), []store.Sealed(nil)
		if _, sealed, err := b.store.Load(t.Context(), id, 0); err == nil {
			got = sealed
		}
		if len(got) == 0 && i >= len(known) {
			continue
		}
		if len(got) != len(want) {
			t.Fatalf("dossier %d has %d of %d entries", i, len(got), len(want))
		}
		for n := range got {
			if !bytes.Equal(got[n].Body, want[n].Body) || got[n].ID != want[n].ID {
				t.Fatalf("dossier %d entry %d differs", i, n)
			}
		}
		whole++
	}
	ctx, _ := citizen(t, 3)
	if _, err := b.office.Open(ctx, known[3]); err != nil {
		t.Errorf("a restored dossier does not open: %v", err)
	}
	t.Logf("%s%s%d dossiers before, %d written meanwhile, %d restored whole", said, restored, len(known), len(during), whole)
}

func verifies(t *testing.T, flags []string) {
	t.Helper()
	t.Log(ranWell(t, append([]string{"verify", "--quiet"}, flags...)...))
}

func TestBackupDrillOnSQLite(t *testing.T) {
	from, to := Place{Data: t.TempDir()}, Place{Data: filepath.Join(t.TempDir(), "new")}
	flags := func(p Place) []string { return []string{"--data", p.Data} }
	drill(t, from, to, flags)
	verifies(t, flags(to))
}

func TestBackupDrillOnPostgres(t *testing.T) {
	from, to := Place{Data: t.TempDir(), Database: pgtest.URL(t)}, Place{Data: t.TempDir(), Database: pgtest.URL(t)}
	drill(t, from, to, func(p Place) []string { return []string{"--data", p.Data, "--database", p.Database} })
	verifies(t, []string{"--database", to.Database})
}

func TestABackupIsNotWrittenOverOrRestoredIntoWhatIsThere(t *testing.T) {
	at := Place{Data: t.TempDir()}
	a := begun(t, at)
	a.close()
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("paard batterij nietje"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, keys := filepath.Join(t.TempDir(), "d"), filepath.Join(t.TempDir(), "k")
	args := []string{"backup", "--quiet", "--data", at.Data, "--to", data, "--keys", keys, "--pass-file", pass}
	ranWell(t, args...)
	var sink bytes.Buffer
	quiet := &Streams{In: &sink, Out: &sink, Err: &sink}
	if code := run(t.Context(), args, quiet); code == 0 {
		t.Error("a backup was written over another")
	}
	if code := run(t.Context(), []string{"restore", "--from", data, "--keys", keys, "--data", at.Data, "--pass-file", pass}, quiet); code == 0 {
		t.Error("a backup was restored over data")
	}
	if raw, err := os.ReadFile(data); err != nil || bytes.Contains(raw, []byte("SQLite format")) {
		t.Errorf("the backup is not encrypted: %v", err)
	}
}

// TestRotatingBesideAProcessThatServes rotates and drops the old key while the
// house is open; it goes on writing, and reads what it wrote after a new start.
func TestRotatingBesideAProcessThatServes(t *testing.T) {
	at := Place{Data: t.TempDir()}
	a := begun(t, at)
	first := asks(t, a, 1)
	t.Log(ranWell(t, "keys", "rotate", "--data", at.Data))
	second := asks(t, a, 2)
	t.Log(ranWell(t, "keys", "rotate", "--resume", "--data", at.Data), ranWell(t, "keys", "drop-old", "--data", at.Data))
	third := asks(t, a, 3)
	a.close()
	b := begun(t, at)
	defer b.close()
	for n, id := range []dossier.ID{first, second, third} {
		ctx, _ := citizen(t, int64(n+1))
		if _, err := b.office.Open(ctx, id); err != nil {
			t.Errorf("dossier %d: %v", n+1, err)
		}
	}
}

package casework_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
	"eendracht/internal/vault"
)

const marker = "ZEEPAARDJE-7413"

// worldOn is newWorld on an archive that the test opened.
func worldOn(t *testing.T, st store.Store, dir string) *world {
	t.Helper()
	w := newWorld(t)
	v, err := vault.Open(t.Context(), filepath.Join(dir, "keys.json"), st, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w.store = &brittle{Store: st}
	w.parts.Store, w.parts.Vault, w.parts.Book = w.store, v, store.OpenShredBook(filepath.Join(dir, "shred.list"))
	w.office = casework.New(w.parts)
	w.people()
	if err := w.store.PutOrgs(t.Context(), []store.Org{{ID: "o-gem", Name: "Gemeente", Kind: "municipality", Municipality: "9901", Active: true}}); err != nil {
		t.Fatal(err)
	}
	if err := w.store.PutUsers(t.Context(), []store.User{{ID: "u-fg", Org: "o-gem", Kind: "staff", Roles: []string{"privacy"}, Name: "Femke", Active: true}}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) eraser() context.Context {
	return w.as(access.Who{User: "u-fg", Org: "o-gem", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"privacy"}, Name: "Femke"}, "privacy")
}

// marked is a family with a child of 9, with marked words about the child, about
// the mother and about the family.
func (w *world) marked() (id, mother, child dossier.ID) {
	w.t.Helper()
	id = w.ask("k").Dossier
	w.do(w.noor(), id, dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Goed. " + marker})
	w.do(w.noor(), id, dossier.StatePerson{NewPerson: dossier.NewPerson{Name: nl.Name{Given: "Kees", Family: marker}, Birth: nl.MustDate("2017-05-05")}})
	w.do(w.noor(), id, dossier.OfferLead{To: "u-noor", Org: "o-team", Called: "Noor"})
	view, err := w.office.Open(w.noor(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range view.Dossier.Persons {
		if p.Name.Given == "Kees" {
			child = p.ID
		} else {
			mother = p.ID
		}
	}
	custody := dossier.StateCustody{Child: child, Code: "1", Parent1: mother, Valid: nl.Span{From: nl.MustDate("2017-05-05")}}
	w.do(w.noor(), id, custody)
	for _, part := range []dossier.Part{{Person: child, Domain: "school"}, {Person: mother, Domain: "work"}, {Domain: "money"}} {
		w.do(w.noor(), id, dossier.OpenDomain{Part: part, Reason: "Nodig. " + marker})
		w.do(w.noor(), id, dossier.WriteNote{Parts: []dossier.Part{part}, Words: marker + " " + part.Domain})
	}
	return id, mother, child
}

// notesOf gives the domains of the marked notes that a worker still reads.
func (w *world) notesOf(id dossier.ID) string {
	w.t.Helper()
	view, err := w.office.Open(w.noor(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	var got []string
	for _, e := range view.Dossier.Notes() {
		got = append(got, e.Body.(dossier.NoteWritten).Words[len(marker)+1:])
	}
	return strings.Join(got, " ")
}

// trace is bytes to look for. What is strict must be nowhere: the marked words,
// and keys as they were kept. Pieces of what was sealed may stay in free space of
// a file: their keys are gone, and a rewriting of the file takes them too.
type trace struct {
	bytes  []byte
	strict bool
}

func traces(t *testing.T, st store.Store, id dossier.ID, gone func(owner string) bool) []trace {
	t.Helper()
	all := []trace{{[]byte(marker), true}}
	list, err := st.KeysLike(t.Context(), "dossier:"+string(id), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range list {
		if gone(w.Owner) {
			all = append(all, trace{w.Key[8:40], true})
		}
	}
	_, sealed, err := st.Load(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sealed {
		if n := 2 + int(s.Body[1]); s.Body[0] == 2 && gone("dossier:"+string(id)+"/"+string(s.Body[2:n])) {
			all = append(all, trace{s.Body[n+16 : n+48], false})
		}
	}
	return all
}

// sought looks for traces in every file below a folder: it names the files that
// hold strict ones, and counts the sealed pieces.
func sought(t *testing.T, dir string, traces []trace) (files int, found []string, sealed int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for _, one := range traces {
			switch has := bytes.Contains(raw, one.bytes); {
			case has && one.strict:
				found = append(found, filepath.Base(path))
			case has:
				sealed++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, found, sealed
}

func verified(t *testing.T, audit *store.Audit, err error) ledger.Report {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer audit.Close()
	report, err := (&ledger.Checker{Source: audit}).Check(t.Context())
	if err != nil {
		t.Fatalf("the log does not verify: %v", err)
	}
	return report
}

// TestErasedIsGone is promise 8 on SQLite: a child's data go on request, then
// the whole dossier after its term, and nothing of it is in any file. A copy of
// the folder from before, with the list of after, loses it too before it serves.
func TestErasedIsGone(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w := worldOn(t, st, dir)
	id, _, child := w.marked()
	other := casework.New(w.parts) // another process that read it before
	if _, err := other.Open(w.noor(), id); err != nil {
		t.Fatal(err)
	}
	kidsOnly := func(owner string) bool { return strings.HasPrefix(owner, "dossier:"+string(id)+"/"+string(child)+"/") }
	want := traces(t, st, id, kidsOnly)
	if len(want) < 4 {
		t.Fatalf("there is too little to look for: %d", len(want))
	}
	if files, found, sealed := sought(t, dir, want); len(found) == 0 || sealed == 0 || files < 3 {
		t.Fatal("the traces are not there to begin with: this test would prove nothing")
	}
	old := t.TempDir()
	if err := st.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(old, "copy"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}

	if _, err := w.office.AskErasure(w.mother(), id, child, "Hij wil dit niet.", "e1", 0); err != nil {
		t.Fatal(err)
	}
	asked, err := w.office.Work(w.eraser(), casework.WorkAsk{})
	if err != nil || len(asked.Items) != 1 || asked.Items[0].Kind != casework.WorkErasure || asked.Items[0].Due.IsZero() {
		t.Fatalf("the officer has %+v, %v", asked.Items, err)
	}
	w.do(w.eraser(), id, dossier.DecideErasure{Erasure: asked.Items[0].Item, Outcome: dossier.ErasureYes, Words: "Niemand heeft het nodig."})
	if got := w.notesOf(id); got != "work money" {
		t.Errorf("notes left: %s", got)
	}
	view, err := other.Open(w.noor(), id)
	if err != nil || len(view.Dossier.Notes()) != 2 {
		t.Errorf("another process shows %d notes, %v", len(view.Dossier.Notes()), err)
	}
	files, found, left := sought(t, dir, want)
	if len(found) > 0 || left > 0 {
		t.Errorf("in %d files: %v, and %d sealed pieces", files, found, left)
	}
	report := verified(t, mustAudit(store.AuditSQLite(t.Context(), dir)), nil)
	t.Logf("after erasing one person: %d traces in no file; %d leaves verify", len(want), report.Leaves+report.Waiting)

	everything := func(owner string) bool { return !strings.HasSuffix(owner, "/erasure") }
	want = append(want, traces(t, st, id, everything)...)
	w.whole(id)
	if _, err := w.office.Open(w.noor(), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the worker opens it: %v", err)
	}
	if _, err := w.office.LooksOf(w.eraser(), id, "", 50); err != nil {
		t.Errorf("who looked can be read no more: %v", err)
	}
	if files, found, left = sought(t, dir, want); len(found) > 0 {
		t.Errorf("in %d files: %v", files, found)
	}
	t.Logf("after erasing the dossier: of %d traces no word and no key in %d files; %d sealed pieces in free space", len(want), files, left)
	verified(t, mustAudit(store.AuditSQLite(t.Context(), dir)), nil)
	restored(t, w, dir, filepath.Join(old, "copy"), id, want)
}

func mustAudit(a *store.Audit, err error) *store.Audit {
	if err != nil {
		panic(err)
	}
	return a
}

// whole closes the dossier and lets its term pass; then the officer decides.
func (w *world) whole(id dossier.ID) {
	w.t.Helper()
	view, err := w.office.Open(w.noor(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range view.Dossier.Clocks {
		if c.Live() {
			w.do(w.noor(), id, dossier.MeetClock{Clock: c.Clock})
		}
	}
	w.do(w.noor(), id, dossier.CloseDossier{Reason: "Klaar."})
	if _, err := w.office.Do(w.eraser(), casework.Wish{Dossier: id, Command: dossier.DecideErasure{Outcome: dossier.ErasureYes, Words: "De termijn is voorbij."}}); !fault.Is(err, fault.Conflict) {
		w.t.Errorf("before the term: %v", err)
	}
	w.later(21 * 366 * 24 * time.Hour)
	due, err := w.office.DueForErasure(w.eraser())
	if err != nil || len(due) != 1 || !due[0].Due {
		w.t.Fatalf("due: %+v, %v", due, err)
	}
	w.do(w.eraser(), id, dossier.DecideErasure{Outcome: dossier.ErasureYes, Words: "De termijn is voorbij."})
}

// restored opens the copy of before: the list in its own file makes it forget.
func restored(t *testing.T, w *world, dir, old string, id dossier.ID, traces []trace) {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(dir, "shred.list"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "shred.list"), list, 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenSQLite(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	parts := w.parts
	parts.Store, parts.Book = st, store.OpenShredBook(filepath.Join(old, "shred.list"))
	if parts.Vault, err = vault.Open(t.Context(), filepath.Join(old, "keys.json"), st, rand.Reader); err != nil {
		t.Fatal(err)
	}
	office := casework.New(parts)
	n, err := office.Reshred(t.Context())
	if err != nil || n != 2 {
		t.Fatalf("carried out %d, %v", n, err)
	}
	if n, err := office.Reshred(t.Context()); err != nil || n != 0 {
		t.Fatalf("a second time %d, %v", n, err)
	}
	files, found, left := sought(t, old, traces)
	if len(found) > 0 {
		t.Errorf("restored, in %d files: %v", files, found)
	}
	t.Logf("restored from before: no word and no key in %d files; %d sealed pieces in free space", files, left)
	if _, err := office.Open(w.noor(), id); err == nil {
		t.Error("the restored dossier opens")
	}
	verified(t, mustAudit(store.AuditSQLite(t.Context(), old)), nil)
}

// TestErasedIsGoneOnPostgres looks into the files of the server's tables. Its
// write-ahead log is only looked at and told of: it goes when it is recycled.
func TestErasedIsGoneOnPostgres(t *testing.T) {
	url := pgtest.URL(t)
	st, err := store.OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w := worldOn(t, st, t.TempDir())
	id, _, _ := w.marked()
	want := traces(t, st, id, func(owner string) bool { return !strings.HasSuffix(owner, "/erasure") })
	w.whole(id)
	if _, err := w.office.Open(w.noor(), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the worker opens it: %v", err)
	}
	report := verified(t, mustAudit(store.AuditPostgres(t.Context(), url)), nil)
	list, err := st.KeysLike(t.Context(), "dossier:"+string(id), "", 100)
	if err != nil || len(list) != 1 {
		t.Errorf("keys left: %d, %v", len(list), err)
	}
	data, err := dataFolder(t.Context(), url)
	if err != nil {
		t.Logf("SKIPPED: the files of the server were not searched: %v", err)
		return
	}
	files, found, sealed := sought(t, filepath.Join(data, "base"), want)
	if len(found) > 0 {
		t.Errorf("words or keys in %d table files: %v", files, found)
	}
	_, words, _ := sought(t, filepath.Join(data, "pg_wal"), want[:1])
	if len(words) > 0 {
		t.Errorf("plain text in the server's write-ahead log: %v", words)
	}
	_, wrapped, pieces := sought(t, filepath.Join(data, "pg_wal"), want)
	t.Logf("%d leaves verify; of %d traces no word and no key in %d table files, %d sealed pieces; in the server's write-ahead log no words, %d wrapped keys and %d sealed pieces until it is recycled",
		report.Leaves+report.Waiting, len(want), files, sealed, len(wrapped), pieces)
}

func dataFolder(ctx context.Context, url string) (string, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return "", err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `CHECKPOINT`); err != nil {
		return "", err
	}
	var path string
	if err := db.QueryRowContext(ctx, `SHOW data_directory`).Scan(&path); err != nil {
		return "", err
	}
	_, err = os.ReadDir(filepath.Join(path, "base"))
	return path, err
}

// TestARefusalKeepsAllAndTellsWhy refuses by an exception of the law.
func TestARefusalKeepsAllAndTellsWhy(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w := worldOn(t, st, dir)
	id, mother, _ := w.marked()
	if _, err := w.office.AskErasure(w.mother(), id, mother, "Weg.", "e1", 0); err != nil {
		t.Fatal(err)
	}
	view, err := w.office.Open(w.eraser(), id)
	if err != nil || len(view.Dossier.Erasures) != 1 {
		t.Fatalf("the officer sees %d, %v", len(view.Dossier.Erasures), err)
	}
	refuse := dossier.DecideErasure{Erasure: view.Dossier.Erasures[0].Erasure, Outcome: dossier.ErasureNo, Basis: dossier.KeepInterest, Words: "Uw zoon heeft het nodig."}
	if _, err := w.office.Do(w.noor(), casework.Wish{Dossier: id, Command: refuse}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a worker decided: %v", err)
	}
	w.do(w.eraser(), id, refuse)
	if got := w.notesOf(id); got != "school work money" {
		t.Errorf("notes left: %s", got)
	}
	view, err = w.office.Open(w.mother(), id)
	if err != nil || len(view.Dossier.Erasures) != 1 || view.Dossier.Erasures[0].Why != refuse.Words {
		t.Errorf("the mother reads %+v, %v", view.Dossier.Erasures, err)
	}
}

// TestOldKeysOpenForEver reads a dossier whose entries were sealed with the one
// key that a dossier had before.
func TestOldKeysOpenForEver(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), dossier.ID("d-old")
	e := dossier.Entry{ID: "e-1", Seq: 1, At: w.now, By: dossier.Actor{User: "u-noor"}, Purpose: "intake", Body: dossier.Opened{Municipality: "9901", Name: "Linde", Team: "o-team"}}
	plain, err := dossier.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	body, err := w.parts.Vault.Seal(ctx, "dossier:"+string(id), "e-1", plain)
	if err != nil || body[0] != 1 {
		t.Fatalf("%v", err)
	}
	if _, err := w.store.Append(ctx, store.Append{Dossier: id, Entries: []store.Sealed{{Dossier: id, Seq: 1, ID: "e-1", At: w.now, Kind: "dossier.opened", Body: body}}}); err != nil {
		t.Fatal(err)
	}
	view, err := w.office.Open(w.as(access.Who{User: "u-fg", Org: "o-gem", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"privacy"}}, "privacy"), id)
	if err != nil || view.Dossier.Name != "Linde" {
		t.Fatalf("got %v, %v", view, err)
	}
}

package casework_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// long is a file of more than two pieces.
var long = []byte(strings.Repeat("Brief van de woningbouw. ", 50_000))

func textFile(body []byte) casework.File {
	return casework.File{Media: "text/plain", Scan: dossier.ScanClean, Body: body}
}

func (w *world) file(ctx context.Context, id dossier.ID, title string, body []byte, parts ...dossier.Part) dossier.ID {
	w.t.Helper()
	done, err := w.office.AddDocument(ctx, casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: title, Parts: parts}}, textFile(body))
	if err != nil {
		w.t.Fatal(err)
	}
	return done.New[0]
}

func (w *world) reads(ctx context.Context, id, document dossier.ID, n int) ([]byte, error) {
	r, err := w.office.ReadDocument(ctx, id, document, n)
	if err != nil {
		return nil, err
	}
	first, err := r.First(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = r.WriteTo(ctx, &out, first)
	return out.Bytes(), err
}

// depot is a place for documents that a test looks into.
type depot struct {
	pieces map[string][]byte
	down   error
	drops  int
}

func (d *depot) name(content dossier.ID, n int) string { return string(content) + string(rune('0'+n)) }

func (d *depot) Put(_ context.Context, _, content dossier.ID, n int, sealed []byte) error {
	if d.down == nil {
		d.pieces[d.name(content, n)] = sealed
	}
	return d.down
}

func (d *depot) Get(_ context.Context, _, content dossier.ID, n int) ([]byte, error) {
	piece, ok := d.pieces[d.name(content, n)]
	if !ok {
		return nil, fault.New(fault.NotFound, "test", "")
	}
	return piece, d.down
}

func (d *depot) Drop(_ context.Context, _, content dossier.ID, pieces int) error {
	d.drops++
	for n := range pieces {
		delete(d.pieces, d.name(content, n))
	}
	return d.down
}

func (w *world) elsewhere() *depot {
	d := &depot{pieces: map[string][]byte{}}
	w.parts.Documents = d
	w.office = casework.New(w.parts)
	return d
}

func TestADocumentComesBackAsItWasSent(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	document := w.file(w.mother(), id, "Brief", long)
	if got, err := w.reads(w.noor(), id, document, 0); err != nil || !bytes.Equal(got, long) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := w.reads(w.teacher(), id, document, 0); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := w.reads(w.noor(), id, document, 2); !fault.Is(err, fault.NotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	revised := casework.Wish{Dossier: id, Command: dossier.ReviseDocument{Document: document, Why: "leesbaar"}}
	if _, err := w.office.AddDocument(w.mother(), revised, textFile([]byte("kort"))); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int][]byte{0: []byte("kort"), 1: long, 2: []byte("kort")} {
		if got, err := w.reads(w.mother(), id, document, n); err != nil || !bytes.Equal(got, want) {
			t.Errorf("version %d: %d bytes, %v", n, len(got), err)
		}
	}
	w.do(w.mother(), id, dossier.WithdrawDocument{Document: document, Reason: "De verkeerde"})
	if _, err := w.reads(w.mother(), id, document, 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("withdrawn: %v", err)
	}
}

func TestNoRowNoDocument(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	document := w.file(w.mother(), id, "Brief", long)
	w.store.look = fault.New(fault.Unavailable, "test", "")
	if r, err := w.office.ReadDocument(w.noor(), id, document, 0); !fault.Is(err, fault.Unavailable) || r != nil {
		t.Errorf("without a row: %v, %v", r, err)
	}
	w.store.look = nil
	if _, err := w.office.ReadDocument(w.noor(), id, document, 0); err != nil {
		t.Fatal(err)
	}
	looks, err := w.office.LooksOf(w.mother(), id, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	told := func(l store.Look) bool { return l.Action == "document" && l.Name == "Noor" }
	if !slices.ContainsFunc(looks.Items, told) {
		t.Errorf("no look tells of it: %+v", looks.Items)
	}
}

func TestWhatLiesInThePlaceForDocumentsIsSealed(t *testing.T) {
	w := newWorld(t)
	place := w.elsewhere()
	id := w.ask("").Dossier
	document := w.file(w.mother(), id, "Brief", long)
	if len(place.pieces) != 3 {
		t.Fatalf("%d pieces", len(place.pieces))
	}
	var first, second string
	for name, piece := range place.pieces {
		if bytes.Contains(piece, long[:20]) {
			t.Errorf("%s holds clear text", name)
		}
		switch name[len(name)-1] {
		case '0':
			first = name
		case '1':
			second = name
		}
	}
	place.pieces[first], place.pieces[second] = place.pieces[second], place.pieces[first]
	if got, err := w.reads(w.mother(), id, document, 0); !fault.Is(err, fault.Unavailable) || len(got) > 0 {
		t.Errorf("pieces in another order: %d bytes, %v", len(got), err)
	}
	place.pieces[first], place.pieces[second] = place.pieces[second], place.pieces[first]
	delete(place.pieces, second)
	if _, err := w.reads(w.mother(), id, document, 0); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a piece is gone: %v", err)
	}
}

func TestARefusedDocumentLeavesNothing(t *testing.T) {
	w := newWorld(t)
	place := w.elsewhere()
	id := w.ask("").Dossier
	for name, wish := range map[string]dossier.Command{
		"no title": dossier.AddDocument{}, "a part that is shut": dossier.AddDocument{Title: "x", Parts: []dossier.Part{{Domain: "money"}}},
		"no document": dossier.ReviseDocument{Document: "x"}, "another command": dossier.WeighSafety{},
	} {
		if _, err := w.office.AddDocument(w.mother(), casework.Wish{Dossier: id, Command: wish}, textFile(long)); err == nil {
			t.Errorf("%s went through", name)
		}
	}
	if _, err := w.office.AddDocument(w.teacher(), casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: "x"}}, textFile(long)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := w.office.AddDocument(w.mother(), casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: "x"}}, textFile(nil)); len(fault.Fields(err)) != 1 {
		t.Errorf("an empty file: %v", err)
	}
	if len(place.pieces) > 0 {
		t.Errorf("%d pieces are left", len(place.pieces))
	}
}

func TestADocumentSentTwiceIsOne(t *testing.T) {
	w := newWorld(t)
	place := w.elsewhere()
	id := w.ask("").Dossier
	wish := casework.Wish{Dossier: id, Key: "k", Command: dossier.AddDocument{Title: "Brief"}}
	first, err := w.office.AddDocument(w.mother(), wish, textFile(long))
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.office.AddDocument(w.mother(), wish, textFile(long))
	if err != nil || !again.Again || again.New[0] != first.New[0] {
		t.Errorf("again: %+v, %v", again, err)
	}
	if len(place.pieces) != 3 {
		t.Errorf("%d pieces", len(place.pieces))
	}
	if _, err := w.office.AddDocument(w.mother(), wish, textFile([]byte("anders"))); !fault.Is(err, fault.Conflict) {
		t.Errorf("another file with the same key: %v", err)
	}
}

// An outcome that is not known may have happened: the agenda finds out.
func TestTheAgendaTakesAwayWhatNoEntryNames(t *testing.T) {
	w := newWorld(t)
	place := w.elsewhere()
	id := w.ask("").Dossier
	stays := w.file(w.mother(), id, "Blijft", []byte("blijft"))
	w.store.appending = errors.New("the disk hangs")
	if _, err := w.office.AddDocument(w.mother(), casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: "x"}}, textFile([]byte("los"))); err == nil {
		t.Fatal("it was written")
	}
	w.store.appending = nil
	if len(place.pieces) != 2 {
		t.Fatalf("%d pieces", len(place.pieces))
	}
	w.mu.Lock()
	w.now = w.now.Add(2 * time.Hour)
	w.mu.Unlock()
	if _, err := w.office.Tick(t.Context(), "test"); err != nil {
		t.Fatal(err)
	}
	if len(place.pieces) != 1 {
		t.Errorf("%d pieces", len(place.pieces))
	}
	if got, err := w.reads(w.mother(), id, stays, 0); err != nil || string(got) != "blijft" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWithoutAPlaceForDocumentsNothingIsPromised(t *testing.T) {
	w := newWorld(t)
	place := w.elsewhere()
	id := w.ask("").Dossier
	place.down = fault.New(fault.Unavailable, "test", "")
	wish := casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: "x"}}
	if _, err := w.office.AddDocument(w.mother(), wish, textFile([]byte("x"))); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	place.down = nil
	document := w.file(w.mother(), id, "Brief", []byte("x"))
	place.down = fault.New(fault.Unavailable, "test", "")
	if _, err := w.reads(w.mother(), id, document, 0); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}

// What an erasure takes of documents: those about the child alone, and no others.
func TestErasureTakesDocuments(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := worldOn(t, st, dir)
	place := w.elsewhere()
	id, mother, child := w.marked()
	of := w.file(w.noor(), id, "Van Kees", []byte(marker+" Kees"), dossier.Part{Person: child, Domain: "school"})
	other := w.file(w.noor(), id, "Van moeder", []byte("moeder"), dossier.Part{Person: mother, Domain: "work"})
	if _, err := w.office.AskErasure(w.mother(), id, child, "Weg graag", "", 0); err != nil {
		t.Fatal(err)
	}
	view, err := w.office.Open(w.eraser(), id)
	if err != nil {
		t.Fatal(err)
	}
	w.do(w.eraser(), id, dossier.DecideErasure{Erasure: view.Dossier.Erasures[0].Erasure, Outcome: dossier.ErasureYes, Words: "Terecht gevraagd."})
	if len(place.pieces) != 1 {
		t.Errorf("%d pieces are left", len(place.pieces))
	}
	if _, err := w.reads(w.noor(), id, of, 0); !fault.Is(err, fault.NotFound) {
		t.Errorf("what was erased: %v", err)
	}
	if got, err := w.reads(w.noor(), id, other, 0); err != nil || string(got) != "moeder" {
		t.Errorf("another's document: %q, %v", got, err)
	}
}

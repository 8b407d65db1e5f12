package depot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"eendracht/internal/depot"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

func open(t *testing.T) (*depot.Folder, string) {
	t.Helper()
	dir := t.TempDir()
	f, err := depot.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

func TestAFolderKeepsPieces(t *testing.T) {
	f, dir := open(t)
	ctx := t.Context()
	for n, piece := range [][]byte{[]byte("een"), bytes.Repeat([]byte{0, 255}, 300_000)} {
		if err := f.Put(ctx, "d1", "c1", n, piece); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(ctx, "d1", "c1", n); err != nil || !bytes.Equal(got, piece) {
			t.Errorf("%d: %d bytes, %v", n, len(got), err)
		}
	}
	if err := f.Put(ctx, "d1", "c1", 0, []byte("anders")); !fault.Is(err, fault.Conflict) {
		t.Errorf("a piece was replaced: %v", err)
	}
	if got, err := f.Get(ctx, "d1", "c1", 0); err != nil || string(got) != "een" {
		t.Errorf("%q, %v", got, err)
	}
	for range 2 {
		if err := f.Drop(ctx, "d1", "c1", 2); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Get(ctx, "d1", "c1", 0); !fault.Is(err, fault.NotFound) {
		t.Errorf("it is still there: %v", err)
	}
	if err := f.Drop(ctx, "d9", "c1", 2); err != nil {
		t.Errorf("nothing to drop: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "d1", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestOfTwoAtOnceOneIsKept(t *testing.T) {
	f, _ := open(t)
	var group sync.WaitGroup
	var mu sync.Mutex
	kept := 0
	for i := range 8 {
		group.Go(func() {
			if f.Put(t.Context(), "d", "c", 0, []byte{byte(i)}) == nil {
				mu.Lock()
				kept++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if kept != 1 {
		t.Errorf("%d were kept", kept)
	}
}

func TestNoNameLeadsOutside(t *testing.T) {
	f, dir := open(t)
	for _, id := range []dossier.ID{"..", "../x", "a/b", "", "/etc", "."} {
		if err := f.Put(t.Context(), id, "c", 0, []byte("x")); id != "." && err == nil {
			t.Errorf("%q was taken for a dossier", id)
		}
		if _, err := f.Get(t.Context(), "d", id, 0); err == nil {
			t.Errorf("%q was taken for a content", id)
		}
	}
	if out, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "c.0")); err != nil || len(out) > 0 {
		t.Errorf("outside: %v, %v", out, err)
	}
	if _, err := depot.Open(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there is opened")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := depot.Open(file); err == nil {
		t.Error("a file is opened as a folder")
	}
}

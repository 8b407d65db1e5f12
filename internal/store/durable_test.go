package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// TestAHalfLineInTheListOfErasures: a crash cut the last line short, so nothing
// was erased by it; what is erased next must be in the list, and readable.
func TestAHalfLineInTheListOfErasures(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shred.list")
	book := store.OpenShredBook(path)
	if err := book.Add(store.Shred{ID: "one"}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, half := range []string{string(whole[:len(whole)/2]), "\x00\x00\x00", "{"} {
		if err := os.WriteFile(path, append(whole[:len(whole):len(whole)], half...), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := book.Add(store.Shred{ID: "two"}); err != nil {
			t.Fatal(err)
		}
		all, err := book.All()
		if err != nil || len(all) != 2 || all[0].ID != "one" || all[1].ID != "two" {
			t.Fatalf("after %q: %v, %v", half, all, err)
		}
	}
}

func TestMakeFolder(t *testing.T) {
	deep := filepath.Join(t.TempDir(), "a", "b", "c")
	for range 2 {
		if err := store.MakeFolder(deep); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(deep); err != nil || info.Mode().Perm() != 0o700 {
		t.Fatal(info, err)
	}
	file := filepath.Join(deep, "f")
	if err := store.WriteWhole(file, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := store.MakeFolder(filepath.Join(file, "under")); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a folder in a file: %v", err)
	}
	if err := store.SyncFolder(filepath.Join(deep, "none")); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a folder that is not there: %v", err)
	}
}

func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	for _, content := range []string{"long before", "new"} {
		if err := store.WriteWhole(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if raw, err := os.ReadFile(path); err != nil || string(raw) != content {
			t.Fatalf("%q, %v", raw, err)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Fatalf("%d files are left, %v", len(list), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	if err := store.WriteWhole(filepath.Join(dir, "none", "f"), nil); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a folder that is not there: %v", err)
	}
}

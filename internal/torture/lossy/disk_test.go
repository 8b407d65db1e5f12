//go:build linux

package lossy

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

func file(d *Disk, folder *thing, name string) *thing {
	t := d.make(syscall.S_IFREG|0o600, 0, 0)
	d.put(step{folder: folder, name: name, to: t})
	return t
}

func saved(t *testing.T, d *Disk) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "left")
	if err := d.Save(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func dice() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func TestOnlyWhatWasSyncedIsLeft(t *testing.T) {
	d := New(0, 0)
	a := file(d, d.root, "a")
	d.write(a, []byte("first"), 0)
	d.sync(a)
	d.sync(d.root)
	d.write(a, []byte("FIRST and more"), 0)
	b := file(d, d.root, "b")
	d.write(b, []byte("content without a name"), 0)
	d.sync(b) // the name was not synced
	if err := d.Save(t.TempDir()); err == nil {
		t.Fatal("a disk in use was saved")
	}
	d.Cut(dice(), true)
	dir := saved(t, d)
	if raw, err := os.ReadFile(filepath.Join(dir, "a")); err != nil || string(raw) != "first" {
		t.Fatalf("%q, %v", raw, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "b")); !os.IsNotExist(err) {
		t.Fatalf("a name that was not synced: %v", err)
	}
	if bad := d.enter(); bad != syscall.EIO {
		t.Fatalf("after the cut: %v", bad)
	}
	d.leave()
}

func TestARenameIsThereWholeOrNotAtAll(t *testing.T) {
	for seed := range uint64(40) {
		d := New(0, 0)
		a, b := file(d, d.root, "a"), file(d, d.root, "b")
		d.write(a, []byte("new"), 0)
		d.write(b, []byte("old"), 0)
		d.sync(a)
		d.sync(b)
		d.sync(d.root)
		d.put(step{folder: d.root, name: "b", to: a, also: &step{folder: d.root, name: "a"}})
		d.Cut(rand.New(rand.NewPCG(seed, 1)), false)
		dir := saved(t, d)
		raw, err := os.ReadFile(filepath.Join(dir, "b"))
		_, gone := os.Stat(filepath.Join(dir, "a"))
		if err != nil || string(raw) != "new" && string(raw) != "old" || (string(raw) == "new") != os.IsNotExist(gone) {
			t.Fatalf("b is %q, %v; a: %v", raw, err, gone)
		}
	}
}

func TestALyingDiskKeepsNothing(t *testing.T) {
	d := New(0, 0)
	d.Lies = true
	a := file(d, d.root, "a")
	d.write(a, []byte("x"), 0)
	d.sync(a)
	d.sync(d.root)
	d.Cut(dice(), true)
	if list, err := os.ReadDir(saved(t, d)); err != nil || len(list) != 0 {
		t.Fatalf("%d left, %v", len(list), err)
	}
}

// TestSyncedPagesSurvive: whatever is written, cut short and synced, after a
// cut every page that nobody touched since the last sync is as it was.
func TestSyncedPagesSurvive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := New(0, 0)
		a := file(d, d.root, "a")
		d.sync(d.root)
		var kept []byte
		touched := map[int64]bool{}
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			switch rapid.IntRange(0, 3).Draw(r, "step") {
			case 0:
				d.sync(a)
				kept = append([]byte(nil), a.data...)
				clear(touched)
			case 1:
				n := rapid.Int64Range(0, 5*page).Draw(r, "length")
				was := int64(len(a.data))
				d.resize(a, n)
				spread(touched, min(was, n), max(was, n))
			default:
				at, n := rapid.Int64Range(0, 4*page).Draw(r, "at"), rapid.IntRange(1, 3*page).Draw(r, "n")
				was := int64(len(a.data))
				d.write(a, bytes.Repeat([]byte{byte(rapid.IntRange(1, 255).Draw(r, "byte"))}, n), at)
				spread(touched, min(was, at), at+int64(n))
			}
		}
		seen := append([]byte(nil), a.data...)
		d.Cut(rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1)), false)
		for p := range int64(len(kept)) / page {
			if !touched[p] && !bytes.Equal(a.data[p*page:(p+1)*page], kept[p*page:(p+1)*page]) {
				r.Fatalf("page %d changed", p)
			}
		}
		if len(a.data) > max(len(kept), len(seen)) {
			r.Fatalf("%d bytes out of %d and %d", len(a.data), len(kept), len(seen))
		}
	})
}

func spread(touched map[int64]bool, begin, end int64) {
	for p := begin / page; p*page < end; p++ {
		touched[p] = true
	}
}

func TestAFolderComesAndGoes(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "in", "deep"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "in", "deep", "f"), []byte("body"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("deep/f", filepath.Join(dir, "in", "l")); err != nil {
		t.Fatal(err)
	}
	d, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	d.Cut(dice(), true)
	left := saved(t, d)
	raw, err := os.ReadFile(filepath.Join(left, "in", "l"))
	info, stat := os.Stat(filepath.Join(left, "in", "deep", "f"))
	if err != nil || stat != nil || string(raw) != "body" || info.Mode().Perm() != 0o640 {
		t.Fatalf("%q %v %v %v", raw, err, info, stat)
	}
}

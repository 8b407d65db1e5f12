package vault

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"eendracht/internal/fault"
)

// TestRotationWhileServing rotates, wraps anew and drops the old key while a vault
// that was opened before goes on sealing for new owners and opening old ones.
func TestRotationWhileServing(t *testing.T) {
	ctx, keys := t.Context(), newShelf()
	path := filepath.Join(t.TempDir(), "k")
	serving := open(t, path, keys)
	sealed := map[string][]byte{}
	seal := func(owner string) {
		t.Helper()
		out, err := serving.Seal(ctx, owner, "e", []byte(owner))
		if err != nil {
			t.Fatal(err)
		}
		sealed[owner] = out
	}
	for i := range 600 {
		seal(fmt.Sprintf("dossier:%03d/p/jw", i))
	}
	before := newShelf()
	for owner, key := range keys.keys {
		before.keys[owner] = key
	}
	if err := Rotate(Keyfile{Path: path}); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	group.Go(func() {
		for i := range 50 {
			seal(fmt.Sprintf("new:%03d", i))
		}
	})
	rounds := 0
	done, err := Rewrap(ctx, Keyfile{Path: path}, keys, func(Rewrapped) { rounds++ })
	group.Wait()
	if err != nil || done.Changed < 601 || rounds < 3 {
		t.Fatalf("%+v in %d rounds, %v", done, rounds, err)
	}
	if again, err := Rewrap(ctx, Keyfile{Path: path}, keys, nil); err != nil || again.Changed != 0 {
		t.Fatalf("a second time %+v, %v", again, err)
	}
	if n, err := DropOld(ctx, Keyfile{Path: path}, keys); err != nil || n != 1 {
		t.Fatalf("dropped %d, %v", n, err)
	}
	for name, v := range map[string]*Vault{"serving": serving, "opened after": open(t, path, keys)} {
		for owner, body := range sealed {
			if got, err := v.Open(ctx, owner, "e", body); err != nil || string(got) != owner {
				t.Fatalf("%s: %s opens to %q, %v", name, owner, got, err)
			}
		}
	}
	// Keys wrapped before, as in an old backup, open no more.
	if _, err := Open(ctx, path, before, nil); err == nil {
		t.Fatal("a key that was wrapped with the dropped master opens")
	}
}

func TestPreloadAndEvict(t *testing.T) {
	ctx, keys := t.Context(), newShelf()
	path := filepath.Join(t.TempDir(), "k")
	v := open(t, path, keys)
	body, err := v.Seal(ctx, "dossier:a/p1/jw", "e", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	other := open(t, path, keys)
	if err := other.Preload(ctx, "dossier:a/"); err != nil {
		t.Fatal(err)
	}
	if err := keys.DropKey(ctx, "dossier:a/p1/jw"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(ctx, "dossier:a/p1/jw", "e", body); err != nil {
		t.Fatalf("it was loaded before: %v", err)
	}
	other.Evict("dossier:a/p1/jw")
	if _, err := other.Open(ctx, "dossier:a/p1/jw", "e", body); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("it is still in memory: %v", err)
	}
}

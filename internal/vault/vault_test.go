package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// shelf keeps wrapped keys in memory, as a store does on disk.
type shelf struct {
	mu   sync.Mutex
	keys map[string][]byte
}

func (s *shelf) PutKey(_ context.Context, owner string, wrapped []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.keys[owner]; ok {
		return fault.New(fault.Conflict, "shelf", "")
	}
	s.keys[owner] = slices.Clone(wrapped)
	return nil
}

func (s *shelf) Key(_ context.Context, owner string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key, ok := s.keys[owner]; ok {
		return key, nil
	}
	return nil, fault.New(fault.NotFound, "shelf", "")
}

func (s *shelf) DropKey(_ context.Context, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys, owner)
	return nil
}

func (s *shelf) KeysLike(_ context.Context, prefix, after string, n int) ([]store.Wrapped, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Wrapped
	for _, owner := range slices.Sorted(maps.Keys(s.keys)) {
		if strings.HasPrefix(owner, prefix) && owner > after && len(all) < n {
			all = append(all, store.Wrapped{Owner: owner, Key: slices.Clone(s.keys[owner])})
		}
	}
	return all, nil
}

func (s *shelf) SwapKey(_ context.Context, owner string, was, now []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !bytes.Equal(s.keys[owner], was) {
		return fault.New(fault.Conflict, "shelf", "")
	}
	s.keys[owner] = slices.Clone(now)
	return nil
}

func newShelf() *shelf { return &shelf{keys: map[string][]byte{}} }

func open(t testing.TB, path string, keys Keys) *Vault {
	t.Helper()
	v, err := Open(t.Context(), path, keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhatIsSealedOpensOnlyForItsOwnerAndContext(t *testing.T) {
	ctx := t.Context()
	v := open(t, filepath.Join(t.TempDir(), "k"), newShelf())
	plain := []byte("moeder van drie")
	sealed, err := v.Seal(ctx, "dossier:a", "entry1", plain)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, plain) {
		t.Fatal("the plain text shows")
	}
	if got, err := v.Open(ctx, "dossier:a", "entry1", sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := v.Seal(ctx, "dossier:b", "x", plain); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []struct{ owner, context string }{{"dossier:b", "entry1"}, {"dossier:a", "entry2"}, {"dossier:none", "entry1"}} {
		if _, err := v.Open(ctx, wrong.owner, wrong.context, sealed); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%v opened: %v", wrong, err)
		}
	}
	for i := range sealed {
		flipped := slices.Clone(sealed)
		flipped[i] ^= 1
		if _, err := v.Open(ctx, "dossier:a", "entry1", flipped); err == nil {
			t.Fatalf("a flipped bit in byte %d was not seen", i)
		}
	}
}

func TestAForgottenKeyOpensNothing(t *testing.T) {
	ctx := t.Context()
	v := open(t, filepath.Join(t.TempDir(), "k"), newShelf())
	sealed, err := v.Seal(ctx, "dossier:a", "e", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Forget(ctx, "dossier:a"); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Open(ctx, "dossier:a", "e", sealed); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("got %v", err)
	}
}

func TestTokens(t *testing.T) {
	dir := t.TempDir()
	one, two := newShelf(), newShelf()
	a, again, b := open(t, filepath.Join(dir, "a"), one), open(t, filepath.Join(dir, "a"), one), open(t, filepath.Join(dir, "b"), two)
	token := a.Token("bsn", "999990019")
	switch {
	case !bytes.Equal(token, again.Token("bsn", "999990019")):
		t.Error("the same installation gives another token")
	case bytes.Equal(token, b.Token("bsn", "999990019")):
		t.Error("two installations share tokens")
	case bytes.Equal(token, a.Token("address", "999990019")):
		t.Error("two kinds share tokens")
	}
}

func TestManyMakeOneKey(t *testing.T) {
	keys := newShelf()
	path := filepath.Join(t.TempDir(), "k")
	one, two := open(t, path, keys), open(t, path, keys)
	var group sync.WaitGroup
	sealed := make([][]byte, 16)
	for i := range sealed {
		group.Go(func() {
			v := one
			if i%2 == 1 {
				v = two
			}
			var err error
			if sealed[i], err = v.Seal(t.Context(), "dossier:a", "e", []byte("x")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, s := range sealed {
		if _, err := open(t, path, keys).Open(t.Context(), "dossier:a", "e", s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRotation(t *testing.T) {
	keys := newShelf()
	path := filepath.Join(t.TempDir(), "k")
	sealed, err := open(t, path, keys).Seal(t.Context(), "a", "e", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Rotate(Keyfile{Path: path}); err != nil {
		t.Fatal(err)
	}
	v := open(t, path, keys)
	if _, err := v.Open(t.Context(), "a", "e", sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Seal(t.Context(), "b", "e", []byte("x")); err != nil {
		t.Fatal(err)
	}
}

func TestTheMasterFile(t *testing.T) {
	keys := newShelf()
	path := filepath.Join(t.TempDir(), "k")
	open(t, path, keys)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, keys, rand.Reader); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a lost master beside existing keys must be refused, got %v", err)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	c := newCache(2)
	for _, owner := range []string{"a", "b", "c"} {
		c.put(owner, nil)
	}
	if _, ok := c.get("a"); ok || c.order.Len() != 2 {
		t.Fatal("the oldest must leave")
	}
}

// TestAnyPlainTextComesBack seals texts of any length for any owner and context.
func TestAnyPlainTextComesBack(t *testing.T) {
	v := open(t, filepath.Join(t.TempDir(), "k"), newShelf())
	rapid.Check(t, func(r *rapid.T) {
		owner, context := rapid.String().Draw(r, "owner"), rapid.String().Draw(r, "context")
		plain := rapid.SliceOfN(rapid.Byte(), 0, 600).Draw(r, "plain")
		one, err := v.Seal(t.Context(), owner, context, plain)
		two, again := v.Seal(t.Context(), owner, context, plain)
		if err != nil || again != nil || bytes.Equal(one, two) {
			r.Fatalf("%v, %v: the same text must not show as the same", err, again)
		}
		if got, err := v.Open(t.Context(), owner, context, one); err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("got %q, %v", got, err)
		}
	})
}

// TestASeededSourceForMany lets many draw from a source that takes one at a
// time: no nonce may come twice.
func TestASeededSourceForMany(t *testing.T) {
	v, err := Open(t.Context(), filepath.Join(t.TempDir(), "k"), newShelf(), mathrand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for range 8 {
		group.Go(func() {
			for range 200 {
				sealed, err := v.Seal(t.Context(), "o", "c", nil)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if nonce := string(sealed[1 : 1+nonceBytes]); seen[nonce] {
					t.Error("a nonce came twice")
				} else {
					seen[nonce] = true
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
}

func BenchmarkToken(b *testing.B) {
	v := open(b, filepath.Join(b.TempDir(), "k"), newShelf())
	for b.Loop() {
		v.Token("bsn", "999990019")
	}
}

func BenchmarkOpen300(b *testing.B) {
	v := open(b, filepath.Join(b.TempDir(), "k"), newShelf())
	sealed, err := v.Seal(b.Context(), "dossier:a", "entry", make([]byte, 300))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := v.Open(b.Context(), "dossier:a", "entry", sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeal300(b *testing.B) {
	v := open(b, filepath.Join(b.TempDir(), "k"), newShelf())
	plain := make([]byte, 300)
	for b.Loop() {
		if _, err := v.Seal(b.Context(), "dossier:a", "entry", plain); err != nil {
			b.Fatal(err)
		}
	}
}

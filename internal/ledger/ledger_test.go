package ledger

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func leafOf(n int) []byte {
	return Leaf{Look, Key{fmt.Sprintf("d%d", n%7), int64(n), fmt.Sprintf("l%d", n)}, tlog.RecordHash(fmt.Append(nil, n))}.Append(nil)
}

// TestTheTreeIsThatOfTheStandard compares root, tiles and proofs with those of tlog.
func TestTheTreeIsThatOfTheStandard(t *testing.T) {
	var stored []Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		out := make([]Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	tiles := map[[2]int64][]byte{}
	keep := func(tile Tile) { tiles[[2]int64{int64(tile.Level), tile.N}] = tile.Data }
	tree, h := &Tree{}, &Hasher{}
	checks := map[int64]bool{1: true, 2: true, 3: true, 255: true, 256: true, 257: true, 511: true, 512: true, 1000: true, 65535: true, 65536: true, 65537: true, 66000: true}
	for n := int64(0); n < 66000; n++ {
		leaf := leafOf(int(n))
		if h.Leaf(leaf) != tlog.RecordHash(leaf) {
			t.Fatal("the hash of a leaf is not that of the standard")
		}
		tree.Add(h.Leaf(leaf), keep)
		more, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
		if !checks[n+1] {
			continue
		}
		want, err := tlog.TreeHash(n+1, reader)
		if err != nil || tree.Root() != want {
			t.Fatalf("root of %d leaves: %v, want %v (%v)", n+1, tree.Root(), want, err)
		}
		checkProofs(t, tree, tiles, n+1, want)
	}
}

func checkProofs(t *testing.T, tree *Tree, tiles map[[2]int64][]byte, size int64, root Hash) {
	t.Helper()
	for _, tile := range tree.Edge() {
		tiles[[2]int64{int64(tile.Level), tile.N}] = tile.Data
	}
	read := TileOf(func(level int, n int64, width int) ([]byte, error) { return tiles[[2]int64{int64(level), n}], nil })
	for _, n := range []int64{0, size / 3, size - 1} {
		proof, err := Inclusion(size, n, read)
		if err != nil {
			t.Fatal(err)
		}
		h := &Hasher{}
		if err := tlog.CheckRecord(proof, size, root, n, h.Leaf(leafOf(int(n)))); err != nil {
			t.Fatalf("leaf %d of %d: %v", n, size, err)
		}
	}
	old := &Tree{}
	for n := range size/2 + 1 {
		old.Add((&Hasher{}).Leaf(leafOf(int(n))), nil)
	}
	proof, err := Consistency(size, old.Size(), read)
	if err != nil {
		t.Fatal(err)
	}
	if old.Size() < size {
		if err := tlog.CheckTree(proof, size, root, old.Size(), old.Root()); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Resume(size, tree.Edge())
	if err != nil || again.Root() != root {
		t.Fatalf("a tree that was taken up again: %v", err)
	}
	if len(tree.Edge()) != len(Edges(size)) {
		t.Fatalf("%d tiles at the edge of %d leaves, want %d", len(tree.Edge()), size, len(Edges(size)))
	}
}

func TestResumeRefusesTilesOfAnotherSize(t *testing.T) {
	if _, err := Resume(3, []Tile{{Data: make([]byte, 2*digestSize)}}); err == nil {
		t.Error("two hashes were taken for three")
	}
}

func TestLeavesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := []Kind{Entry, Look, Decision, Policy, Erased}
		var data []byte
		var want []Leaf
		for range rapid.IntRange(0, 5).Draw(t, "leaves") {
			l := Leaf{rapid.SampledFrom(kinds).Draw(t, "kind"), Key{rapid.String().Draw(t, "home"), rapid.Int64().Draw(t, "number"), rapid.String().Draw(t, "id")}, tlog.RecordHash(rapid.SliceOf(rapid.Byte()).Draw(t, "x"))}
			want, data = append(want, l), l.Append(data)
		}
		var got []Leaf
		whole, err := Each(data, func(leaf []byte) error {
			l, ok := Parse(leaf)
			if !ok {
				t.Fatal("no leaf")
			}
			got = append(got, l)
			return nil
		})
		if !whole || err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("got %v, want %v (%v, %v)", got, want, whole, err)
		}
		if len(data) > 0 {
			if whole, _ := Each(data[:len(data)-1], func([]byte) error { return nil }); whole {
				t.Fatal("a cut leaf counts as whole")
			}
		}
	})
}

func FuzzEach(f *testing.F) {
	f.Add(leafOf(1))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = Each(data, func(leaf []byte) error {
			if l, ok := Parse(leaf); !ok || !bytes.Equal(l.Append(nil), leaf) {
				t.Errorf("%x is not written as it was read", leaf)
			}
			return nil
		})
	})
}

func FuzzReadCheckpoint(f *testing.F) {
	f.Add("a/2026\n1\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\ntime 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ReadCheckpoint(text); err == nil && !strings.HasPrefix(text+"\n", c.Text()) {
			t.Errorf("%q is read as %q", text, c.Text())
		}
	})
}

func TestAStubKeepsTheLeaf(t *testing.T) {
	body := []byte("\x01sealed")
	stub := Stub(body)
	if !IsStub(stub) || IsStub(body) || !bytes.Equal(Stub(stub), stub) {
		t.Fatal("a stub is not known as one")
	}
	if EntryDigest(1, "k", body) != EntryDigest(1, "k", stub) || EntryDigest(1, "k", body) == EntryDigest(2, "k", body) {
		t.Error("the digest of an entry is another without its content")
	}
}

func TestASaltPartsTheDetail(t *testing.T) {
	told, kept := SplitDetail([]byte(`{"name":"\",\"salt\":\"x","salt":"abc","parts":"p/q"}`))
	if string(told) != `{"name":"\",\"salt\":\"x"` || string(kept) != `,"salt":"abc","parts":"p/q"}` {
		t.Errorf("told %s, kept %s", told, kept)
	}
	if told, kept := SplitDetail([]byte(`{"name":"x"}`)); told != nil || string(kept) != `{"name":"x"}` {
		t.Errorf("an old row tells %s and keeps %s", told, kept)
	}
}

func keys(t *testing.T, name string) (*Signer, Public) {
	t.Helper()
	secret, public, err := NewKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := PublicOf(secret); err != nil || again != public {
		t.Fatalf("public line %q, want %q (%v)", again, public, err)
	}
	signer, err := NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadPublic(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, read
}

func TestCheckpointsAreSignedAndCosigned(t *testing.T) {
	for range 50 { // keys whose text holds a plus, too
		signer, public := keys(t, "eendracht-test")
		witness, seen := keys(t, "partner.example")
		c := Checkpoint{"eendracht-test", ShardOf(2026) + 1, 42, tlog.RecordHash(nil), time.UnixMicro(1_800_000_000_123_456).UTC()}
		signed, err := signer.Sign(c)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadCheckpoint(signed); err != nil || got != c {
			t.Fatalf("%+v is read as %+v (%v)", c, got, err)
		}
		both := signed + witness.Cosign(signed, time.Unix(1_800_000_001, 0))
		if !public.Signed(both) || !seen.Cosigned(both) || seen.Signed(both) || public.Cosigned(both) || seen.Cosigned(signed) || CountSigned(both) != 2 {
			t.Fatal("signatures are not told apart")
		}
		for at := range both {
			flipped := []byte(both)
			flipped[at] ^= 1
			if public.Signed(string(flipped)) && seen.Cosigned(string(flipped)) && CountSigned(string(flipped)) == 2 {
				t.Fatalf("a flipped bit at %d is not seen: %q", at, flipped)
			}
		}
	}
}

// TestOthersReadOurNotes opens a checkpoint with the package that others use.
func TestOthersReadOurNotes(t *testing.T) {
	secret, public, err := NewKey(rand.Reader, "x/2026")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	signer.name = "x"
	signed, err := signer.Sign(Checkpoint{"x", ShardOf(2026), 1, Hash{}, time.UnixMicro(1).UTC()})
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open([]byte(signed), note.VerifierList(verifier)); err != nil {
		t.Errorf("the signature does not hold for others: %v", err)
	}
}

func TestShardsAreReadBack(t *testing.T) {
	for _, s := range []Shard{ShardOf(2026), ShardOf(2036) + 1, ShardOf(2026) + 999} {
		if got, ok := ReadShard(s.String()); !ok || got != s {
			t.Errorf("%v is read as %v", s, got)
		}
	}
	for _, bad := range []string{"", "x", "2026.0", "2026.1000", "02026", "-1", "2026.", "99999"} {
		if s, ok := ReadShard(bad); ok {
			t.Errorf("%q is read as %v", bad, s)
		}
	}
}

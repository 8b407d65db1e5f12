package storetest

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// sealer gives what seals in the name of an owner.
func sealer(t testing.TB, owner string) (store.Seal, ledger.Public) {
	t.Helper()
	secret, line, err := ledger.NewKey(rand.Reader, "eendracht-test")
	ok(t, err)
	signer, err := ledger.NewSigner(secret)
	ok(t, err)
	public, err := ledger.ReadPublic(line)
	ok(t, err)
	return store.Seal{Owner: owner, Now: now, Hold: time.Minute, Name: signer.Name(), Sign: signer.Sign}, public
}

// sealAll seals until nothing waits.
func sealAll(t testing.TB, s store.Store, q store.Seal) (leaves int64) {
	t.Helper()
	for {
		done, err := s.Seal(t.Context(), q)
		ok(t, err)
		if done.Leaves == 0 {
			return leaves
		}
		leaves += done.Leaves
	}
}

// Covered writes rows of every kind that the log covers: 3 entries, 4 looks, a
// decision, a set of policies, an erasure and a change of the directory.
func Covered(t testing.TB, s store.Store) (id dossier.ID, looked store.Look) {
	t.Helper()
	id = newID("d")
	l := look(id, "u1")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 3), Look: &l, Actor: "u1", Key: string(newID("key"))})
	for range 2 {
		looked = look(id, "u2")
		_, err := s.Look(t.Context(), looked)
		ok(t, err)
	}
	_, err := s.Look(t.Context(), look("", "u2"))
	ok(t, err)
	ok(t, s.PutDecision(t.Context(), store.Decision{ID: newID("no"), At: now, User: "u3", Org: "org1", Dossier: id, Version: 3, Detail: `{"purpose":"help"}`}))
	set := store.PolicySet{Version: string(newID("set")), At: now, Body: []byte("permit;")}
	ok(t, s.PutPolicySet(t.Context(), set))
	ok(t, s.PutPolicySet(t.Context(), set))
	ok(t, s.PutErased(t.Context(), store.Erased{ID: newID("gone"), Dossier: newID("d"), At: now, User: "u4", Org: "org1", Ground: "jw 7.3.8", What: []string{"entry", "look"}}))
	ok(t, s.Change(t.Context(), store.Change{Home: "org1", At: now, ID: newID("c"), User: "u5", Kind: "org", Subject: "o", Detail: []byte("sealed")}, nil, nil, nil))
	return id, looked
}

// coveredLeaves is how many leaves Covered makes.
const coveredLeaves = 11

func sealed(t *testing.T, s store.Store) {
	q, public := sealer(t, "one")
	_, err := s.Checkpoint(t.Context(), 0)
	is(t, err, fault.NotFound, "")
	id, looked := Covered(t, s)
	row, err := s.LookRow(t.Context(), string(id), looked.ID)
	ok(t, err)
	_, _, err = s.FindLeaf(t.Context(), row.Leaf(), looked.At)
	is(t, err, fault.NotFound, "")
	same(t, "leaves", sealAll(t, s, q), coveredLeaves)
	c, err := s.Checkpoint(t.Context(), 0)
	ok(t, err)
	same(t, "size", c.Size, coveredLeaves)
	same(t, "shard", c.Shard, ledger.ShardOf(2026))
	if !public.Signed(c.Note) {
		t.Fatal("the checkpoint is not signed")
	}
	proved(t, s, c, row, looked.At)
	placed, err := s.LookRow(t.Context(), string(id), looked.Place())
	ok(t, err)
	same(t, "row by its place", string(placed.Leaf()), string(row.Leaf()))
	_, err = s.LookRow(t.Context(), string(newID("d")), looked.Place())
	is(t, err, fault.NotFound, "") // of another dossier
	again, err := s.LookRow(t.Context(), "", looked.ID)
	ok(t, err)
	same(t, "row", string(again.Leaf()), string(row.Leaf()))
	c.Cosigned, c.Note = 1, c.Note+"— w x\n"
	ok(t, s.PutCosigned(t.Context(), c))
	is(t, s.PutCosigned(t.Context(), c), fault.NotFound, "") // not fewer or as many
	q.Now = now.Add(time.Second)
	Covered(t, s)
	same(t, "leaves", sealAll(t, s, q), coveredLeaves)
	kept, err := s.Checkpoint(t.Context(), c.Shard)
	ok(t, err)
	same(t, "size", kept.Size, 2*coveredLeaves)
}

// proved finds a leaf and checks the proof of it.
func proved(t testing.TB, s store.Store, c store.Checkpoint, row ledger.LookRow, at time.Time) {
	t.Helper()
	for _, since := range []time.Time{at, at.AddDate(20, 0, 0)} {
		shard, n, err := s.FindLeaf(t.Context(), row.Leaf(), since)
		ok(t, err)
		path, err := ledger.Inclusion(c.Size, n, func(level int, n int64, _ int) ([]byte, error) { return s.Tile(t.Context(), shard, level, n) })
		ok(t, err)
		point, err := ledger.ReadCheckpoint(c.Note)
		ok(t, err)
		ok(t, tlog.CheckRecord(path, c.Size, point.Root, n, tlog.RecordHash(row.Leaf())))
	}
}

// manySeals lets two processes seal while others write: every row gets one leaf.
func manySeals(t *testing.T, s store.Store) {
	one, _ := sealer(t, "one")
	two := one
	two.Owner = "two"
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				if _, err := s.Look(t.Context(), look("d", "u")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, q := range []store.Seal{one, two} {
		group.Go(func() {
			for i := range 20 {
				q.Now = now.Add(time.Duration(i) * time.Hour) // the lease ends every time
				if _, err := s.Seal(t.Context(), q); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	one.Now = now.Add(100 * time.Hour)
	sealAll(t, s, one)
	c, err := s.Checkpoint(t.Context(), 0)
	ok(t, err)
	same(t, "size", c.Size, 200)
}

func sealLease(t *testing.T, s store.Store) {
	one, _ := sealer(t, "one")
	two, _ := sealer(t, "two")
	begin(t, s, 2)
	same(t, "leaves", sealAll(t, s, one), 2)
	begin(t, s, 3)
	same(t, "leaves while another has the lease", sealAll(t, s, two), 0)
	two.Now = now.Add(2 * time.Minute)
	same(t, "leaves after the lease", sealAll(t, s, two), 3)
	begin(t, s, 4)
	one.Now = now.AddDate(-10, 0, 0) // its clock ran back: a lease of years ahead binds nobody
	same(t, "leaves with a clock that ran back", sealAll(t, s, one), 4)
}

// yearly checks that every year has its tree, and that a clock that runs back
// opens none of the past.
func yearly(t *testing.T, s store.Store) {
	q, _ := sealer(t, "one")
	for i, step := range []struct {
		year  int
		shard ledger.Shard
		size  int64
	}{{2026, ledger.ShardOf(2026), 1}, {2027, ledger.ShardOf(2027), 1}, {2026, ledger.ShardOf(2027), 2}, {2030, ledger.ShardOf(2030), 1}} {
		begin(t, s, 1)
		q.Now = time.Date(step.year, 6, 1, 0, 0, i, 0, time.UTC)
		sealAll(t, s, q)
		c, err := s.Checkpoint(t.Context(), 0)
		ok(t, err)
		same(t, "shard", c.Shard, step.shard)
		same(t, "size", c.Size, step.size)
	}
	shard, err := s.BeginShard(t.Context(), 2026)
	ok(t, err)
	same(t, "shard after a restore", shard, ledger.ShardOf(2030)+1)
	begin(t, s, 1)
	sealAll(t, s, q)
	c, err := s.Checkpoint(t.Context(), 0)
	ok(t, err)
	same(t, "shard", c.Shard, shard)
	_, err = s.Tile(t.Context(), shard, 3, 0)
	is(t, err, fault.NotFound, "")
}

// sealBroken checks that a log that cannot go on hinders no look.
func sealBroken(t *testing.T, s store.Store) {
	q, _ := sealer(t, "one")
	begin(t, s, 1)
	q.Sign = func(ledger.Checkpoint) (string, error) { return "", fault.New(fault.Unavailable, "test", "") }
	if _, err := s.Seal(t.Context(), q); err == nil {
		t.Fatal("sealed without a signature")
	}
	_, err := s.Look(t.Context(), look("d", "u"))
	ok(t, err)
	good, _ := sealer(t, "one")
	same(t, "leaves", sealAll(t, s, good), 2)
}

func erasures(t *testing.T, s store.Store) {
	e := store.Erased{ID: newID("gone"), Dossier: newID("d"), At: now, User: "u4", Org: "org1", Ground: "jw 7.3.8", What: []string{"entry"}}
	ok(t, s.PutErased(t.Context(), e))
	all, err := s.ErasedOf(t.Context(), e.Dossier)
	ok(t, err)
	same(t, "erasures", len(all), 1)
	if got := all[0]; got.ID != e.ID || !got.At.Equal(e.At) || got.Ground != e.Ground || got.What[0] != "entry" || got.User != e.User {
		t.Fatalf("%+v came back as %+v", e, got)
	}
}

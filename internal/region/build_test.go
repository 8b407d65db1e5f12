package region

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// newOffice makes an office on an empty SQLite store that lives in the
// simulator's time.
func newOffice(t testing.TB) *casework.Office {
	t.Helper()
	return officeOn(t, func(st store.Store) store.Store { return st })
}

// officeOn makes an office whose store is put in something else.
func officeOn(t testing.TB, in func(store.Store) store.Store) *casework.Office {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	st, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	keys, err := vault.Open(ctx, filepath.Join(dir, "keys.json"), st, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := access.New(law)
	if err != nil {
		t.Fatal(err)
	}
	return casework.New(casework.Parts{
		Store: in(st), Vault: keys, Access: engine, Law: law, Now: Clock, NewID: IDs, Log: slog.New(slog.DiscardHandler),
	})
}

// read gives a whole dossier from the store, past casework: a test may.
func read(t *testing.T, o *casework.Office, id dossier.ID) *dossier.Dossier {
	t.Helper()
	ctx := context.Background()
	_, sealed, err := o.Store.Load(ctx, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	var entries []dossier.Entry
	for _, s := range sealed {
		owner, body := sealedFor(id, s.Body)
		plain, err := o.Vault.Open(ctx, owner, string(s.ID), body)
		if err != nil {
			t.Fatal(err)
		}
		e, err := dossier.Decode(plain)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return dossier.Fold(dossier.New(id), entries...)
}

// sealedFor reads for which key an entry was sealed: after a first byte of 2
// come the length and name of the person and class.
func sealedFor(id dossier.ID, sealed []byte) (owner string, body []byte) {
	n := 2 + int(sealed[1])
	return "dossier:" + string(id) + "/" + string(sealed[2:n]), sealed[n:]
}

// sum is a digest of all dossiers of a region.
func sum(t *testing.T, o *casework.Office, r *Region) (digest string, entries int) {
	t.Helper()
	hash := sha256.New()
	for n := range r.Count {
		d := read(t, o, r.Dossier(n))
		entries += len(d.Entries)
		for _, e := range d.Entries {
			plain, err := dossier.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			hash.Write(plain)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), entries
}

func quiet(int, int) {}

func build(t *testing.T, o *casework.Office, r *Region) {
	t.Helper()
	if err := Build(context.Background(), o, r, quiet); err != nil {
		t.Fatal(err)
	}
}

func TestBuildTwiceIsTheSame(t *testing.T) {
	r := Plan(5, 40, today)
	one, two := newOffice(t), newOffice(t)
	build(t, one, r)
	build(t, two, r)
	first, n := sum(t, one, r)
	second, m := sum(t, two, r)
	if first != second || n != m {
		t.Errorf("two builds differ: %d entries and %d", n, m)
	}
	build(t, one, r) // a third time, on what is there
	if again, k := sum(t, one, r); again != first || k != n {
		t.Errorf("building again changed the region: %d entries became %d", n, k)
	}
	if err := Build(context.Background(), one, Plan(6, 40, today), quiet); !fault.Is(err, fault.Conflict) {
		t.Errorf("another region over this one: %v", err)
	}
	t.Logf("%d entries in 40 families", n)
}

// TestEverySeedLives builds small regions of other seeds and on other days, the
// last of February and of December among them.
func TestEverySeedLives(t *testing.T) {
	for seed, day := range map[uint64]string{0: "2027-02-28", 1 << 63: "2028-02-29", 77: "2026-12-31"} {
		r := Plan(seed, 12, nl.MustDate(day))
		o := newOffice(t)
		build(t, o, r)
		for n := range r.Count {
			if d := read(t, o, r.Dossier(n)); d.Name == "" || d.Team == "" || len(d.Meldingen) == 0 {
				t.Errorf("seed %d: family %d has no history", seed, n)
			}
		}
	}
}

func TestBrokenOffBuildGoesOn(t *testing.T) {
	r := Plan(5, 40, today)
	whole, broken := newOffice(t), newOffice(t)
	build(t, whole, r)
	want, entries := sum(t, whole, r)
	for _, stop := range []int{1, 9, 20} {
		ctx, cancel := context.WithCancel(context.Background())
		err := Build(ctx, broken, r, func(done, _ int) {
			if done >= stop {
				cancel()
			}
		})
		cancel()
		if err == nil {
			t.Fatalf("the build was not broken off at %d families", stop)
		}
	}
	build(t, broken, r)
	if got, n := sum(t, broken, r); got != want {
		t.Errorf("broken off and taken up again: %d entries, in one go %d", n, entries)
	}
}

// moody is a store that now and then does not answer in time: before it has
// written, or after.
type moody struct {
	store.Store
	calls atomic.Int64
}

func (m *moody) Append(ctx context.Context, a store.Append) (store.Stamp, error) {
	late := fault.New(fault.Unavailable, "moody.Append", "")
	n := m.calls.Add(1)
	if n%11 == 0 {
		return store.Stamp{}, late
	}
	stamp, err := m.Store.Append(ctx, a)
	if err == nil && n%13 == 0 {
		return store.Stamp{}, late
	}
	return stamp, err
}

func (m *moody) Look(ctx context.Context, l store.Look) (store.Stamp, error) {
	stamp, err := m.Store.Look(ctx, l)
	if m.calls.Add(1)%7 == 0 {
		return store.Stamp{}, fault.New(fault.Unavailable, "moody.Look", "")
	}
	return stamp, err
}

func TestStoreThatDoesNotAnswerInTimeChangesNothing(t *testing.T) {
	r := Plan(5, 20, today)
	calm := newOffice(t)
	build(t, calm, r)
	want, entries := sum(t, calm, r)
	trouble := officeOn(t, func(st store.Store) store.Store { return &moody{Store: st} })
	build(t, trouble, r)
	if got, n := sum(t, trouble, r); got != want {
		t.Errorf("with a moody store %d entries, without %d", n, entries)
	}
}

func TestEveryFamilyKeepsTheInvariants(t *testing.T) {
	r := Plan(9, 60, today)
	o := newOffice(t)
	build(t, o, r)
	phases := map[string]int{}
	end := today.Midnight().Add(24 * time.Hour)
	for n := range r.Count {
		d := read(t, o, r.Dossier(n))
		phases[d.Phase()]++
		for i, e := range d.Entries {
			if e.Seq != int64(i)+1 || e.At.After(end) || i > 0 && e.At.Before(d.Entries[i-1].At) {
				t.Errorf("family %d: entry %d of %s, seq %d, out of order", n, i, e.At, e.Seq)
			}
		}
		if err := lapses(d); err != nil {
			t.Errorf("family %d: %v", n, err)
		}
		leads := 0
		for _, i := range d.Involved {
			if i.Role == "lead" && i.Active(today) {
				leads++
			}
		}
		if leads > 1 || (d.Lead != nil) != (leads == 1) {
			t.Errorf("family %d has %d leads", n, leads)
		}
		if d.Closed != nil && d.Closed.Keep.IsZero() {
			t.Errorf("family %d is closed without a day of retention", n)
		}
	}
	t.Logf("phases: %v", phases)
	meters, err := o.Store.Meters(context.Background(), "", nl.Date{})
	if err != nil {
		t.Fatal(err)
	}
	reused := int64(0)
	for _, m := range meters {
		reused += m.Reused
		if m.Retyped != 0 {
			t.Errorf("%s typed %d values again", m.Org, m.Retyped)
		}
	}
	if reused == 0 {
		t.Error("the meter saw nothing")
	}
}

// lapses says whether a term that has passed still runs.
func lapses(d *dossier.Dossier) error {
	var errs []error
	for _, c := range d.Clocks {
		if c.State == dossier.ClockRuns && c.Due.Before(today) {
			errs = append(errs, fmt.Errorf("%s still runs, it was due on %s", c.Term, c.Due))
		}
	}
	return errors.Join(errs...)
}

func TestBenchDossiersHaveTheirLength(t *testing.T) {
	r := Plan(1, 4, today)
	o := newOffice(t)
	build(t, o, r)
	for _, b := range r.Bench() {
		d := read(t, o, b.Dossier)
		if d.Version != benchEntries {
			t.Errorf("%s has %d entries", b.Dossier, d.Version)
		}
		ctx := WithClock(context.Background(), today.Midnight().Add(12*time.Hour))
		for _, who := range []casework.Caller{b.Lead, b.Partner} {
			if _, err := o.Open(casework.As(ctx, who), b.Dossier); err != nil {
				t.Errorf("%s cannot open it: %v", who.Who.Name, err)
			}
		}
	}
	if !slices.Equal([]int{0, 1}, []int{r.Bench()[0].Family, r.Bench()[1].Family}) {
		t.Error("the dossiers for measuring are those of the first two families")
	}
}

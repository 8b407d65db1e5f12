package keeper_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/ledger/keeper"
	"eendracht/internal/store"
)

type town struct {
	store  store.Store
	dir    string
	keeper *keeper.Keeper
	public ledger.Public
}

func newTown(t *testing.T) *town {
	t.Helper()
	c := &town{dir: t.TempDir()}
	var err error
	c.store, err = store.OpenSQLite(t.Context(), c.dir)
	fine(t, err)
	t.Cleanup(func() { fine(t, c.store.Close()) })
	key, err := keeper.OpenKey(t.Context(), filepath.Join(c.dir, "ledger.key"), c.store, rand.Reader)
	fine(t, err)
	c.public, err = ledger.ReadPublic(key.Public)
	fine(t, err)
	c.keeper = &keeper.Keeper{Store: c.store, Key: key, Owner: "o", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	return c
}

func (c *town) look(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		_, err := c.store.Look(t.Context(), store.Look{ID: dossier.ID(fmt.Sprint(time.Now().UnixNano(), i)), Dossier: "d", User: "u", At: time.Now()})
		fine(t, err)
	}
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWitness(t *testing.T, dir string, logs ...ledger.Public) (*keeper.Witness, ledger.Public, string) {
	t.Helper()
	key, err := keeper.WitnessKey(filepath.Join(dir, "witness.key"), "partner.example", rand.Reader)
	fine(t, err)
	public, err := ledger.ReadPublic(key.Public)
	fine(t, err)
	w := &keeper.Witness{Key: key, Logs: logs, Dir: dir, Now: time.Now}
	server := httptest.NewServer(w.Handler())
	t.Cleanup(server.Close)
	return w, public, server.URL
}

func TestWitnessesCosign(t *testing.T) {
	c, dir := newTown(t), t.TempDir()
	_, seen, address := newWitness(t, dir, c.public)
	_, other, second := newWitness(t, t.TempDir(), c.public)
	c.keeper.Witnesses = []string{address, second, "http://127.0.0.1:1"} // one does not answer
	for round, n := range []int{1, 300, 5} {
		c.look(t, n)
		c.keeper.SealAll(t.Context())
		c.keeper.Cosign(t.Context())
		c.keeper.Cosign(t.Context()) // nothing new
		point, err := c.store.Checkpoint(t.Context(), 0)
		fine(t, err)
		if !c.public.Signed(point.Note) || !seen.Cosigned(point.Note) || !other.Cosigned(point.Note) || point.Cosigned != 2 {
			t.Fatalf("round %d: %d leaves, cosigned by %d\n%s", round, point.Size, point.Cosigned, point.Note)
		}
	}
	// A keeper that starts anew learns from the witness where it was.
	c.keeper = &keeper.Keeper{Store: c.store, Key: c.keeper.Key, Owner: "o", Now: time.Now, Log: c.keeper.Log, Witnesses: []string{address}}
	c.look(t, 7)
	c.keeper.SealAll(t.Context())
	c.keeper.Cosign(t.Context())
	if point, err := c.store.Checkpoint(t.Context(), 0); err != nil || !seen.Cosigned(point.Note) {
		t.Fatalf("after a restart: %v\n%s", err, point.Note)
	}
	kept, err := os.ReadDir(dir)
	fine(t, err)
	if len(kept) != 2 {
		t.Errorf("the witness keeps %d files, want its key and one checkpoint", len(kept))
	}
}

// TestAWitnessRefusesTwoHistories shows a witness a log that does not grow from
// what it signed.
func TestAWitnessRefusesTwoHistories(t *testing.T) {
	c, fork := newTown(t), newTown(t)
	w, _, _ := newWitness(t, t.TempDir(), c.public)
	c.look(t, 3)
	c.keeper.SealAll(t.Context())
	point, err := c.store.Checkpoint(t.Context(), 0)
	fine(t, err)
	_, err = w.Sign("old 0\n\n" + point.Note)
	fine(t, err)
	_, err = w.Sign("old 3\n\n" + point.Note) // the same once more
	fine(t, err)

	fork.keeper.Key = c.keeper.Key // whoever holds the key makes another history
	fork.look(t, 3)
	fork.keeper.SealAll(t.Context())
	same, err := fork.store.Checkpoint(t.Context(), 0)
	fine(t, err)
	fork.look(t, 2)
	fork.keeper.SealAll(t.Context())
	longer, err := fork.store.Checkpoint(t.Context(), 0)
	fine(t, err)
	tile, err := fork.store.Tile(t.Context(), longer.Shard, 0, 0)
	fine(t, err)
	proof, err := ledger.Consistency(5, 3, func(int, int64, int) ([]byte, error) { return tile, nil })
	fine(t, err)
	var lines strings.Builder
	for _, h := range proof {
		lines.WriteString(h.String() + "\n")
	}
	for name, request := range map[string]string{
		"another root of the same size": "old 3\n\n" + same.Note,
		"from the beginning":            "old 0\n\n" + longer.Note,
		"without a proof":               "old 3\n\n" + longer.Note,
		"with a proof of the fork":      "old 3\n" + lines.String() + "\n" + longer.Note,
		"unsigned":                      "old 3\n\n" + longer.Note[:strings.Index(longer.Note, "—")],
		"smaller":                       "old 9\n\n" + point.Note,
		"no request":                    "new 3\n\n" + point.Note,
		"nothing":                       "",
	} {
		if line, err := w.Sign(request); err == nil {
			t.Errorf("%s: signed %s", name, line)
		}
	}
	unknown := newTown(t)
	unknown.look(t, 1)
	unknown.keeper.SealAll(t.Context())
	stranger, err := unknown.store.Checkpoint(t.Context(), 0)
	fine(t, err)
	if _, err := w.Sign("old 0\n\n" + stranger.Note); err == nil {
		t.Error("signed for a log that it does not know")
	}
}

func TestAWitnessAnswersAsTheStandardHasIt(t *testing.T) {
	c := newTown(t)
	_, _, address := newWitness(t, t.TempDir(), c.public)
	c.look(t, 2)
	c.keeper.SealAll(t.Context())
	point, err := c.store.Checkpoint(t.Context(), 0)
	fine(t, err)
	for _, step := range []struct {
		body   string
		status int
	}{{"x", 400}, {"old 0\n\n" + point.Note, 200}, {"old 0\n\n" + point.Note, 409}, {strings.Repeat("x", 100_000), 413}, {"old 2\n\n" + strings.Replace(point.Note, "\n2\n", "\n3\n", 1), 403}} {
		answer, err := http.Post(address+keeper.AddPath, "text/plain", strings.NewReader(step.body))
		fine(t, err)
		said, err := io.ReadAll(answer.Body)
		fine(t, err)
		fine(t, answer.Body.Close())
		if answer.StatusCode != step.status || step.status == 409 && string(said) != "2\n" {
			t.Errorf("%.20q: %d %q, want %d", step.body, answer.StatusCode, said, step.status)
		}
	}
}

// TestUnderLoadCheckpointsFollow lets looks come in while the keeper runs, and
// ends it: everything is sealed, and the verifier has nothing to say.
func TestUnderLoadCheckpointsFollow(t *testing.T) {
	c := newTown(t)
	ctx, stop := context.WithCancel(t.Context())
	var writers, running sync.WaitGroup
	running.Go(func() { c.keeper.Run(ctx) })
	began := time.Now()
	until := began.Add(2500 * time.Millisecond)
	n := 0
	for writer := range 8 {
		writers.Go(func() {
			for i := 0; time.Now().Before(until); i++ {
				if _, err := c.store.Look(t.Context(), store.Look{ID: dossier.ID(fmt.Sprint(writer, " ", i)), Dossier: "d", User: "u", At: time.Now()}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	sizes := map[int64]bool{}
	for time.Now().Before(until) {
		if point, err := c.store.Checkpoint(t.Context(), 0); err == nil {
			sizes[point.Size] = true
		}
		time.Sleep(20 * time.Millisecond)
	}
	writers.Wait()
	stop()
	running.Wait()
	c.keeper.SealAll(t.Context())
	a, err := store.AuditSQLite(t.Context(), c.dir)
	fine(t, err)
	defer func() { fine(t, a.Close()) }()
	report, err := (&ledger.Checker{Source: a, Trust: ledger.Trust{Log: &c.public}}).Check(t.Context())
	fine(t, err)
	if n = int(report.Leaves); n == 0 || report.Waiting != 0 || report.Rows["look"] != report.Leaves {
		t.Errorf("%+v", report)
	}
	t.Logf("%d looks, %d checkpoints in %.1f s", n, len(sizes), until.Sub(began).Seconds())
}

func TestAnotherKeyIsRefused(t *testing.T) {
	c := newTown(t)
	path := filepath.Join(c.dir, "ledger.key")
	info, err := os.Stat(path)
	fine(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v", info.Mode())
	}
	again, err := keeper.OpenKey(t.Context(), path, c.store, rand.Reader)
	fine(t, err)
	if again.Public != c.keeper.Key.Public {
		t.Error("the key is another after a restart")
	}
	for _, name := range []string{"gone", "other"} {
		if name == "other" {
			_, err := keeper.WitnessKey(filepath.Join(c.dir, name), "x", rand.Reader)
			fine(t, err)
		}
		_, err := keeper.OpenKey(t.Context(), filepath.Join(c.dir, name), c.store, rand.Reader)
		if key, _ := fault.Message(err); key != "ledger.nokey" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

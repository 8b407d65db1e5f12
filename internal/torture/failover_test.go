//go:build linux

package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// pair is a primary with a synchronous standby.
type pair struct {
	t             *testing.T
	first, second *Cluster // primary, standby
}

// newPair gives a primary without a standby yet.
func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{t: t, first: cluster(t)}
	if err := p.first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.first.Run(t.Context(), "postgres", "CREATE DATABASE house"); err != nil {
		t.Fatal(err)
	}
	r := room(t)
	p.second = &Cluster{Bin: p.first.Bin, Room: r, Data: filepath.Join(r, "data")}
	t.Cleanup(p.second.Kill)
	return p
}

// url names both servers; the driver takes the one that can be written.
func (p *pair) url() string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/house", RawQuery: url.Values{
		"host": {p.first.Room + "," + p.second.Room}, "port": {"5432,5432"}, "target_session_attrs": {"read-write"}, "connect_timeout": {"2"},
	}.Encode()}
	return u.String()
}

// follow makes the second server a copy of the first, which from then on
// answers no commit before the copy has it.
func (p *pair) follow() {
	p.t.Helper()
	ctx := p.t.Context()
	steps := []func() error{
		func() error { return os.RemoveAll(p.second.Data) },
		func() error {
			return p.second.tool(ctx, "pg_basebackup", "-h", p.first.Room, "-U", "postgres", "-D", p.second.Data, "-R", "-X", "stream", "-c", "fast")
		},
		func() error { return p.second.Start(ctx) },
		func() error { return p.first.Run(ctx, "postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'") },
		func() error { return p.first.Run(ctx, "postgres", "SELECT pg_reload_conf()") },
		func() error { return p.synchronous(ctx) },
	}
	for n, step := range steps {
		if err := step(); err != nil {
			p.t.Fatalf("step %d of making a standby: %v", n, err)
		}
	}
}

// synchronous waits until the standby counts for commits.
func (p *pair) synchronous(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, p.first.URL("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // only read
	for range 300 {
		var n int
		if err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'`).Scan(&n); err != nil || n > 0 {
			return err
		}
		pause(ctx, 100*time.Millisecond)
	}
	return fmt.Errorf("the standby does not become synchronous")
}

// promote makes the standby the primary.
func (p *pair) promote() {
	p.t.Helper()
	if err := p.second.tool(p.t.Context(), "pg_ctl", "promote", "-D", p.second.Data, "-w"); err != nil {
		p.t.Fatal(err)
	}
	// The copy was made before commits had to wait; a promoted one must not wait
	// for a standby that it does not have.
	for _, text := range []string{"ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()"} {
		if err := p.second.Run(p.t.Context(), "postgres", text); err != nil {
			p.t.Fatal(err)
		}
	}
	p.first, p.second = p.second, p.first
}

// TestFailOver kills the primary under load and promotes its standby. The
// program stays up, finds the new primary, and sends again by key what it does
// not know the end of.
func TestFailOver(t *testing.T) {
	p := newPair(t)
	at := Site{Dir: filepath.Join(t.TempDir(), "data"), URL: p.url()}
	began, row := time.Now(), Row{Fault: "primary killed, synchronous standby promoted", Store: at.Store(), Cycles: cycles(1, 25)}
	after, unknown := 0, 0
	for cycle := range row.Cycles {
		p.follow()
		w := NewWitness()
		child := spawn(t, at, fmt.Sprintf("f%d", cycle), w)
		child.working(t)
		time.Sleep(time.Duration(100+rand.IntN(600)) * time.Millisecond)
		p.first.Kill()
		p.promote()
		before := w.count()
		for n := 0; w.count() < before+20 && n < 300; n++ {
			time.Sleep(100 * time.Millisecond)
		}
		if w.count() < before+20 {
			t.Errorf("cycle %d: the program does not go on after the standby took over: %s", cycle, child.said.String())
		}
		after += w.count() - before
		child.kill()
		v := judged(t, at, w)
		unknown += v.Unknown
		tally(t, &row, v)
	}
	row.Note = fmt.Sprintf("%d writes by the same process on the new primary; %d without an answer sent again by key, none twice", after, unknown)
	done(t, row, began)
}

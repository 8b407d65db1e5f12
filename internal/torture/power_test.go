//go:build linux

package torture

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the control run writes without the store

	"eendracht/internal/torture/lossy"
)

// needFuse skips loudly where no disk of our own can be mounted.
func needFuse(t *testing.T) {
	t.Helper()
	if err := lossy.Able(); err != nil {
		t.Skipf("SKIPPED, no power cut was tested: %v (needs root and /dev/fuse)", err)
	}
}

// seeded gives dice whose seed stands in the test's output.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// plug is a machine whose power can be cut: what lies in now survives.
type plug struct {
	t    *testing.T
	dice *rand.Rand
	room string
	now  string // folder with what lies on the disk while the power is off
	n    int
	lies bool
}

func newPlug(t *testing.T) *plug {
	p := &plug{t: t, dice: seeded(t), room: room(t)}
	p.now = filepath.Join(p.room, "disk0")
	if err := os.Mkdir(p.now, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(p.room, 0o755); err != nil { // the server's user passes through
		t.Fatal(err)
	}
	return p
}

// on mounts the disk and gives where, and what cuts the power: it ends what
// uses the disk, and leaves what survived in now.
func (p *plug) on() (dir string, cut func(end func())) {
	p.t.Helper()
	return p.onWith(func(*lossy.Disk) {})
}

// onWith is on, and shows the disk.
func (p *plug) onWith(show func(*lossy.Disk)) (dir string, cut func(end func())) {
	p.t.Helper()
	disk, err := lossy.Load(p.now)
	if err != nil {
		p.t.Fatal(err)
	}
	show(disk)
	disk.Lies = p.lies
	p.n++
	dir = filepath.Join(p.room, fmt.Sprint("mount", p.n))
	if err := os.Mkdir(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	mount, err := disk.MountAt(dir)
	if err != nil {
		p.t.Fatal(err)
	}
	off := false
	p.t.Cleanup(func() { // of a test that failed half way: who waits hears an error
		if !off {
			disk.Cut(p.dice, true)
			unmount(p.t, mount)
		}
	})
	return dir, func(end func()) {
		p.t.Helper()
		off = true
		disk.Cut(p.dice, p.lies || p.n%3 == 0)
		end()
		unmount(p.t, mount)
		was := p.now
		p.now = filepath.Join(p.room, fmt.Sprint("disk", p.n))
		if err := disk.Save(p.now); err != nil {
			p.t.Fatal(err)
		}
		if err := os.RemoveAll(was); err != nil {
			p.t.Fatal(err)
		}
	}
}

// unmount takes a disk away; processes that were killed may still be ending.
func unmount(t *testing.T, m *lossy.Mount) {
	t.Helper()
	err := m.Unmount()
	for range 100 {
		if err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
		err = m.Unmount()
	}
	t.Fatal(err)
}

func (p *plug) wait(least, more int) {
	time.Sleep(time.Duration(least+p.dice.IntN(more)) * time.Millisecond)
}

// cutOnce lets the program work on a disk until the power goes.
func (p *plug) cutOnce(run string, working bool) *Witness {
	p.t.Helper()
	w := NewWitness()
	dir, cut := p.on()
	child := spawn(p.t, Site{Dir: filepath.Join(dir, "house")}, run, w)
	if working {
		child.working(p.t)
		p.wait(20, 400)
	} else {
		p.wait(0, 900)
	}
	cut(child.kill)
	return w
}

func TestPowerCutOnSQLite(t *testing.T) {
	needFuse(t)
	p := newPlug(t)
	began, row := time.Now(), Row{Fault: "power cut below the file system", Store: "SQLite", Cycles: cycles(3, 200)}
	unknown := 0
	for cycle := range row.Cycles {
		w := p.cutOnce(fmt.Sprintf("p%d", cycle), true)
		v := judged(t, Site{Dir: filepath.Join(p.now, "house")}, w)
		unknown += v.Unknown
		tally(t, &row, v)
	}
	row.Note = fmt.Sprintf("unsynced pages lost, torn or out of order; %d without an answer sent again, none twice", unknown)
	done(t, row, began)
}

// TestPowerCutAtTheVeryBeginning cuts while the archive and its keys are being
// made. Nothing may stand in the way of beginning again.
func TestPowerCutAtTheVeryBeginning(t *testing.T) {
	needFuse(t)
	began, row := time.Now(), Row{Fault: "power cut while the archive is made", Store: "SQLite", Cycles: cycles(3, 60)}
	for cycle := range row.Cycles {
		p := newPlug(t)
		w := p.cutOnce(fmt.Sprintf("b%d", cycle), false)
		w.mu.Lock()
		w.open = map[string]act{} // sent again below by another load: here only what was acknowledged counts
		w.mu.Unlock()
		at := Site{Dir: filepath.Join(p.now, "house")}
		tally(t, &row, judged(t, at, w))
		again := NewWitness()
		child := spawn(t, at, "again", again)
		child.working(t)
		child.kill()
		tally(t, &row, judged(t, at, again))
	}
	done(t, row, began)
}

// TestPowerCutOnPostgres has the server's data and the program's keys on the disk.
func TestPowerCutOnPostgres(t *testing.T) {
	needFuse(t)
	p, c := plugged(t)
	began, row := time.Now(), Row{Fault: "power cut below the file system", Store: "PostgreSQL", Cycles: cycles(1, 60)}
	for cycle := range row.Cycles {
		w := p.cutServer(c, fmt.Sprintf("q%d", cycle), nil)
		tally(t, &row, p.judgedServer(c, w))
	}
	row.Note = "data of the server and keys of the program on that disk"
	done(t, row, began)
}

// plugged gives a server whose data lies on a disk whose power can be cut.
func plugged(t *testing.T) (*plug, *Cluster) {
	t.Helper()
	p, r := newPlug(t), room(t)
	c, err := NewCluster(t.Context(), r, filepath.Join(r, "data"))
	if err != nil {
		skipWithoutPostgres(t, err)
	}
	t.Cleanup(c.Kill)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), "postgres", "CREATE DATABASE house"); err != nil {
		t.Fatal(err)
	}
	c.Stop()
	if err := os.Rename(c.Data, filepath.Join(p.now, "data")); err != nil {
		t.Fatal(err)
	}
	return p, c
}

// cutServer lets program and server work until the power of both goes. Before
// is called when the program works, with the server up.
func (p *plug) cutServer(c *Cluster, run string, before func()) *Witness {
	p.t.Helper()
	w := NewWitness()
	dir, cut := p.on()
	c.Data = filepath.Join(dir, "data")
	if err := c.Start(p.t.Context()); err != nil {
		cut(func() {})
		p.t.Fatal(err)
	}
	child := spawn(p.t, Site{Dir: filepath.Join(dir, "house"), URL: c.URL("house")}, run, w)
	child.working(p.t)
	if before != nil {
		before()
	}
	p.wait(50, 600)
	cut(func() {
		child.kill()
		c.Kill()
	})
	return w
}

func (p *plug) judgedServer(c *Cluster, w *Witness) *Verdict {
	p.t.Helper()
	c.Data = filepath.Join(p.now, "data")
	if err := c.Start(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	defer c.Stop()
	return judged(p.t, Site{Dir: filepath.Join(p.now, "house"), URL: c.URL("house")}, w)
}

// The control runs: the same cut on a disk that lies about syncing, and with
// engines that do not sync, must lose what was acknowledged. Else nothing of
// the runs above means anything.

func control(t *testing.T, r Row, began time.Time, v *Verdict) {
	t.Helper()
	if v.Lost == 0 {
		t.Fatalf("the control lost nothing of %d writes: the disk keeps what it must not", v.Writes)
	}
	r.Cycles, r.Acked, r.Lost, r.Bare, r.Verify = 1, v.Writes, v.Lost, v.Bare, "—"
	r.Note = "must lose: shows that the disk bites and the judge sees it"
	done(t, r, began)
}

// judgedBad judges an archive that may be of any kind.
func judgedBad(t *testing.T, at Site, w *Witness) *Verdict {
	t.Helper()
	h, err := Open(t.Context(), at, nil, silent())
	if err != nil {
		t.Fatalf("the house does not open at all: %v", err)
	}
	defer h.Close()
	w.mu.Lock()
	w.open = map[string]act{}
	w.mu.Unlock()
	v := &Verdict{Writes: w.writes}
	for _, one := range w.acked {
		if err := w.kept(t.Context(), h, one, v); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func TestControlALyingDiskUnderSQLite(t *testing.T) {
	needFuse(t)
	began, p := time.Now(), newPlug(t)
	judged(t, Site{Dir: filepath.Join(p.now, "house")}, p.cutOnce("c0", true)) // an archive to begin with
	p.lies = true
	w := p.cutOnce("c1", true)
	control(t, Row{Fault: "control: a disk that lies about fsync", Store: "SQLite"}, began, judgedBad(t, Site{Dir: filepath.Join(p.now, "house")}, w))
}

func TestControlServerWithoutFsync(t *testing.T) {
	needFuse(t)
	p, c := plugged(t)
	began := time.Now()
	p.judgedServer(c, p.cutServer(c, "c0", nil))
	p.n = 2 // the next cut loses everything that was not synced
	w := p.cutServer(c, "c1", func() {
		for _, text := range []string{"ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"} { // the program refuses to start on it
			if err := c.Run(t.Context(), "postgres", text); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Second)
	})
	c.Data = filepath.Join(p.now, "data")
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	for _, text := range []string{"ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()"} {
		if err := c.Run(t.Context(), "postgres", text); err != nil {
			t.Fatal(err)
		}
	}
	control(t, Row{Fault: "control: fsync=off", Store: "PostgreSQL"}, began, judgedBad(t, Site{Dir: filepath.Join(p.now, "house"), URL: c.URL("house")}, w))
}

// rawChild tells a child to write rows without the store, by this setting of
// synchronous: the store refuses to run on an unsafe one.
const rawChild = "EENDRACHT_TORTURE_RAW"

func rawWriter(file, synchronous string) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous("+synchronous+")")
	if err == nil {
		db.SetMaxOpenConns(1)
		_, err = db.Exec(`CREATE TABLE IF NOT EXISTS n (n INTEGER PRIMARY KEY)`)
	}
	for n := 0; err == nil; n++ {
		if _, err = db.ExecContext(context.Background(), `INSERT INTO n (n) VALUES ($1)`, n); err == nil {
			fmt.Println(n)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

func TestControlSQLiteWithoutSync(t *testing.T) {
	needFuse(t)
	lost := map[string]int{}
	began, acked := time.Now(), map[string]int{}
	for _, synchronous := range []string{"FULL", "OFF"} {
		p := newPlug(t)
		dir, cut := p.on()
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), rawChild+"="+synchronous, childDir+"="+filepath.Join(dir, "n.db"))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := 0
		for lines := bufio.NewScanner(out); lines.Scan(); said++ {
			if said == 200 {
				p.n = 3 // lose everything that was not synced
				cut(func() { _ = cmd.Process.Kill() })
			}
		}
		_ = cmd.Wait() // killed
		acked[synchronous] = said
		lost[synchronous] = said - rowsLeft(t, filepath.Join(p.now, "n.db"))
	}
	if lost["FULL"] > 0 {
		t.Fatalf("with synchronous=FULL %d rows are lost: the disk loses what was synced", lost["FULL"])
	}
	control(t, Row{Fault: "control: synchronous=OFF", Store: "SQLite"}, began, &Verdict{Writes: acked["OFF"], Lost: lost["OFF"]})
}

func rowsLeft(t *testing.T, file string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT count(*) FROM n`).Scan(&n); err != nil && !strings.Contains(err.Error(), "no such table") {
		t.Fatal(err)
	}
	return n
}

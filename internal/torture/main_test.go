//go:build linux

package torture

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// long tells whether the long forms run.
var long = os.Getenv("EENDRACHT_TORTURE") == "1"

// cycles gives how often a fault is done.
func cycles(short, inFull int) int {
	if long {
		return inFull
	}
	return short
}

// table gathers what the faults came to.
var table Table

// What a process that is to be killed is told by its environment.
const (
	childDir = "EENDRACHT_TORTURE_CHILD"
	childURL = "EENDRACHT_TORTURE_CHILD_URL"
	childRun = "EENDRACHT_TORTURE_CHILD_RUN"
)

// TestMain lets the test program be the process that gets killed, too, and
// prints the table at the end.
func TestMain(m *testing.M) {
	if synchronous := os.Getenv(rawChild); synchronous != "" {
		rawWriter(os.Getenv(childDir), synchronous)
		return
	}
	if ids := os.Getenv(childRead); ids != "" {
		var list []dossier.ID
		for id := range strings.SplitSeq(ids, ",") {
			list = append(list, dossier.ID(id))
		}
		readChild(Site{Dir: os.Getenv(childDir)}, list)
		return
	}
	if dir := os.Getenv(childDir); dir != "" {
		child(Site{Dir: dir, URL: os.Getenv(childURL)}, os.Getenv(childRun))
		return
	}
	code := m.Run()
	if err := table.Print(os.Stdout); err != nil {
		code = 1
	}
	os.Exit(code)
}

// child is the house under load until it is killed; it says on its output what
// was acknowledged. It ends with its input, so that it does not outlive a test.
func child(at Site, run string) {
	ctx := context.Background()
	h, err := Open(ctx, at, nil, silent())
	if err != nil {
		fmt.Fprintln(os.Stderr, "the house does not open:", err)
		os.Exit(3)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(4)
	}()
	go h.Office.Run(ctx, "child", 100*time.Millisecond)
	go func() {
		for ; ; time.Sleep(20 * time.Millisecond) { // more often than in life, so that kills fall into it
			h.Keeper.SealAll(ctx)
		}
	}()
	var mu sync.Mutex
	load := &Load{House: h, Run: run, Workers: 4, Retry: true, Say: func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(line) // os.Stdout is not buffered: said is said
	}}
	for _, err := range load.Work(ctx) {
		fmt.Fprintln(os.Stderr, err)
	}
	select {} // killed all the same
}

// process is a child that a test kills.
type process struct {
	cmd   *exec.Cmd
	heard chan struct{} // closed when the first answer was heard
	over  chan struct{} // closed when nothing more will be heard
	said  strings.Builder
}

// spawn starts a child on a site; what it says goes to the witness.
func spawn(t *testing.T, at Site, run string, w *Witness) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(self), heard: make(chan struct{}), over: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), childDir+"="+at.Dir, childURL+"="+at.URL, childRun+"="+run)
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.cmd.StdinPipe(); err != nil { // ends with this process
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill) // of a test that failed half way; before its disk goes
	go func() {
		defer close(p.over)
		first := true
		for lines := bufio.NewScanner(out); lines.Scan(); {
			w.Hear(lines.Text())
			if first && strings.HasPrefix(lines.Text(), "ack") {
				first = false
				close(p.heard)
			}
		}
	}()
	return p
}

// spawnReader starts a child that opens a house and waits for the word to read.
func spawnReader(t *testing.T, at Site, ids []dossier.ID, r *reader) (p *process, begin func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	p = &process{cmd: exec.Command(self), heard: make(chan struct{}), over: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), childDir+"="+at.Dir, childRead+"="+strings.Join(names, ","))
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	input, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill) // of a test that failed half way; before its disk goes
	go func() {
		defer close(p.over)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "ready" {
				close(p.heard)
			}
			r.hear(lines.Text())
		}
	}()
	p.working(t)
	return p, func() { _, _ = input.Write([]byte{'g'}) }
}

// working waits until the child answered something.
func (p *process) working(t *testing.T) {
	t.Helper()
	select {
	case <-p.heard:
	case <-p.over:
		_ = p.cmd.Wait()
		t.Fatalf("the child ended before it answered anything: %s", p.said.String())
	case <-time.After(3 * time.Minute):
		p.kill()
		t.Fatalf("the child answered nothing: %s", p.said.String())
	}
}

// kill ends it (kill -9) and takes in what it still had said.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone already
	<-p.over
	_ = p.cmd.Wait() // "killed" is what it says
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

// judged opens the house anew, lets the witness judge, and verifies the log.
func judged(t *testing.T, at Site, w *Witness) *Verdict {
	t.Helper()
	h, err := Open(t.Context(), at, nil, silent())
	if err != nil {
		t.Fatalf("the house does not open again: %v", err)
	}
	v, err := w.Judge(t.Context(), h)
	if err != nil {
		t.Fatalf("judging: %v", err)
	}
	if err := h.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
	if _, err := Verify(t.Context(), at); err != nil {
		t.Fatalf("the log does not verify: %v", err)
	}
	return v
}

// tally adds verdicts to a row and fails on the first that is not clean.
func tally(t *testing.T, r *Row, v *Verdict) {
	t.Helper()
	r.Acked += v.Writes
	r.Lost += v.Lost
	r.Bare += v.Bare
	if !v.OK() {
		t.Fatalf("%d lost, %d answers without a look, %d twice of %d: %s", v.Lost, v.Bare, v.Twice, v.Writes, strings.Join(v.Wrong, "\n"))
	}
}

// done adds a row to the table.
func done(t *testing.T, r Row, began time.Time) {
	t.Helper()
	if r.Acked == 0 {
		t.Fatal("nothing was acknowledged: this test saw nothing")
	}
	r.Took = time.Since(began)
	if r.Verify == "" {
		r.Verify = fmt.Sprintf("clean, %d times", r.Cycles)
	}
	table.Add(r)
	t.Logf("%s on %s: %d cycles, %d writes acknowledged, %d lost, %d answers without look. %s", r.Fault, r.Store, r.Cycles, r.Acked, r.Lost, r.Bare, r.Note)
}

// cluster gives a server of the test's own, skipping loudly where there is none.
func cluster(t *testing.T) *Cluster {
	t.Helper()
	room := room(t)
	c, err := NewCluster(t.Context(), room, filepath.Join(room, "data"))
	if err != nil {
		skipWithoutPostgres(t, err)
	}
	t.Cleanup(c.Kill)
	return c
}

// room gives a folder whose path is short enough for a socket.
func room(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "torture-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a temporary folder
	return dir
}

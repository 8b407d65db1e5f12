//go:build linux

package torture

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/store/pgtest"
	"eendracht/internal/torture/lossy"
)

// childRead tells a child to read these dossiers again and again.
const childRead = "EENDRACHT_TORTURE_READ"

// read opens dossiers by turns until the context ends, and says of each whether
// it was shown, how long the answer took, and which look it left.
func read(ctx context.Context, h *House, ids []dossier.ID, say func(string)) {
	var all sync.WaitGroup
	for client := range 4 {
		all.Go(func() {
			for n := client; ctx.Err() == nil; n++ {
				id, began := ids[n%len(ids)], time.Now()
				o, err := h.do(ctx, act{Kind: "open", Key: "r", Dossier: id})
				word := "shown"
				if err != nil {
					word = "refused"
				}
				if err != nil && !refusedForNow(err) {
					word = "odd"
				}
				say(fmt.Sprintf("%s %d %s %s- .", word, time.Since(began).Milliseconds(), id, o.Look))
				pause(ctx, 5*time.Millisecond)
			}
		})
	}
	all.Wait()
}

// reader counts what a reading house says.
type reader struct {
	mu      sync.Mutex
	shown   map[dossier.ID][]dossier.ID // dossier → looks
	n       map[string]int
	slowest map[string]int64 // milliseconds
}

func newReader() *reader {
	return &reader{shown: map[dossier.ID][]dossier.ID{}, n: map[string]int{}, slowest: map[string]int64{}}
}

func (r *reader) hear(line string) {
	var word, end string
	var id, look dossier.ID
	var took int64
	if n, _ := fmt.Sscan(line, &word, &took, &id, &look, &end); n != 5 || end != "." {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n[word]++
	r.slowest[word] = max(r.slowest[word], took)
	if word == "shown" {
		r.shown[id] = append(r.shown[id], dossier.ID(strings.TrimSuffix(string(look), "-")))
	}
}

func (r *reader) count(word string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n[word]
}

// until waits for so many more of a word; it gives what came.
func (r *reader) until(word string, more int, most time.Duration) int {
	began, before := time.Now(), r.count(word)
	for r.count(word) < before+more && time.Since(began) < most {
		time.Sleep(20 * time.Millisecond)
	}
	return r.count(word) - before
}

// ailing is a store that can be made ill while a house reads from it.
type ailing struct {
	at     Site // to judge by, when it is well again
	reader *reader
	ail    func()
	heal   func()
	over   func() // ends the reading
}

// suffer lets a store be ill while it is read, from the first moment (nothing is
// in memory) and later, and counts: whoever asks must be refused while it is
// ill, whoever was shown something has left a look, and it heals by itself.
func suffer(t *testing.T, illness string, begin func(t *testing.T, ill bool) *ailing) {
	t.Helper()
	began := time.Now()
	var row Row
	slowest := int64(0)
	for n := range cycles(2, 20) {
		a := begin(t, n%2 == 0)
		if n%2 != 0 {
			if a.reader.until("shown", 8, time.Minute) < 8 {
				t.Fatal("nothing was shown by a store that is well")
			}
			a.ail()
		}
		if got := a.reader.until("refused", 8, 30*time.Second); got < 8 {
			t.Fatalf("%s: only %d were refused while the store was ill: others wait without an answer", illness, got)
		}
		a.heal()
		if a.reader.until("shown", 8, time.Minute) < 8 {
			t.Fatalf("%s: it does not heal by itself", illness)
		}
		a.over()
		row.Fault, row.Store, row.Cycles = illness, a.at.Store(), row.Cycles+1
		row.Acked += a.reader.count("shown")
		row.Bare += bare(t, a)
		if odd := a.reader.count("odd"); odd > 0 {
			t.Errorf("%s: %d got another answer than 'not now'", illness, odd)
		}
		slowest = max(slowest, a.reader.slowest["refused"])
		if _, err := Verify(t.Context(), a.at); err != nil {
			t.Fatal(err)
		}
	}
	if row.Bare > 0 {
		t.Errorf("%s: %d were shown a dossier and left no look", illness, row.Bare)
	}
	row.Note = fmt.Sprintf("counted are readings; slowest refusal %.1f s", float64(slowest)/1000)
	done(t, row, began)
}

// bare counts readings that were shown and left no look.
func bare(t *testing.T, a *ailing) (n int) {
	t.Helper()
	h, err := Open(t.Context(), a.at, nil, silent())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	known := map[dossier.ID]*looked{}
	for id, looks := range a.reader.shown {
		seen, err := h.looksOf(t.Context(), known, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, look := range looks {
			if !seen.ids[look] {
				n++
			}
		}
	}
	return n
}

// readChild is the process that reads from a disk of our own.
func readChild(at Site, ids []dossier.ID) {
	h, err := Open(context.Background(), at, nil, silent())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	fmt.Println("ready")
	var one [1]byte
	_, _ = os.Stdin.Read(one[:]) // the word to begin
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(4)
	}()
	var mu sync.Mutex
	read(context.Background(), h, ids, func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(line)
	})
}

// onDisk gives what begins reading from a disk that can be ill in this way.
func onDisk(t *testing.T, state lossy.State) func(*testing.T, bool) *ailing {
	p := newPlug(t)
	at := Site{Dir: filepath.Join(p.now, "house")}
	h, err := Open(t.Context(), at, nil, silent())
	if err != nil {
		t.Fatal(err)
	}
	ids := settled(t, h, NewWitness(), "x", 12)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T, ill bool) *ailing {
		t.Helper()
		var disk *lossy.Disk
		dir, cut := p.onWith(func(d *lossy.Disk) { disk = d })
		a := &ailing{reader: newReader()}
		child, begin := spawnReader(t, Site{Dir: filepath.Join(dir, "house")}, ids, a.reader)
		a.ail = func() { disk.Behave(state) }
		a.heal = func() { disk.Behave(lossy.Fine) }
		a.over = func() {
			cut(child.kill)
			a.at = Site{Dir: filepath.Join(p.now, "house")}
		}
		a.at = Site{Dir: "-"}
		if ill {
			a.ail()
		}
		begin()
		return a
	}
}

func TestDiskHangs(t *testing.T) {
	needFuse(t)
	suffer(t, "the disk hangs", onDisk(t, lossy.Hanging))
}

func TestDiskReadOnly(t *testing.T) {
	needFuse(t)
	suffer(t, "the disk can only be read", onDisk(t, lossy.ReadOnly))
}

// gate is a way to a server that can be shut: what is sent then goes nowhere,
// and nobody hears that.
type gate struct {
	mu   sync.Mutex
	cond *sync.Cond
	shut bool
}

func (g *gate) set(shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = shut
	g.cond.Broadcast()
}

func (g *gate) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.shut {
		g.cond.Wait()
	}
}

func (g *gate) copy(to, from net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		g.pass()
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	_, _ = to.Close(), from.Close() // the other way ends too
}

// gateTo lets a socket in a folder lead to another, through a gate.
func gateTo(t *testing.T, target string) (folder string, g *gate) {
	t.Helper()
	folder, g = room(t), &gate{}
	g.cond = sync.NewCond(&g.mu)
	listener, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("unix", target)
			if err != nil {
				_ = in.Close()
				continue
			}
			go g.copy(out, in)
			go g.copy(in, out)
		}
	}()
	return folder, g
}

// hostOf gives the folder of the socket in an address.
func hostOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}

// withHost gives the address with another folder of the socket.
func withHost(t *testing.T, address, folder string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("host", folder)
	u.RawQuery = q.Encode()
	return u.String()
}

// TestServerDoesNotAnswer shuts the way to PostgreSQL: connections stand, and
// nothing comes back.
func TestServerDoesNotAnswer(t *testing.T) {
	address := pgtest.URL(t)
	if os.Getenv(pgtest.Override) != "" {
		t.Skip("SKIPPED: the gate stands before the socket of a server of the test's own")
	}
	at := Site{Dir: filepath.Join(t.TempDir(), "data"), URL: address}
	folder, g := gateTo(t, filepath.Join(hostOf(t, at.URL), ".s.PGSQL.5432"))
	h, err := Open(t.Context(), at, nil, silent())
	if err != nil {
		t.Fatal(err)
	}
	ids := settled(t, h, NewWitness(), "x", 12)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	suffer(t, "the database server does not answer", func(t *testing.T, ill bool) *ailing {
		t.Helper()
		h, err := Open(t.Context(), Site{Dir: at.Dir, URL: withHost(t, at.URL, folder)}, nil, silent())
		if err != nil {
			t.Fatal(err)
		}
		a := &ailing{at: at, reader: newReader(), ail: func() { g.set(true) }, heal: func() { g.set(false) }}
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		a.over = func() {
			stop()
			all.Wait()
			if err := h.Close(); err != nil {
				t.Error(err)
			}
		}
		if ill {
			a.ail()
		}
		all.Go(func() { read(ctx, h, ids, a.reader.hear) })
		return a
	})
}

package store_test

import (
	"bufio"
	"context"
	crand "crypto/rand"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

var torture = flag.Bool("torture", false, "run the long form of the fault tests")

// crashFolder tells a child of TestCrash where to write.
const crashFolder = "EENDRACHT_CRASH_FOLDER"

// TestMain lets the test program be the process that gets killed, too.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		crashWriter(dir)
		return
	}
	os.Exit(m.Run())
}

// TestCrash kills a writing process at random moments (kill -9). Everything
// that it had acknowledged must be there afterwards: appends whole, looks too.
func TestCrash(t *testing.T) {
	cycles := 10
	if *torture {
		cycles = 200
	}
	dir := t.TempDir()
	acknowledged, looks, leaves := 0, 0, int64(0)
	for cycle := range cycles {
		said := crashOnce(t, dir, time.Duration(50+rand.IntN(400))*time.Millisecond)
		s, err := store.OpenSQLite(t.Context(), dir)
		if err != nil {
			t.Fatalf("cycle %d: %v", cycle, err)
		}
		for d, want := range said {
			crashCheck(t, s, dossier.ID(d), want)
			acknowledged += int(want.version)
			looks += want.looks
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		report, err := (&logged{dir: dir}).check(t)
		if err != nil {
			t.Fatalf("cycle %d: the log does not hold: %v", cycle, err)
		}
		leaves = report.Leaves
	}
	if leaves == 0 {
		t.Fatal("nothing was sealed: this test saw nothing")
	}
	if acknowledged == 0 || looks == 0 {
		t.Fatal("nothing was acknowledged: this test saw nothing")
	}
	t.Logf("%d kills: %d entries and %d looks acknowledged, 0 lost", cycles, acknowledged, looks)
}

// crashSaid is what a killed process had acknowledged about a dossier.
type crashSaid struct {
	version int64
	looks   int
}

func crashOnce(t *testing.T, dir string, after time.Duration) map[string]crashSaid {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), crashFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, first := map[string]crashSaid{}, true
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if first {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // SIGKILL; it may be gone already
			first = false
		}
		var d string
		var s crashSaid
		if n, _ := fmt.Sscan(lines.Text(), &d, &s.version, &s.looks); n == 3 && strings.HasSuffix(lines.Text(), ".") {
			said[d] = s
		}
	}
	if err := cmd.Wait(); err == nil || first {
		t.Fatalf("the writer was not killed: %v", err)
	}
	return said
}

func crashCheck(t *testing.T, s store.Store, d dossier.ID, want crashSaid) {
	t.Helper()
	head, entries, err := s.Load(t.Context(), d, 0)
	if err != nil || head.Version < want.version || int64(len(entries)) != head.Version || head.Version%5 != 0 {
		t.Errorf("%s: version %d with %d entries, %v; %d were acknowledged", d, head.Version, len(entries), err, want.version)
	}
	seen, _, err := s.LooksOf(t.Context(), d, "", 1_000_000)
	if err != nil || len(seen) < want.looks {
		t.Errorf("%s: %d looks, %v; %d were acknowledged", d, len(seen), err, want.looks)
	}
}

// crashWriter appends and looks until it is killed, and says on its output what
// was acknowledged.
func crashWriter(dir string) {
	s, err := store.OpenSQLite(context.Background(), dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	go crashSeal(s)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			d := dossier.ID(fmt.Sprintf("d%d", rand.Int64()))
			for n := 0; ; n++ {
				if err := crashStep(s, d, n); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(3)
				}
				fmt.Printf("%s %d %d .\n", d, 5*(n+1), n+1)
			}
		})
	}
	group.Wait()
}

// crashSeal seals all the time, so that a kill falls into it, too.
func crashSeal(s store.Store) {
	seal, err := newSeal()
	for ; err == nil; time.Sleep(10 * time.Millisecond) {
		seal.Now = time.Now().UTC().Truncate(time.Microsecond)
		_, err = s.Seal(context.Background(), seal)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

// newSeal gives what seals with a key of its own.
func newSeal() (store.Seal, error) {
	secret, _, err := ledger.NewKey(crand.Reader, "crash")
	if err != nil {
		return store.Seal{}, err
	}
	signer, err := ledger.NewSigner(secret)
	return store.Seal{Owner: "crash", Hold: time.Second, Name: "crash", Sign: signer.Sign}, err
}

func crashStep(s store.Store, d dossier.ID, n int) error {
	a := store.Append{Dossier: d, Expect: int64(5 * n)}
	for i := range 5 {
		a.Entries = append(a.Entries, store.Sealed{Dossier: d, Seq: int64(5*n + i + 1), ID: dossier.ID(fmt.Sprint(n, i)), Kind: "k", Body: make([]byte, 300)})
	}
	if _, err := s.Append(context.Background(), a); err != nil {
		return err
	}
	_, err := s.Look(context.Background(), store.Look{ID: dossier.ID(fmt.Sprint(n)), Dossier: d, User: "u", At: time.Now()})
	return err
}

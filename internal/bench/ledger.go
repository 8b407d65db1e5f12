package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// VerifyBar is how many leaves a second a check must read, on SQLite.
const VerifyBar = 200_000.0

// Ledger is what the log costs and how fast it is checked, on SQLite.
type Ledger struct {
	Bare     float64 `json:"looksPerSecondWithout"` // durable looks without leaves
	Logged   float64 `json:"looksPerSecondWith"`    // with leaves, sealed and signed meanwhile
	Ratio    float64 `json:"ratio"`
	Waits    float64 `json:"secondsToCheckpoint"` // longest between two checkpoints under that load
	Leaves   int64   `json:"leaves"`
	Verified float64 `json:"leavesVerifiedPerSecond"`
	Met      bool    `json:"met"`
}

// MeasureLedger lets hands write looks for a while, with and without leaves by
// turns, and checks what came of it. The figures are medians of the rounds.
func MeasureLedger(ctx context.Context, dir string, rounds, hands int, each time.Duration) (l Ledger, err error) {
	const op = "bench.MeasureLedger"
	var bare, logged []float64
	for round := range rounds {
		without, _, err := looksFor(ctx, filepath.Join(dir, fmt.Sprint("bare", round)), hands, each, false)
		if err != nil {
			return l, fault.Wrap(fault.Unavailable, op, err)
		}
		with, waits, err := looksFor(ctx, filepath.Join(dir, "logged"), hands, each, true)
		if err != nil {
			return l, fault.Wrap(fault.Unavailable, op, err)
		}
		bare, logged, l.Waits = append(bare, without), append(logged, with), max(l.Waits, waits.Seconds())
	}
	l.Bare, l.Logged = middleOf(bare), middleOf(logged)
	l.Ratio = l.Logged / l.Bare
	audit, err := store.AuditSQLite(ctx, filepath.Join(dir, "logged"))
	if err != nil {
		return l, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = audit.Close() }() // only reads
	began := time.Now()
	report, err := (&ledger.Checker{Source: audit}).Check(ctx)
	l.Leaves, l.Verified = report.Leaves, rate(int(report.Leaves), time.Since(began))
	l.Met = l.Verified >= VerifyBar
	return l, fault.Wrap(fault.Internal, op, err)
}

func middleOf(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// looksFor gives looks a second, and with leaves the longest time between two checkpoints.
func looksFor(ctx context.Context, dir string, hands int, each time.Duration, leaves bool) (perSecond float64, waits time.Duration, err error) {
	s, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = s.Close() }() // what it held was only measured
	if !leaves {
		store.Unlogged(s)
	}
	sealing, stop := context.WithCancel(ctx)
	defer stop()
	var sealer sync.WaitGroup
	sealer.Go(func() {
		if leaves {
			waits, err = sealFor(sealing, s)
		}
	})
	var n atomic.Int64
	var writers sync.WaitGroup
	began := time.Now()
	for hand := range hands {
		writers.Go(func() { n.Add(writeLooks(ctx, s, hand, began.Add(each))) })
	}
	writers.Wait()
	perSecond = rate(int(n.Load()), time.Since(began))
	stop()
	sealer.Wait()
	return perSecond, waits, err
}

func writeLooks(ctx context.Context, s store.Store, hand int, until time.Time) (n int64) {
	id := dossier.ID(fmt.Sprintf("abcdefghijklmnopqrst%06d", hand))
	l := store.Look{
		Dossier: id, User: id, Org: id, Name: "Rob de Vos", OrgName: "Wijkteam Noord", Role: "worker", Purpose: "help", Ground: "jw-7.4.0", Policy: "worker-read",
		Involvement: id, Action: "open", Parts: "p1/safety p2/school p1/health p3/income /home", Version: 10, Set: "0123456789abcdef", As: "staff team worker", Facts: "0123456789abcdef0123456789abcdef",
	}
	for time.Now().Before(until) {
		l.At = time.Now().UTC()
		l.ID = dossier.ID(fmt.Sprintf("uvwxyzabcdefghij%06d%06d", l.At.UnixMicro()%1_000_000, n))
		if _, err := s.Look(ctx, l); err == nil {
			n++
		}
	}
	return n
}

// sealPause is that of the house.
const sealPause = 500 * time.Millisecond

// sealFor seals as the house does until the context ends, then what is left.
func sealFor(ctx context.Context, s store.Store) (longest time.Duration, err error) {
	secret, _, err := ledger.NewKey(rand.Reader, "bench")
	if err != nil {
		return 0, err
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		return 0, err
	}
	last := time.Now()
	for over := false; !over; {
		select {
		case <-ctx.Done():
			over = true
		case <-time.After(sealPause):
		}
		for more := true; more; {
			done, err := s.Seal(context.WithoutCancel(ctx), store.Seal{Owner: "bench", Now: time.Now().UTC().Truncate(time.Microsecond), Hold: time.Minute, Name: signer.Name(), Sign: signer.Sign})
			if err != nil {
				return longest, err
			}
			more = done.More
		}
		now := time.Now()
		longest, last = max(longest, now.Sub(last)), now
	}
	return longest, nil
}

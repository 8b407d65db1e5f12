package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
)

// Source is an archive as it lies, in one unchanging view of it. What take gets
// stays as it is, but for Row.Leaf, which is used again. One question is asked
// at a time: none from within take. Order is that of the primary keys.
type Source interface {
	Shards(ctx context.Context, take func(s Shard, size int64) error) error
	Leaves(ctx context.Context, s Shard, take func(first int64, data []byte) error) error
	Tiles(ctx context.Context, s Shard, take func(Tile) error) error // by level, then number
	Checkpoints(ctx context.Context, take func(StoredCheckpoint) error) error
	Sheaves(ctx context.Context, take func(data []byte) error) error
	Rows(ctx context.Context, k Kind, take func(Row) error) error
	Heads(ctx context.Context, take func(dossier string, version int64) error) error
}

// StoredCheckpoint is a row of the archive.
type StoredCheckpoint struct {
	Shard    Shard
	Size     int64
	At       int64 // microseconds UTC
	Cosigned int64
	Note     string
}

// Row is a row of a table that the log covers, as the leaf that it must be.
type Row struct {
	Leaf []byte
	Stub bool   // its content was erased
	What string // of an erasure: the tables, separated by spaces
}

// Wrong says what is wrong with a row.
type Wrong string

// What can be wrong.
const (
	Edited     Wrong = "edited"     // the row is not what was logged
	Removed    Wrong = "removed"    // the log has a row that is not there
	Added      Wrong = "added"      // there is a row that was never logged
	Reordered  Wrong = "reordered"  // the log has the same leaves in another order
	Missing    Wrong = "missing"    // leaves of the log are not there
	Emptied    Wrong = "emptied"    // content is gone and no erasure says so
	Unsigned   Wrong = "unsigned"   // a checkpoint lacks a signature that it must have
	Unreadable Wrong = "unreadable" // it does not have the form that it must have
)

// Finding names the first thing that is wrong.
type Finding struct {
	Table string `json:"table"`
	Key   string `json:"key"`
	Wrong Wrong  `json:"wrong"`
	More  string `json:"more,omitempty"` // what it was compared with
}

// Error says it in one line.
func (f *Finding) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%s %s: %s (%s)", f.Table, f.Key, f.Wrong, f.More), " ()")
}

// Trust is what a check holds the archive against.
type Trust struct {
	Checkpoints []string // signed notes that were kept elsewhere
	Log         *Public  // who must have signed them and those in the archive; nil: not asked
	Witnesses   []Public // who must have cosigned those kept elsewhere
}

// Report counts what was checked.
type Report struct {
	Leaves      int64            `json:"leaves"`
	Waiting     int64            `json:"waiting"` // written, not yet sealed
	Rows        map[string]int64 `json:"rows"`    // per table
	Checkpoints int64            `json:"checkpoints"`
	Outside     int64            `json:"outside_checkpoints"`
	Erased      int64            `json:"erased"`            // leaves whose row is gone by an erasure
	Covered     map[string]int64 `json:"covered,omitempty"` // per shard: leaves fixed by a checkpoint from elsewhere
}

// passMost is how many leaves are held in memory at once: 256 MB at most.
// More than that takes several readings of the tables.
const passMost = 8 << 20

// Checker compares an archive with its log.
type Checker struct {
	Source   Source
	Trust    Trust
	Progress func(done, total int64) // called now and then; nil: not
	PassMost int64                   // leaves in memory at once; 0: 8,388,608

	report Report
	points map[Shard][]point
	total  int64
	done   int64
	gone   map[string]string // home → tables that were erased
	seen   *set              // leaves of this pass
	pass   byte
	passes byte
	last   map[string]int64 // dossier → number of its last entry
	h      Hasher
}

// Check gives the first thing that is wrong as a *Finding, other errors when
// the archive cannot be read, and what was checked.
func (c *Checker) Check(ctx context.Context) (Report, error) {
	c.report = Report{Rows: map[string]int64{}, Covered: map[string]int64{}}
	c.points, c.gone, c.last, c.total, c.done = map[Shard][]point{}, map[string]string{}, map[string]int64{}, 0, 0
	if c.PassMost == 0 {
		c.PassMost = passMost
	}
	for _, step := range []func(context.Context) error{c.readPoints, c.readErased, c.logs, c.tables, c.heads} {
		if err := step(ctx); err != nil {
			return c.report, err
		}
	}
	return c.report, nil
}

// step counts progress.
func (c *Checker) step(n int64) {
	const often = 1 << 15
	if c.done/often != (c.done+n)/often && c.Progress != nil {
		c.Progress(c.done+n, c.total)
	}
	c.done += n
}

func (c *Checker) readErased(ctx context.Context) error {
	return c.Source.Rows(ctx, Erased, func(r Row) error {
		l, ok := Parse(r.Leaf)
		if !ok {
			return &Finding{Erased.Table(), "", Unreadable, ""}
		}
		c.gone[l.Key.Home] += " " + r.What + " "
		return nil
	})
}

// mayBeGone tells whether an erasure says that rows of this table and home went.
func (c *Checker) mayBeGone(leaf []byte) bool {
	l, ok := Parse(leaf)
	return ok && strings.Contains(c.gone[l.Key.Home], " "+l.Kind.Table()+" ")
}

// split decides in how many passes the leaves are held against the rows.
func (c *Checker) split(leaves int64) {
	c.passes = byte(1 + min(leaves, 250*c.PassMost)/c.PassMost)
	c.total = leaves * int64(1+c.passes)
	c.begin(0, leaves)
}

func (c *Checker) begin(pass byte, leaves int64) {
	c.pass, c.seen = pass, newSet(min(leaves/int64(c.passes), c.PassMost)) // a size that was tampered with takes no memory
}

func (c *Checker) mine(h Hash) bool { return h[len(h)-1]%c.passes == c.pass }

// take takes a leaf into this pass; false when it was there.
func (c *Checker) take(h Hash) bool { return !c.mine(h) || c.seen.add(h) }

// tables holds every row against the log, in as many passes as memory asks.
// The leaves of the first were taken in while the trees were built.
func (c *Checker) tables(ctx context.Context) error {
	for pass := range c.passes {
		if pass > 0 {
			c.begin(pass, c.report.Leaves+c.report.Waiting)
			err := c.everyLeaf(ctx, func(s Shard, n int64, leaf []byte) error {
				if !c.take(c.h.Leaf(leaf)) {
					return leafFinding(s, n, leaf, Added, twice)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		for _, t := range Tables {
			var odd *strange
			err := c.Source.Rows(ctx, t.Kind, func(r Row) error { return c.row(t.Kind, r) })
			if errors.As(err, &odd) {
				return c.explain(ctx, odd.leaf)
			}
			if err != nil {
				return err
			}
		}
		if err := c.unseen(ctx); err != nil {
			return err
		}
	}
	return nil
}

const twice = "the same leaf twice"

func (c *Checker) row(k Kind, r Row) error {
	h := c.h.Leaf(r.Leaf)
	if c.pass == 0 && k == Entry {
		c.follow(r.Leaf)
	}
	if !c.mine(h) {
		return nil
	}
	c.report.Rows[k.Table()]++
	c.step(1)
	if !c.seen.see(h) {
		return &strange{bytes.Clone(r.Leaf)}
	}
	if r.Stub && !c.mayBeGone(r.Leaf) {
		return rowFinding(r.Leaf, Emptied, "no erasure says so")
	}
	return nil
}

// follow remembers the last entry of a dossier.
func (c *Checker) follow(leaf []byte) {
	home, number := placeOf(leaf)
	if n, ok := c.last[string(home)]; !ok || number > n {
		c.last[string(home)] = number
	}
}

// unseen looks for leaves without a row, which only an erasure explains.
func (c *Checker) unseen(ctx context.Context) error {
	if c.seen.seen == c.seen.n {
		return nil
	}
	return c.everyLeaf(ctx, func(s Shard, n int64, leaf []byte) error {
		h := c.h.Leaf(leaf)
		switch {
		case !c.mine(h) || c.seen.saw(h):
			return nil
		case c.mayBeGone(leaf):
			c.report.Erased++
			return nil
		}
		return rowFinding(leaf, Removed, fmt.Sprintf("leaf %d of %s", n, s))
	})
}

// strange is a row that the log does not have. It ends the reading of its
// table: the source answers one question at a time.
type strange struct{ leaf []byte }

func (s *strange) Error() string { return "a row that the log does not have" }

// explain says what is wrong with such a row.
func (c *Checker) explain(ctx context.Context, row []byte) error {
	found := rowFinding(row, Added, "the log does not have it")
	err := c.everyLeaf(ctx, func(s Shard, n int64, leaf []byte) error {
		if bytes.Equal(keyOf(leaf), keyOf(row)) {
			found = rowFinding(row, Edited, fmt.Sprintf("leaf %d of %s", n, s))
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	return found
}

var errEnough = errors.New("found")

// everyLeaf gives all leaves, those that wait last under shard 0.
func (c *Checker) everyLeaf(ctx context.Context, take func(s Shard, n int64, leaf []byte) error) error {
	var shards []Shard
	if err := c.Source.Shards(ctx, func(s Shard, _ int64) error { shards = append(shards, s); return nil }); err != nil {
		return err
	}
	for _, s := range shards {
		n := int64(0)
		err := c.Source.Leaves(ctx, s, func(_ int64, data []byte) error {
			_, err := Each(data, func(leaf []byte) error { n++; return take(s, n-1, leaf) })
			return err
		})
		if err != nil {
			return err
		}
	}
	n := int64(0)
	return c.Source.Sheaves(ctx, func(data []byte) error {
		_, err := Each(data, func(leaf []byte) error { n++; return take(0, n-1, leaf) })
		return err
	})
}

func rowFinding(leaf []byte, wrong Wrong, more string) *Finding {
	l, ok := Parse(leaf)
	if !ok {
		return &Finding{"log_leaves", "", Unreadable, more}
	}
	return &Finding{l.Kind.Table(), l.Key.String(), wrong, more}
}

func leafFinding(s Shard, n int64, leaf []byte, wrong Wrong, more string) *Finding {
	f := rowFinding(leaf, wrong, more)
	table := "log_leaves"
	if s == 0 {
		table = "sheaf"
	}
	return &Finding{table, fmt.Sprintf("%s/%d", s, n), wrong, strings.TrimPrefix(more+", ", ", ") + f.Table + " " + f.Key}
}

package ledger

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// point is a size at which a root must be another's word.
type point struct {
	size    int64
	root    Hash
	outside bool
}

// readPoints reads the checkpoints from elsewhere and those in the archive.
func (c *Checker) readPoints(ctx context.Context) error {
	for i, note := range c.Trust.Checkpoints {
		where := fmt.Sprint(i + 1)
		at, err := ReadCheckpoint(note)
		if err != nil {
			return &Finding{"checkpoint", where, Unreadable, "given"}
		}
		if c.Trust.Log != nil && !c.Trust.Log.Signed(note) {
			return &Finding{"checkpoint", where, Unsigned, c.Trust.Log.Name}
		}
		for _, w := range c.Trust.Witnesses {
			if !w.Cosigned(note) {
				return &Finding{"checkpoint", where, Unsigned, w.Name}
			}
		}
		c.report.Outside++
		c.points[at.Shard] = append(c.points[at.Shard], point{at.Size, at.Root, true})
		c.report.Covered[at.Shard.String()] = max(c.report.Covered[at.Shard.String()], at.Size)
	}
	err := c.Source.Checkpoints(ctx, c.stored)
	for _, list := range c.points {
		slices.SortStableFunc(list, func(a, b point) int { return int(a.size - b.size) })
	}
	return err
}

// stored reads a checkpoint of the archive: its columns must be what was signed.
func (c *Checker) stored(row StoredCheckpoint) error {
	key := fmt.Sprintf("%s/%d", row.Shard, row.Size)
	at, err := ReadCheckpoint(row.Note)
	if err != nil {
		return &Finding{"log_checkpoint", key, Unreadable, ""}
	}
	if at.Shard != row.Shard || at.Size != row.Size || at.At.UnixMicro() != row.At || int64(CountSigned(row.Note)) != row.Cosigned+1 {
		return &Finding{"log_checkpoint", key, Edited, "its columns are not its text"}
	}
	if c.Trust.Log != nil && !c.Trust.Log.Signed(row.Note) {
		return &Finding{"log_checkpoint", key, Unsigned, c.Trust.Log.Name}
	}
	if len(c.Trust.Witnesses) > 0 && c.cosigned(row.Note) < row.Cosigned {
		return &Finding{"log_checkpoint", key, Unsigned, "by a witness that was not named, or not by it"}
	}
	c.report.Checkpoints++
	c.points[row.Shard] = append(c.points[row.Shard], point{at.Size, at.Root, false})
	return nil
}

// cosigned counts the named witnesses that signed.
func (c *Checker) cosigned(note string) (n int64) {
	for _, w := range c.Trust.Witnesses {
		if w.Cosigned(note) {
			n++
		}
	}
	return n
}

// logs builds every tree anew and holds it against tiles and checkpoints.
func (c *Checker) logs(ctx context.Context) error {
	sizes := map[Shard]int64{}
	var shards []Shard
	err := c.Source.Shards(ctx, func(s Shard, size int64) error {
		shards, sizes[s], c.total = append(shards, s), size, c.total+max(size, 0)
		return nil
	})
	if err != nil {
		return err
	}
	waiting := int64(0)
	err = c.Source.Sheaves(ctx, func(data []byte) error {
		_, err := Each(data, func([]byte) error { waiting++; return nil })
		return err
	})
	if err != nil {
		return err
	}
	c.split(c.total + waiting)
	for s, points := range c.points {
		if _, ok := sizes[s]; !ok {
			return &Finding{"log_shard", s.String(), Missing, fmt.Sprintf("a checkpoint tells of %d leaves", points[len(points)-1].size)}
		}
	}
	for _, s := range shards {
		if err := c.log(ctx, s, sizes[s]); err != nil {
			return err
		}
	}
	return c.Source.Sheaves(ctx, c.sheaf)
}

// sheaf takes in leaves that have no number yet.
func (c *Checker) sheaf(data []byte) error {
	whole, err := Each(data, func(leaf []byte) error {
		c.report.Waiting++
		if !c.take(c.h.Leaf(leaf)) {
			return leafFinding(0, c.report.Waiting-1, leaf, Added, twice)
		}
		return nil
	})
	if err == nil && !whole {
		return &Finding{"sheaf", "", Unreadable, ""}
	}
	return err
}

// growing is one tree while it is built anew.
type growing struct {
	c      *Checker
	shard  Shard
	tree   Tree
	points []point
	before int64    // size of the last checkpoint that held
	broke  *Finding // the first that did not
	sums   [][]Hash // per level and tile: hash of its hashes
}

func (c *Checker) log(ctx context.Context, s Shard, size int64) error {
	g := &growing{c: c, shard: s, points: c.points[s]}
	err := c.Source.Leaves(ctx, s, func(first int64, data []byte) error {
		if first != g.tree.Size() {
			return &Finding{"log_leaves", fmt.Sprintf("%s/%d", s, g.tree.Size()), Missing, fmt.Sprintf("the next begins at %d", first)}
		}
		whole, err := Each(data, g.add)
		if err == nil && !whole {
			return &Finding{"log_leaves", fmt.Sprintf("%s/%d", s, g.tree.Size()), Unreadable, ""}
		}
		return err
	})
	if err != nil {
		return err
	}
	c.report.Leaves += g.tree.Size()
	if err := g.tiles(ctx); err != nil {
		return err
	}
	if g.broke != nil {
		return g.broke
	}
	return g.end(size)
}

func (g *growing) add(leaf []byte) error {
	g.c.step(1)
	h := g.c.h.Leaf(leaf)
	if !g.c.take(h) {
		return leafFinding(g.shard, g.tree.Size(), leaf, Added, twice)
	}
	g.tree.Add(h, g.keep)
	for len(g.points) > 0 && g.points[0].size == g.tree.Size() {
		g.hold(g.points[0])
		g.points = g.points[1:]
	}
	return nil
}

// keep remembers what a tile must hold.
func (g *growing) keep(t Tile) {
	for len(g.sums) <= t.Level {
		g.sums = append(g.sums, nil)
	}
	g.sums[t.Level] = append(g.sums[t.Level], sha256.Sum256(t.Data))
}

// hold compares the tree with a checkpoint of its size. When it does not hold,
// the tiles may tell which leaf it is, so the reading goes on.
func (g *growing) hold(p point) {
	switch {
	case g.broke != nil:
	case g.tree.Root() == p.root:
		g.before = p.size
	default:
		g.broke = &Finding{"log_leaves", fmt.Sprintf("%s/%d", g.shard, g.before), Edited,
			fmt.Sprintf("one of the leaves %d to %d is not what the checkpoint of %d leaves signed", g.before, p.size-1, p.size)}
	}
}

// tiles holds the stored tiles against what they must be.
func (g *growing) tiles(ctx context.Context) error {
	for _, t := range g.tree.Edge() {
		g.keep(t)
	}
	var bad *Tile
	level, n := 0, int64(0)
	err := g.c.Source.Tiles(ctx, g.shard, func(t Tile) error {
		if level < len(g.sums) && n == int64(len(g.sums[level])) {
			level, n = level+1, 0
		}
		switch {
		case level >= len(g.sums):
			return g.tile(t.Level, t.N, Added)
		case t.Level != level || t.N != n:
			return g.tile(level, n, Missing)
		case g.sums[level][n] != sha256.Sum256(t.Data):
			bad = &t
			return errEnough
		}
		n++
		return nil
	})
	switch {
	case bad != nil && bad.Level == 0:
		return g.differ(ctx, *bad)
	case bad != nil:
		return g.tile(bad.Level, bad.N, Edited)
	case err == nil && level < len(g.sums) && (level < len(g.sums)-1 || n < int64(len(g.sums[level]))):
		return g.tile(level, n, Missing)
	}
	return err
}

func (g *growing) tile(level int, n int64, wrong Wrong) *Finding {
	return &Finding{"log_tile", fmt.Sprintf("%s/%d/%d", g.shard, level, n), wrong, "its hashes are not those of the leaves"}
}

// differ names the first leaf of a tile whose hash is not the stored one.
func (g *growing) differ(ctx context.Context, stored Tile) error {
	var leaves [][]byte
	at := int64(0)
	err := g.c.Source.Leaves(ctx, g.shard, func(_ int64, data []byte) error {
		_, err := Each(data, func(leaf []byte) error {
			if at/tileWidth == stored.N {
				leaves = append(leaves, leaf)
			}
			at++
			return nil
		})
		return err
	})
	if err != nil {
		return err
	}
	mine := map[Hash]bool{}
	for _, leaf := range leaves {
		mine[g.c.h.Leaf(leaf)] = true
	}
	for i, leaf := range leaves {
		if len(stored.Data) < (i+1)*digestSize {
			break
		}
		other := Hash(stored.Data[i*digestSize : (i+1)*digestSize])
		if other == g.c.h.Leaf(leaf) {
			continue
		}
		wrong := Edited
		if mine[other] {
			wrong = Reordered
		}
		return leafFinding(g.shard, stored.N*tileWidth+int64(i), leaf, wrong, "its hash is not that in log_tile")
	}
	if len(stored.Data) > len(leaves)*digestSize {
		return &Finding{"log_leaves", fmt.Sprintf("%s/%d", g.shard, at), Missing, "log_tile has more"}
	}
	return g.tile(0, stored.N, Edited)
}

// end checks that the log is as long as it must be.
func (g *growing) end(size int64) error {
	key := g.shard.String()
	if n := len(g.points); n > 0 {
		return &Finding{"log_leaves", fmt.Sprintf("%s/%d", key, g.tree.Size()), Missing, fmt.Sprintf("a checkpoint tells of %d leaves", g.points[n-1].size)}
	}
	if g.tree.Size() != size {
		return &Finding{"log_shard", key, Edited, fmt.Sprintf("it says %d leaves, there are %d", size, g.tree.Size())}
	}
	if size > 0 && g.before != size { // sealing signs in the transaction that numbers
		return &Finding{"log_checkpoint", fmt.Sprintf("%s/%d", key, size), Missing, "the newest one"}
	}
	return nil
}

// heads checks that every dossier has all entries up to its version, and none beyond.
func (c *Checker) heads(ctx context.Context) error {
	err := c.Source.Heads(ctx, func(dossier string, version int64) error {
		last := c.last[dossier]
		delete(c.last, dossier)
		if last == version || strings.Contains(c.gone[dossier], " entry ") {
			return nil
		}
		return &Finding{"head", dossier, Edited, fmt.Sprintf("version %d, the last entry is %d", version, last)}
	})
	if err != nil || len(c.last) == 0 {
		return err
	}
	return &Finding{"head", slices.Min(slices.Collect(maps.Keys(c.last))), Removed, "its entries are there"}
}

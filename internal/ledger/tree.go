package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is the height of a tile: 256 hashes.
const (
	TileHeight = 8
	tileWidth  = 1 << TileHeight
)

// Tile is a row of hashes: those of the complete subtrees of height
// TileHeight × Level, from number N × 256. The last of a level grows.
type Tile struct {
	Level int
	N     int64
	Data  []byte
}

// Tree is the right edge of a growing Merkle tree: for every level the tile
// that is not full yet. With it the tree grows and its root is known.
type Tree struct {
	size int64
	edge [][]Hash
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Edges gives the level and number of the tiles that a tree of this size has
// at its edge: what Resume needs. Empty ones are left out.
func Edges(size int64) (tiles []Tile) {
	for level := 0; size > 0; level++ {
		if size%tileWidth != 0 {
			tiles = append(tiles, Tile{Level: level, N: size / tileWidth})
		}
		size /= tileWidth
	}
	return tiles
}

// Resume gives a tree of a size again from the tiles at its edge. It fails
// when a tile does not hold what the size says.
func Resume(size int64, tiles []Tile) (*Tree, error) {
	t := &Tree{size: size}
	for _, tile := range tiles {
		n := size >> (TileHeight * tile.Level) % tileWidth
		if int64(len(tile.Data)) != n*digestSize {
			return nil, fmt.Errorf("tile %d/%d holds %d bytes, not %d hashes", tile.Level, tile.N, len(tile.Data), n)
		}
		t.reach(tile.Level)
		for at := 0; at < len(tile.Data); at += digestSize {
			t.edge[tile.Level] = append(t.edge[tile.Level], Hash(tile.Data[at:at+digestSize]))
		}
	}
	return t, nil
}

func (t *Tree) reach(level int) {
	for len(t.edge) <= level {
		t.edge = append(t.edge, make([]Hash, 0, tileWidth))
	}
}

// Add adds the hash of a leaf and calls full with every tile that became full.
func (t *Tree) Add(h Hash, full func(Tile)) {
	t.size++
	for level := 0; ; level++ {
		t.reach(level)
		t.edge[level] = append(t.edge[level], h)
		if len(t.edge[level]) < tileWidth {
			return
		}
		if full != nil {
			full(Tile{level, t.size>>(TileHeight*(level+1)) - 1, pack(t.edge[level])})
		}
		h = perfect(t.edge[level])
		t.edge[level] = t.edge[level][:0]
	}
}

func pack(hashes []Hash) []byte {
	data := make([]byte, 0, len(hashes)*digestSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	return data
}

// perfect gives the root of a full tile.
func perfect(hashes []Hash) Hash {
	var room [tileWidth / 2]Hash
	for level := room[:0]; len(hashes) > 1; hashes = level {
		level = room[:len(hashes)/2]
		for i := range level {
			level[i] = node(hashes[2*i], hashes[2*i+1])
		}
	}
	return hashes[0]
}

// Edge gives the tiles that are not full yet, those with nothing in them left out.
func (t *Tree) Edge() (tiles []Tile) {
	for level, hashes := range t.edge {
		if len(hashes) > 0 {
			tiles = append(tiles, Tile{level, t.size >> (TileHeight * (level + 1)), pack(hashes)})
		}
	}
	return tiles
}

// Root gives the root of the tree; of an empty one the hash of nothing.
func (t *Tree) Root() Hash {
	var root Hash
	var some bool
	for _, hashes := range t.edge {
		for end := len(hashes); end > 0; {
			size := end & -end // the last complete subtree within what is left
			h := perfect(hashes[end-size : end])
			if some {
				root = node(h, root)
			} else {
				root, some = h, true
			}
			end -= size
		}
	}
	if !some {
		return tlog.RecordHash(nil) // never signed: a checkpoint has leaves
	}
	return root
}

// TileOf gives a tile of a tree of a size for a hash reader.
type TileOf func(level int, n int64, width int) ([]byte, error)

// hashes reads hashes out of tiles, by the index that tlog gives them. What it
// gives is not checked: proofs are checked by who receives them.
func (read TileOf) hashes(size int64) tlog.HashReader {
	kept := map[[2]int64][]byte{}
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		all := make([]Hash, 0, len(indexes))
		for _, index := range indexes {
			tile := tlog.TileForIndex(TileHeight, index)
			key := [2]int64{int64(tile.L), tile.N}
			data, ok := kept[key]
			if !ok {
				width := min(size>>(TileHeight*tile.L)-tile.N*tileWidth, tileWidth)
				var err error
				if data, err = read(tile.L, tile.N, int(width)); err != nil {
					return nil, err
				}
				kept[key] = data
			}
			tile.W = len(data) / digestSize
			h, err := tlog.HashFromTile(tile, data, index)
			if err != nil {
				return nil, err
			}
			all = append(all, h)
		}
		return all, nil
	})
}

// Inclusion proves that leaf n is in the tree of a size: the hashes of RFC 6962, 2.1.1.
func Inclusion(size, n int64, read TileOf) ([]Hash, error) {
	return tlog.ProveRecord(size, n, read.hashes(size))
}

// Consistency proves that the tree of the old size is the beginning of that of a size.
func Consistency(size, old int64, read TileOf) ([]Hash, error) {
	if old == 0 || old == size {
		return nil, nil
	}
	return tlog.ProveTree(size, old, read.hashes(size))
}

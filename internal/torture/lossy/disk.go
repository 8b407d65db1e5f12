//go:build linux

// Package lossy is a disk that keeps only what it was told to keep. Writes lie
// in memory until they are synced; at a cut what was not synced is lost, torn
// at a sector, or there out of order, as disks and file systems are allowed to.
// It can also be full, refuse writes, hang, or lie about syncing.
//
// The rules are those of POSIX and no kinder: a file's content is kept by a
// sync of the file, a name by a sync of its folder. Of names that were not
// synced a beginning of what was done survives, as a journal would keep it.
package lossy

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"time"
)

const (
	page   = 4096
	sector = 512 // what a disk writes whole
)

// State is how a disk behaves.
type State int

// How a disk can behave.
const (
	Fine     State = iota
	Full           // nothing that needs room can be written
	ReadOnly       // nothing can be written: ROFS
	Hanging        // nothing is answered until it behaves otherwise
)

// Disk is a file system in memory. It is safe for concurrent use.
type Disk struct {
	// Lies lets a sync answer without keeping anything.
	Lies bool

	mu      sync.Mutex
	changed *sync.Cond // state or cut
	state   State
	gone    bool // after a cut
	root    *thing
	next    uint64
	journal []step
	synced  int64
	written int64
}

// thing is a file, folder or link.
type thing struct {
	ino      uint64
	mode     uint32 // kind and permissions
	uid, gid uint32
	at       time.Time
	link     string
	names    map[string]*thing // of a folder, as one sees it now
	kept     map[string]*thing // of a folder, as it is after a cut
	data     []byte            // of a file, as one sees it now
	safe     []byte            // of a file, as it was synced last
	dirty    map[int64]bool    // pages that were written since
}

// step is one change of names that no sync has kept yet.
type step struct {
	folder *thing
	name   string
	to     *thing // nil: the name goes
	also   *step  // the other half of a rename: both or neither
}

// New gives an empty disk whose root belongs to a user.
func New(uid, gid uint32) *Disk {
	d := &Disk{}
	d.changed = sync.NewCond(&d.mu)
	d.root = d.make(syscall.S_IFDIR|0o755, uid, gid)
	return d
}

func (d *Disk) make(mode, uid, gid uint32) *thing {
	d.next++
	t := &thing{ino: d.next, mode: mode, uid: uid, gid: gid, at: time.Now()}
	if mode&syscall.S_IFMT == syscall.S_IFDIR {
		t.names, t.kept = map[string]*thing{}, map[string]*thing{}
	} else {
		t.dirty = map[int64]bool{}
	}
	return t
}

// Behave changes how the disk behaves from now on.
func (d *Disk) Behave(s State) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.state = s
	d.changed.Broadcast()
}

// Synced tells how many syncs kept something, and how many writes there were.
func (d *Disk) Synced() (syncs, writes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.synced, d.written
}

// enter waits while the disk hangs, and refuses after a cut. The caller holds
// the lock until leave.
func (d *Disk) enter() syscall.Errno {
	d.mu.Lock()
	for d.state == Hanging && !d.gone {
		d.changed.Wait()
	}
	if d.gone {
		return syscall.EIO
	}
	return 0
}

func (d *Disk) leave() { d.mu.Unlock() }

// writable tells whether something may be changed.
func (d *Disk) writable() syscall.Errno {
	if d.state == ReadOnly {
		return syscall.EROFS
	}
	return 0
}

// roomy tells whether something may be added.
func (d *Disk) roomy() syscall.Errno {
	if d.state == Full {
		return syscall.ENOSPC
	}
	return d.writable()
}

// put gives a thing a name in a folder, or takes the name away (nil).
func (d *Disk) put(s step) {
	for one := &s; one != nil; one = one.also {
		apply(one.folder.names, one.name, one.to)
		one.folder.at = time.Now()
	}
	d.journal = append(d.journal, s)
}

func apply(names map[string]*thing, name string, to *thing) {
	if to == nil {
		delete(names, name)
	} else {
		names[name] = to
	}
}

func (s *step) touches(t *thing) bool { return s.folder == t || s.also != nil && s.also.touches(t) }

func (s *step) keep() {
	for one := s; one != nil; one = one.also {
		apply(one.folder.kept, one.name, one.to)
	}
}

// sync keeps a file's content, or a folder's names.
func (d *Disk) sync(t *thing) {
	if d.Lies {
		return
	}
	d.synced++
	if t.names != nil {
		d.journal = slices.DeleteFunc(d.journal, func(s step) bool {
			if s.touches(t) {
				s.keep()
				return true
			}
			return false
		})
		return
	}
	t.safe = resized(t.safe, len(t.data))
	for p := range t.dirty {
		copyRange(t.safe, t.data, p*page, (p+1)*page)
	}
	clear(t.dirty)
}

// resized gives a slice of a length, with zeros where it is longer than before.
func resized(b []byte, n int) []byte {
	if n <= len(b) {
		clear(b[n:])
		return b[:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

// copyRange copies what lies between two places, as far as both have it.
func copyRange(to, from []byte, begin, end int64) {
	end = min(end, int64(len(to)), int64(len(from)))
	if begin < end {
		copy(to[begin:end], from[begin:end])
	}
}

// write writes into a file, which grows when it must.
func (d *Disk) write(t *thing, data []byte, at int64) syscall.Errno {
	end := at + int64(len(data))
	if end > int64(len(t.data)) {
		if bad := d.roomy(); bad != 0 {
			return bad
		}
		d.resize(t, end)
	} else if bad := d.writable(); bad != 0 {
		return bad
	}
	copy(t.data[at:end], data)
	d.mark(t, at, end)
	d.written++
	t.at = time.Now()
	return 0
}

// resize changes the length of a file; what it gains are zeros, which are as
// unsynced as anything else.
func (d *Disk) resize(t *thing, n int64) {
	was := int64(len(t.data))
	t.data = resized(t.data, int(n))
	d.mark(t, min(was, n), max(was, n))
}

func (d *Disk) mark(t *thing, begin, end int64) {
	for p := begin / page; p*page < end; p++ {
		t.dirty[p] = true
	}
}

// Cut ends everything at this moment: nothing is answered any more. What then
// lies on the disk is what Save writes down. With all, everything that was not
// synced is lost; else chance decides for each page and for names.
func (d *Disk) Cut(dice *rand.Rand, all bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
	d.changed.Broadcast()
	if !all {
		for _, s := range d.journal[:dice.IntN(len(d.journal)+1)] {
			s.keep()
		}
	}
	d.journal = nil
	d.root.cut(dice, all, map[*thing]bool{})
}

func (t *thing) cut(dice *rand.Rand, all bool, seen map[*thing]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	if t.names != nil {
		t.names = maps.Clone(t.kept)
		for _, name := range slices.Sorted(maps.Keys(t.names)) {
			t.names[name].cut(dice, all, seen)
		}
		return
	}
	t.data, t.safe = survivors(dice, all, t), nil
	clear(t.dirty)
}

// survivors gives what is left of a file.
func survivors(dice *rand.Rand, all bool, t *thing) []byte {
	if all {
		return t.safe
	}
	left := slices.Clone(t.safe)
	if len(t.data) < len(left) && dice.IntN(2) == 0 { // it was cut short, and that came through
		left = left[:len(t.data)]
	}
	for _, p := range slices.Sorted(maps.Keys(t.dirty)) {
		begin, end := p*page, min((p+1)*page, int64(len(t.data)))
		if begin >= end {
			continue
		}
		switch dice.IntN(3) {
		case 0: // lost
			continue
		case 1: // torn: the sectors before or behind a place came through
			tear := begin + sector*int64(1+dice.IntN(page/sector-1))
			if dice.IntN(2) == 0 {
				end = min(end, tear)
			} else {
				begin = min(tear, end)
			}
		}
		if end > int64(len(left)) {
			left = resized(left, int(end))
		}
		copyRange(left, t.data, begin, end)
	}
	return left
}

package picture

import (
	"cmp"
	"slices"
)

// Measures of the genogram, in SVG units (pixels at 100%).
const (
	pitch     = 134.0 // between the middles of neighbours
	shape     = 46.0  // side or diameter
	rowHeight = 178.0
	marginX   = 84.0
	marginTop = 62.0
	nameSize  = 13.0
	nameWidth = 118.0
)

// placed is a person with a place in the drawing.
type placed struct {
	Person
	row   int
	x, y  float64
	group int // index of its partner group in the row
}

// layout is a genogram with every person placed.
type layout struct {
	people        []*placed
	by            map[string]*placed
	rows          [][]*placed // in order from left to right
	bonds         []Bond
	births        []Birth
	width, height float64
}

// layOut places persons: rows by generation, partners beside each other,
// children under their parents.
func layOut(g Genogram) *layout {
	l := &layout{by: map[string]*placed{}}
	for _, p := range g.Persons {
		if _, twice := l.by[p.ID]; twice {
			continue
		}
		at := &placed{Person: p}
		l.people, l.by[p.ID] = append(l.people, at), at
	}
	l.bonds = keep(g.Bonds, func(b Bond) bool { return l.by[b.A] != nil && l.by[b.B] != nil && b.A != b.B })
	for _, b := range g.Births {
		b.Parents = keep(b.Parents, func(id string) bool { return l.by[id] != nil && id != b.Child })
		if l.by[b.Child] != nil && len(b.Parents) > 0 {
			b.Parents = b.Parents[:min(2, len(b.Parents))]
			l.births = append(l.births, b)
		}
	}
	l.setRows()
	l.orderRows()
	l.place()
	return l
}

func keep[T any](all []T, good func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if good(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// setRows gives everyone a generation: below one's parents, beside one's
// partners. Each pass moves people down only; a ring in the data (someone their
// own ancestor) ends with the number of passes.
func (l *layout) setRows() {
	for range l.people {
		moved := false
		for _, b := range l.births {
			for _, parent := range b.Parents {
				moved = lower(l.by[b.Child], l.by[parent].row+1) || moved
			}
		}
		for _, b := range l.bonds {
			moved = lower(l.by[b.A], l.by[b.B].row) || moved
			moved = lower(l.by[b.B], l.by[b.A].row) || moved
		}
		if !moved {
			break
		}
	}
	l.pullDown()
	l.closeGaps()
}

func lower(p *placed, row int) bool {
	if p.row >= row {
		return false
	}
	p.row = row
	return true
}

// pullDown lets parents without partners elsewhere stand just above their
// children, so that a grandmother of one side does not float.
func (l *layout) pullDown() {
	for range l.people {
		for _, p := range l.people {
			want := -1
			for _, b := range l.births {
				if slices.Contains(b.Parents, p.ID) && (want < 0 || l.by[b.Child].row-1 < want) {
					want = l.by[b.Child].row - 1
				}
			}
			if want > p.row && !l.heldUp(p, want) {
				p.row = want
			}
		}
	}
}

// heldUp tells whether a partner or parent keeps a person from moving down to a row.
func (l *layout) heldUp(p *placed, row int) bool {
	for _, b := range l.bonds {
		if other := otherEnd(b, p.ID); other != "" && l.by[other].row != row {
			return true
		}
	}
	return false
}

// closeGaps numbers the rows from 0 without holes.
func (l *layout) closeGaps() {
	var used []int
	for _, p := range l.people {
		used = append(used, p.row)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	l.rows = make([][]*placed, len(used))
	for _, p := range l.people {
		p.row = slices.Index(used, p.row)
		l.rows[p.row] = append(l.rows[p.row], p)
	}
}

// orderRows puts partners beside each other, and groups under their parents.
func (l *layout) orderRows() {
	for i, row := range l.rows {
		groups := l.partnerGroups(row)
		slices.SortStableFunc(groups, func(a, b []*placed) int {
			return cmp.Compare(l.pull(a), l.pull(b))
		})
		l.rows[i] = nil
		for n, group := range groups {
			for _, p := range group {
				p.group, p.x = n, float64(len(l.rows[i]))*pitch
				l.rows[i] = append(l.rows[i], p)
			}
		}
	}
}

// pull gives where a group wants to stand: under its parents, then by age
// (eldest first, as the convention has it).
func (l *layout) pull(group []*placed) float64 {
	sum, n, age := 0.0, 0, 0
	for _, p := range group {
		age = max(age, p.Age)
		for _, b := range l.births {
			if b.Child == p.ID {
				for _, parent := range b.Parents {
					sum, n = sum+l.by[parent].x, n+1
				}
			}
		}
	}
	if n == 0 {
		return 1e6 - float64(age) // nobody above: to the right, stable
	}
	return sum/float64(n) - float64(age)/1000
}

// partnerGroups splits a row into chains of partners, former partners first.
func (l *layout) partnerGroups(row []*placed) [][]*placed {
	var groups [][]*placed
	seen := map[string]bool{}
	for _, p := range row {
		if seen[p.ID] {
			continue
		}
		var chain []*placed
		l.walk(l.chainEnd(p), seen, &chain)
		groups = append(groups, l.facing(chain))
	}
	return groups
}

// chainEnd finds the end of the chain of partners that p is in: the one with a
// single partner, a former one before a present one, a man before a woman.
func (l *layout) chainEnd(p *placed) *placed {
	members := map[string]bool{}
	var chain []*placed
	l.walk(p, members, &chain)
	return slices.MinFunc(chain, func(a, b *placed) int { return cmp.Compare(l.endRank(a), l.endRank(b)) })
}

func (l *layout) endRank(p *placed) int {
	partners, parted := 0, 0
	for _, b := range l.bonds {
		if otherEnd(b, p.ID) != "" {
			partners++
			if b.State == Separated || b.State == Divorced {
				parted++
			}
		}
	}
	rank := partners * 4
	if parted == 0 {
		rank += 2
	}
	if p.Sex != Man {
		rank++
	}
	return rank
}

func (l *layout) walk(p *placed, seen map[string]bool, chain *[]*placed) {
	if seen[p.ID] {
		return
	}
	seen[p.ID] = true
	*chain = append(*chain, p)
	for _, b := range l.bonds {
		if other := otherEnd(b, p.ID); other != "" && l.by[other].row == p.row {
			l.walk(l.by[other], seen, chain)
		}
	}
}

// facing turns a chain around when its parents stand the other way.
func (l *layout) facing(chain []*placed) []*placed {
	if len(chain) < 2 {
		return chain
	}
	first, last := l.pull(chain[:1]), l.pull(chain[len(chain)-1:])
	if first < 1e5 && last < 1e5 && first > last {
		slices.Reverse(chain)
	}
	return chain
}

package picture

import "math"

// place gives every person an x and y: a few sweeps that pull parents over
// their children and children under their parents, each time keeping the order
// and the distance in the row.
func (l *layout) place() {
	for sweep := range 8 {
		if sweep%2 == 0 {
			for r := len(l.rows) - 1; r >= 0; r-- {
				l.settle(l.rows[r], l.overChildren)
			}
			continue
		}
		for _, row := range l.rows {
			l.settle(row, l.underParents)
		}
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, p := range l.people {
		left, right = math.Min(left, p.x), math.Max(right, p.x)
	}
	if len(l.people) == 0 {
		left, right = 0, 0
	}
	for _, p := range l.people {
		p.x += marginX - left
		p.y = marginTop + shape/2 + float64(p.row)*rowHeight
	}
	l.width = right - left + 2*marginX
	l.height = marginTop + float64(max(1, len(l.rows)))*rowHeight - 40
}

// settle moves the groups of a row towards where they want to be. Groups that
// touch share the difference, as in the pool of adjacent violators.
func (l *layout) settle(row []*placed, wish func(group []*placed) (float64, bool)) {
	type block struct {
		first, last int // indexes in the row
		shift, n    float64
	}
	var blocks []block
	for i := 0; i < len(row); {
		j := i
		for j < len(row) && row[j].group == row[i].group {
			j++
		}
		want, has := wish(row[i:j])
		weight := 1.0
		if !has {
			want, weight = middle(row[i:j]), 0.05
		}
		// shift: where the row would begin if only this group counted
		b := block{i, j, want - middleAt(i, j), weight}
		for len(blocks) > 0 && blocks[len(blocks)-1].shift > b.shift {
			before := blocks[len(blocks)-1]
			total := before.n + b.n
			b = block{before.first, b.last, (before.shift*before.n + b.shift*b.n) / total, total}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
		i = j
	}
	for _, b := range blocks {
		for i := b.first; i < b.last; i++ {
			row[i].x = b.shift + float64(i)*pitch
		}
	}
}

func middle(group []*placed) float64 { return (group[0].x + group[len(group)-1].x) / 2 }

// middleAt gives the middle of the places i … j-1 of a row that begins at 0.
func middleAt(i, j int) float64 { return float64(i+j-1) / 2 * pitch }

// overChildren gives the middle that puts a group's parents over their children.
func (l *layout) overChildren(group []*placed) (float64, bool) {
	sum, n := 0.0, 0.0
	for _, b := range l.births {
		if from, in := l.dropFrom(b, group); in {
			sum, n = sum+l.by[b.Child].x-(from-middle(group)), n+1
		}
	}
	return sum / max(n, 1), n > 0
}

// dropFrom gives the x from which the line to a child hangs, when a parent is in the group.
func (l *layout) dropFrom(b Birth, group []*placed) (float64, bool) {
	for _, p := range group {
		for _, parent := range b.Parents {
			if p.ID == parent {
				return l.dropX(b), true
			}
		}
	}
	return 0, false
}

// dropX gives the x from which the line to a child hangs: the middle of its
// parents, or of the gap beside one of them when others stand between.
func (l *layout) dropX(b Birth) float64 {
	first := l.by[b.Parents[0]]
	if len(b.Parents) == 1 {
		return first.x
	}
	second := l.by[b.Parents[1]]
	if first.x > second.x {
		first, second = second, first
	}
	if first.row != second.row || second.x-first.x <= pitch*1.01 {
		return (first.x + second.x) / 2
	}
	return second.x - pitch/2
}

// underParents gives the middle that puts a group under its parents. Sisters
// and brothers share one point, so each asks for its own place beside it.
func (l *layout) underParents(group []*placed) (float64, bool) {
	sum, n := 0.0, 0.0
	for _, p := range group {
		for _, b := range l.births {
			if b.Child != p.ID {
				continue
			}
			from := l.dropX(b)
			offset := p.x - l.siblingMiddle(b)
			sum, n = sum+from+offset-(p.x-middle(group)), n+1
		}
	}
	return sum / max(n, 1), n > 0
}

// siblingMiddle gives the middle of all children of the same parents.
func (l *layout) siblingMiddle(of Birth) float64 {
	left, right := math.Inf(1), math.Inf(-1)
	for _, b := range l.births {
		if sameParents(b, of) {
			left, right = math.Min(left, l.by[b.Child].x), math.Max(right, l.by[b.Child].x)
		}
	}
	return (left + right) / 2
}

func sameParents(a, b Birth) bool {
	if len(a.Parents) != len(b.Parents) {
		return false
	}
	if len(a.Parents) == 2 {
		return a.Parents[0] == b.Parents[0] && a.Parents[1] == b.Parents[1] || a.Parents[0] == b.Parents[1] && a.Parents[1] == b.Parents[0]
	}
	return a.Parents[0] == b.Parents[0]
}

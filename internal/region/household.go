package region

// Kind is a kind of household, as the statistics count them.
type Kind string

// The kinds of household.
const (
	Single         Kind = "single"
	Couple         Kind = "couple"          // without children
	CoupleChildren Kind = "couple_children" // with children
	OneParent      Kind = "one_parent"
)

// Needs is what help a household has. They are what the published shares count.
type Needs struct {
	Wmo   int   // provisions (maatwerkvoorzieningen), 0 none
	Youth []int // which children have youth care: places in the list of children
	Debt  bool  // registered problem debt
	Multi bool  // a family with several problems at once
}

// Any tells whether the household has any help, and so may have a dossier.
func (n Needs) Any() bool { return n.Wmo > 0 || len(n.Youth) > 0 || n.Debt || n.Multi }

// household is a household before anyone has a name.
type household struct {
	kind     Kind
	adult    int   // age of the first adult
	children []int // ages, oldest first
	needs    Needs
}

var (
	kindSums    = sums(householdsSingle, householdsCouple, householdsChildren)
	oneParents  = sums(oneParentOneChild, oneParentTwoChildren, oneParentMore)
	coupleKids  = sums(couplesOneChild, couplesTwoChildren, couplesMore)
	manyKids    = sums(75, 20, 5) // three, four, five
	wmoNumbers  = sums(provisions...)
	singleBands = sums(adultAges[Single]...)
	coupleBands = sums(adultAges[Couple]...)
)

func sums(weights ...int) []int {
	out, sum := make([]int, len(weights)), 0
	for i, w := range weights {
		sum += w
		out[i] = sum
	}
	return out
}

// anyHousehold draws a household as the country has them, with or without help.
func anyHousehold(d dice) household {
	var h household
	switch weigh(d, kindSums) {
	case 0:
		h.kind = Single
		h.adult = h.grownUp(d, singleBands)
	case 1:
		h.kind = Couple
		h.adult = h.grownUp(d, coupleBands)
	default:
		h.withChildren(d)
	}
	return h
}

// grownUp draws an age and, as it knows the band, the Wmo support.
func (h *household) grownUp(d dice, bands []int) int {
	band := weigh(d, bands)
	h.wmo(d, wmoByBand[band])
	h.needs.Debt = d.chance(debtBy[h.kind])
	return d.between(ageBands[band][0], ageBands[band][1])
}

func (h *household) wmo(d dice, p float64) {
	if d.chance(p) {
		h.needs.Wmo = weigh(d, wmoNumbers) + 1
	}
}

func (h *household) withChildren(d dice) {
	h.kind = CoupleChildren
	counts := coupleKids
	if d.IntN(children2023) < oneParentOf2023 {
		h.kind, counts = OneParent, oneParents
	}
	n := weigh(d, counts) + 1
	if n == 3 {
		n += weigh(d, manyKids)
	}
	h.children = ages(d, n)
	h.adult = h.children[0] + d.between(20, 36)
	for i := range h.children {
		if d.chance(youthCareElsewhere) {
			h.needs.Youth = append(h.needs.Youth, i)
		}
	}
	h.wmo(d, wmoWithChildren)
	h.needs.Debt = d.chance(debtBy[h.kind])
	if d.chance(multiWithKids) {
		h.several(d)
	}
}

// several makes it a family with several problems: youth care for a child, debt
// and support for a parent, all at once.
func (h *household) several(d dice) {
	h.needs.Multi, h.needs.Debt = true, true
	if len(h.needs.Youth) == 0 {
		h.needs.Youth = []int{d.IntN(len(h.children))}
	}
	if h.needs.Wmo == 0 {
		h.needs.Wmo = weigh(d, wmoNumbers) + 1
	}
}

// ages draws the ages of so many children under one roof, oldest first.
func ages(d dice, n int) []int {
	list := []int{d.between(min(2*(n-1), mostYouthAge), mostYouthAge)}
	for len(list) < n {
		last := list[len(list)-1]
		left := n - len(list) - 1 // who must still be born after this one
		step := d.between(1, 4)
		list = append(list, max(last-step, left))
	}
	return list
}

// helped draws a household that has help: as the country has them, on condition
// of Needs.Any. About one in four has.
func helped(d dice) household {
	for {
		if h := anyHousehold(d); h.needs.Any() {
			return h
		}
	}
}

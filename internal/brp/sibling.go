package brp

import (
	"slices"
	"strconv"
)

// dependent tells whether a person is a child in a family: with a parent, and
// under 18, or at home with a parent and without partner or child.
func (g *graph) dependent(i int) bool {
	p := g.persons[i]
	if !p.Alive() || len(g.parentage(i)) == 0 {
		return false
	}
	if !p.Born.IsZero() && p.Born.AgeOn(g.on) < 18 {
		return true
	}
	return len(p.Children) == 0 && !p.attached() && g.livesWithAny(i, g.parents[i])
}

// attached tells whether a partnership stands.
func (p Person) attached() bool {
	return slices.ContainsFunc(p.Partnerships, func(made Partnership) bool { return !made.Ended })
}

func (g *graph) livesWithAny(i int, others []int) bool {
	home, ok := g.home[i]
	return ok && slices.ContainsFunc(others, func(o int) bool { return o != i && g.home[o] == home })
}

// parentage gives one text per parent, in the file or not, to compare siblings by.
func (g *graph) parentage(i int) []string {
	var all []string
	for _, parent := range g.parents[i] {
		all = append(all, "#"+strconv.Itoa(parent))
	}
	for _, a := range g.absent[i] {
		if a.Role == RoleParent {
			all = append(all, identity(a.Reference))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// siblings gives the groups of children that belong to one family: the same
// parents, or one parent in common and the same dwelling.
func (g *graph) siblings() [][]int {
	parentage := map[int][]string{}
	byParent := map[string][]int{}
	var children []int
	for i := range g.persons {
		if !g.dependent(i) {
			continue
		}
		children = append(children, i)
		parentage[i] = g.parentage(i)
		for _, parent := range parentage[i] {
			byParent[parent] = append(byParent[parent], i)
		}
	}
	eldest := map[int]int{} // child -> first of its group, by place in the file
	for _, i := range children {
		eldest[i] = i
	}
	for _, i := range children {
		for _, parent := range parentage[i] {
			for _, o := range byParent[parent] {
				if o > i && (slices.Equal(parentage[i], parentage[o]) || g.livesWithAny(i, []int{o})) {
					unite(eldest, i, o)
				}
			}
		}
	}
	return grouped(children, eldest)
}

// unite puts two children and all who belong to either in one group.
func unite(eldest map[int]int, a, b int) {
	a, b = root(eldest, a), root(eldest, b)
	eldest[max(a, b)] = min(a, b)
}

func root(eldest map[int]int, i int) int {
	for eldest[i] != i {
		eldest[i] = eldest[eldest[i]]
		i = eldest[i]
	}
	return i
}

func grouped(children []int, eldest map[int]int) [][]int {
	at := map[int]int{}
	var groups [][]int
	for _, i := range children {
		lead := root(eldest, i)
		if _, known := at[lead]; !known {
			at[lead] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[lead]] = append(groups[at[lead]], i)
	}
	return groups
}

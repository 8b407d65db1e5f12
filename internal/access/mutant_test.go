package access

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/ast"
)

// Mutants: a policy that loses one of its conditions, or a forbid that
// disappears, must be noticed by the oracle, the table of marks or the tables
// of names and involvements. EENDRACHT_MUTANTS=n tries n of them; the seed is fixed.
func TestMutantsAreNoticed(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("EENDRACHT_MUTANTS"))
	if err != nil {
		t.Skip("set EENDRACHT_MUTANTS to the number of mutants to try")
	}
	type mutant struct {
		id        string
		condition int // -1: the whole policy
	}
	var all []mutant
	for _, r := range engine(t).rules {
		if r.forbids {
			all = append(all, mutant{string(r.id), -1})
		}
		for i := range r.clauses {
			all = append(all, mutant{string(r.id), i})
		}
	}
	slices.SortFunc(all, func(a, b mutant) int {
		if a.id != b.id {
			return map[bool]int{true: -1, false: 1}[a.id < b.id]
		}
		return a.condition - b.condition
	})
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	survived, tried := 0, 0
	for _, m := range all[:min(n, len(all))] {
		e := engine(t)
		for id, r := range e.rules {
			if string(id) == m.id {
				e.mutate(r, m.condition)
			}
		}
		tried++
		if !noticed(t, e) {
			survived++
			t.Logf("%d: nobody noticed %s without condition %d", tried, m.id, m.condition)
		}
	}
	t.Logf("%d of %d mutants survived", survived, tried)
}

func (e *Engine) mutate(r *rule, condition int) {
	if condition >= 0 {
		changed := *r.ast
		changed.Conditions = slices.Delete(slices.Clone(r.ast.Conditions), condition, condition+1)
		r.policy = cedar.NewPolicyFromAST((*ast.Policy)(&changed))
		return
	}
	for q, shelf := range e.shelves {
		e.shelves[q] = slices.DeleteFunc(shelf, func(o *rule) bool { return o == r })
	}
}

// noticed tells whether any of the tables or the oracle differs.
func noticed(t *testing.T, e *Engine) bool {
	s, who := tell(t), viewers()
	good := engine(t)
	for _, ask := range who {
		if whole(e, s.d, ask) != whole(good, s.d, ask) {
			return true
		}
	}
	n := newTally(9973)
	n.lists(e)
	n.reading(e)
	n.commands(e)
	return len(n.found) > 0
}

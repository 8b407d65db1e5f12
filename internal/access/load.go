package access

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/ast"
	"github.com/cedar-policy/cedar-go/types"
	expast "github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"

	"eendracht/internal/fault"
	"eendracht/internal/statute"
)

// carried is the @ground of a policy whose ground is that of the involvement.
const carried = "involvement"

// rule is a policy with what its annotations say.
type rule struct {
	id      types.PolicyID
	policy  *cedar.Policy
	ast     *expast.Policy
	key     string // @nl: text key of the explanation
	ground  string // @ground: code of package statute, or carried
	forbids bool
	clauses []clause // of a permit: its conditions, named, for the explanation of a deny
}

// clause is one condition of a permit, to be tried by itself.
type clause struct {
	name string
	only shelf
}

// loader reads policies and collects everything that is wrong with them.
type loader struct {
	check   *validate.Validator
	grounds map[string]bool
	seen    map[types.PolicyID]bool
	rules   []*rule
	found   []error
}

func newLoader(law *statute.Set, texts []text) (*loader, error) {
	l := &loader{grounds: map[string]bool{carried: true}, seen: map[types.PolicyID]bool{}}
	for _, g := range law.Grounds() {
		l.grounds[g.Code] = true
	}
	i := slices.IndexFunc(texts, func(t text) bool { return t.name == schemaFile })
	if i < 0 {
		return nil, fault.Wrap(fault.Internal, "access.New", errors.New("no schema"))
	}
	var s schema.Schema
	s.SetFilename(schemaFile)
	if err := s.UnmarshalCedar(texts[i].body); err != nil {
		return nil, fault.Wrap(fault.Invalid, "access.New", err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "access.New", err)
	}
	l.check = validate.New(resolved)
	return l, nil
}

func (l *loader) err() error {
	return fault.Wrap(fault.Invalid, "access.New", errors.Join(l.found...))
}

func (l *loader) bad(is bool, where, format string, args ...any) {
	if is {
		l.found = append(l.found, fmt.Errorf("%s: "+format, append([]any{where}, args...)...))
	}
}

// read takes in one file; local ones may only forbid.
func (l *loader) read(t text, local bool) {
	policies, err := cedar.NewPolicyListFromBytes(t.name, t.body)
	l.bad(err != nil, t.name, "%v", err)
	l.bad(err == nil && len(policies) == 0, t.name, "holds no policy")
	for _, p := range policies {
		where := fmt.Sprintf("%s:%d", t.name, p.Position().Line)
		l.bad(local && p.Effect() != cedar.Forbid, where, "a municipality's own rule may only forbid")
		l.add(where, p)
	}
}

func (l *loader) add(where string, p *cedar.Policy) {
	notes := p.Annotations()
	r := &rule{
		id: types.PolicyID(notes["id"]), policy: p, ast: (*expast.Policy)(p.AST()),
		key: string(notes["nl"]), ground: string(notes["ground"]), forbids: p.Effect() == cedar.Forbid,
	}
	l.bad(r.id == "", where, "has no @id")
	l.bad(l.seen[r.id], where, "@id %q stands twice", r.id)
	l.bad(r.key == "", where, "has no @nl")
	l.bad(!l.grounds[r.ground], where, "names unknown @ground %q", r.ground)
	l.seen[r.id] = true
	if err := l.check.Policy(string(r.id), r.ast); err != nil {
		l.found = append(l.found, fmt.Errorf("%s: %w", where, err))
	}
	if !r.forbids {
		l.bad(notes["purpose"] == "", where, "has no @purpose")
		l.clauses(where, r, strings.Fields(string(notes["conditions"])))
	}
	l.rules = append(l.rules, r)
}

// clauses takes a permit apart: @conditions names its conditions in order.
func (l *loader) clauses(where string, r *rule, names []string) {
	l.bad(len(names) != len(r.ast.Conditions), where, "@conditions names %d of %d conditions", len(names), len(r.ast.Conditions))
	for i, condition := range r.ast.Conditions {
		if i >= len(names) {
			return
		}
		one := expast.Permit()
		one.Conditions = []expast.ConditionType{condition}
		id := types.PolicyID(fmt.Sprintf("%s/%d", r.id, i))
		r.clauses = append(r.clauses, clause{names[i], shelf{{id: id, policy: cedar.NewPolicyFromAST((*ast.Policy)(one))}}})
	}
}

// mayMatch tells whether the scope of a policy can match a question.
func (r *rule) mayMatch(q question) bool {
	if is, ok := r.ast.Principal.(expast.ScopeTypeIs); ok && is.Type != q.asker {
		return false
	}
	switch scope := r.ast.Action.(type) {
	case expast.ScopeTypeEq:
		return scope.Entity == actionUID(q.action)
	case expast.ScopeTypeInSet:
		return slices.Contains(scope.Entities, actionUID(q.action))
	}
	return true
}

package access

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"iter"
	"slices"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

//go:embed policies/*.cedar policies/schema.cedarschema
var shipped embed.FS

const schemaFile = "policies/schema.cedarschema"

// Engine decides by a checked set of policies. It is safe for concurrent use and
// immutable but for its memory of verdicts, which are functions of their facts.
type Engine struct {
	law     *statute.Set
	shelves map[question][]*rule
	rules   map[types.PolicyID]*rule
	shut    map[string]string // life domain → compartment that it is
	domains []string          // life domains in drawing order
	spans   []nl.Span         // when the grounds are valid
	version string
	texts   []text
	forbids []string
	serves  map[string]map[string][]string
	memory  memory
}

// question names the policies that can matter: an action by a kind of asker.
type question struct {
	action string
	asker  types.EntityType
}

// New makes an engine from the shipped policies and a municipality's own forbid
// rules (Cedar text). It refuses (fault.Invalid) what does not parse, does not
// fit the schema, lacks an annotation, names an unknown ground, or, among the
// municipality's own, permits anything.
func New(law *statute.Set, forbids ...string) (*Engine, error) {
	texts, err := readShipped(shipped)
	if err != nil {
		return nil, err
	}
	return newEngine(law, texts, forbids)
}

// text is one file of policies.
type text struct {
	name string
	body []byte
}

func readShipped(from fs.FS) ([]text, error) {
	const op = "access.New"
	names, err := fs.Glob(from, "policies/*.cedar")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	names = append(names, schemaFile)
	slices.Sort(names)
	var texts []text
	for _, name := range names {
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		texts = append(texts, text{name, body})
	}
	return texts, nil
}

func newEngine(law *statute.Set, texts []text, forbids []string) (*Engine, error) {
	l, err := newLoader(law, texts)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		if t.name != schemaFile {
			l.read(t, false)
		}
	}
	for i, body := range forbids {
		l.read(text{fmt.Sprintf("forbid %d", i+1), []byte(body)}, true)
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	e := &Engine{law: law, rules: map[types.PolicyID]*rule{}, shut: shutDomains(law), version: digest(texts, forbids, serves), texts: texts, forbids: forbids, serves: serves}
	for _, r := range l.rules {
		e.rules[r.id] = r
	}
	for _, d := range law.Domains() {
		e.domains = append(e.domains, d.Code)
	}
	for _, g := range law.Grounds() {
		if !slices.Contains(e.spans, g.Valid) {
			e.spans = append(e.spans, g.Valid)
		}
	}
	e.shelves = shelve(l.rules)
	return e, nil
}

// Version gives the digest of the policies, the schema and the table of purposes.
func (e *Engine) Version() string { return e.version }

func digest(texts []text, forbids []string, serves map[string]map[string][]string) string {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%s %d\n%s", t.name, len(t.body), t.body)
	}
	for _, f := range forbids {
		fmt.Fprintf(h, "forbid %d\n%s", len(f), f)
	}
	fmt.Fprintf(h, "serves %v", serves) // maps print sorted by key
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// shutDomains gives the life domains that are compartments by themselves.
func shutDomains(law *statute.Set) map[string]string {
	shut := map[string]string{}
	for _, d := range law.Domains() {
		if !d.Compartment {
			continue
		}
		shut[d.Code] = dossier.CompartmentCriminal
		if d.Code == "safety" {
			shut[d.Code] = dossier.CompartmentSafety
		}
	}
	return shut
}

// shelf is a fixed order of policies, as cedar.Authorize takes them.
type shelf []*rule

// All gives the policies in order.
func (s shelf) All() iter.Seq2[cedar.PolicyID, *cedar.Policy] {
	return func(yield func(cedar.PolicyID, *cedar.Policy) bool) {
		for _, r := range s {
			if !yield(r.id, r.policy) {
				return
			}
		}
	}
}

// shelve lays out the policies by question, so that a decision evaluates only
// those whose scope can match. A scope that is not understood matches all.
func shelve(rules []*rule) map[question][]*rule {
	shelves := map[question][]*rule{}
	for _, action := range actions {
		for _, asker := range askers {
			q := question{action, asker}
			for _, r := range rules {
				if r.mayMatch(q) {
					shelves[q] = append(shelves[q], r)
				}
			}
		}
	}
	return shelves
}

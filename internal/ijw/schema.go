package ijw

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// schema describes one message of one law in one release.
type schema struct {
	kind    Kind
	law     Law
	release string
	own     space // elements of the message itself
	base    space // elements of the shared composite types
	root    *element
	back    *schema // of its return message; nil for a return message
}

// space is a namespace as messages write it.
type space struct {
	uri, prefix, version string
}

// element is a place in a composite: what may stand there and how often.
type element struct {
	name     string
	space    string
	typeName string // "{namespace}name" as xsi:type may state it; "" for a nameless type
	least    int
	many     bool
	group    *group  // for an element with children
	simple   *simple // for an element with a value
}

// group is the content of an element with children: elements in a fixed order.
type group struct {
	elements []element
	class    bool // it gets return codes, see Message.Classes
}

// find gives the place of an element in the group, looking first from a
// place where it probably is, or -1.
func (g *group) find(space, name string, from int) int {
	for i := from; i < len(g.elements); i++ {
		if g.elements[i].name == name && g.elements[i].space == space {
			return i
		}
	}
	for i := 0; i < from; i++ {
		if g.elements[i].name == name && g.elements[i].space == space {
			return i
		}
	}
	return -1
}

// named gives the place of an element by name alone, or -1.
func (g *group) named(name string) int {
	if g == nil {
		return -1
	}
	return slices.IndexFunc(g.elements, func(e element) bool { return e.name == name })
}

// base is what a simple type is made of.
type base string

const (
	baseText base = "text"
	baseCode base = "code"
	baseInt  base = "int"
	baseDate base = "date"
	baseTime base = "time"
)

// simple is a type without children. Lengths count characters. A facet that the
// type has not is -1 or nil.
type simple struct {
	name     string
	base     base
	min, max int64 // of the length for text and code, of the value for int
	pattern  *pattern
	list     *List
	fixed    string // the one value that the message allows here
	rules    facetRules
}

// facetRules holds the rule code of the standard per facet of a type.
type facetRules struct {
	min, max, pattern, fixed string
}

// catalogue holds every schema and code list that ships. It never changes.
type catalogue struct {
	byNamespace map[string]*schema
	byKind      map[schemaKey]*schema
	lists       map[listKey]*List
	newest      string
}

type schemaKey struct {
	release string
	law     Law
	kind    Kind
}

type listKey struct {
	law  Law
	name string
}

// shipped reads the embedded descriptions, once. They are part of the program:
// one that cannot be read is a mistake of ours that every test would show.
var shipped = sync.OnceValue(func() *catalogue {
	c, err := readCatalogue(descriptions)
	if err != nil {
		panic(err)
	}
	return c
})

func (c *catalogue) schema(release string, law Law, kind Kind) (*schema, bool) {
	if release == "" {
		release = c.newest
	}
	s, ok := c.byKind[schemaKey{release, law, kind}]
	return s, ok
}

// newer tells whether release a comes after release b ("3.10" after "3.9").
func newer(a, b string) bool {
	left, right := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(left), len(right)) {
		m, _ := strconv.Atoi(left[i]) // a part that is no number counts as 0
		n, _ := strconv.Atoi(right[i])
		if m != n {
			return m > n
		}
	}
	return len(left) > len(right)
}

package ijw

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The parts of an XML schema that the official ones use.
type xsdFile struct {
	Target   string       `xml:"targetNamespace,attr"`
	Info     xsdInfo      `xml:"annotation>appinfo"`
	Complex  []xsdComplex `xml:"complexType"`
	Simple   []xsdSimple  `xml:"simpleType"`
	Elements []xsdElement `xml:"element"`
}

type xsdInfo struct {
	Base    string `xml:"BasisschemaXsdVersie"`
	Message string `xml:"BerichtXsdVersie"`
}

type xsdComplex struct {
	Name     string       `xml:"name,attr"`
	Elements []xsdElement `xml:"sequence>element"`
}

type xsdElement struct {
	Name   string     `xml:"name,attr"`
	Type   string     `xml:"type,attr"`
	Min    string     `xml:"minOccurs,attr"`
	Max    string     `xml:"maxOccurs,attr"`
	Simple *xsdSimple `xml:"simpleType"`
}

type xsdSimple struct {
	Name        string         `xml:"name,attr"`
	Restriction xsdRestriction `xml:"restriction"`
}

type xsdRestriction struct {
	Base   string `xml:"base,attr"`
	Facets []struct {
		XMLName xml.Name
		Value   string `xml:"value,attr"`
	} `xml:",any"`
}

func readXSD(t *testing.T, name string) xsdFile {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var f xsdFile
	if err := xml.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func local(name string) string { return name[strings.Index(name, ":")+1:] }

func TestDescriptionsSayWhatTheOfficialSchemasSay(t *testing.T) {
	officialKinds(t, func(t *testing.T, s *schema) {
		own := readXSD(t, xsd(t, s.law, s.kind))
		base := readXSD(t, filepath.Join(filepath.Dir(xsd(t, s.law, s.kind)), "basisschema.xsd"))
		if s.own.uri != own.Target || s.base.uri != base.Target {
			t.Errorf("namespaces: %q and %q, schema has %q and %q", s.own.uri, s.base.uri, own.Target, base.Target)
		}
		if s.own.version != own.Info.Message || s.base.version != base.Info.Base || own.Info.Base != base.Info.Base {
			t.Errorf("versions: %q and %q, schema has %+v and %+v", s.own.version, s.base.version, own.Info, base.Info)
		}
		if len(own.Elements) != 1 || own.Elements[0].Name != s.root.name {
			t.Errorf("root: %q, schema has %+v", s.root.name, own.Elements)
		}
		c := comparison{t: t, own: own, base: base, seen: map[string]bool{}}
		c.group("Root", s.root.group)
		if len(c.seen) < 15 {
			t.Errorf("only %d types were compared", len(c.seen))
		}
	})
}

// comparison walks a description and the official schema side by side.
type comparison struct {
	t         *testing.T
	own, base xsdFile
	seen      map[string]bool
}

func (c *comparison) group(name string, g *group) {
	c.seen[name] = true
	from := c.own
	if shared(name) {
		from = c.base
	}
	at := slices.IndexFunc(from.Complex, func(x xsdComplex) bool { return x.Name == name })
	if at < 0 {
		c.t.Fatalf("schema has no %s", name)
	}
	want := from.Complex[at].Elements
	if len(want) != len(g.elements) {
		c.t.Fatalf("%s has %d elements, schema has %d", name, len(g.elements), len(want))
	}
	for i, e := range g.elements {
		c.element(name, &e, want[i], from.Target)
	}
}

func (c *comparison) element(in string, e *element, want xsdElement, space string) {
	where := in + "/" + e.name
	if e.name != want.Name || e.space != space {
		c.t.Errorf("%s: schema has %s in %s", where, want.Name, space)
	}
	if (e.least == 0) != (want.Min == "0") || e.many != (want.Max == "unbounded") {
		c.t.Errorf("%s: least %d, many %v; schema has %q to %q", where, e.least, e.many, want.Min, want.Max)
	}
	if want.Simple != nil {
		c.fixed(where, e, want.Simple)
		return
	}
	typed := local(want.Type)
	target := c.own.Target
	if shared(typed) {
		target = c.base.Target
	}
	if e.typeName != "{"+target+"}"+typed {
		c.t.Errorf("%s: type %s, schema has %s", where, e.typeName, want.Type)
	}
	if e.group != nil {
		c.group(typed, e.group)
		return
	}
	c.simple(where, e.simple, typed)
}

func (c *comparison) fixed(where string, e *element, want *xsdSimple) {
	facets := want.Restriction.Facets
	if len(facets) != 1 || facets[0].XMLName.Local != "pattern" || facets[0].Value != ownPattern(e.simple) {
		c.t.Errorf("%s: fixed %q, schema has %+v", where, e.simple.fixed, facets)
	}
	if e.typeName != "" {
		c.t.Errorf("%s: a type without name cannot be stated by a message", where)
	}
	whole := *e.simple
	if e.simple.fixed == "" {
		whole.pattern = nil // the type itself has none
	}
	c.simple(where, &whole, local(want.Restriction.Base))
}

// ownPattern gives the pattern that an element adds to its type.
func ownPattern(s *simple) string {
	if s.fixed == "" && s.pattern != nil {
		return s.pattern.source
	}
	return s.fixed
}

func (c *comparison) simple(where string, s *simple, name string) {
	c.seen[name] = true
	at := slices.IndexFunc(c.base.Simple, func(x xsdSimple) bool { return x.Name == name })
	if at < 0 || s.name != name {
		c.t.Fatalf("%s: type %s, schema has %s", where, s.name, name)
	}
	got, want := factsOf(s), map[string][]string{}
	restriction := c.base.Simple[at].Restriction
	want["base"] = []string{local(restriction.Base)}
	for _, f := range restriction.Facets {
		if f.XMLName.Local != "annotation" {
			want[f.XMLName.Local] = append(want[f.XMLName.Local], f.Value)
		}
	}
	for _, facet := range []string{"base", "enumeration", "pattern", "minLength", "maxLength", "minInclusive", "maxInclusive"} {
		slices.Sort(want[facet])
		if !slices.Equal(got[facet], want[facet]) {
			c.t.Errorf("%s (%s): %s %q, schema has %q", where, name, facet, got[facet], want[facet])
		}
		delete(want, facet)
	}
	if len(want) > 0 {
		c.t.Errorf("%s (%s): schema has facets that nobody looked at: %v", where, name, want)
	}
}

// factsOf gives a simple type in the words of XML Schema.
func factsOf(s *simple) map[string][]string {
	facts := map[string][]string{}
	put := func(facet string, n int64) {
		if n >= 0 {
			facts[facet] = []string{strconv.FormatInt(n, 10)}
		}
	}
	switch s.base {
	case baseText:
		facts["base"] = []string{"string"}
		put("minLength", s.min)
		put("maxLength", s.max)
	case baseCode:
		facts["base"] = []string{"string"}
		put("maxLength", s.max)
		for _, c := range s.list.Codes {
			facts["enumeration"] = append(facts["enumeration"], c.Code)
		}
		slices.Sort(facts["enumeration"])
	case baseInt:
		facts["base"] = []string{"integer"}
		put("minInclusive", s.min)
		put("maxInclusive", s.max)
	default:
		facts["base"] = []string{string(s.base)}
	}
	if s.pattern != nil {
		facts["pattern"] = []string{s.pattern.source}
	}
	return facts
}

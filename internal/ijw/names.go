package ijw

import "strings"

const (
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsSpace = "http://www.w3.org/2000/xmlns/"
	xsiSpace   = "http://www.w3.org/2001/XMLSchema-instance"
)

// qname is a name with its prefix resolved.
type qname struct {
	space, local string
}

// scope holds the namespace declarations that are in force.
type scope struct {
	declared []declaration
	known    [knownNames]known // element names as written, for these declarations
}

// known is a resolved name and how it was written.
type known struct {
	qname
	raw string
}

type declaration struct {
	prefix, space string
	depth         int
}

const knownNames = 128

// declare adds a declaration made at this depth. It refuses what Namespaces in
// XML refuses.
func (s *scope) declare(prefix, space string, depth int) bool {
	if (prefix == "xml") != (space == xmlSpace) || prefix == "xmlns" || space == xmlnsSpace ||
		prefix != "" && space == "" {
		return false
	}
	s.declared = append(s.declared, declaration{prefix, space, depth})
	clear(s.known[:])
	return true
}

// leave drops the declarations made at this depth or deeper.
func (s *scope) leave(depth int) {
	n := len(s.declared)
	for n > 0 && s.declared[n-1].depth >= depth {
		n--
	}
	if n < len(s.declared) {
		s.declared = s.declared[:n]
		clear(s.known[:])
	}
}

// space gives the namespace of a prefix; "" is the default namespace.
func (s *scope) space(prefix string) (string, bool) {
	for i := len(s.declared) - 1; i >= 0; i-- {
		if s.declared[i].prefix == prefix {
			return s.declared[i].space, true
		}
	}
	if prefix == "xml" {
		return xmlSpace, true
	}
	return "", prefix == ""
}

// element resolves the name of an element as it is written; the key of what is
// wrong comes back, or "".
func (s *scope) element(raw []byte) (*known, string) {
	at := slot(raw)
	k := &s.known[at]
	if k.raw == string(raw) {
		return k, ""
	}
	if k.raw != "" { // taken: each name has a second place
		if k = &s.known[at^1]; k.raw == string(raw) {
			return k, ""
		}
	}
	name := string(raw)
	prefix, local, key := cut(name)
	if key != "" {
		return nil, key
	}
	space, ok := s.space(prefix)
	if !ok {
		return nil, "ijw.xml.prefix"
	}
	*k = known{qname{space, local}, name}
	return k, ""
}

// slot gives the place of a name among the known ones; names that share their
// places push each other out, which costs time and nothing else.
func slot(raw []byte) int {
	h := uint32(len(raw))
	for _, c := range raw[max(len(raw)-8, 0):] {
		h = h*31 + uint32(c)
	}
	return int(h % knownNames)
}

// attribute resolves the name of an attribute: without prefix it has no namespace.
func (s *scope) attribute(prefix, local string) (qname, string) {
	if prefix == "" {
		return qname{"", local}, ""
	}
	space, ok := s.space(prefix)
	if !ok {
		return qname{}, "ijw.xml.prefix"
	}
	return qname{space, local}, ""
}

// typeName writes the value of xsi:type as "{namespace}name".
func (s *scope) typeName(value string) string {
	prefix, local, ok := strings.Cut(value, ":")
	if !ok {
		prefix, local = "", value
	}
	space, known := s.space(prefix)
	if !known {
		return "{}"
	}
	return "{" + space + "}" + local
}

// cut splits a written name into prefix and local part.
func cut(raw string) (prefix, local, key string) {
	before, after, colon := strings.Cut(raw, ":")
	if !colon {
		before, after = "", raw
	}
	if !isName(after) || colon && !isName(before) {
		return "", "", "ijw.xml.name"
	}
	return before, after, ""
}

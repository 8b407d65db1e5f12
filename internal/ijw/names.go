package ijw

import (
	"bytes"
	"strings"
)

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
	known    map[string]qname // element names as written, for these declarations
}

type declaration struct {
	prefix, space string
	depth         int
}

const maxKnownNames = 1024

// declare adds a declaration made at this depth. It refuses what Namespaces in
// XML refuses.
func (s *scope) declare(prefix, space string, depth int) bool {
	if (prefix == "xml") != (space == xmlSpace) || prefix == "xmlns" || space == xmlnsSpace ||
		prefix != "" && space == "" {
		return false
	}
	s.declared = append(s.declared, declaration{prefix, space, depth})
	s.known = nil
	return true
}

// leave drops the declarations made at this depth or deeper.
func (s *scope) leave(depth int) {
	n := len(s.declared)
	for n > 0 && s.declared[n-1].depth >= depth {
		n--
	}
	if n < len(s.declared) {
		s.declared, s.known = s.declared[:n], nil
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
func (s *scope) element(raw []byte) (qname, string) {
	if q, ok := s.known[string(raw)]; ok {
		return q, ""
	}
	prefix, local, key := cut(raw)
	if key != "" {
		return qname{}, key
	}
	space, ok := s.space(prefix)
	if !ok {
		return qname{}, "ijw.xml.prefix"
	}
	q := qname{space, local}
	if len(s.known) >= maxKnownNames || s.known == nil {
		s.known = make(map[string]qname, 64)
	}
	s.known[string(raw)] = q
	return q, ""
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
func cut(raw []byte) (prefix, local, key string) {
	before, after, colon := bytes.Cut(raw, []byte{':'})
	if !colon {
		before, after = nil, raw
	}
	if !isName(after) || colon && !isName(before) {
		return "", "", "ijw.xml.name"
	}
	return string(before), string(after), ""
}

package ijw

import "bytes"

// startTag reads a start tag or an empty-element tag; the stream stands behind "<".
func (p *parser) startTag() error {
	if p.ended {
		return p.fail("ijw.xml.outside")
	}
	if len(p.open) >= maxDepth {
		return p.fail("ijw.xml.deep")
	}
	inner, found, err := p.tag()
	if err != nil {
		return err
	}
	if !found {
		return p.fail("ijw.xml.tag")
	}
	body, empty := bytes.CutSuffix(inner, []byte{'/'})
	name := body[:nameEnd(body)]
	if len(name) == 0 {
		return p.fail("ijw.xml.name")
	}
	attrs, err := p.attributes(body[len(name):])
	if err != nil {
		return err
	}
	if err := p.push(name, attrs); err != nil {
		return err
	}
	p.take(len(inner) + 1)
	p.open[len(p.open)-1].node.Line = p.line()
	if empty {
		p.close()
	}
	return nil
}

// nameEnd gives the length of what stands before white space.
func nameEnd(b []byte) int {
	for i, c := range b {
		if isSpace(c) {
			return i
		}
	}
	return len(b)
}

// push opens an element under the innermost open one.
func (p *parser) push(raw []byte, attrs []Attr) error {
	k, key := p.element(raw)
	if key != "" {
		return p.fail(key)
	}
	if p.count >= maxElements {
		return p.fail("ijw.xml.many")
	}
	n := p.node()
	n.Space, n.Name, n.Attrs = k.space, k.local, attrs
	if at := len(p.open); at > 0 {
		parent := &p.open[at-1]
		n.Parent = parent.node
		if !parent.solid {
			parent.text = parent.text[:0]
		}
		p.pending = append(p.pending, n)
	} else {
		p.root = n
	}
	p.enter(k.raw, n)
	return nil
}

// enter puts an element on the stack and uses the room of an earlier one there.
func (p *parser) enter(raw string, n *Node) {
	at := len(p.open)
	if at < cap(p.open) {
		p.open = p.open[:at+1]
	} else {
		p.open = append(p.open, level{})
	}
	l := &p.open[at]
	l.raw, l.node, l.first, l.text, l.solid = raw, n, len(p.pending), l.text[:0], false
}

// written is an attribute as it stands in the tag.
type written struct {
	prefix, local, value string
}

// attributes reads the attributes of the tag that is about to open, declares
// its namespaces and resolves the rest.
func (p *parser) attributes(b []byte) ([]Attr, error) {
	if isBlank(b) {
		return nil, nil
	}
	list, err := p.written(b)
	if err != nil {
		return nil, err
	}
	depth := len(p.open) + 1
	for _, w := range list {
		if prefix, is := w.declares(); is && !p.declare(prefix, w.value, depth) {
			return nil, p.fail("ijw.xml.prefix")
		}
	}
	if len(p.declared) > maxPrefixes {
		return nil, p.fail("ijw.xml.many")
	}
	return p.resolve(list)
}

// declares tells whether this is a namespace declaration, and for which prefix.
func (w written) declares() (prefix string, is bool) {
	switch {
	case w.prefix == "xmlns":
		return w.local, true
	case w.prefix == "" && w.local == "xmlns":
		return "", true
	}
	return "", false
}

func (p *parser) written(b []byte) ([]written, error) {
	var list []written
	for !isBlank(b) {
		name, value, rest, key := pair(b)
		if key != "" {
			return nil, p.fail(key)
		}
		prefix, local, key := cut(name)
		if key != "" {
			return nil, p.fail(key)
		}
		text, key := attributeValue(value)
		if key != "" {
			return nil, p.fail(key)
		}
		list = append(list, written{prefix, local, text})
		if len(list) > maxAttrs {
			return nil, p.fail("ijw.xml.many")
		}
		b = rest
	}
	return list, nil
}

func (p *parser) resolve(list []written) ([]Attr, error) {
	var attrs []Attr
	for i, w := range list {
		for _, other := range list[:i] {
			if other.prefix == w.prefix && other.local == w.local {
				return nil, p.fail("ijw.xml.attribute")
			}
		}
		if _, is := w.declares(); is {
			continue
		}
		q, key := p.attribute(w.prefix, w.local)
		if key != "" {
			return nil, p.fail(key)
		}
		for _, other := range attrs {
			if other.Space == q.space && other.Name == q.local {
				return nil, p.fail("ijw.xml.attribute")
			}
		}
		if q == (qname{xsiSpace, "type"}) {
			w.value = p.typeName(w.value)
		}
		attrs = append(attrs, Attr{q.space, q.local, w.value})
	}
	return attrs, nil
}

// pair reads ` name = "value"` at the start of b. Without anything to read the
// name is "".
func pair(b []byte) (name string, value, rest []byte, key string) {
	const broken = "ijw.xml.attribute"
	trimmed := bytes.TrimLeft(b, " \t\r\n")
	if len(trimmed) == 0 {
		return "", nil, trimmed, ""
	}
	eq := bytes.IndexByte(trimmed, '=')
	if len(trimmed) == len(b) || eq < 1 {
		return "", nil, nil, broken
	}
	name = string(bytes.TrimRight(trimmed[:eq], " \t\r\n"))
	quoted := bytes.TrimLeft(trimmed[eq+1:], " \t\r\n")
	if len(quoted) < 2 || quoted[0] != '"' && quoted[0] != '\'' {
		return "", nil, nil, broken
	}
	end := bytes.IndexByte(quoted[1:], quoted[0])
	if end < 0 {
		return "", nil, nil, broken
	}
	return name, quoted[1 : end+1], quoted[end+2:], ""
}

// attributeValue decodes a value and turns its white space into spaces
// (XML 1.0, 3.3.3).
func attributeValue(b []byte) (string, string) {
	if bytes.IndexByte(b, '<') >= 0 {
		return "", "ijw.xml.attribute"
	}
	spaced := bytes.ReplaceAll(b, []byte("\r\n"), []byte(" "))
	for i, c := range spaced {
		if isSpace(c) {
			spaced[i] = ' '
		}
	}
	text, _, key := decode(nil, bytes.ReplaceAll(spaced, []byte("]]>"), []byte("]]&gt;")), false)
	return string(text), key
}

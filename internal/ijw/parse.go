package ijw

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"eendracht/internal/fault"
)

// parser makes the tree of one document. It is strict about XML 1.0 and
// Namespaces, knows UTF-8 only, refuses a DOCTYPE and expands nothing.
type parser struct {
	window
	scope
	shelf
	open    []level
	pending []*Node // children of open elements, innermost last
	root    *Node
	ended   bool // the root is closed
}

// level is an element whose end tag has not come yet.
type level struct {
	raw   string // its name as written
	node  *Node
	first int    // its first child in pending
	text  []byte // its character data so far
	solid bool   // text is more than white space
}

// Tree reads any XML document of at most limit bytes as strictly as Read reads a
// message, and gives its root. Envelopes are read with it. The errors are those
// of Read.
func Tree(r io.Reader, limit int64) (*Node, error) { return new(parser).parse(r, limit) }

// mostKept is the largest buffer that a parser keeps for its next document.
const mostKept = 1 << 20

// reset makes a parser ready for another document. It keeps buffers and nothing
// that a document said.
func (p *parser) reset(r io.Reader, limit int64) {
	buf, open, pending, declared, last := p.window.buf, p.open, p.pending, p.declared, p.count
	if cap(buf) == 0 || cap(buf) > mostKept {
		buf = make([]byte, 0, windowSize)
	}
	for i := range open[:cap(open)] {
		l := &open[:cap(open)][i]
		*l = level{text: l.text[:0]}
		if cap(l.text) > mostKept {
			l.text = nil
		}
	}
	clear(pending[:cap(pending)])
	shelved := p.shelf.again(last)
	*p = parser{open: open[:0], pending: pending[:0], shelf: shelved}
	p.window = window{in: r, buf: buf[:0], limit: limit}
	p.declared = declared[:0]
}

// parse reads a whole document.
func (p *parser) parse(r io.Reader, limit int64) (*Node, error) {
	p.reset(r, limit)
	if err := p.prolog(); err != nil {
		return nil, err
	}
	for {
		text, more, err := p.upTo("<")
		if err != nil {
			return nil, err
		}
		if err := p.characters(text, false); err != nil {
			return nil, err
		}
		p.take(len(text))
		if !more {
			return p.finish()
		}
		if err := p.markup(); err != nil {
			return nil, err
		}
	}
}

func (p *parser) finish() (*Node, error) {
	switch {
	case len(p.open) > 0:
		return nil, p.fail("ijw.xml.unclosed", "element", p.open[len(p.open)-1].node.Name)
	case p.root == nil:
		return nil, p.fail("ijw.xml.empty")
	}
	return p.root, nil
}

// fail makes the fault for a document that cannot be read, with line and path.
func (p *parser) fail(key string, args ...string) error {
	path := "/"
	if len(p.open) > 0 {
		path = p.place()
	}
	return fault.New(fault.Invalid, "ijw.Read", key, append(args, "line", strconv.Itoa(p.line()), "path", path)...)
}

// failAt is fail for the place where rest, the end of b, begins; the stream
// stands at b.
func (p *parser) failAt(b, rest []byte, key string) error {
	p.take(len(b) - len(rest))
	return p.fail(key)
}

// place is Node.Path for the innermost open element, which its parent does not list yet.
func (p *parser) place() string {
	var b strings.Builder
	for i, l := range p.open {
		b.WriteString("/" + l.node.Name)
		if i == 0 {
			continue
		}
		if nth := p.earlier(p.open[i-1].first, l.first, l.node); nth > 0 {
			b.WriteString("[" + strconv.Itoa(nth+1) + "]")
		}
	}
	return b.String()
}

func (p *parser) earlier(from, to int, n *Node) (count int) {
	for _, sibling := range p.pending[from:to] {
		if sibling != n && sibling.Name == n.Name && sibling.Space == n.Space {
			count++
		}
	}
	return count
}

// prolog takes the byte order mark and the XML declaration, if there are any.
func (p *parser) prolog() error {
	start, err := p.peek(3)
	if err != nil {
		return err
	}
	if string(start) == "\uFEFF" {
		p.take(3)
	}
	if len(start) > 1 && (start[0] >= 0xFE || start[0] == 0 || start[1] == 0) {
		return p.fail("ijw.xml.encoding") // UTF-16 or UTF-32
	}
	next, err := p.peek(6)
	if err != nil || len(next) < 6 || string(next[:5]) != "<?xml" || !isSpace(next[5]) {
		return err
	}
	inner, found, err := p.upTo("?>")
	if err != nil {
		return err
	}
	if !found {
		return p.fail("ijw.xml.declaration")
	}
	if key := declarationFlaw(inner[5:]); key != "" {
		return p.fail(key)
	}
	p.take(len(inner) + 2)
	return nil
}

// declarationFlaw judges what stands between "<?xml" and "?>": version, then
// encoding, then standalone, of which only the version is a must.
func declarationFlaw(b []byte) string {
	const broken = "ijw.xml.declaration"
	rest := b
	for i, name := range []string{"version", "encoding", "standalone"} {
		got, value, after, key := pair(rest)
		if key != "" || i == 0 && got != name {
			return broken
		}
		if got != name {
			continue
		}
		rest = after
		switch {
		case i == 0 && !strings.HasPrefix(string(value), "1."),
			i == 2 && string(value) != "yes" && string(value) != "no":
			return broken
		case i == 1 && !strings.EqualFold(string(value), "UTF-8"):
			return "ijw.xml.encoding"
		}
	}
	if !isBlank(rest) {
		return broken
	}
	return ""
}

// characters adds character data to the innermost open element.
func (p *parser) characters(b []byte, raw bool) error {
	if len(b) == 0 && !raw {
		return nil
	}
	if len(p.open) == 0 {
		rest := bytes.TrimLeft(b, " \t\r\n")
		if !raw && len(rest) == 0 {
			return nil
		}
		return p.failAt(b, rest, "ijw.xml.outside")
	}
	l := &p.open[len(p.open)-1]
	l.node.cdata = l.node.cdata || raw
	odd, empty := survey(b)
	if !odd {
		l.text, l.solid = append(l.text, b...), l.solid || !empty
		return nil
	}
	from := len(l.text)
	text, rest, key := decode(l.text, b, raw)
	l.text = text
	l.solid = l.solid || !isBlank(text[from:])
	if key != "" {
		return p.failAt(b, rest, key)
	}
	return nil
}

// markup reads one piece of markup; the stream stands at "<".
func (p *parser) markup() error {
	next, err := p.peek(2)
	if err != nil {
		return err
	}
	if len(next) < 2 {
		return p.fail("ijw.xml.tag")
	}
	switch next[1] {
	case '/':
		return p.endTag()
	case '?':
		return p.instruction()
	case '!':
		return p.declarationLike()
	}
	p.take(1)
	return p.startTag()
}

// declarationLike reads a comment or CDATA section, and refuses the rest.
func (p *parser) declarationLike() error {
	for _, form := range []struct {
		open, end string
		read      func([]byte) error
	}{
		{"<!--", "-->", p.comment},
		{"<![CDATA[", "]]>", func(b []byte) error { return p.characters(b, true) }},
	} {
		if is, err := p.starts(form.open); err != nil || !is {
			if err != nil {
				return err
			}
			continue
		}
		return p.between(form.open, form.end, form.read)
	}
	if is, _ := p.starts("<!DOCTYPE"); is {
		return p.fail("ijw.xml.doctype")
	}
	return p.fail("ijw.xml.tag")
}

// between takes an opening mark, what follows up to the end mark, and that mark.
func (p *parser) between(open, end string, read func([]byte) error) error {
	p.take(len(open))
	inner, found, err := p.upTo(end)
	if err != nil {
		return err
	}
	if !found {
		return p.fail("ijw.xml.tag")
	}
	if err := read(inner); err != nil {
		return err
	}
	p.take(len(inner) + len(end))
	return nil
}

func (p *parser) comment(b []byte) error {
	if bytes.Contains(b, []byte("--")) || bytes.HasSuffix(b, []byte("-")) {
		return p.fail("ijw.xml.comment")
	}
	return p.ignored(b)
}

// ignored checks the characters of markup that is skipped.
func (p *parser) ignored(b []byte) error {
	if !utf8.Valid(b) {
		return p.fail("ijw.xml.utf8")
	}
	if faulty(string(b)) != "" {
		return p.fail("ijw.xml.character")
	}
	return nil
}

func (p *parser) instruction() error {
	return p.between("<?", "?>", func(b []byte) error {
		target := string(b[:nameEnd(b)])
		if _, _, key := cut(target); key != "" || strings.EqualFold(target, "xml") {
			return p.fail("ijw.xml.instruction")
		}
		return p.ignored(b)
	})
}

func (p *parser) endTag() error {
	p.take(2)
	inner, found, err := p.upTo(">")
	if err != nil {
		return err
	}
	if !found || len(p.open) == 0 {
		return p.fail("ijw.xml.tag")
	}
	l := &p.open[len(p.open)-1]
	if name := bytes.TrimRight(inner, " \t\r\n"); string(name) != l.raw {
		return p.fail("ijw.xml.end", "element", l.node.Name)
	}
	p.take(len(inner) + 1)
	p.close()
	return nil
}

// close ends the innermost open element.
func (p *parser) close() {
	n := len(p.open) - 1
	l := &p.open[n]
	l.node.Children = p.list(p.pending[l.first:])
	p.pending = p.pending[:l.first]
	if len(l.text) > 0 && (l.solid || len(l.node.Children) == 0) {
		l.node.Text = p.keep(l.text)
	}
	p.leave(n + 1)
	p.open = p.open[:n]
	if n == 0 {
		p.ended = true
	}
}

package look

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"eendracht/internal/text"
)

// pen writes the parts that pages repeat by the hundred, as their templates in
// templates/ do, byte for byte, without asking a template engine for each word.
// The templates are what holds: a test draws random parts both ways and
// compares. Escaping is that of html/template.
type pen struct {
	strings.Builder
	say text.Voice
}

// drawn replaces the templates that the pen draws.
const drawn = `{{define "table"}}{{draw .}}{{end}}{{define "chip"}}{{draw .}}{{end}}{{define "button"}}{{draw .}}{{end}}` +
	`{{define "task-row"}}{{draw .}}{{end}}{{define "task-rows"}}{{draw .}}{{end}}{{define "goal-card"}}{{draw .}}{{end}}` +
	`{{define "seen-row"}}{{draw .}}{{end}}{{define "contact"}}{{draw .}}{{end}}{{define "facts"}}{{draw .}}{{end}}` +
	`{{define "card-head"}}{{draw .}}{{end}}{{define "clock-bar"}}{{draw .}}{{end}}{{define "grid"}}{{draw .}}{{end}}` +
	`{{define "face"}}{{draw .}}{{end}}{{define "level-bars"}}{{draw .}}{{end}}` +
	`{{define "field"}}{{if eq .Kind "day-parts"}}{{template "field-group" .}}{{else}}{{draw .}}{{end}}{{end}}`

// put writes markup as it stands.
func (p *pen) put(markup ...string) {
	for _, m := range markup {
		p.WriteString(m)
	}
}

// word writes text, escaped; it holds in quoted attributes too.
func (p *pen) word(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		var to string
		switch s[i] {
		case 0:
			to = "\uFFFD"
		case '"':
			to = "&#34;"
		case '&':
			to = "&amp;"
		case '\'':
			to = "&#39;"
		case '+':
			to = "&#43;"
		case '<':
			to = "&lt;"
		case '>':
			to = "&gt;"
		default:
			continue
		}
		p.WriteString(s[from:i])
		p.WriteString(to)
		from = i + 1
	}
	p.WriteString(s[from:])
}

// attr writes an attribute unless its value is empty.
func (p *pen) attr(name, value string) {
	if value != "" {
		p.put(" ", name, `="`)
		p.word(value)
		p.put(`"`)
	}
}

// shut stands for an address with a scheme that a page must not lead to.
const shut = "#ZgotmplZ"

// address writes the value of an attribute that holds an address.
func (p *pen) address(url string) {
	if scheme, _, ok := strings.Cut(url, ":"); ok && !strings.Contains(scheme, "/") &&
		!strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		p.put(shut)
		return
	}
	if urlPlain(url) {
		p.word(url)
		return
	}
	var b strings.Builder
	const hex = "0123456789abcdef"
	for i := range len(url) {
		c := url[i]
		if urlByte(c) || c == '%' && i+2 < len(url) && isHex(url[i+1]) && isHex(url[i+2]) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	p.word(b.String())
}

func urlPlain(s string) bool {
	for i := range len(s) {
		if !urlByte(s[i]) {
			return false
		}
	}
	return true
}

// urlByte tells whether an address holds the byte as it is.
func urlByte(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	}
	return c < utf8.RuneSelf && strings.IndexByte("-._~!#$&*+,/:;=?@[]", c) >= 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// link writes a way to an address with its words.
func (p *pen) link(url, words string) {
	p.put(`<a href="`)
	p.address(url)
	p.put(`">`)
	p.word(words)
	p.put(`</a>`)
}

// small writes a note in small print, if there is one.
func (p *pen) small(words string) {
	if words != "" {
		p.put("<small>")
		p.word(words)
		p.put("</small>")
	}
}

// spoken writes what only screen readers say, if there is any.
func (p *pen) spoken(words string) {
	if words != "" {
		p.put(`<span class="only-spoken"> `)
		p.word(words)
		p.put(`</span>`)
	}
}

// drawer gives the function that templates call for the parts of a language.
func drawer(say text.Voice) func(part any) (template.HTML, error) {
	return func(part any) (template.HTML, error) {
		p := pen{say: say}
		if err := p.part(part); err != nil {
			return "", err
		}
		return template.HTML(p.String()), nil //nolint:gosec // the pen escapes what it is given
	}
}

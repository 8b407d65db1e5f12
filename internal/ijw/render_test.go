package ijw

import (
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// style is one of the many ways in which senders write the same message.
type style struct {
	base, own string // prefixes; own "" makes it the default namespace
	newline   string
	indent    string
	attribute string // more in the root tag
	cdata     bool   // values stand in CDATA sections where they can
	comments  bool
	bom       bool
	single    bool // single quotes
	bare      bool // no XML declaration
}

func styles() *rapid.Generator[style] {
	return rapid.Custom(func(t *rapid.T) style {
		pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
		return style{
			base: pick("base", "ijw", "iwmo", "b", "ns-0"), own: pick("own", "", "m", "jw301", "ns1.x", "ä"),
			newline: pick("newline", "\n", "\r\n", ""), indent: pick("indent", "\t", "  ", ""),
			attribute: pick("attribute", "", ` xsi:schemaLocation="urn:a b>.xsd"`, "\r\n\txmlns:geen='urn:geen'"),
			cdata:     rapid.Bool().Draw(t, "cdata"), comments: rapid.Bool().Draw(t, "comments"),
			bom: rapid.Bool().Draw(t, "bom"), single: rapid.Bool().Draw(t, "single"), bare: rapid.Bool().Draw(t, "bare"),
		}
	})
}

// renderer writes a tree in a style; unlike the encoder it also writes what is wrong.
type renderer struct {
	strings.Builder
	style
	schema *schema
}

func render(n *Node, s *schema, as style) []byte {
	r := &renderer{style: as, schema: s}
	if as.bom {
		r.WriteString("\uFEFF")
	}
	if !as.bare {
		r.WriteString(r.quoted(`<?xml version="1.0" encoding="UTF-8"?>`) + r.newline)
	}
	r.element(n, 0)
	if as.comments {
		r.WriteString("<!-- einde -->\n<?klaar ja?>")
	}
	return []byte(r.String())
}

func (r *renderer) quoted(s string) string {
	if r.single {
		return strings.ReplaceAll(s, `"`, `'`)
	}
	return s
}

func (r *renderer) element(n *Node, depth int) {
	r.WriteString(strings.Repeat(r.indent, depth))
	prefix := r.base
	if n.Space == r.schema.own.uri {
		prefix = r.own
	}
	name := strings.TrimPrefix(prefix+":"+n.Name, ":")
	r.WriteString("<" + name)
	if depth == 0 {
		colon := strings.TrimSuffix(":"+r.own, ":")
		r.WriteString(r.quoted(` xmlns:xsi="` + xsiSpace + `" xmlns:` + r.base + `="` + r.schema.base.uri +
			`" xmlns` + colon + `="` + r.schema.own.uri + `"` + r.attribute))
	}
	for _, a := range n.Attrs {
		names := map[string]string{xsiSpace: "xsi:", xmlSpace: "xml:"}
		value := strings.Replace(a.Value, r.schema.base.prefix+":", r.base+":", 1)
		r.WriteString(" " + names[a.Space] + a.Name + `="` + value + `"`)
	}
	if n.Text == "" && leaf(n) && r.comments {
		r.WriteString("/>" + r.newline)
		return
	}
	r.WriteString(">")
	r.text(n.Text)
	if !leaf(n) {
		r.WriteString(r.newline)
		for _, c := range n.Children {
			r.element(c, depth+1)
		}
	}
	r.WriteString("</" + name + " >" + r.newline)
}

func (r *renderer) text(s string) {
	if r.cdata && s != "" && !strings.ContainsAny(s, "]\r") {
		r.WriteString("<![CDATA[" + s + "]]>")
		return
	}
	for i, c := range []rune(s) {
		switch {
		case strings.ContainsRune("&<>\r\"", c) || c > 0x7f && i%3 == 0:
			r.WriteString("&#x" + strconv.FormatInt(int64(c), 16) + ";")
		default:
			r.WriteRune(c)
		}
		if r.comments && i == 1 {
			r.WriteString("<!--tussendoor-->")
		}
	}
}

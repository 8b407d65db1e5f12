package envelope

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

// Open reads an envelope of at most MaxBytes, in a SOAP 1.1 envelope or bare. It
// is strict: every element in its place, once, within its length. It faults with
// TooLarge, or with Invalid when this is no such envelope; the fault's field
// names the element.
func Open(raw []byte) (Envelope, error) {
	const op = "envelope.Open"
	root, err := ijw.Tree(bytes.NewReader(raw), MaxBytes)
	if err != nil {
		return Envelope{}, err
	}
	if root.Space == spaceSOAP {
		if root, err = soap(root); err != nil {
			return Envelope{}, err
		}
	}
	for kind, is := range roots {
		if root.Space == is.space && root.Name == is.name {
			e := Envelope{Kind: kind}
			r := reader{op: op}
			if r.envelope(&e, root); r.err != nil {
				return Envelope{}, r.err
			}
			return e, nil
		}
	}
	return Envelope{}, wrong(op, short(root.Name), "ijwforms.kind")
}

// soap gives the element that a SOAP envelope carries. Header blocks are
// skipped, unless their sender demands that they are understood.
func soap(n *ijw.Node) (*ijw.Node, error) {
	const op = "envelope.soap"
	rest := n.Children
	if n.Name != "Envelope" || len(rest) == 0 {
		return nil, wrong(op, "Envelope", "ijwforms.kind")
	}
	if soapy(rest[0], "Header") {
		for _, block := range rest[0].Children {
			for _, a := range block.Attrs {
				if a.Space == spaceSOAP && a.Name == "mustUnderstand" && a.Value != "0" {
					return nil, wrong(op, short(block.Name), "ijwforms.understand")
				}
			}
		}
		rest = rest[1:]
	}
	if len(rest) != 1 || !soapy(rest[0], "Body") || len(rest[0].Children) != 1 {
		return nil, wrong(op, "Body", "ijwforms.place")
	}
	inner := rest[0].Children[0]
	if soapy(inner, "Fault") {
		if detail := inner.Child("detail"); detail != nil && len(detail.Children) == 1 {
			return detail.Children[0], nil
		}
	}
	return inner, nil
}

func soapy(n *ijw.Node, name string) bool { return n.Space == spaceSOAP && n.Name == name }

// reader takes elements one after another; after the first thing that is wrong
// it does nothing more.
type reader struct {
	op  string
	err error
}

func (r *reader) fail(element, key string) {
	if r.err == nil {
		r.err = wrong(r.op, element, key)
	}
}

// take gives the next child if it is this element.
func (r *reader) take(list *[]*ijw.Node, space, name string) *ijw.Node {
	if r.err != nil || len(*list) == 0 || (*list)[0].Space != space || (*list)[0].Name != name {
		return nil
	}
	n := (*list)[0]
	*list = (*list)[1:]
	for _, a := range n.Attrs {
		if a.Space != spaceXSI || a.Name != "schemaLocation" {
			r.fail(name, "ijwforms.attribute")
		}
	}
	return n
}

// group gives the children of the next child, which must be this element.
func (r *reader) group(list *[]*ijw.Node, space, name string) []*ijw.Node {
	n := r.take(list, space, name)
	if n == nil {
		r.fail(name, "ijwforms.place")
		return nil
	}
	if strings.TrimSpace(n.Text) != "" {
		r.fail(name, "ijwforms.value")
	}
	return n.Children
}

// end wants nothing more.
func (r *reader) end(list []*ijw.Node) {
	if len(list) > 0 {
		r.fail(short(list[0].Name), "ijwforms.place")
	}
}

func (r *reader) fields(list *[]*ijw.Node, space string, fields []field) {
	for _, f := range fields {
		n := r.take(list, space, f.name)
		switch {
		case n == nil && f.must:
			r.fail(f.name, "ijwforms.missing")
		case n == nil:
		case len(n.Children) > 0 || !f.fits(n.Text):
			r.fail(f.name, "ijwforms.value")
		default:
			*f.to = n.Text
		}
	}
}

func (r *reader) envelope(e *Envelope, root *ijw.Node) {
	list := root.Children
	space := roots[e.Kind].space
	control := r.group(&list, space, "stuurgegevens")
	code := string(e.Kind)
	r.fields(&control, spaceStUF, []field{{"berichtcode", &code, true, func(s string) bool { return s == string(e.Kind) }}})
	for _, party := range []struct {
		name string
		of   *System
	}{{"zender", &e.Sender}, {"ontvanger", &e.Receiver}} {
		inner := r.group(&control, spaceStUF, party.name)
		r.fields(&inner, spaceStUF, party.of.fields(e.Kind.carries()))
		r.end(inner)
	}
	r.fields(&control, spaceStUF, e.references())
	r.end(control)
	switch {
	case e.Kind.carries():
		r.parameters(e, &list)
	case e.Kind != Bv03:
		r.problem(e, &list)
	}
	r.end(list)
}

func (r *reader) problem(e *Envelope, list *[]*ijw.Node) {
	e.Fault = &Problem{}
	body := r.group(list, spaceStUF, "body")
	r.fields(&body, spaceStUF, e.Fault.fields())
	r.take(&body, spaceStUF, "detailsXML") // whatever it holds
	r.end(body)
}

func (r *reader) parameters(e *Envelope, list *[]*ijw.Node) {
	inner := r.group(list, spaceGGK, "parameters")
	var n numbers
	r.fields(&inner, spaceGGK, n.fields())
	for i, to := range []*int{&e.Software.Major, &e.Software.Minor, &e.Release.Major, &e.Release.Minor} {
		*to, _ = strconv.Atoi(n[i]) // four digits, or the reader has failed
	}
	message := r.group(&inner, spaceGGK, "bericht")
	r.end(inner)
	if len(message) == 1 && message[0].Name == "tekstBestand" {
		r.fail("tekstBestand", "ijwforms.text")
	}
	file := r.take(&message, spaceGGK, "xmlBestand")
	r.end(message)
	switch {
	case r.err != nil:
	case file == nil || len(file.Children) > 0:
		r.fail("xmlBestand", "ijwforms.missing")
	default:
		r.payload(e, file.Text)
	}
}

// payload decodes base64 in which white space may stand anywhere.
func (r *reader) payload(e *Envelope, text string) {
	packed := make([]byte, 0, len(text))
	for i := range len(text) {
		if c := text[i]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			packed = append(packed, c)
		}
	}
	n, err := base64.StdEncoding.Strict().Decode(packed, packed)
	switch {
	case err != nil:
		r.fail("xmlBestand", "ijwforms.base64")
	case n == 0:
		r.fail("xmlBestand", "ijwforms.missing")
	case n > MaxPayload:
		r.err = fault.New(fault.TooLarge, r.op, "ijwforms.large")
	}
	e.Payload = packed[:n]
}

package ijw

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"eendracht/internal/fault"
	"pgregory.net/rapid"
)

func TestWhatIsNoXMLIsRefusedWithLineAndPath(t *testing.T) {
	for _, row := range []struct {
		name, doc, key, line, path string
	}{
		{"nothing", "", "xml.empty", "1", "/"},
		{"only white space", " \n\n", "xml.empty", "3", "/"},
		{"only a comment", "<!-- a -->", "xml.empty", "1", "/"},
		{"no XML", "hallo", "xml.outside", "1", "/"},
		{"text behind", "<a/>\nx", "xml.outside", "2", "/"},
		{"CDATA behind", "<a/><![CDATA[]]>x", "xml.outside", "1", "/"},
		{"two roots", "<a/>\n<b/>", "xml.outside", "2", "/"},
		{"not closed", "<a>\n<b>", "xml.unclosed", "2", "/a/b"},
		{"other end", "<a>\n<b/>\n<b>\n</a>", "xml.end", "4", "/a/b[2]"},
		{"end without start", "</a>", "xml.tag", "1", "/"},
		{"half a tag", "<a><b", "xml.tag", "1", "/a"},
		{"half a tag with quotes", `<a><b c="d>`, "xml.tag", "1", "/a"},
		{"half an end tag", "<a></a", "xml.tag", "1", "/a"},
		{"lone <", "<a><", "xml.tag", "1", "/a"},
		{"DOCTYPE", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", "xml.doctype", "1", "/"},
		{"other declaration", "<a><!ELEMENT b></a>", "xml.tag", "1", "/a"},
		{"entity", "<a>\n\nx &b; y</a>", "xml.reference", "3", "/a"},
		{"lone &", "<a>a & b</a>", "xml.reference", "1", "/a"},
		{"reference without end", "<a>&amp</a>", "xml.reference", "1", "/a"},
		{"reference to nothing", "<a>&;</a>", "xml.reference", "1", "/a"},
		{"null reference", "<a>&#0;</a>", "xml.reference", "1", "/a"},
		{"surrogate reference", "<a>&#xD800;</a>", "xml.reference", "1", "/a"},
		{"too high a reference", "<a>&#x110000;</a>", "xml.reference", "1", "/a"},
		{"capital X", "<a>&#X41;</a>", "xml.reference", "1", "/a"},
		{"control", "<a>a\x01b</a>", "xml.character", "1", "/a"},
		{"control in CDATA", "<a><![CDATA[\x01]]></a>", "xml.character", "1", "/a"},
		{"no character", "<a>\n\uFFFE</a>", "xml.character", "2", "/a"},
		{"no UTF-8", "<a>\n\xff</a>", "xml.utf8", "2", "/a"},
		{"overlong UTF-8", "<a>\xc0\x80</a>", "xml.utf8", "1", "/a"},
		{"UTF-8 surrogate", "<a>\xed\xa0\x80</a>", "xml.utf8", "1", "/a"},
		{"CDATA end", "<a>x]]>y</a>", "xml.cdata", "1", "/a"},
		{"CDATA not ended", "<a><![CDATA[x</a>", "xml.tag", "1", "/a"},
		{"comment not ended", "<a><!-- x</a>", "xml.tag", "1", "/a"},
		{"dashes", "<a><!-- a -- b --></a>", "xml.comment", "1", "/a"},
		{"three dashes", "<a><!-- a ---></a>", "xml.comment", "1", "/a"},
		{"control in comment", "<a><!--\x02--></a>", "xml.character", "1", "/a"},
		{"no UTF-8 in comment", "<a><!--\xff--></a>", "xml.utf8", "1", "/a"},
		{"late declaration", "\n<?xml version='1.0'?><a/>", "xml.instruction", "2", "/"},
		{"instruction without name", "<a><? x?></a>", "xml.instruction", "1", "/a"},
		{"space before name", "<a>< b/></a>", "xml.name", "1", "/a"},
		{"digit first", "<a><1b/></a>", "xml.name", "1", "/a"},
		{"two colons", "<a:b:c/>", "xml.name", "1", "/"},
		{"no name behind colon", "<a:/>", "xml.name", "1", "/"},
		{"times sign", "<×/>", "xml.name", "1", "/"},
		{"unknown prefix", "<a>\n<b:c/></a>", "xml.prefix", "2", "/a"},
		{"unknown prefix of attribute", `<a b:c="d"/>`, "xml.prefix", "1", "/"},
		{"prefix out of reach", `<a><b xmlns:p="u"/><p:c/></a>`, "xml.prefix", "1", "/a"},
		{"empty prefix", `<a xmlns:b=""/>`, "xml.prefix", "1", "/"},
		{"xml bound elsewhere", `<a xmlns:xml="u"/>`, "xml.prefix", "1", "/"},
		{"xml namespace elsewhere", `<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>`, "xml.prefix", "1", "/"},
		{"xmlns bound", `<a xmlns:xmlns="u"/>`, "xml.prefix", "1", "/"},
		{"no quotes", "<a b=c/>", "xml.attribute", "1", "/"},
		{"no value", "<a b/>", "xml.attribute", "1", "/"},
		{"no space between", `<a b="c"d="e"/>`, "xml.attribute", "1", "/"},
		{"< in value", `<a b="<"/>`, "xml.attribute", "1", "/"},
		{"attribute twice", `<a b="1" b="2"/>`, "xml.attribute", "1", "/"},
		{"attribute twice by namespace", `<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>`, "xml.attribute", "1", "/"},
		{"reference in value", `<a b="&c;"/>`, "xml.reference", "1", "/"},
		{"no UTF-8 in value", "<a b=\"\xff\"/>", "xml.utf8", "1", "/"},
		{"declaration without version", "<?xml encoding='UTF-8'?><a/>", "xml.declaration", "1", "/"},
		{"declaration not ended", "<?xml version='1.0'", "xml.declaration", "1", "/"},
		{"version 2", "<?xml version='2.0'?><a/>", "xml.declaration", "1", "/"},
		{"more in declaration", "<?xml version='1.0' x='y'?><a/>", "xml.declaration", "1", "/"},
		{"standalone perhaps", "<?xml version='1.0' standalone='perhaps'?><a/>", "xml.declaration", "1", "/"},
		{"other encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "xml.encoding", "1", "/"},
		{"UTF-16", "\xff\xfe<\x00a\x00/\x00>\x00", "xml.encoding", "1", "/"},
		{"UTF-16 without mark", "\x00<\x00a\x00/\x00>", "xml.encoding", "1", "/"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, _, err := Read(strings.NewReader(row.doc))
			key, args := fault.Message(err)
			got := strings.Join(args[max(len(args)-4, 0):], " ")
			if key != "ijw."+row.key || got != "line "+row.line+" path "+row.path || !fault.Is(err, fault.Invalid) {
				t.Errorf("got %s %v, want ijw.%s at line %s, path %s", key, args, row.key, row.line, row.path)
			}
		})
	}
}

func TestXMLIsReadInAllItsForms(t *testing.T) {
	for doc, want := range map[string]string{
		"\uFEFF<?xml version=\"1.0\"?>\r\n<a/>":                               " /a ",
		"<?xml version='1.1' encoding='utf-8' standalone='no' ?><!--x--><a/>": " /a ",
		"<a >x</a\n>": " /a x",
		"<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</a>":     " /a <&>\"'AB",
		"<a>1\r\n2\r3&#13;4</a>":                          " /a 1\n2\n3\r4",
		"<a>1<!-- x -->2<?p q?>3<![CDATA[<&>]]]]>4</a>":   " /a 123<&>]]4",
		"<a> \n<b> </b>\t</a>":                            " /a | /a/b  ",
		"<a> x <b/> </a>":                                 " /a  x  | /a/b ",
		"<a>]]&gt; ] ]] > é𝒜</a>":                         " /a ]]> ] ]] > é𝒜",
		"<a xmlns='u'><b xmlns=''/><c/></a>":              "u /a | /a/b |u /a/c ",
		"<p:a xmlns:p='u'><p:b xmlns:p='v'/><p:b/></p:a>": "u /a |v /a/b |u /a/b ",
		"<a><b/><b>1</b><c/></a>":                         " /a | /a/b[1] | /a/b[2] 1| /a/c ",
		"<a b='x > y' c=\"'\"/>":                          " /a  {b x > y} {c '}",
		"<a b=' 1&#10;\t2\r\n3]]>'/>":                     " /a  {b  1\n 2 3]]>}",
		"<a xmlns:i='" + xsiSpace + "' i:type='i:b'/>":    " /a  {type {" + xsiSpace + "}b}",
		"<a xmlns:i='" + xsiSpace + "' i:type='geen:b'/>": " /a  {type {}}",
		"<_a.b-1·/>":                                      " /_a.b-1· ",
	} {
		root, err := Tree(strings.NewReader(doc), MaxBytes)
		if err != nil {
			t.Errorf("%q: %v", doc, err)
			continue
		}
		var parts []string
		for _, n := range everyNode(root) {
			part := n.Space + " " + n.Path() + " " + n.Text
			for _, a := range n.Attrs {
				part += " {" + a.Name + " " + a.Value + "}"
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", doc, got, want)
		}
	}
}

func TestTheReaderDoesNotCareHowBytesArrive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := shipped().schema("", Wmo, Kind305)
		doc := render(mutants(s).Draw(t, "mutant").root, s, styles().Draw(t, "style"))
		at, want, wantErr := readAll(bytes.NewReader(doc))
		again, got, err := readAll(iotest.HalfReader(iotest.DataErrReader(bytes.NewReader(doc))))
		slow, gotSlow, errSlow := readAll(iotest.OneByteReader(bytes.NewReader(doc)))
		if at != again || at != slow || got != want || gotSlow != want || err != wantErr || errSlow != wantErr {
			t.Fatalf("%s\n%s\n%s\n%s %s %s", want, got, gotSlow, wantErr, err, errSlow)
		}
	})
}

func readAll(r io.Reader) (tree, found, err string) {
	m, list, failed := Read(r)
	for _, f := range list {
		found += f.String() + "\n"
	}
	if failed != nil {
		return "", found, failed.Error()
	}
	return lines(m.Root), found, ""
}

func TestLimitsHold(t *testing.T) {
	repeat := func(head, body string, n int, tail string) io.Reader {
		return io.MultiReader(strings.NewReader(head), io.LimitReader(&endless{body: body}, int64(n*len(body))), strings.NewReader(tail))
	}
	for _, row := range []struct {
		name string
		in   io.Reader
		code fault.Code
		key  string
	}{
		{"text of 26 MB", repeat("<a>", "tekst ", 26<<20/6, "</a>"), fault.TooLarge, "ijw.too_large"},
		{"tag without end", repeat("<a ", "b ", 26<<20/2, "/>"), fault.TooLarge, "ijw.too_large"},
		{"white space without end", repeat("", "\n", 26<<20, "<a/>"), fault.TooLarge, "ijw.too_large"},
		{"deep", repeat("", "<a>", 100, ""), fault.Invalid, "ijw.xml.deep"},
		{"a million elements and more", repeat("<a>", "<b/>", 1_000_001, "</a>"), fault.Invalid, "ijw.xml.many"},
		{"many attributes", repeat("<a", " x=''", 100, "/>"), fault.Invalid, "ijw.xml.many"},
		{"reader that fails", iotest.ErrReader(errors.New("stuk")), fault.Unavailable, "fault.unavailable"},
		{"reader that gives nothing", stuck{}, fault.Unavailable, "fault.unavailable"},
	} {
		_, _, err := Read(row.in)
		if key, _ := fault.Message(err); !fault.Is(err, row.code) || key != row.key {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestManyDeclarationsAreRefused(t *testing.T) {
	var b strings.Builder
	for i := range 10 {
		b.WriteString("<a")
		for j := range 60 {
			b.WriteString(" xmlns:p" + strings.Repeat("x", i*60+j) + "='u'")
		}
		b.WriteString(">")
	}
	if _, err := Tree(strings.NewReader(b.String()), MaxBytes); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

type endless struct {
	body string
	at   int
}

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = e.body[e.at]
		e.at = (e.at + 1) % len(e.body)
	}
	return len(b), nil
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

package ijw

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"pgregory.net/rapid"
)

// typed gives the typed values of a message and the message made of them.
func typed(m Message) (values any, again Message) {
	switch m.Kind {
	case Kind301:
		v, _ := m.As301()
		return v, v.Message()
	case Kind305:
		v, _ := m.As305()
		return v, v.Message()
	case Kind307:
		v, _ := m.As307()
		return v, v.Message()
	case Kind315:
		v, _ := m.As315()
		return v, v.Message()
	case Kind317:
		v, _ := m.As317()
		return v, v.Message()
	case Kind319:
		v, _ := m.As319()
		return v, v.Message()
	case Kind323:
		v, _ := m.As323()
		return v, v.Message()
	case Kind325:
		v, _ := m.As325()
		return v, v.Message()
	}
	v, _ := m.AsReturned()
	return v, v.Message()
}

// rewritten takes a tree to typed values and writes those.
func rewritten(t interface{ Fatal(...any) }, root *Node, s *schema) (Message, []byte) {
	_, m := typed(Message{Kind: s.kind, Law: s.law, Release: s.release, Root: root, schema: s})
	doc, err := m.Bytes()
	if err != nil {
		t.Fatal(err, fault.Fields(err))
	}
	return m, doc
}

func TestWhatIsWrittenReadsBackTheSame(t *testing.T) {
	allKinds(t, func(t *testing.T, s *schema) {
		rapid.Check(t, func(t *rapid.T) {
			root := generated(s).Draw(t, "message")
			m, doc := rewritten(t, root, s)
			if got, want := lines(m.Root), lines(canonical(root)); got != want {
				t.Fatalf("the typed values lost something:\n%s\nwant\n%s", got, want)
			}
			want, _ := typed(m)
			back, found, err := Read(bytes.NewReader(doc))
			if err != nil || len(found) > 0 {
				t.Fatal(err, found)
			}
			if got, _ := typed(back); !reflect.DeepEqual(got, want) {
				t.Fatalf("got  %+v\nwant %+v", got, want)
			}
			if twice, err := back.Bytes(); err != nil || !bytes.Equal(twice, doc) {
				t.Fatalf("written again it differs: %v\n%s\n%s", err, twice, doc)
			}
		})
	})
}

// canonical gives the numbers, dates and times of a tree the one form that the
// writer uses.
func canonical(root *Node) *Node {
	s := shipped().byNamespace[root.Space]
	var walk func(n *Node, e *element)
	walk = func(n *Node, e *element) {
		for _, c := range n.Children {
			walk(c, &e.group.elements[e.group.find(c.Space, c.Name, 0)])
		}
		if e.simple == nil {
			return
		}
		switch e.simple.base {
		case baseInt:
			n.Text = strings.TrimLeft(strings.TrimLeft(trim(n.Text), "+"), "0")
			if n.Text == "" {
				n.Text = "0"
			}
		case baseDate, baseTime:
			n.Text = trim(n.Text)
		}
	}
	walk(root, s.root)
	return root
}

// lines gives a tree as text to compare.
func lines(root *Node) string {
	var b strings.Builder
	for _, n := range everyNode(root) {
		b.WriteString(n.Space + " " + n.Path() + " " + n.Text + "\n")
	}
	return b.String()
}

func TestWrittenBytesAreAsTheStandardAsks(t *testing.T) {
	doc, err := example301().Bytes()
	if err != nil {
		t.Fatal(err, fault.Fields(err))
	}
	const start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<jw301:Bericht xmlns:ijw=\"http://www.istandaarden.nl/ijw/3_2/basisschema/schema\" " +
		"xmlns:jw301=\"http://www.istandaarden.nl/ijw/3_2/jw301/schema\">\r\n\t<jw301:Header>\r\n\t\t<jw301:BerichtCode>436</jw301:BerichtCode>\r\n"
	if !bytes.HasPrefix(doc, []byte(start)) {
		t.Errorf("starts with %q", doc[:len(start)])
	}
	if n := bytes.Count(doc, []byte("\n")); n != bytes.Count(doc, []byte("\r\n")) || n != bytes.Count(doc, []byte("\r")) {
		t.Errorf("%d line feeds, %d pairs, %d returns", n, bytes.Count(doc, []byte("\r\n")), bytes.Count(doc, []byte("\r")))
	}
	if !bytes.HasSuffix(doc, []byte("</jw301:Bericht>\r\n")) {
		t.Errorf("ends with %q", doc[len(doc)-20:])
	}
	if !bytes.Contains(doc, []byte("<jw301:Commentaar>Eerst bellen &amp;\r\ndan komen &lt;3</jw301:Commentaar>")) {
		t.Errorf("comment is not escaped: %s", doc)
	}
}

func example301() Message {
	return New301(Header{Law: Jeugdwet, Sender: "9999", Receiver: "99990001", ID: "E-1", Date: nl.MustDate("2026-11-24")},
		exampleClient(), []Allocation{{
			Number: 0, Product: &Product{Category: "45", Code: "45A01"},
			DecidedOn: nl.MustDate("2026-11-24"), DecidedAt: "09:30:00", From: nl.MustDate("2026-12-01"),
			Volume: &Volume{2, "04", "2"}, BudgetCents: new(int64(0)), Comment: "Eerst bellen &\ndan komen <3",
		}})
}

func exampleClient() Client {
	return Client{
		BSN: "999900006", Birth: BirthOn(nl.MustDate("2010-02-00")), Sex: "2",
		Name:     Name{Last: "Doorn", Prefix: "van", First: "Noor", Initials: "N", Use: "1"},
		Contacts: []Contact{{Kind: "01", Phone: &Phone{"0791234567", "0031"}}},
	}
}

func TestAMessageCarriesNoMoreThanItsSchemaKnows(t *testing.T) {
	c := exampleClient()
	c.GuardianKnown, c.Comment = new(true), "niet voor iedereen"
	start := New305(Header{Law: Wmo, Sender: "99990001", Receiver: "9999", ID: "S-1", Date: nl.MustDate("2026-12-02")}, c,
		[]Start{{Number: new(int64(7)), From: nl.MustDate("2026-12-01"), Status: StatusFirst}})
	doc, err := start.Bytes()
	if err != nil {
		t.Fatal(err, fault.Fields(err))
	}
	for _, secret := range []string{"0791234567", "GezagsdragerBekend", "niet voor iedereen", "NaamGebruik"} {
		if bytes.Contains(doc, []byte(secret)) {
			t.Errorf("a start message carries %q", secret)
		}
	}
}

func TestWhatWouldBounceDoesNotLeave(t *testing.T) {
	h := Header{Law: Jeugdwet, Sender: "9999", Receiver: "99990001", ID: "E-1", Date: nl.MustDate("2026-11-24")}
	bad := exampleClient()
	bad.BSN, bad.Name.Use = "12345678", ""
	_, err := New301(h, bad, []Allocation{{}}).Bytes()
	var got []string
	for _, f := range fault.Fields(err) {
		got = append(got, f.Name+" "+f.Key)
	}
	want := []string{
		"/Bericht/Client/Bsn ijw.value.count", "/Bericht/Client/Naam/NaamGebruik ijw.missing",
		"/Bericht/Client/ToegewezenProducten/ToegewezenProduct/Toewijzingsdatum ijw.missing",
		"/Bericht/Client/ToegewezenProducten/ToegewezenProduct/Toewijzingstijd ijw.missing",
		"/Bericht/Client/ToegewezenProducten/ToegewezenProduct/Ingangsdatum ijw.missing",
	}
	if !fault.Is(err, fault.Invalid) || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for _, h := range []Header{{}, {Law: "wvggz"}, {Law: Wmo, Release: "1.0"}} {
		if err := New307(h, bad, nil).Write(new(bytes.Buffer)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", h, err)
		}
	}
	full := failingWriter{}
	if err := example301().Write(full); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a writer that fails gives %v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

func TestTextThatXMLCannotCarryDoesNotLeave(t *testing.T) {
	for _, comment := range []string{"a\x00b", "a\xffb", "a\uFFFEb"} {
		m, _ := example301().As301()
		m.Allocations[0].Comment = comment
		found := Check(m.Message())
		if len(found) != 1 || found[0].Key != "ijw.value.character" {
			t.Errorf("%q: %v", comment, found)
		}
	}
}

func TestBirthDatesThatArePartlyKnown(t *testing.T) {
	for _, row := range []struct {
		known string
		want  Birth
	}{
		{"2010-02-14", Birth{nl.MustDate("2010-02-14"), ""}},
		{"1949-09-00", Birth{nl.MustDate("1949-09-01"), "1"}},
		{"1953-00-00", Birth{nl.MustDate("1953-01-01"), "2"}},
		{"", Birth{nl.MustDate("1900-01-01"), "3"}},
	} {
		known := nl.MustDate(row.known)
		if got := BirthOn(known); got != row.want || got.Known() != known {
			t.Errorf("%s: %+v, known %s", row.known, got, got.Known())
		}
	}
}

func TestTheRequestOfTheSampleIsReadWhole(t *testing.T) {
	m, found, err := Read(bytes.NewReader(sample(t, "jw/samples/JW315.xml")))
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	h, c, list := m.Header(), m.Client(), m.Requests()
	if h.Sender != "42420001" || h.Receiver != "0384" || h.Date != nl.MustDate("2026-04-01") || h.Law != Jeugdwet {
		t.Errorf("header %+v", h)
	}
	if c.BSN != "999900006" || c.Name.Last != "Wit" || c.Name.Prefix != "de" || c.GuardianKnown == nil || !*c.GuardianKnown {
		t.Errorf("client %+v", c)
	}
	if len(list) != 2 || *list[0].Volume != (Volume{2, "16", "4"}) || list[1].Referrer.AGB != "12345678" ||
		list[0].Until != nl.MustDate("2027-06-30") || *list[0].DecisionNumber != 123 || !*list[0].FrameworkContract {
		t.Errorf("requests %+v", list)
	}
	if m.Allocations() != nil || m.Starts() != nil || m.Stops() != nil {
		t.Error("a request is nothing else")
	}
}

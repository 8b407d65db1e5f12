package ijw

import (
	"bytes"
	"slices"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"pgregory.net/rapid"
)

var returned = Return{ID: "RET1", Date: nl.Date{Year: 2026, Month: 3, Day: 4}, Checks: "1.2.3", Granted: Amount{500, Debit}}

// answering gives what it takes to answer messages of this kind.
func answering(judge func(*Node) ([]string, bool)) Return {
	r := returned
	r.Judge = judge
	return r
}

func message(root *Node, s *schema) Message {
	return Message{Kind: s.kind, Law: s.law, Release: s.release, Root: root, schema: s}
}

func TestReturnMessagesAreValidWhateverComesAlong(t *testing.T) {
	allKinds(t, func(t *testing.T, s *schema) {
		if s.back == nil {
			t.Skip("a return message is not answered")
		}
		var docs [][]byte
		rapid.Check(t, func(t *rapid.T) {
			m := message(generated(s).Draw(t, "message"), s)
			all := rapid.Bool().Draw(t, "all")
			back, err := m.Return(answering(func(class *Node) ([]string, bool) {
				if class.Name == "Header" && s.kind != Kind323 {
					return nil, true
				}
				return rapid.SliceOfN(rapid.SampledFrom([]string{"0200", "0233", "9347"}), 1, 3).Draw(t, "codes"), all
			}))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := back.Bytes()
			if err != nil {
				t.Fatal(err, fault.Fields(err))
			}
			docs = append(docs, doc)
			if got := len(slices.Collect(back.Classes())); all && got != len(slices.Collect(m.Classes())) || !all && got != 1 {
				t.Fatalf("%d classes came back, all %v", got, all)
			}
			want, _ := s.kind.Return()
			if got, found, err := Read(bytes.NewReader(doc)); err != nil || len(found) > 0 || got.Kind != want || got.Law != s.law {
				t.Fatal(got.Kind, found, err)
			}
		})
		if !official(t, s.law, s.back.kind) {
			return
		}
		for i, v := range xmllint(t, xsd(t, s.law, s.back.kind), docs) {
			if !v.valid {
				t.Fatalf("xmllint: %s\n%s", v.says, docs[i])
			}
		}
	})
}

func TestAReturnMessageSaysWhatItAnswers(t *testing.T) {
	m := example301()
	var asked []string
	back, err := m.Return(answering(func(class *Node) ([]string, bool) {
		asked = append(asked, class.Name)
		switch class.Name {
		case "Header":
			return nil, true
		case "ToegewezenProduct":
			return []string{"9332", "9359"}, true
		}
		return []string{"0200"}, true
	}))
	if err != nil {
		t.Fatal(err)
	}
	r, ok := back.AsReturned()
	if !ok || r.Kind != Kind302 || r.Header.ReturnID != "RET1" || r.Header.ReturnDate.String() != "2026-03-04" || r.Header.Checks != "1.2.3" {
		t.Errorf("header %+v", r.Header)
	}
	if h, of := r.Header.Header, m.Header(); h != of {
		t.Errorf("header of the message %+v, was %+v", h, of)
	}
	if !slices.Equal(r.Allocations[0].Codes, []string{"9332", "9359"}) || !slices.Equal(r.Client.Codes, []string{"0200"}) || r.Header.Codes != nil {
		t.Errorf("codes %+v", r)
	}
	r.Allocations[0].Codes = nil
	if want := m.Allocations()[0]; r.Allocations[0].Number != want.Number || r.Allocations[0].From != want.From {
		t.Errorf("allocation %+v, was %+v", r.Allocations[0], want)
	}
	var named []string
	for class := range m.Classes() {
		named = append(named, class.Name)
	}
	if !slices.Equal(asked, named) {
		t.Errorf("asked about %v, classes are %v", asked, named)
	}
	for class := range back.Classes() {
		if want := len(class.ReturnCodes()); want == 0 && class.Name != "Header" {
			t.Errorf("%s has no codes", class.Path())
		}
	}
}

func TestAnAnswerToAClaimHasItsOwnHeader(t *testing.T) {
	doc := sample(t, "jw/samples/JW323.xml")
	m, _, err := Read(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	first := m.Root.At("Declaratie", "Clienten", "Client", "Prestaties", "Prestatie")
	back, err := m.Return(answering(func(class *Node) ([]string, bool) {
		if class == first {
			return []string{"9340"}, true
		}
		return []string{"0200"}, class.Name != "Prestatie"
	}))
	if err != nil {
		t.Fatal(err)
	}
	v, ok := back.As325()
	of, claim := m.Header(), m.Claim()
	h := v.Header
	if !ok || h.Sender != of.Receiver || h.Receiver != of.Sender || h.ID != "RET1" || h.ClaimID != of.ID || h.ClaimDate != of.Date ||
		h.ClaimMessageVersion != of.MessageVersion || h.MessageVersion != "0.1.0" || h.Checks != "1.2.3" {
		t.Errorf("header %+v, claim has %+v", h, of)
	}
	a := v.Answer
	if a.Number != claim.Number || a.Claimed != claim.Total || a.Granted != returned.Granted || len(a.Clients) != 1 {
		t.Fatalf("answer %+v", a)
	}
	line := a.Clients[0].Lines
	if len(line) != 1 || line[0].Reference != claim.Clients[0].Lines[0].Reference || !slices.Equal(line[0].Codes, []string{"9340"}) {
		t.Errorf("lines %+v", line)
	}
}

func TestWhatHasNoReturnMessageIsRefused(t *testing.T) {
	for _, m := range []Message{{}, {Kind: Kind301}, message(nil, shipped().byKind[schemaKey{"3.2", Jeugdwet, Kind302}])} {
		if _, err := m.Return(returned); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", m.Kind, err)
		}
	}
}

func TestKindsPairWithTheirReturns(t *testing.T) {
	for _, k := range Kinds() {
		back, starts := k.Return()
		of, returns := k.Answers()
		if starts == returns {
			t.Errorf("%s starts %v and returns %v", k, starts, returns)
		}
		if again, _ := back.Answers(); starts && again != k {
			t.Errorf("%s is answered by %s, which answers %s", k, back, again)
		}
		if again, _ := of.Return(); returns && again != k {
			t.Errorf("%s answers %s, which is answered by %s", k, of, again)
		}
	}
}

func TestACodeOfTheTreeHasItsWord(t *testing.T) {
	m := example301()
	sex := m.Root.At("Client", "Geslacht")
	list, word, ok := m.Word(sex)
	want, _ := Words(m.Law, "Geslacht", sex.Text)
	if !ok || list != "Geslacht" || word != want {
		t.Errorf("%s %s %v", list, word, ok)
	}
	for _, n := range []*Node{nil, m.Root, m.Root.At("Client", "Bsn"), {Name: "Geslacht", Text: "1"}} {
		if _, _, ok := m.Word(n); ok {
			t.Errorf("%v has a word", n)
		}
	}
}

func TestValuesAreReachedByName(t *testing.T) {
	m := example301()
	if got := m.Root.Value("Client", "Bsn"); got != m.Client().BSN {
		t.Errorf("BSN %q", got)
	}
	product := m.Root.At("Client", "ToegewezenProducten", "ToegewezenProduct")
	if n, ok := product.Whole("ToewijzingNummer"); !ok || n != m.Allocations()[0].Number {
		t.Errorf("number %d %v", n, ok)
	}
	if d := product.Date("Ingangsdatum"); d != m.Allocations()[0].From {
		t.Errorf("date %s", d)
	}
	var none *Node
	if _, ok := none.Whole("x"); ok || none.Value("x") != "" || !none.Date("x").IsZero() || none.At("x") != nil {
		t.Error("nothing has a value")
	}
}

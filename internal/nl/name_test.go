package nl

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNameForms(t *testing.T) {
	both := Name{Given: "Anna Maria", Prefix: "de", Family: "Vries", PartnerPrefix: "van den", PartnerFamily: "Berg"}
	with := func(use NameUse, change ...func(*Name)) Name {
		n := both
		n.Use = use
		for _, c := range change {
			c(&n)
		}
		return n
	}
	noGiven := func(n *Name) { n.Given = "" }
	noPartner := func(n *Name) { n.PartnerPrefix, n.PartnerFamily = "", "" }
	noOwn := func(n *Name) { n.Prefix, n.Family = "", "" }
	for _, row := range []struct {
		name                                 Name
		full, informal, formal, sorted, last string
	}{
		{with(""), "Anna Maria de Vries", "Anna de Vries", "A.M. de Vries", "Vries, Anna Maria de", "De Vries"},
		{with(UseOwn), "Anna Maria de Vries", "Anna de Vries", "A.M. de Vries", "Vries, Anna Maria de", "De Vries"},
		{with(UsePartner), "Anna Maria van den Berg", "Anna van den Berg", "A.M. van den Berg", "Berg, Anna Maria van den", "Van den Berg"},
		{with(UsePartnerOwn), "Anna Maria van den Berg-de Vries", "Anna van den Berg-de Vries", "A.M. van den Berg-de Vries", "Berg-de Vries, Anna Maria van den", "Van den Berg-de Vries"},
		{with(UseOwnPartner), "Anna Maria de Vries-van den Berg", "Anna de Vries-van den Berg", "A.M. de Vries-van den Berg", "Vries-van den Berg, Anna Maria de", "De Vries-van den Berg"},
		{with(UsePartner, noPartner), "Anna Maria de Vries", "Anna de Vries", "A.M. de Vries", "Vries, Anna Maria de", "De Vries"},
		{with(UsePartnerOwn, noOwn), "Anna Maria van den Berg", "Anna van den Berg", "A.M. van den Berg", "Berg, Anna Maria van den", "Van den Berg"},
		{with(UseOwnPartner, noOwn), "Anna Maria", "Anna", "A.M.", "Anna Maria", ""},
		{with(UseOwn, noGiven), "De Vries", "De Vries", "De Vries", "Vries, de", "De Vries"},
		{Name{Initials: "H.", Prefix: "'t", Family: "Hart"}, "H. 't Hart", "H. 't Hart", "H. 't Hart", "Hart, H. 't", "'t Hart"},
		{Name{Prefix: "d'", Family: "Hondt"}, "D'Hondt", "D'Hondt", "D'Hondt", "Hondt, d'", "D'Hondt"},
		{Name{Given: "IJsbrand Jean-Luc", Family: "Ruis"}, "IJsbrand Jean-Luc Ruis", "IJsbrand Ruis", "IJ.J.L. Ruis", "Ruis, IJsbrand Jean-Luc", "Ruis"},
		{Name{Family: "Sukarno"}, "Sukarno", "Sukarno", "Sukarno", "Sukarno", "Sukarno"},
		{Name{}, "", "", "", "", ""},
	} {
		n := row.name
		got := []string{n.Full(), n.Informal(), n.Formal(), n.Sort(), n.Surname()}
		for i, want := range []string{row.full, row.informal, row.formal, row.sorted, row.last} {
			if got[i] != want {
				t.Errorf("%+v form %d: got %q, want %q", n, i, got[i], want)
			}
		}
	}
	if got := (Name{Family: "Vries", Prefix: "de"}).First(); got != "De Vries" {
		t.Errorf("First without given names: %q", got)
	}
	if !(Name{}).IsZero() || both.IsZero() {
		t.Error("IsZero")
	}
}

func TestNameUseFromBRP(t *testing.T) {
	for code, want := range map[string]NameUse{"E": UseOwn, "P": UsePartner, "V": UsePartnerOwn, "N": UseOwnPartner} {
		if got, ok := NameUseFromBRP(code); !ok || got != want {
			t.Errorf("%s: %v, %v", code, got, ok)
		}
	}
	if _, ok := NameUseFromBRP("x"); ok {
		t.Error("x is no code")
	}
}

// The stored form must never change: entries are read for ever.
func TestNameStoredForm(t *testing.T) {
	n := Name{"Anna", "A.", "de", "Vries", "van", "Berg", UseOwnPartner}
	const want = `{"given":"Anna","initials":"A.","prefix":"de","family":"Vries","partnerPrefix":"van","partnerFamily":"Berg","use":"own_partner"}`
	if got, err := json.Marshal(n); err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := json.Marshal(Name{Family: "X"}); err != nil || string(got) != `{"family":"X"}` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestNormaliseForSearch(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"van den Berg-de Vries", "vandenbergdevries"},
		{"İpek ŞAHIN", "ipeksahin"},
		{"ipek şahın", "ipeksahin"},
		{"Yağmur Çelik-Öztürk", "yagmurcelikozturk"},
		{"Łukasz Żółć", "lukaszzolc"},
		{"Guîllaumé", "guillaume"},
		{"Guîllaumé", "guillaume"},
		{"Bjørn Groß Ærø", "bjorngrossaero"},
		{"Ĳsbrand", "ijsbrand"},
		{"D'Hondt", "dhondt"},
		{"Олена", "олена"},
		{"  ", ""},
	} {
		if got := NormaliseForSearch(row.in); got != row.want {
			t.Errorf("%q: got %q, want %q", row.in, got, row.want)
		}
	}
}

func TestFoldAgreesWithUnicodeDecomposition(t *testing.T) {
	checked := 0
	for r := rune(0xC0); r < 0x1F00; r++ {
		plain := norm.NFKD.String(string(r))
		if !unicode.IsLetter(r) || plain[0] >= 0x80 || !unicode.IsLetter(rune(plain[0])) || r >= 0x250 && r < 0x1E00 {
			continue
		}
		checked++
		want := latinOf(plain)
		if got := NormaliseForSearch(string(r)); got != want {
			t.Errorf("%c: got %q, Unicode says %q", r, got, want)
		}
	}
	if checked < 500 {
		t.Fatalf("only %d letters compared", checked)
	}
}

// latinOf keeps the plain letters of a decomposed one.
func latinOf(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return -1
		}
		return r
	}, s))
}

func TestNormaliseTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := NormaliseForSearch(rapid.String().Draw(t, "name"))
		if twice := NormaliseForSearch(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

package nl

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParsePostcode(t *testing.T) {
	for _, row := range []struct{ in, want, display string }{
		{"1234AB", "1234AB", "1234 AB"},
		{" 1234  ab ", "1234AB", "1234 AB"},
		{"1234\u00a0ab", "1234AB", "1234 AB"},
		{"0234AB", "", ""}, {"1234SA", "", ""}, {"1234 sd", "", ""}, {"1234SS", "", ""},
		{"1234SB", "1234SB", "1234 SB"},
		{"1234", "", ""}, {"1234A1", "", ""}, {"1234ABC", "", ""}, {"", "", ""}, {"1234ÄB", "", ""},
	} {
		got, err := ParsePostcode(row.in)
		if got.String() != row.want || got.Display() != row.display || (err != nil) != (row.want == "") {
			t.Errorf("%q: got %q (%q), %v", row.in, got, got.Display(), err)
		}
	}
}

func TestPostcodeDisplayReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := ParsePostcode(rapid.StringMatching(`[1-9][0-9]{3} ?[A-RT-Za-rt-z][A-Za-z]`).Draw(t, "postcode"))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ParsePostcode(p.Display()); err != nil || again != p {
			t.Fatalf("%q: %v, %v", p, again, err)
		}
	})
}

func TestParseHouseNumber(t *testing.T) {
	for _, row := range []struct {
		in     string
		want   HouseNumber
		string string
	}{
		{"12", HouseNumber{12, "", ""}, "12"},
		{"12a", HouseNumber{12, "A", ""}, "12A"},
		{" 12 A ", HouseNumber{12, "A", ""}, "12A"},
		{"12-3", HouseNumber{12, "", "3"}, "12-3"},
		{"12 A-bis", HouseNumber{12, "A", "bis"}, "12A-bis"},
		{"12a2", HouseNumber{12, "A", "2"}, "12A-2"},
		{"12 hs", HouseNumber{12, "", "hs"}, "12-hs"},
		{"12/II", HouseNumber{12, "", "II"}, "12-II"},
		{"012", HouseNumber{12, "", ""}, "12"},
		{"0", HouseNumber{}, ""}, {"", HouseNumber{}, ""}, {"a", HouseNumber{}, ""},
		{"123456", HouseNumber{}, ""}, {"12 zwart", HouseNumber{}, ""}, {"12 a!b", HouseNumber{}, ""}, {"12é", HouseNumber{}, ""},
	} {
		got, err := ParseHouseNumber(row.in)
		if got != row.want || got.String() != row.string || (err != nil) != (row.string == "") {
			t.Errorf("%q: got %+v (%q), %v", row.in, got, got.String(), err)
		}
	}
}

func TestHouseNumberReadsItsOwnForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, err := ParseHouseNumber(rapid.StringMatching(`[1-9][0-9]{0,4}[ -]?[A-Za-z]?[ -]?([0-9]{1,3}|[a-z]{2,4})?`).Draw(t, "number"))
		if err != nil {
			return
		}
		again, err := ParseHouseNumber(first.String())
		if err != nil || again != first {
			t.Fatalf("%+v became %+v, %v", first, again, err)
		}
	})
}

func TestParsePhone(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"06-12345678", "+31612345678"},
		{" 06 12 34 56 78", "+31612345678"},
		{"+31 6 1234 5678", "+31612345678"},
		{"0031612345678", "+31612345678"},
		{"+31 (0)6 12345678", "+31612345678"},
		{"+310612345678", "+31612345678"},
		{"(070) 123 45 67", "+31701234567"},
		{"0800-1234", "+318001234"},
		{"0900 123 4567", "+319001234567"},
		{"14 079", "+3114079"},
		{"14 0182", "+31140182"},
		{"116 111", "+31116111"},
		{"097012345678", "+3197012345678"},
		{"+32 2 123 45 67", "+3221234567"},
		{"+90 532 123 45 67", "+905321234567"},
		{"0612345", ""}, {"06123456789", ""}, {"12345678", ""}, {"", ""}, {"+", ""}, {"+00", ""}, {"00", ""},
		{"bel me", ""}, {"06+12345678", ""}, {"0012345678901234567", ""}, {"0000000000", ""}, {"112", ""},
	} {
		got, err := ParsePhone(row.in)
		if got.E164 != row.want || (err != nil) != (row.want == "") {
			t.Errorf("%q: got %q, %v; want %q", row.in, got.E164, err, row.want)
		}
	}
	typed, _ := ParsePhone(" 06-1234 5678 ")
	other, _ := ParsePhone("+31612345678")
	if typed.String() != "06-1234 5678" || !typed.Same(other) {
		t.Errorf("kept as %q, same %v", typed, typed.Same(other))
	}
}

func TestE164ReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := ParsePhone(rapid.StringMatching(`(0|\+31 ?|0031)[1-9][0-9]{6,10}|\+[2-9][0-9 ]{7,15}`).Draw(t, "number"))
		if err != nil {
			return
		}
		if again, err := ParsePhone(p.E164); err != nil || !again.Same(p) {
			t.Fatalf("%+v read back as %+v, %v", p, again, err)
		}
	})
}

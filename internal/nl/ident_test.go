package nl

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"eendracht/internal/fault"
	"pgregory.net/rapid"
)

func TestParseBSN(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"999993653", "999993653"},
		{" 9999.93.653 ", "999993653"},
		{"9999 93 653", "999993653"},
		{"010000008", "010000008"}, // eight digits need a leading 0: no number of the 9999 range has one
		{"10000008", "010000008"},
		{"10000009", ""},
		{"999993654", ""},
		{"000000000", ""},
		{"00000000", ""},
		{"", ""},
		{"9999936531", ""},
		{"99999366", ""},
		{"9999936", ""},
		{"99999365x", ""},
		{"٩٩٩٩٩٣٦٥٣", ""},
	} {
		got, err := ParseBSN(row.in)
		if got.String() != row.want || (err != nil) != (row.want == "") {
			t.Errorf("ParseBSN(%q) = %q, %v; want %q", row.in, got, err, row.want)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseBSN(%q): code %v", row.in, fault.Of(err))
		}
	}
}

func TestEverySingleTypingErrorInABSNIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBSN(t)
		at, digit := rapid.IntRange(0, 8).Draw(t, "at"), byte('0'+rapid.IntRange(0, 9).Draw(t, "digit"))
		wrong := []byte(b)
		wrong[at] = digit
		if BSN(wrong).Valid() != (string(wrong) == string(b)) {
			t.Fatalf("%s passes beside %s", wrong, b)
		}
		swapped := []byte(b)
		i := rapid.IntRange(0, 6).Draw(t, "swap")
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		if BSN(swapped).Valid() != (string(swapped) == string(b)) {
			t.Fatalf("%s passes beside %s", swapped, b)
		}
	})
}

// drawBSN draws a valid fictive number from the 9999 range.
func drawBSN(t *rapid.T) BSN {
	start := rapid.IntRange(0, 99999).Draw(t, "bsn")
	for n := start; ; n = (n + 1) % 100000 {
		if b := BSN(fmt.Sprintf("9999%05d", n)); b.Valid() {
			return b
		}
	}
}

func TestBSNIsMaskedOnDemandAndInLogs(t *testing.T) {
	b := BSN("999993653")
	if b.Masked() != "••••••653" || BSN("").Masked() != "" || BSN("12").Masked() != "••" {
		t.Errorf("masked: %q", b.Masked())
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "bsn", b)
	if strings.Contains(log.String(), "999993653") || !strings.Contains(log.String(), "653") {
		t.Errorf("log line: %s", log.String())
	}
}

func TestCodes(t *testing.T) {
	agb := func(s string) (string, error) { v, err := ParseAGB(s); return v.String(), err }
	oin := func(s string) (string, error) { v, err := ParseOIN(s); return v.String(), err }
	municipality := func(s string) (string, error) { v, err := ParseMunicipalityCode(s); return v.String(), err }
	for _, row := range []struct {
		parse    func(string) (string, error)
		in, want string
	}{
		{agb, "12345678", "12345678"}, {agb, " 06001234", "06001234"}, {agb, "1234567", ""},
		{agb, "1234567a", ""}, {agb, "00000000", ""}, {agb, "", ""},
		{oin, "00000001001234567000", "00000001001234567000"},
		{oin, "00000001 001234567 000", "00000001001234567000"},
		{oin, "00000000000000000000", ""}, {oin, "0000000100123456700", ""}, {oin, "0000000100123456700x", ""},
		{municipality, "0599", "0599"}, {municipality, " 1979 ", "1979"}, {municipality, "599", ""},
		{municipality, "0000", ""}, {municipality, "05 9", ""},
	} {
		got, err := row.parse(row.in)
		if got != row.want || (err != nil) != (row.want == "") {
			t.Errorf("%q: got %q, %v; want %q", row.in, got, err, row.want)
		}
	}
}

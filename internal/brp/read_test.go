package brp

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"eendracht/internal/fault"
	"eendracht/internal/text"
	"pgregory.net/rapid"
)

const (
	bsnNoor = "999900018"
	bsnSem  = "999900031"
	bsnIvo  = "999900043"
	bsnLot  = "999900055"
	bsnBas  = "999900067"
	bsnTim  = "999900079"
)

func TestTheNationalTestSet(t *testing.T) {
	raw, err := os.Open(shared(t, "data/brp/testset_gbav.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	got, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	// 687 person lists. The rough reading beside the file keeps one row per BSN
	// and so has 681: five BSNs stand on two lists, and the two people without
	// BSN look like one there.
	bsns := map[string]bool{}
	without := 0
	for _, p := range got.Persons {
		if p.BSN == "" {
			without++
			continue
		}
		bsns[p.BSN.String()] = true
	}
	if len(got.Persons) != 687 || len(bsns) != 680 || without != 2 || got.Lines != 2157 {
		t.Errorf("%d lists, %d BSNs, %d without, %d lines", len(got.Persons), len(bsns), without, got.Lines)
	}
	for _, bsn := range roughReading(t) {
		if bsn != "" && !bsns[bsn] {
			t.Errorf("a person of the rough reading did not load")
		}
	}
	checkTestSetProblems(t, got)
}

// roughReading gives the BSN column of the 681 rows.
func roughReading(t *testing.T) []string {
	raw, err := os.ReadFile(shared(t, "data/brp/personen.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		all = append(all, strings.Split(line, ",")[1])
	}
	if len(all) != 681 {
		t.Fatalf("the rough reading has %d rows", len(all))
	}
	return all
}

func checkTestSetProblems(t *testing.T, got *Import) {
	t.Helper()
	count := map[string]int{}
	for _, p := range got.Problems {
		count[p.Key]++
	}
	want := map[string]int{
		"brp.bsn.twice": 5, "brp.bsn.missing": 2, "brp.person.unnamed": 1, "brp.custody.unknown": 5,
		"brp.investigation.invalid": 4, "brp.address.empty": 1, "brp.date.invalid": 9,
		"brp.history.absent": 14, "brp.history.unmarked": 10,
	}
	for key, n := range want {
		if count[key] != n {
			t.Errorf("%s: %d times, expected %d", key, count[key], n)
		}
		delete(count, key)
	}
	if len(count) > 0 {
		t.Errorf("other problems: %v", count)
	}
}

func TestFactsOfTheTestSet(t *testing.T) {
	raw, err := os.Open(shared(t, "data/brp/testset_gbav.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	got, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	codes, secret, dead, ended, partial := map[string]int{}, 0, 0, 0, 0
	for _, p := range got.Persons {
		for _, c := range p.Custody {
			codes[c.Code]++
		}
		if p.Secrecy.Secret() {
			secret++
		}
		if !p.Alive() {
			dead++
		}
		if !p.Born.IsZero() && !p.Born.Complete() {
			partial++
		}
		for _, made := range p.Partnerships {
			if made.Ended {
				ended++
			}
		}
		if len(p.Stays) == 0 {
			t.Errorf("line %d: nowhere ever", p.Line)
		}
	}
	for _, code := range []string{"1", "2", "12", "1D", "2D", "D", "3D"} {
		if codes[code] == 0 {
			t.Errorf("custody %s is nowhere", code)
		}
	}
	if secret != 46 || dead == 0 || ended == 0 || partial == 0 {
		t.Errorf("secret %d, dead %d, ended %d, partial %d", secret, dead, ended, partial)
	}
}

func TestWrongFilesAreRefusedPlainly(t *testing.T) {
	good := file()
	for name, row := range map[string]struct{ text, key string }{
		"nothing":    {"", "brp.layout.empty"},
		"a newline":  {"\n", "brp.layout.empty"},
		"commas":     {strings.ReplaceAll(good, ";", ","), "brp.layout.separator"},
		"workbook":   {"PK\x03\x04\x14\x00abc", "brp.layout.workbook"},
		"UTF-16":     {"\xff\xfe;\x000\x001\x00", "brp.layout.binary"},
		"JSON":       {`{"persons":[]}`, "brp.layout.other"},
		"other CSV":  {"bsn;naam\n1;2\n", "brp.layout.other"},
		"few heads":  {";01.01.20;01.02.10;01.02.40;01.03.10\n", "brp.layout.missing"},
		"no listing": {strings.TrimPrefix(good, "\ufeff;"), "brp.layout.list"},
	} {
		_, err := Read(strings.NewReader(row.text))
		if key, _ := fault.Message(err); key != row.key || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := mustRead(t, good); len(got.Persons) != 0 || got.Lines != 1 {
		t.Errorf("heads alone: %+v", got)
	}
}

func TestLimits(t *testing.T) {
	text := file(somebody(bsnNoor, "Noor", "Kwakkel", "19900101"), somebody(bsnSem, "Sem", strings.Repeat("x", 3000), "19900101"))
	_, err := readWithin(strings.NewReader(text), limits{line: 4000, file: 2000})
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("file over its limit: %v", err)
	}
	got, err := readWithin(strings.NewReader(text), limits{line: 2000, file: 1 << 20})
	if err != nil || len(got.Persons) != 2 || !slices.Contains(keys(got.Problems), "brp.line.long") {
		t.Errorf("long line: %+v, %v", got, err)
	}
	if got.Persons[1].BSN != bsnSem || got.Persons[1].Line != 3 {
		t.Errorf("the person of the long line: %+v", got.Persons[1])
	}
	if _, err := Read(iotest.ErrReader(errors.New("disk"))); !fault.Is(err, fault.Unavailable) {
		t.Errorf("unreadable: %v", err)
	}
	late := io.MultiReader(strings.NewReader(text), iotest.ErrReader(errors.New("disk")))
	if _, err := Read(late); !fault.Is(err, fault.Unavailable) {
		t.Errorf("unreadable later on: %v", err)
	}
}

func TestBadLinesKeepThePerson(t *testing.T) {
	noor, sem := somebody(bsnNoor, "Noor", "Kwakkel", "19900101"), somebody(bsnSem, "Sem", "Kwakkel", "20100101")
	lines := strings.Split(strings.TrimSuffix(file(noor, sem), "\n"), "\n")
	text := strings.Join([]string{
		lines[0],
		";;;;;lost" + strings.Repeat(";", len(heads)-3), // 2: before any person, and one column short
		lines[1] + ";;extra",                            // 3
		"",                                              // 4: blank
		";" + `"open` + strings.Repeat(";", len(heads)), // 5: quote does not close
		lines[0],                           // 6: heads again
		lines[2],                           // 7
		lines[2],                           // 8: the same list again
		"T_Latijn;;" + bsnIvo + ";Ren\xe9", // 9
	}, "\r\n")
	got := mustRead(t, text)
	if len(got.Persons) != 4 || got.Lines != 9 {
		t.Fatalf("%d persons, %d lines", len(got.Persons), got.Lines)
	}
	if got.Persons[3].Name.Given != "René" {
		t.Errorf("Latin-1: %q", got.Persons[3].Name.Given)
	}
	sameKeys(t, got.Problems,
		Problem{2, "", "brp.line.width"}, Problem{2, "", "brp.line.orphan"},
		Problem{3, "", "brp.line.width"},
		Problem{5, "", "brp.line.quotes"}, Problem{5, "01.H", "brp.history.unmarked"},
		Problem{8, "", "brp.list.twice"}, Problem{8, "01.01.20", "brp.bsn.twice"},
		Problem{9, "", "brp.line.encoding"}, Problem{9, "", "brp.line.width"},
		Problem{9, "07.70.10", "brp.secrecy.missing"},
	)
}

func TestQuotedFields(t *testing.T) {
	for _, row := range []struct {
		in   string
		want []string
		ok   bool
	}{
		{`a;b`, []string{"a", "b"}, true},
		{`a;`, []string{"a", ""}, true},
		{``, []string{""}, true},
		{`"a;b";c`, []string{"a;b", "c"}, true},
		{`"say ""so""";`, []string{`say "so"`, ""}, true},
		{`a"b;c`, []string{`a"b`, "c"}, true},
		{`"";x`, []string{"", "x"}, true},
		{`"a;b`, []string{`"a`, "b"}, false},
		{`"a"b;c`, []string{`"a"b`, "c"}, false},
	} {
		got, ok := split(row.in)
		if !slices.Equal(got, row.want) || ok != row.ok {
			t.Errorf("%q: %q, %v", row.in, got, ok)
		}
	}
}

func TestSplitReadsWhatWasQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.StringMatching(`[a-z;" ]{0,6}`), 1, 6).Draw(t, "fields")
		var quoted []string
		for _, field := range want {
			quoted = append(quoted, `"`+strings.ReplaceAll(field, `"`, `""`)+`"`)
		}
		if got, ok := split(strings.Join(quoted, ";")); !ok || !slices.Equal(got, want) {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

// A person list, however bad, is never dropped, and nothing makes Read panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte(file(somebody(bsnNoor, "Noor", "Kwakkel", "19900101").with(at("Laan", "1", "1234AB", "20200101")))))
	f.Add([]byte(file(row{"": "x", "05.15.10": "Q", "08.11.20": "-1", "11.32.10": "9", "01.H": "51", "01.83.10": "PK"}, row{"01.02.40": "."})))
	f.Add([]byte("\ufeff;01.01.20;01.02.10;01.02.40;01.03.10;07.70.10;08.10.30\nA;\"1;2\n\x00\xff;;;\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := readWithin(bytes.NewReader(raw), limits{line: 500, file: 1 << 16})
		if err != nil {
			if key, _ := fault.Message(err); key == "" {
				t.Fatalf("a refusal without a message: %v", err)
			}
			return
		}
		for _, p := range got.Persons {
			if p.Line < 2 || p.Line > got.Lines {
				t.Fatalf("line %d of %d", p.Line, got.Lines)
			}
		}
		seen := map[int]bool{}
		for _, family := range Propose(got.Persons, today) {
			for _, m := range family.Members {
				seen[m.Person] = true
			}
		}
		for i, p := range got.Persons {
			if p.Alive() && !seen[i] {
				t.Fatalf("person of line %d stands in no family", p.Line)
			}
		}
	})
}

func TestEveryListBecomesAPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := 0
		var rows []row
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			r := row{}
			if rapid.Bool().Draw(t, "new") {
				r[""] = "L"
				lists++
			}
			for range rapid.IntRange(0, 8).Draw(t, "cells") {
				r[rapid.SampledFrom(heads).Draw(t, "head")] = rapid.SampledFrom([]string{"", "x", "51", "59", "09", "20200230", "20100101", "00000000", bsnNoor, "999", "O", "12", "."}).Draw(t, "cell")
			}
			rows = append(rows, r)
		}
		got, err := Read(strings.NewReader(file(rows...)))
		if err != nil || len(got.Persons) != lists {
			t.Fatalf("%d lists became %d persons: %v", lists, len(got.Persons), err)
		}
	})
}

func TestEveryKeyHasATextInEveryLanguage(t *testing.T) {
	catalogue, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		raw, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(raw), `"`) {
			if !strings.HasPrefix(part, "brp.") || part == "brp.Read" {
				continue
			}
			found++
			for _, lang := range catalogue.Languages() {
				if !catalogue.In(lang).Has(part) {
					t.Errorf("%s lacks %s", lang, part)
				}
			}
		}
	}
	if found < 40 {
		t.Fatalf("only %d keys found", found)
	}
}

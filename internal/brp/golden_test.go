package brp

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// story is one invented family in the manner of the test set: a mother and three
// children at a secret address, their father elsewhere, her partner living in, and a
// grandmother whom the file names without a list.
func story() string {
	mother := somebody(bsnNoor, "Noor Anna", "Kwakkel", "19840114").
		with(row{"01.01.10": "1000000001", "01.02.30": "de", "01.61.10": "E", "07.70.10": "7"})
	father := somebody(bsnBas, "Bas", "Tol", "19830505").with(row{"01.01.10": "1000000002", "01.02.30": "van", "01.04.10": "M"})
	partner := somebody(bsnTim, "Tim", "Vlier", "19870700").with(row{"01.01.10": "1000000003", "01.04.10": "M"})
	oma := somebody("", "Riet", "Kwakkel", "19550000")
	child := func(bsn, given, born, custody string) row {
		return childOf(somebody(bsn, given, "Tol", born), mother, father).
			with(row{"": "K_" + given, "01.02.30": "van", "07.70.10": "7", "11.32.10": custody, "11.85.10": "20200101"}).
			with(at("Esdoornhof", "12", laan, "20200201"))
	}
	return file(
		mother.with(as("02", oma)).with(as("05", partner)).
			with(row{"05.06.10": "20230601", "05.15.10": "P", "05.H": "05"}).
			with(at("Esdoornhof", "12", laan, "20200201")).with(row{"08.11.30": "B", "08.H": "58"}).
			with(as("09", somebody(bsnSem, "Sem", "Tol", "20100303"))).with(only("09.H", "09")),
		as("05", father).with(row{"05.07.10": "20200101", "05.07.40": "S", "05.15.10": "H", "05.H": "55"}).
			with(at("Kade", "7", kade, "20090101")).
			with(as("09", somebody(bsnLot, "Lot", "Tol", "20140212"))).with(only("09.H", "09")),
		as("05", father).with(row{"05.06.10": "20090505", "05.15.10": "H"}).
			with(as("09", somebody("999900080", "Pien", "Tol", "20190909"))),
		child(bsnSem, "Sem", "20100303", "12").with(only("08.11.30", "B")),
		child(bsnLot, "Lot", "20140212", "12").with(only("08.11.30", "B")),
		child("999900080", "Pien", "20190909", "1").with(only("08.11.30", "B")),
		father.with(at("Kade", "7", kade, "20090101")),
		partner.with(at("Esdoornhof", "12", laan, "20230601")).with(only("08.11.30", "b")),
	)
}

// The sample file and all that is read from it stand in testdata to look at, and
// must not change unnoticed.
func TestTheStoryFamily(t *testing.T) {
	compare(t, "story.csv", story())
	raw, err := os.ReadFile(filepath.Join("testdata", "story.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range got.Problems {
		fmt.Fprintf(&b, "problem %+v\n", p)
	}
	for i, p := range got.Persons {
		describe(&b, i, p)
	}
	for _, f := range Propose(got.Persons, today) {
		fmt.Fprintf(&b, "\nfamily %s\n", draw(got.Persons, []Family{f})[0])
		for _, l := range f.Links {
			fmt.Fprintf(&b, "  %s %d-%d %s %v %v\n", l.Kind, l.From, l.To, l.Certainty, l.Span, l.Reasons)
		}
		for _, a := range f.Absent {
			fmt.Fprintf(&b, "  absent %s of %d: %s %s\n", a.Role, a.Of, a.Name.Full(), a.Born)
		}
		for _, q := range f.Questions {
			fmt.Fprintf(&b, "  question %+v\n", q)
		}
	}
	compare(t, "story.golden", b.String())
}

func describe(b *strings.Builder, i int, p Person) {
	fmt.Fprintf(b, "%d line %d: %s (%s) %s, born %s, %s, A-number %s, secrecy %s\n",
		i, p.Line, p.Name.Full(), p.Name.Sort(), p.BSN, p.Born, p.Sex, p.ANumber, p.Secrecy)
	for _, x := range p.Parents {
		fmt.Fprintf(b, "  parent %d: %s %s\n", x.Number, x.Name.Full(), x.Born)
	}
	for _, x := range p.Children {
		fmt.Fprintf(b, "  child: %s %s\n", x.Name.Full(), x.Born)
	}
	for _, x := range p.Partnerships {
		fmt.Fprintf(b, "  partnership %s with %s: %v ended %v %s\n", x.Kind, x.Name.Full(), x.Span, x.Ended, x.EndReason)
	}
	for _, x := range p.Custody {
		fmt.Fprintf(b, "  custody %s: %v current %v\n", x.Code, x.Span, x.Current)
	}
	for _, x := range p.Stays {
		fmt.Fprintf(b, "  stay %s %s %s %s: %v current %v\n", x.Kind, x.Street, x.Number, x.Postcode.Display(), x.Span, x.Current)
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

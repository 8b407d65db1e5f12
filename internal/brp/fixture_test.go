package brp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/nl"
)

// today is the day on which the fixtures are judged.
var today = nl.MustDate("2026-11-24")

// heads are the columns of the fixtures, in the manner of the test set.
var heads = strings.Fields(`
01.01.10 01.01.20 01.02.10 01.02.20 01.02.30 01.02.40 01.03.10 01.03.20 01.03.30 01.04.10 01.61.10 01.83.10 01.83.20 01.83.30 01.84.10 01.85.10 01.H
02.01.10 02.01.20 02.02.10 02.02.30 02.02.40 02.03.10 02.04.10 02.62.10 02.84.10 02.85.10 02.H
03.01.10 03.01.20 03.02.10 03.02.30 03.02.40 03.03.10 03.04.10 03.62.10 03.84.10 03.85.10 03.H
04.05.10 04.64.10 04.84.10 04.85.10 04.H
05.01.10 05.01.20 05.02.10 05.02.30 05.02.40 05.03.10 05.04.10 05.06.10 05.07.10 05.07.40 05.15.10 05.84.10 05.85.10 05.H
06.08.10 06.08.20 06.08.30 06.84.10 06.85.10 06.88.10 06.88.10 06.H
07.67.10 07.67.20 07.70.10 07.H
08.09.10 08.10.10 08.10.30 08.11.10 08.11.15 08.11.20 08.11.30 08.11.40 08.11.50 08.11.60 08.11.70 08.11.90 08.12.10 08.13.10 08.13.20 08.13.30 08.13.40 08.84.10 08.85.10 08.H
09.01.10 09.01.20 09.02.10 09.02.30 09.02.40 09.03.10 09.84.10 09.85.10 09.89.10 09.H
11.32.10 11.33.10 11.84.10 11.85.10 11.H`)

// row is one line: element -> value; "" is the name of the list.
type row map[string]string

// with gives the row with more values.
func (r row) with(more row) row {
	all := row{}
	for _, part := range []row{r, more} {
		for k, v := range part {
			all[k] = v
		}
	}
	return all
}

func (r row) text() string {
	cells := []string{r[""]}
	written := map[string]bool{}
	for _, head := range heads {
		if written[head] {
			cells = append(cells, "")
			continue
		}
		written[head] = true
		cells = append(cells, r[head])
	}
	return strings.Join(append(cells, ""), ";")
}

func file(rows ...row) string {
	lines := []string{"\ufeff;" + strings.Join(heads, ";") + ";"}
	for _, r := range rows {
		lines = append(lines, r.text())
	}
	return strings.Join(lines, "\n") + "\n"
}

// somebody gives the first line of an invented person, without secrecy.
func somebody(bsn, given, family, born string) row {
	return row{
		"": "T_" + given, "01.01.20": bsn, "01.02.10": given, "01.02.40": family, "01.03.10": born,
		"01.04.10": "V", "01.61.10": "E", "07.70.10": "0",
	}
}

func at(street, number, postcode, from string) row {
	return row{
		"08.09.10": "9901", "08.10.10": "W", "08.10.30": from, "08.11.10": street,
		"08.11.20": number, "08.11.60": postcode, "08.85.10": from,
	}
}

// as names a person in another category: as("02", somebody(...)).
func as(category string, who row) row {
	named := row{}
	for _, element := range []string{"01.10", "01.20", "02.10", "02.30", "02.40", "03.10"} {
		named[category+"."+element] = who["01."+element]
	}
	return named
}

func mustRead(t *testing.T, text string) *Import {
	t.Helper()
	got, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// one reads a fixture of one person without problems.
func one(t *testing.T, rows ...row) Person {
	t.Helper()
	got := mustRead(t, file(rows...))
	if len(got.Persons) != 1 || len(got.Problems) != 0 {
		t.Fatalf("%d persons, problems %v", len(got.Persons), got.Problems)
	}
	return got.Persons[0]
}

func keys(problems []Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Key)
	}
	return all
}

func sameKeys(t *testing.T, got []Problem, want ...Problem) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n got %v\nwant %v", got, want)
	}
}

// shared gives the path of a file of the reference data beside the project.
func shared(t testing.TB, name string) string {
	base := os.Getenv("EENDRACHT_SHARED")
	if base == "" {
		base = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(base, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skip("reference data not found: " + path)
	}
	return path
}

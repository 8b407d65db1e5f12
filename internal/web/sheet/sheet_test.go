package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/nl"
)

var example = Sheet{Name: "Mijn werk: [Zuid]/2026 en nog veel langer dan mag", Heads: []string{"Gezin", "Uiterlijk"}, Rows: [][]Cell{
	{{Text: "De Vries-Yıldız"}, {Day: nl.MustDate("2026-11-24")}}, {{Text: `=HYPERLINK("http://x";"klik")`}, {}}, {{Text: "a < b & \"c\" \x01"}, {Day: nl.MustDate("2026-11-00")}},
}}

func parts(t interface{ Fatal(...any) }, raw []byte) map[string]string {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(body)
	}
	return all
}

// cells reads the words of the one tab back, by place.
func cells(t interface{ Fatal(...any) }, raw []byte) map[string]string {
	var tab struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Inline string `xml:"is>t"`
				Value  string `xml:"v"`
				Run    string `xml:"f"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(parts(t, raw)["xl/worksheets/sheet1.xml"]), &tab); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, row := range tab.Rows {
		for _, c := range row.Cells {
			if c.Run != "" {
				t.Fatal("a formula: " + c.Run)
			}
			all[c.At] = c.Inline + c.Value
		}
	}
	return all
}

func TestAWorkbook(t *testing.T) {
	var b bytes.Buffer
	if err := XLSX(&b, example); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"A1": "Gezin", "A2": "De Vries-Yıldız", "B2": "46350", "A3": `=HYPERLINK("http://x";"klik")`, "A4": "a < b & \"c\" \uFFFD", "B4": ""} {
		if got := cells(t, b.Bytes())[at]; got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	if book := parts(t, b.Bytes())["xl/workbook.xml"]; !strings.Contains(book, `<sheet name="Mijn werk   Zuid  2026 en nog v"`) {
		t.Error(book)
	}
}

// TestTheXMLIsWellFormed asks a reader of XML that we did not write.
func TestTheXMLIsWellFormed(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not here")
	}
	var b bytes.Buffer
	if err := XLSX(&b, example); err != nil {
		t.Fatal(err)
	}
	for name, body := range parts(t, b.Bytes()) {
		at := filepath.Join(t.TempDir(), "part.xml")
		if err := os.WriteFile(at, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command(lint, "--noout", at).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func TestAnyWordsComeBackAndNoneRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"=1+1", "+31 6", "-2", "@x", "\t=1", "\r=1", "|cmd", "%0a=1"})).Draw(t, "text")
		s := Sheet{Heads: []string{"Wat"}, Rows: [][]Cell{{{Text: text}}}}
		var b bytes.Buffer
		if err := XLSX(&b, s); err != nil {
			t.Fatal(err)
		}
		want := strings.Map(func(r rune) rune {
			if r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != '\uFFFE' && r != '\uFFFF' {
				return r
			}
			return '\uFFFD'
		}, text)
		if got := cells(t, b.Bytes())["A2"]; got != want {
			t.Fatalf("%q became %q", text, got)
		}
		var c bytes.Buffer
		if err := CSV(&c, s); err != nil {
			t.Fatal(err)
		}
		raw, marked := strings.CutPrefix(c.String(), mark)
		r := csv.NewReader(strings.NewReader(raw))
		r.Comma = ';'
		rows, err := r.ReadAll()
		if err != nil || !marked {
			t.Fatal(err, marked)
		}
		if text == "" {
			return
		}
		got := rows[1][0]
		if strings.ContainsAny(got[:1], "=+-@\t\r\n|%") {
			t.Fatalf("%q may run as a formula", got)
		}
		if plain := strings.ReplaceAll(text, "\r", ""); strings.TrimPrefix(got, "'") != strings.TrimPrefix(plain, "'") {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestColumnsHaveLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := column(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func TestDaysInCSV(t *testing.T) {
	var c bytes.Buffer
	if err := CSV(&c, example); err != nil {
		t.Fatal(err)
	}
	want := mark + "Gezin;Uiterlijk\r\nDe Vries-Yıldız;2026-11-24\r\n"
	if !strings.HasPrefix(c.String(), want) || !strings.Contains(c.String(), `"'=HYPERLINK(""http://x"";""klik"")"`) {
		t.Errorf("%q", c.String())
	}
}

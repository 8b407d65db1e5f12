// Package sheet writes a list as a spreadsheet: XLSX (ECMA-376) or CSV
// (RFC 4180). It writes words and days, never a formula.
package sheet

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"eendracht/internal/nl"
)

// Cell is one value: a day when Day is set, else words.
type Cell struct {
	Text string
	Day  nl.Date
}

// Sheet is a list with the heads of its columns.
type Sheet struct {
	Name  string // of the tab; at most 31 signs, as spreadsheets want it
	Heads []string
	Rows  [][]Cell
}

// epoch is the day before the first of spreadsheets, which count a 29 February
// 1900 that never was.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

const tabMost = 31

const (
	typesPart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	relsPart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRelsPart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// Style 0 is plain, 1 a head in bold, 2 a day as 14-2-2026 (the number format that follows the reader's own settings).
	stylesPart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

// XLSX writes the sheet as a workbook with one tab, its heads frozen.
func XLSX(w io.Writer, s Sheet) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, body string }{
		{"[Content_Types].xml", typesPart}, {"_rels/.rels", relsPart}, {"xl/workbook.xml", book(s.Name)},
		{"xl/_rels/workbook.xml.rels", bookRelsPart}, {"xl/styles.xml", stylesPart}, {"xl/worksheets/sheet1.xml", s.cells()},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.body); err != nil {
			return err
		}
	}
	return z.Close()
}

func book(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name)
	if utf8.RuneCountInString(name) > tabMost {
		name = string([]rune(name)[:tabMost])
	}
	if strings.TrimSpace(name) == "" {
		name = "1"
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="`)
	escape(&b, name)
	b.WriteString(`" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	return b.String()
}

func (s Sheet) cells() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="` + strconv.Itoa(max(1, len(s.Heads))) + `" width="28" customWidth="1"/></cols><sheetData>`)
	heads := make([]Cell, len(s.Heads))
	for i, head := range s.Heads {
		heads[i].Text = head
	}
	for n, row := range append([][]Cell{heads}, s.Rows...) {
		b.WriteString(`<row r="` + strconv.Itoa(n+1) + `">`)
		for i, c := range row {
			at := column(i) + strconv.Itoa(n+1)
			switch {
			case !c.Day.IsZero() && c.Day.Month > 0 && c.Day.Day > 0:
				days := time.Date(c.Day.Year, time.Month(c.Day.Month), c.Day.Day, 0, 0, 0, 0, time.UTC).Sub(epoch) / (24 * time.Hour)
				b.WriteString(`<c r="` + at + `" s="2"><v>` + strconv.Itoa(int(days)) + `</v></c>`)
			case c.Text != "":
				style := ""
				if n == 0 {
					style = ` s="1"`
				}
				b.WriteString(`<c r="` + at + `"` + style + ` t="inlineStr"><is><t xml:space="preserve">`)
				escape(&b, c.Text)
				b.WriteString(`</t></is></c>`)
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

// escape writes text for XML; what XML cannot hold becomes U+FFFD.
func escape(b *strings.Builder, s string) {
	_ = xml.EscapeText(b, []byte(s)) // a builder takes everything
}

// column names a column by its place: A, B … Z, AA.
func column(i int) string {
	const letters = 26
	name := ""
	for i++; i > 0; i = (i - 1) / letters {
		name = string(rune('A'+(i-1)%letters)) + name
	}
	return name
}

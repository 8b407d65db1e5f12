package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// mark begins the file: with it Dutch spreadsheet programs read UTF-8, and
// without it they take it for Windows-1252 and spoil every ë.
const mark = "\uFEFF"

// CSV writes the sheet with semicolons, as spreadsheet programs with Dutch
// settings expect; days as 2026-11-24, which no program misreads.
func CSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	line := make([]string, len(s.Heads))
	for i, head := range s.Heads {
		line[i] = guarded(head)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range s.Rows {
		line = line[:0]
		for _, c := range row {
			switch {
			case c.Day.IsZero():
				line = append(line, guarded(c.Text))
			default:
				line = append(line, fmt.Sprintf("%04d-%02d-%02d", c.Day.Year, c.Day.Month, c.Day.Day))
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guarded keeps a spreadsheet from taking words for a formula: what someone
// typed into a task must not run at a colleague's desk (CWE-1236).
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|%", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

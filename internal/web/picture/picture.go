// Package picture draws what people would rather look at than read, as SVG made
// on the server, always with a table that says the same.
//
// It is pure: structs in, markup and table out, the same every time. Colours,
// fonts and strokes are classes of the style sheet in package look; no drawing
// carries a style attribute, because the content policy forbids it.
package picture

import "html/template"

// Figure is a drawing with the table that says the same. Template "figure" in
// package look shows both.
type Figure struct {
	ID    string        // id of the svg element; unique in the page
	SVG   template.HTML // well-formed, all text escaped
	Table Table
	Focus int // percent of the width that a narrow screen shows first
}

// Table is the equivalent of a drawing for who would rather read.
type Table struct {
	Caption string
	Columns []string
	Rows    [][]string
}

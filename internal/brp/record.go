package brp

import "strings"

// record is what one line says in one category.
type record struct {
	line     int
	category string // of the column heads: "05", also when it is history
	fields   []string
	layout   *layout
}

// get gives the value of an element of the category: get("03.10").
func (r record) get(element string) string {
	column, ok := r.layout.columns[r.category+"."+element]
	if !ok || column >= len(r.fields) {
		return ""
	}
	return strings.TrimSpace(r.fields[column])
}

// wrong tells whether the record was marked as wrongly entered (84.10 "O").
func (r record) wrong() bool { return r.get("84.10") == "O" }

// identity tells records about one related person from those about another.
func (r record) identity() string {
	if bsn := r.get("01.20"); bsn != "" {
		return bsn
	}
	return r.get("02.10") + "|" + r.get("02.40") + "|" + r.get("03.10")
}

// sameAs tells whether two records speak of the same person. One of them may lack the BSN.
func (r record) sameAs(o record) bool {
	if r.get("01.20") != "" && o.get("01.20") != "" {
		return r.identity() == o.identity()
	}
	return r.get("03.10") == o.get("03.10") && r.get("02.40") == o.get("02.40") && r.get("02.10") == o.get("02.10")
}

// stack is one current record followed by its history, the newest first.
type stack []record

// valid gives the records that were not wrongly entered.
func (s stack) valid() stack {
	var kept stack
	for _, r := range s {
		if !r.wrong() {
			kept = append(kept, r)
		}
	}
	return kept
}

// list is the lines of one person list.
type list struct {
	name   string
	layout *layout
	lines  []numbered
}

type numbered struct {
	line   int
	fields []string
}

func (l *list) has(g group, fields []string) bool {
	for _, column := range g.columns {
		if column < len(fields) && strings.TrimSpace(fields[column]) != "" {
			return true
		}
	}
	return false
}

// stacks sorts the lines of a list into the stacks of one category. The marker at
// the end of a category says what the next line holds in it: the category itself
// (another nationality, partner, child) starts a stack; the category plus 50 is
// history of the record above.
func (l *list) stacks(g group, note func(line int, element, key string)) []stack {
	var all []stack
	marker, markerLine := "", 0
	for _, n := range l.lines {
		if !l.has(g, n.fields) {
			continue
		}
		r := record{n.line, g.category, n.fields, l.layout}
		if len(all) == 0 && n.line != l.lines[0].line {
			note(r.line, r.category+".H", "brp.history.unmarked")
		}
		if len(all) == 0 || l.starts(r, all[len(all)-1], marker, note) {
			all = append(all, stack{r})
		} else {
			all[len(all)-1] = append(all[len(all)-1], r)
		}
		if marker = r.get("H"); marker != "" {
			markerLine = n.line
		}
	}
	if marker != "" && markerLine != 0 {
		note(markerLine, g.category+".H", "brp.history.absent")
	}
	return all
}

// starts tells whether a record starts a new stack.
func (l *list) starts(r record, above stack, marker string, note func(int, string, string)) bool {
	switch marker {
	case r.category:
		return true
	case history[r.category]:
		return false
	case "":
		note(r.line, r.category+".H", "brp.history.unmarked")
	default:
		note(r.line, r.category+".H", "brp.history.marker")
	}
	// Without a usable marker only another person shows that a stack begins.
	return (r.category == "05" || r.category == "09") && !r.sameAs(above[0])
}

// history gives the number of the history of a category: 01 -> 51.
var history = map[string]string{
	"01": "51", "02": "52", "03": "53", "04": "54", "05": "55", "06": "56", "07": "57",
	"08": "58", "09": "59", "10": "60", "11": "61", "12": "62", "13": "63",
}

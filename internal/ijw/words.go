package ijw

import (
	"fmt"
	"io/fs"
	"strings"
)

// List is a code list of the standard with a Dutch word per code.
type List struct {
	Name   string // as messages call it, for instance "Eenheid"
	Source string // the list's code in the standard, for instance "WJ756"
	Codes  []Code // in the order of the standard
	words  map[string]string
}

// Code is one code with its Dutch word.
type Code struct {
	Code, Word string
}

// Word gives the Dutch word of a code.
func (l *List) Word(code string) (string, bool) {
	if l == nil {
		return "", false
	}
	word, ok := l.words[code]
	return word, ok
}

// Codes gives a code list by the name of its data type without "LDT_", such as
// "ProductCategorie", "Eenheid", "Frequentie", "RedenBeeindiging", "Geslacht" or
// "TypeVerwijzer". The law matters: ProductCategorie and RedenBeeindiging give
// other codes, and other words to the same code, under each law.
func Codes(law Law, list string) (*List, bool) {
	for _, of := range []Law{law, ""} {
		if l, ok := shipped().lists[listKey{of, list}]; ok {
			return l, true
		}
	}
	return nil, false
}

// Words gives the Dutch word of a code in a list; see Codes for the names.
func Words(law Law, list, code string) (string, bool) {
	l, _ := Codes(law, list)
	return l.Word(code)
}

// readLists reads "list NAME [law] = SOURCE" followed by "CODE word".
func readLists(from fs.FS, name string) (map[listKey]*List, error) {
	rows, err := blocks(from, name)
	if err != nil {
		return nil, err
	}
	lists := map[listKey]*List{}
	var open *List
	for _, row := range rows {
		if row.head[0] == "list" {
			names, source, ok := strings.Cut(strings.Join(row.head[1:], " "), " = ")
			if !ok {
				return nil, fmt.Errorf("ijw: %s: want list NAME = SOURCE", row.at)
			}
			title, law, _ := strings.Cut(names, " ")
			open = &List{Name: title, Source: source, words: map[string]string{}}
			lists[listKey{Law(law), title}] = open
			continue
		}
		if open == nil || len(row.head) < 2 {
			return nil, fmt.Errorf("ijw: %s: want a code and its word, below a list", row.at)
		}
		word := strings.Join(row.head[1:], " ")
		open.Codes = append(open.Codes, Code{row.head[0], word})
		open.words[row.head[0]] = word
	}
	return lists, nil
}

package brp

import (
	"slices"
	"strings"

	"eendracht/internal/fault"
)

// needed are the heads without which a file is not in this layout.
var needed = []string{"01.01.20", "01.02.10", "01.02.40", "01.03.10", "07.70.10", "08.10.30"}

// layout knows which column holds which element.
type layout struct {
	heads   []string
	columns map[string]int // head -> its first column; a repeated head keeps the first
	groups  []group
}

// group is the columns of one category, "01" to "13".
type group struct {
	category string
	columns  []int
	marker   int // column of the history marker "nn.H", -1 when there is none
}

// parseLayout reads the line of heads. It says plainly what is wrong with a file
// that is something else.
func parseLayout(text string) (*layout, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	fields, _ := split(text)
	l := &layout{columns: map[string]int{}}
	byCategory := map[string]int{}
	for i, head := range fields {
		head = strings.TrimSpace(head)
		l.heads = append(l.heads, head)
		if _, twice := l.columns[head]; head == "" || twice {
			continue
		}
		l.columns[head] = i
		if category, element, ok := strings.Cut(head, "."); ok && len(category) == 2 {
			l.place(byCategory, category, element, i)
		}
	}
	return l, l.check(text)
}

func (l *layout) place(byCategory map[string]int, category, element string, column int) {
	at, known := byCategory[category]
	if !known {
		at = len(l.groups)
		byCategory[category] = at
		l.groups = append(l.groups, group{category: category, marker: -1})
	}
	if element == "H" {
		l.groups[at].marker = column
		return
	}
	l.groups[at].columns = append(l.groups[at].columns, column)
}

func (l *layout) check(text string) error {
	refuse := func(key string, args ...string) error {
		return fault.New(fault.Invalid, "brp.Read", key, args...)
	}
	switch {
	case strings.TrimSpace(text) == "":
		return refuse("brp.layout.empty")
	case strings.HasPrefix(text, "PK\x03\x04"):
		return refuse("brp.layout.workbook")
	case strings.ContainsRune(text, 0):
		return refuse("brp.layout.binary")
	case len(l.heads) == 1 && strings.Contains(text, "01.01.20"):
		return refuse("brp.layout.separator")
	}
	var missing []string
	for _, head := range needed {
		if _, ok := l.columns[head]; !ok {
			missing = append(missing, head)
		}
	}
	switch {
	case len(missing) == len(needed):
		return refuse("brp.layout.other")
	case len(missing) > 0:
		return refuse("brp.layout.missing", "heads", strings.Join(missing, ", "))
	case l.heads[0] != "":
		return refuse("brp.layout.list")
	}
	return nil
}

// isHeads tells whether a later line repeats the heads, as in files set one
// after the other.
func (l *layout) isHeads(fields []string) bool {
	return slices.EqualFunc(fields, l.heads, func(field, head string) bool {
		return strings.TrimSpace(strings.TrimPrefix(field, "\ufeff")) == head
	})
}

// Package probe asks every door of the house, as anyone, at random, and compares
// what comes out with what an oracle says must: the oracle knows the families of
// the probe by heart and shares no code with the policies, the facts or the views.
package probe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Who is someone who asks, as the oracle knows them.
type Who struct {
	Name    string // unique
	Purpose string // for which they ask
	Kind    string // mother, child, father, lead, worker, partner, former, stranger, officer, director
	Family  int    // of the family that a citizen belongs to, or -1
	Group   int    // of team or partner: which families they are for
}

// The marks that the content of a family carries, one per thing that is told.
var marks = []string{"melding", "mothermind", "fathermind", "childmind", "childschool", "money", "safety", "voice", "message"}

// Mark gives the mark of a thing of a family: a word that stands nowhere else.
func Mark(family int, thing string) string { return fmt.Sprintf("zq%03d%sqz", family, thing) }

// Groups is how many groups of organisations share the families among them.
const Groups = 4

// involved says in which way someone is in a family, "" not at all.
func involved(w Who, family int) string {
	switch w.Kind {
	case "mother", "child", "father":
		if w.Family == family {
			return w.Kind
		}
	case "lead", "worker", "partner":
		if family%Groups == w.Group {
			return w.Kind
		}
	case "officer", "director":
		return w.Kind
	}
	return "" // strangers, and those who were involved and are no more
}

// Reads says which marks someone reads of a family, and whether they may open it at all.
func Reads(w Who, family int) (things []string, opens bool) {
	switch involved(w, family) {
	case "mother":
		return []string{"melding", "mothermind", "childmind", "childschool", "money"}, true
	case "child": // 13 years: her own, and her voice; not the household's money
		return []string{"childmind", "childschool", "voice"}, true
	case "father": // lives elsewhere, shared custody; she objects to his reading of school
		return []string{"fathermind", "childmind"}, true
	case "lead", "worker":
		return []string{"melding", "mothermind", "fathermind", "childmind", "childschool", "money", "safety"}, true
	case "partner": // the child's mind alone
		return []string{"childmind", "message"}, true
	case "officer", "director": // who is involved and how it runs; no content
		return nil, true
	}
	return nil, false
}

// Lists says whether a family may stand in someone's list of families.
func Lists(w Who, family int) bool {
	switch involved(w, family) {
	case "", "officer", "director": // theirs are other lists
		return false
	}
	return true
}

// Message says whether someone may have the official message of a family: the
// municipality's side, and the provider that sent it.
func Message(w Who, family int) bool {
	is := involved(w, family)
	return is == "lead" || is == "worker" || is == "partner"
}

// Looks says whether someone may read who looked.
func Looks(w Who, family int) bool {
	switch involved(w, family) {
	case "mother", "child", "father", "officer":
		return true
	}
	return false
}

// Finds says what a search by number tells: whether it is allowed at all, and
// whether it leads to the dossier.
func Finds(w Who, family int) (allowed, leads bool) {
	if w.Kind != "lead" && w.Kind != "worker" {
		return false, false
	}
	return true, involved(w, family) != ""
}

// Judge compares a text that came out of a door about one family (-1: none in
// particular) with what the oracle allows: every mark in it must be one that this
// person reads of that very family. It gives what is wrong, "" nothing.
func Judge(w Who, family int, text string) string {
	for rest := text; ; {
		at := strings.Index(rest, "zq")
		if at < 0 {
			return ""
		}
		rest = rest[at+2:]
		end := strings.Index(rest, "qz")
		if end < 4 || end > 20 {
			continue
		}
		of, err := strconv.Atoi(rest[:3])
		if thing := rest[3:end]; err != nil || !slices.Contains(marks, thing) { // identifiers are random: not every zq is ours
			continue
		}
		things, _ := Reads(w, of)
		if family >= 0 && of != family || !slices.Contains(things, rest[3:end]) {
			return "tells " + rest[:end]
		}
	}
}

// Whole tells which of the marks that someone reads of a family are missing in a text.
func Whole(w Who, family int, text string) (missing []string) {
	things, _ := Reads(w, family)
	for _, thing := range things {
		if thing == "message" { // has a door of its own
			continue
		}
		if !strings.Contains(text, Mark(family, thing)) {
			missing = append(missing, thing)
		}
	}
	return missing
}

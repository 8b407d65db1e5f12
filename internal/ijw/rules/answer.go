package rules

import (
	"slices"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// AnswerHeader is what a return message says of itself.
type AnswerHeader struct {
	ID   string  // at most 12 characters, unique per sender and kind
	Date nl.Date // day on which it is made up
	// Checks is the version of the published checks (XSLT) when those were used
	// to reject; "" when only the checks of this package were (IV033).
	Checks string
}

// Answer makes the return message to a message that came in, from what was found
// wrong with it at levels 2 to 4 (IV028, IV032; for a claim IV087, IV088): the
// header alone when nothing was, or when the message is rejected as a whole; else
// every class of the client with its codes. The error is an Invalid fault for a
// message that has no return message, and for one with findings of level 1, whose
// sender is told outside the messages (OP090x2).
func Answer(m ijw.Message, found []ijw.Finding, as AnswerHeader) (ijw.Message, error) {
	if slices.ContainsFunc(found, func(f ijw.Finding) bool { return f.Level == LevelForm }) {
		return ijw.Message{}, fault.New(fault.Invalid, "rules.Answer", "ijwrules.answer.form", "kind", m.Kind.String())
	}
	r := ijw.Return{ID: as.ID, Date: as.Date, Checks: as.Checks}
	v := newVerdict(m, found)
	if m.Kind == ijw.Kind323 {
		r.Judge, r.Granted = v.claim(m)
	} else {
		r.Judge = v.client
	}
	return m.Return(r)
}

// verdict holds the return codes per class.
type verdict struct {
	codes  map[*ijw.Node][]string
	header []string // codes with which the header rejects the whole message
}

func newVerdict(m ijw.Message, found []ijw.Finding) *verdict {
	v := &verdict{codes: map[*ijw.Node][]string{}}
	if len(found) == 0 {
		return v
	}
	if slices.ContainsFunc(found, func(f ijw.Finding) bool { return f.Level == LevelContent }) {
		v.header = []string{technical}
		return v
	}
	var p paths
	classes := map[string]*ijw.Node{}
	for class := range m.Classes() {
		classes[p.of(class)] = class
	}
	for _, f := range found {
		v.add(class(classes, f.Path), f.Return)
	}
	return v
}

// class gives the class in which an element stands, or nil.
func class(classes map[string]*ijw.Node, path string) *ijw.Node {
	for path != "" {
		if n := classes[path]; n != nil {
			return n
		}
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return nil
}

// add gives a class a code, once. What stands in no class is said of the header.
func (v *verdict) add(class *ijw.Node, code string) {
	if code == "" {
		code = technical
	}
	if class == nil || class.Name == "Header" {
		if !slices.Contains(v.header, code) {
			v.header = append(v.header, code)
		}
		return
	}
	if !slices.Contains(v.codes[class], code) {
		v.codes[class] = append(v.codes[class], code)
	}
}

// clean tells whether nothing was found.
func (v *verdict) clean() bool { return len(v.codes) == 0 && len(v.header) == 0 }

// client judges the classes of every kind but a claim.
func (v *verdict) client(class *ijw.Node) (codes []string, comes bool) {
	switch {
	case class.Name == "Header" && len(v.header) > 0:
		return v.header, true
	case class.Name == "Header" && v.clean():
		return nil, true
	case len(v.header) > 0 || v.clean():
		return nil, false
	case len(v.codes[class]) > 0:
		return v.codes[class], true
	}
	return []string{noRemarks}, true
}

// claim judges the classes of a claim and gives what is granted: all but the
// lines that come back, and nothing when the claim is rejected as a whole.
func (v *verdict) claim(m ijw.Message) (func(*ijw.Node) ([]string, bool), ijw.Amount) {
	if len(v.header) > 0 {
		return v.client, ijw.Amount{}
	}
	claim := m.Root.Child("Declaratie")
	if claim != nil && len(v.codes[claim]) > 0 {
		return v.wholeClaim, amountOf(0)
	}
	touched := v.touched()
	sum := signed(claim.Child("TotaalIngediendBedrag"))
	for _, line := range performances(claim.Child("Clienten")) {
		if v.comesBack(line) {
			sum -= signed(line.Child("IngediendBedrag"))
		}
	}
	return func(class *ijw.Node) ([]string, bool) { return v.line(class, touched) }, amountOf(sum)
}

// amountOf writes an amount of cents, below zero as a credit (CS325: nothing is a debit).
func amountOf(cents int64) ijw.Amount {
	if cents < 0 {
		return ijw.Amount{Cents: -cents, Sign: ijw.Credit}
	}
	return ijw.Amount{Cents: cents, Sign: ijw.Debit}
}

func (v *verdict) wholeClaim(class *ijw.Node) ([]string, bool) {
	switch class.Name {
	case "Header":
		return []string{noRemarks}, true
	case "Declaratie":
		return v.codes[class], true
	}
	return nil, false
}

// touched gives the clients of which something comes back.
func (v *verdict) touched() map[*ijw.Node]bool {
	clients := map[*ijw.Node]bool{}
	for class := range v.codes {
		if class.Name == "Prestatie" {
			class = above(class, "Client")
		}
		clients[class] = true
	}
	return clients
}

// comesBack tells whether a line of a claim is rejected, by itself or with its client.
func (v *verdict) comesBack(line *ijw.Node) bool {
	return len(v.codes[line]) > 0 || len(v.codes[above(line, "Client")]) > 0
}

// line judges the classes of a claim that is not rejected as a whole.
func (v *verdict) line(class *ijw.Node, touched map[*ijw.Node]bool) ([]string, bool) {
	switch class.Name {
	case "Header":
		return []string{noRemarks}, true
	case "Declaratie":
		if v.clean() {
			return []string{granted}, true
		}
		return []string{noRemarks}, true
	case "Client":
		if len(v.codes[class]) > 0 {
			return v.codes[class], true
		}
		return []string{noRemarks}, touched[class]
	}
	if len(v.codes[above(class, "Client")]) > 0 {
		return []string{notJudged}, true
	}
	return v.codes[class], len(v.codes[class]) > 0
}

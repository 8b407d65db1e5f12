package brp

import "eendracht/internal/nl"

// register finds the list of a person whom another list names.
type register struct {
	persons  []Person
	byBSN    map[nl.BSN][]int
	byNumber map[string][]int
	byName   map[string][]int
}

func newRegister(persons []Person) *register {
	r := &register{persons, map[nl.BSN][]int{}, map[string][]int{}, map[string][]int{}}
	for i, p := range persons {
		if p.BSN != "" {
			r.byBSN[p.BSN] = append(r.byBSN[p.BSN], i)
		}
		if p.ANumber != "" {
			r.byNumber[p.ANumber] = append(r.byNumber[p.ANumber], i)
		}
		keys := map[string]bool{}
		for _, name := range append([]nl.Name{p.Name}, p.Former...) {
			if key := nameKey(name, p.Born); key != "" && !keys[key] {
				keys[key] = true
				r.byName[key] = append(r.byName[key], i)
			}
		}
	}
	return r
}

// nameKey gives the text by which name and date of birth are compared, "" when
// they are not known well enough to tell people apart.
func nameKey(n nl.Name, born nl.Date) string {
	if !born.Complete() || n.Family == "" || n.Given == "" {
		return ""
	}
	return nl.NormaliseForSearch(n.Given) + "|" + nl.NormaliseForSearch(n.Prefix+n.Family) + "|" + born.String()
}

// identity gives the text by which references to absent people are compared.
func identity(r Reference) string {
	switch {
	case r.BSN != "":
		return string(r.BSN)
	case r.ANumber != "":
		return r.ANumber
	}
	return nl.NormaliseForSearch(r.Name.Full()) + "|" + r.Born.String()
}

// found is the answer to a search: one person, or a question about several.
type found struct {
	person    int // -1 when it is not clear or nobody
	certainty Certainty
	reason    string
	question  string // "" when there is nothing to ask
	among     []int
}

// find seeks the list of a reference: by BSN, else A-number, else name and birth.
// A number whose list says another name and another birth is no match but a question.
func (r *register) find(ref Reference, self int) found {
	if ref.BSN != "" {
		if at := without(r.byBSN[ref.BSN], self); len(at) > 0 {
			return r.judge(ref, at, "brp.reason.bsn")
		}
	}
	if ref.ANumber != "" {
		if at := r.compatible(ref, without(r.byNumber[ref.ANumber], self)); len(at) > 0 {
			return r.judge(ref, at, "brp.reason.anumber")
		}
	}
	at := r.compatible(ref, without(r.byName[nameKey(ref.Name, ref.Born)], self))
	switch len(at) {
	case 0:
		return found{person: -1}
	case 1:
		return found{person: at[0], certainty: Likely, reason: "brp.reason.namebirth"}
	}
	return found{person: -1, question: "brp.question.samename", among: at}
}

// judge weighs the lists that carry a number against name and birth.
func (r *register) judge(ref Reference, at []int, reason string) found {
	var agree []int
	for _, i := range at {
		if agrees(ref, r.persons[i]) {
			agree = append(agree, i)
		}
	}
	switch {
	case len(agree) == 0:
		return found{person: -1, question: "brp.question.contradiction", among: at}
	case len(agree) > 1:
		return found{person: -1, question: "brp.question.ambiguous", among: agree}
	case len(at) > 1:
		return found{person: agree[0], certainty: Likely, reason: reason}
	}
	return found{person: agree[0], certainty: Sure, reason: reason}
}

// agrees tells whether a list can be the one that a reference with the same
// number means: the birth or the whole name is the same, or too little is known.
func agrees(ref Reference, p Person) bool {
	if ref.Born.IsZero() || p.Born.IsZero() || ref.Born == p.Born {
		return true
	}
	for _, name := range append([]nl.Name{p.Name}, p.Former...) {
		if nl.NormaliseForSearch(name.Given+name.Family) == nl.NormaliseForSearch(ref.Name.Given+ref.Name.Family) {
			return true
		}
	}
	return false
}

// compatible leaves out lists whose own numbers say that they are somebody else.
func (r *register) compatible(ref Reference, at []int) []int {
	var kept []int
	for _, i := range at {
		p := r.persons[i]
		otherBSN := ref.BSN != "" && p.BSN != "" && ref.BSN != p.BSN
		otherNumber := ref.BSN == "" && ref.ANumber != "" && p.ANumber != "" && ref.ANumber != p.ANumber
		if !otherBSN && !otherNumber {
			kept = append(kept, i)
		}
	}
	return kept
}

func without(all []int, one int) []int {
	var kept []int
	for _, i := range all {
		if i != one {
			kept = append(kept, i)
		}
	}
	return kept
}

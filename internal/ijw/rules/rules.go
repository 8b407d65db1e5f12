// Package rules judges iWmo and iJw messages beyond their form: content within
// the message (level 2), against what was exchanged before (level 3) and against
// outside sources (level 4). It makes return messages of what it finds and says
// in plain words what is wrong and what to do.
//
// Each rule of the standard is one small function named by its code, in a table
// that tells its level, kinds, laws, return code and where in a message it looks.
// The package is pure: what was exchanged and what the world says are passed in.
package rules

import (
	"slices"
	"strings"

	"eendracht/internal/ijw"
)

// The levels at which the standard checks a message.
const (
	LevelForm    = 1 // what the schema says; package ijw judges it
	LevelContent = 2 // within the message
	LevelAcross  = 3 // against earlier messages
	LevelOutside = 4 // against a source outside the messages
)

// Rule is one rule of the standard that a function here enforces.
type Rule struct {
	Code   string
	Level  int
	Kinds  []ijw.Kind
	Laws   []ijw.Law // nil means both
	Return string    // return code of list RetourCode; "" when the standard gives none
	Source string    // where the standard states it
	at     []string  // names of the elements that it is asked about
	judge  func(*check, *ijw.Node)
}

// Key gives the text key of the sentence that says what is wrong; Key()+".do"
// is what to do about it.
func (r Rule) Key() string { return "ijwrules." + strings.ToLower(r.Code) }

// holds tells whether the rule is asked about messages of this kind and law.
func (r *Rule) holds(kind ijw.Kind, law ijw.Law) bool {
	return slices.Contains(r.Kinds, kind) && (r.Laws == nil || slices.Contains(r.Laws, law))
}

// All gives every rule that a function enforces, by level and code.
func All() []Rule { return slices.Clone(table().rules) }

// Find gives the rule with this code.
func Find(code string) (Rule, bool) {
	for _, r := range table().rules {
		if r.Code == code {
			return r, true
		}
	}
	return Rule{}, false
}

// Content judges a message by itself (level 2). It expects a message that is
// right at level 1; of another it judges what it can find.
func Content(m ijw.Message) []ijw.Finding {
	return judge(m, LevelContent, nil, nil)
}

// Across judges a message against what was exchanged before (level 3). past must
// not hold m itself.
func Across(m ijw.Message, past Past) []ijw.Finding {
	return judge(m, LevelAcross, past, nil)
}

// Outside judges a message against sources outside the messages (level 4).
func Outside(m ijw.Message, world World) []ijw.Finding {
	return judge(m, LevelOutside, nil, world)
}

// Received judges a message that came in as the standard orders it: what fails
// at a level is not judged at the next, because nothing after it is processed.
// Level 1 is what ijw.Check found. world may be nil: level 4 is then left out.
func Received(m ijw.Message, form []ijw.Finding, past Past, world World) []ijw.Finding {
	if len(form) > 0 {
		return form
	}
	if found := Content(m); len(found) > 0 {
		return found
	}
	found := Across(m, past)
	if world != nil {
		found = append(found, Outside(m, world)...)
	}
	return found
}

// BeforeSending judges a message that is about to leave at levels 1 to 3: with
// findings it would bounce and must stay. Levels 2 and 3 are both told, so that
// a person mends them in one go.
func BeforeSending(m ijw.Message, past Past) []ijw.Finding {
	if found := ijw.Check(m); len(found) > 0 {
		return found
	}
	return append(Content(m), Across(m, past)...)
}

package rules

import (
	"strings"

	"eendracht/internal/ijw"
	"eendracht/internal/text"
)

// Words say to a person what is wrong, where, and what to do.
type Words struct {
	What  string // what went wrong, one sentence
	Field string // the part of the message, in words; "" when it is about all of it
	Do    string // what to do, one or two sentences
	Code  string // rule of the standard, or the return code; "" when there is none
}

// Explain says what a finding of any level means. It never shows a name, a BSN
// or anything else that the message says about a person.
func Explain(v text.Voice, f ijw.Finding) Words {
	w := Words{What: v.Say(f.Key, f.Args...), Field: Field(v, f.Path), Code: f.Code}
	if w.Code == "" {
		w.Code = f.Return
	}
	key := f.Key + ".do"
	if !v.Has(key) {
		key = "ijwrules.form.do"
	}
	w.Do = v.Say(key, f.Args...)
	return w
}

// Field names the part of a message at which a path ends, in words: "de
// einddatum". A part without a word of its own keeps the name of the standard.
func Field(v text.Voice, path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	name, _, _ = strings.Cut(name, "[")
	if key := "ijwrules.field." + strings.ToLower(name); v.Has(key) {
		return v.Say(key)
	}
	return name
}

// ReturnWords says what a return code means that came from the other side, and
// what to do. A code of a rule gets the words of that rule. known is false for a
// code that the standard does not have.
func ReturnWords(v text.Voice, code string) (w Words, known bool) {
	key := "ijwrules.code." + strings.ToLower(code)
	if !v.Has(key) {
		rule, ok := ruleOfReturn(code)
		if !ok {
			return Words{What: v.Say("ijwrules.code.unknown", "code", code), Do: v.Say("ijwrules.code.unknown.do"), Code: code}, false
		}
		key = rule.Key()
	}
	return Words{What: v.Say(key, "element", v.Say("ijwrules.field.part")), Do: v.Say(key + ".do"), Code: code}, true
}

// ruleOfReturn gives the rule that a return code belongs to; each code of levels
// 3 and 4 belongs to one rule.
func ruleOfReturn(code string) (Rule, bool) {
	for _, r := range table().rules {
		if r.Return == code && r.Level >= LevelAcross {
			return r, true
		}
	}
	return Rule{}, false
}

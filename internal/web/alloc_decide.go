package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/web/look"
)

// ruling reads a decision from its form.
func (v *visit) ruling(view *access.View, t dossier.Task, expect int64) desk.Ruling {
	return desk.Ruling{
		Dossier: view.Dossier.ID, Task: t.Task, Outcome: v.value("outcome"), Words: v.value("words"), Reason: v.value("refusal"), Key: v.value(fieldKey), Expect: expect,
		Typed: []casework.Typed{v.typed("decision.words", "words", "")},
	}
}

// refusalField asks the reason of a refusal in the words of the standard.
func (v *visit) refusalField(t dossier.Task) look.Field {
	return look.Field{Kind: look.Select, Name: "refusal", Label: v.alloc("field.refusal"), Value: "7", Optional: true, Options: codeOptions(t.Care.Law, "RedenAfwijzingVerzoek")}
}

// changeFacts says what a request for change asks, product by product, beside what is.
func (v *visit) changeFacts(view *access.View, t dossier.Task) []look.Fact {
	if t.Change == nil {
		return nil
	}
	word, _ := ijw.Words(ijw.Law(t.Care.Law), "RedenVerzoek", t.Change.Reason)
	facts := []look.Fact{{Term: v.alloc("why"), Text: word}}
	for _, w := range t.Change.Wanted {
		fact := look.Fact{Term: v.alloc("wanted.new"), Text: v.careWords(w.Care)}
		if was, ok := view.Dossier.Allocation(w.Number); ok {
			fact.Term, fact.Note = v.alloc("wanted", "number", w.Number), v.alloc("now", "care", v.careWords(was.Care))
		}
		facts = append(facts, fact)
	}
	for _, n := range t.Change.Keep {
		if was, ok := view.Dossier.Allocation(n); ok {
			facts = append(facts, look.Fact{Term: v.alloc("keep"), Text: v.careWords(was.Care), Note: v.alloc("number", "number", n)})
		}
	}
	return facts
}

// careWords says a product with its period and size in one line.
func (v *visit) careWords(c dossier.Care) string {
	words := v.productWords(c) + ", " + v.periodWords(c)
	if volume := v.volumeWords(c); volume != "" {
		words += ", " + volume
	}
	return words
}

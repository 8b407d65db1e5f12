package rules

import "eendracht/internal/ijw"

// AnswersTo gives the identification of the message that a return message
// answers; "" when m is none.
func AnswersTo(m ijw.Message) string {
	header := m.Root.Child("Header")
	if m.Kind == ijw.Kind325 {
		return value(header, "DeclaratieIdentificatie", "Identificatie")
	}
	if _, ok := m.Kind.Answers(); ok {
		return value(header, "BerichtIdentificatie", "Identificatie")
	}
	return ""
}

// Rejects tells whether a return message rejects anything of what it answers.
func Rejects(m ijw.Message) bool { return rejects(m.Root) }

func rejects(n *ijw.Node) bool {
	if n == nil {
		return false
	}
	if refused(n) {
		return true
	}
	for _, child := range n.Children {
		if rejects(child) {
			return true
		}
	}
	return false
}

// answeredWhole tells whether the answer to a claim rejects it as a whole: in
// its header, or in the class of the claim itself.
func answeredWhole(m ijw.Message) bool {
	if refused(m.Root.Child("Header")) {
		return true
	}
	answer := m.Root.Child("DeclaratieAntwoord")
	return answer != nil && refused(answer)
}

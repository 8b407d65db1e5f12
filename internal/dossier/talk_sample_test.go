package dossier

// talkSamples are bodies of conversations.
func talkSamples() []Body {
	return []Body{
		TalkWritten{"k-1", "k-2", "p-mila", "De afspraak van donderdag", []Holder{helper}, true, "Kunnen wij een uur later beginnen?"},
		TalkRead{"k-1", "k-2", "p-mila"},
	}
}

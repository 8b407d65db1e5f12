package dossier

// concernSamples are bodies of the reporting code.
func concernSamples() []Body {
	return []Body{
		ConcernRaised{"z-1", []ID{"p-zoe"}, "Zij heeft voor de derde keer een blauwe plek."},
		ConcernStepped{
			Concern: "z-1", Step: StepDecide, Outcome: DecideBoth, Words: "Er is acuut gevaar.", With: []string{"safe_home"}, Spoke: []ID{"p-mila"},
			On: day("2026-11-24"), Again: day("2026-12-08"), Left: "Praten kon niet veilig.", Despite: "De politie was er al.",
		},
	}
}

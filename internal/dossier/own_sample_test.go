package dossier

// ownSamples are bodies of what the family does itself.
func ownSamples() []Body {
	return []Body{
		OwnPlanHanded{"op-1", OwnPlanGroup, "p-mila", []ID{"p-oma"}, "Oma kookt en de meisjes lachen weer.", []OwnGoal{{"og-1", mindPart, "Zoë slaapt weer door.", "Oma leest voor.", "Iemand die met haar praat."}}},
		OwnPlanAnswered{"op-1", "Wij gebruiken uw plan."},
		RelativeInvited{"iv-1", "p-mila", "p-oma", "i-1"},
		RelativeUninvited{"iv-1"},
		RightInvoked{"ri-1", RightCorrection, "p-mila", "e-9", "Ik maak de post wel open.", helper},
		RightAnswered{"ri-1", RightGranted, "U hebt gelijk. Het is doorgehaald."},
	}
}

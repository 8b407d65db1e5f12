package dossier

// meetingSamples are bodies of meetings.
func meetingSamples() []Body {
	guests := []Holder{{Kind: HolderFamily, Person: "p-mila", Name: "Mila"}, {Kind: HolderOrganisation, Org: "o-linde", Name: "De Linde"}}
	return []Body{
		MeetingPlanned{"m-9", day("2026-12-08"), "14:30", 45, "Aan de keukentafel", "Hoe verder na de zomer?", guests},
		MeetingCancelled{"m-9", "De moeder is ziek."},
		MeetingHeld{"m-9", guests[:1], []Outcome{{"g-1", Part{"p-zoe", "school"}, "Zoë gaat weer naar school.", "t-9"}}},
	}
}

package dossier

// trustSamples are bodies of break-glass, holds, mandates and questions about looks.
func trustSamples() []Body {
	return []Body{
		GlassBroken{"x-1", "Hij neemt de telefoon niet op na een dreiging.", []Part{{"p-zoe", "health"}}, teatime, "De Linde", helper},
		GlassEnded{"x-1", "Hij is gevonden."},
		GlassReviewed{"x-1", GlassJustified, "Er was gevaar."},
		HoldSet{"h-1", "Vader kan boos worden.", "wmo.5.3.2.4"},
		HoldReviewed{"h-1", true, "Nog niet veilig."},
		HoldLifted{"h-1", "Moeder is in veiligheid."},
		MandateGiven{"n-1", "p-mila", "p-oma", MandateMentor, "Rechtbank, 26-101", []string{"health"}, "i-9"},
		MandateEnded{"n-1", day("2027-01-31"), "Niet meer nodig."},
		LookQuestioned{"q-9", "l-9", teatime, "o-linde"},
		VoiceShared{"v-1", true},
	}
}

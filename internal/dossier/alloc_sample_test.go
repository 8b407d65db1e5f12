package dossier

// allocSamples are bodies of the allocation ledger.
func allocSamples() []Body {
	line := ClaimLine{"PR-2", "PR-1", "17", "54", "54001", day("2026-12-01"), day("2026-12-31"), 480, "01", 95, 45600, true}
	return []Body{
		AllocationChanged{"17", care, "04", day("2027-01-11"), "09:15:00", "b-5"},
		DeliveryWithdrawn{"17", WithdrawStart, day("2026-12-01"), "b-6"},
		RequestPending{"t-1", day("2026-11-26")},
		ChangeAsked{"t-3", "DL-2027-3", "1", "o-linde", []string{"17"}, []Wanted{{"18", care}}},
		CareDelivered{"y-1", "17", day("2026-12-01"), day("2026-12-31"), 480, "01", 95},
		ClaimLodged{"z-1", "D202612", "jw", "o-linde", "p-zoe", day("2026-12-01"), day("2026-12-31"), day("2027-01-04"), []ClaimLine{line}, "b-7"},
		ClaimAnswered{"z-1", 45600, []string{"8001"}, []LineRefusal{{"PR-3", []string{"9389"}}}, "b-8"},
		TrafficForbidden{"Hij leest haar post.", day("2027-01-31")},
		TrafficAllowed{"Zij woont nu veilig."},
		MessageReturned{"b-2", "JW302", "99990001", "DL00000018", []Refusal{{"Client/ToegewezenProducten", []string{"0233"}}}, []byte("<Bericht/>")},
	}
}

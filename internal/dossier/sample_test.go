package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// All people, numbers and addresses here are made up.

var (
	day      = nl.MustDate
	teatime  = time.Date(2026, 11, 23, 22, 10, 0, 123456000, time.UTC)
	mindPart = Part{Person: "p-zoe", Domain: "mind"}
	helper   = Holder{Kind: HolderOrganisation, Person: "p-oma", User: "u-ilse", Org: "o-linde", Name: "De Linde"}
	care     = Care{
		Law: "jw", Category: "54", Code: "54001", From: day("2026-12-01"), Until: day("2027-05-31"), Volume: 120,
		Unit: "01", Frequency: "2", Budget: 250000, Reference: "DL-2026-17", Referrer: "01", Comment: "Gezinsbegeleiding",
	}
)

// samples gives a body of every kind with every field filled in.
func samples() []Body {
	return slices.Concat(familySamples(), planSamples(), chainSamples(), trustSamples(), allocSamples(), meetingSamples(),
		ownSamples(), talkSamples(), concernSamples(), eraseSamples(), documentSamples())
}

func familySamples() []Body {
	return []Body{
		Opened{"9001", "De Vries-Yıldız", "o-team"},
		MeldingReceived{"m-1", "Het lukt mij niet meer alleen.", "p-mila", "web", []string{"wmo", "jw", "wgs"}, "eviction", true, true, ""},
		PersonStated{
			Person: "p-mila", Birth: day("1984-05-00"), Sex: "f", BSN: "999990019", Deceased: day("2080-01-02"), Network: true, Source: "self",
			Name: nl.Name{Given: "Mila Aylin", Initials: "M.A.", Prefix: "de", Family: "Vries", PartnerPrefix: "van", PartnerFamily: "Loon", Use: nl.UseOwnPartner},
		},
		RelationStated{"r-1", "p-mila", "p-zoe", "parent", "mama"},
		CustodyStated{"p-zoe", "3D", "p-mila", "p-tom", []ID{"p-oma"}},
		StayStated{"s-1", "p-mila", Address{"Lindelaan", "12", "bis", "9990AA", "Waterdam", "BE", []string{"Rue Neuve 1"}}, true},
		ContactStated{"p-mila", "+31 6 12345678", "mila@voorbeeld.example"},
		SafetyAssessed{SafetyWatch, "Er is thuis veel ruzie.", day("2026-12-08")},
		DomainOpened{mindPart, "Zoë slaapt slecht sinds de verhuizing."},
		DomainClosed{mindPart, "Het gaat goed."},
		ScoreGiven{mindPart, "eendracht5", 2, "Zij is vaak verdrietig.", "family"},
		NoteWritten{"Zoë wil liever appen dan bellen."},
		VoiceRecorded{"v-1", "p-zoe", "Ik wil niet verhuizen.", true},
		ViewDiffers{"e-9", "p-tom", "Ik zie dat anders."},
		Retracted{"e-9", "Dit ging over een ander gezin."},
	}
}

func planSamples() []Body {
	return []Body{
		GoalSet{"g-1", "Zoë slaapt weer door.", mindPart, ""},
		GoalMet{"g-1", "Zij slaapt al drie weken door."},
		GoalDropped{"g-1", "Dit hoeft niet meer."},
		PlanAgreed{[]ID{"p-mila", "p-zoe"}, day("2027-02-24")},
		EvaluationHeld{[]ID{"p-mila"}, "Het gaat beter.", day("2027-05-24")},
		TaskCreated{
			Task: "t-1", Title: "Begeleiding bij slapen", Need: "Vaste avonden", Goal: "g-1", Part: mindPart, Type: TaskHelp, Skill: "slaap",
			Hours: 2, Area: "9990", Trust: "high", When: "2026-12-01T19:30", Due: day("2027-01-31"), Message: "b-1", Asked: "o-linde", Care: &care,
		},
		TaskOffered{"t-1", helper},
		TaskAccepted{"t-1"},
		TaskDeclined{"t-1", "Wij zitten vol."},
		TaskStarted{"t-1", day("2026-12-01")},
		TaskReported{"t-1", "De eerste avond ging goed."},
		TaskDone{"t-1", day("2027-01-30"), "Het slapen gaat goed."},
		TaskReturned{"t-1", "Onze medewerker is ziek."},
		TaskWithdrawn{"t-1", "Het doel is weg."},
		ClockStarted{"c-1", "wmo.investigation", "m-1", helper, day("2026-11-23"), day("2027-01-04")},
		ClockPaused{"c-1", day("2026-12-01"), "awb.4:15.1a"},
		ClockResumed{"c-1", day("2026-12-05"), day("2027-01-07")},
		ClockExtended{"c-1", day("2027-01-18"), "Wij wachten op een rapport.", day("2027-01-04")},
		ClockMet{"c-1", day("2027-01-03")},
		ClockLapsed{"c-1", day("2027-01-05")},
		ClockStopped{"c-1", "De melding is ingetrokken."},
	}
}

func chainSamples() []Body {
	return []Body{
		InvolvementStarted{
			"i-1", Subject{"u-ilse", "o-linde", "p-oma"}, "De Linde", "0500 123456", "partner", "help", "jw.7.3.8",
			[]ID{"p-zoe", ""}, []string{"mind"}, ScopeTask, "t-1",
		},
		InvolvementEnded{"i-1", day("2027-01-31"), "De hulp is klaar."},
		ConsentGiven{"k-1", "p-zoe", []ID{"p-zoe", "p-mila"}, "share", Subject{"u-ilse", "o-school", "p-oma"}, []string{"school"}},
		ConsentWithdrawn{"k-1", "Liever niet meer."},
		LeadOffered{"l-1", "u-joris", "o-team", "Joris Bakker", "0500 654321"},
		LeadAccepted{"l-1"},
		LeadDeclined{"l-1", "Ik heb geen ruimte."},
		LeadCovered{"u-samira", "o-team", "Samira Haddou"},
		LeadEnded{"Andere baan."},
		QuestionAsked{"q-1", helper, "Kunt u het rapport sturen?", "c-1"},
		QuestionAnswered{"q-1", "Ja, het zit erbij."},
		MessageReceived{"b-1", "JW315", "99990001", "DL00000017", []byte("<Bericht/>")},
		MessageSent{Message: "b-2", Type: "JW301", To: "99990001", Ref: "000000000042", Content: []byte("<Bericht/>")},
		DecisionTaken{"d-1", "t-1", "granted", "jw", day("2026-11-26"), "Deze hulp past bij het plan."},
		AllocationMade{"17", "t-2", "d-1", "p-zoe", "o-linde", care, day("2026-11-26"), "10:30:00"},
		DeliveryStarted{"17", day("2026-12-01"), "b-3"},
		DeliveryStopped{"17", day("2027-05-31"), "31", "b-4"},
		WatchSet{day("2027-08-31"), helper, "Bellen hoe het gaat."},
		Closed{"Alle doelen zijn gehaald.", "jw", day("2047-06-01")},
		Reopened{"Er is een nieuwe vraag."},
	}
}

// stored gives an entry around a body, with everything that an entry can say.
func stored(b Body) Entry {
	return Entry{
		ID: "e-1", Seq: 7, At: teatime, By: Actor{"u-noor", "o-team", "p-mila", "worker", "Noor Jansen"}, Purpose: "plan", Ground: "wmo.5.1.1",
		Valid: nl.Span{From: day("2026-11-24"), Until: day("2027-11-24")}, About: []ID{"p-zoe"}, Parts: []Part{mindPart, {"", "money"}},
		Compartment: CompartmentVoice, Corrects: "e-0", Body: b,
	}
}

package picture

import (
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// The family of the acceptance story, and a large one.

func voice(lang string) text.Voice {
	texts, err := text.Load()
	if err != nil {
		panic(err)
	}
	return texts.In(lang)
}

func storyFamily() Genogram {
	return Genogram{Title: "De familie",
		Persons: []Person{
			{ID: "oma", Name: "Melek Yıldız", Age: 68, Sex: Woman, Note: "oma, vangt op"},
			{ID: "fatma", Name: "Fatma Yıldız", Age: 41, Sex: Woman, Self: true},
			{ID: "jeroen", Name: "Jeroen de Vries", Age: 43, Sex: Man, Note: "vader, woont elders"},
			{ID: "mark", Name: "Mark Jansen", Age: 39, Sex: Man, Note: "partner"},
			{ID: "elif", Name: "Elif de Vries", Age: 16, Sex: Woman, Note: "gezag: beide ouders"},
			{ID: "emre", Name: "Emre de Vries", Age: 12, Sex: Man, Note: "gezag: beide ouders"},
			{ID: "noa", Name: "Noa de Vries-Yıldız", Age: 7, Sex: Woman, Note: "gezag: beide ouders"},
		},
		Bonds:  []Bond{{A: "fatma", B: "jeroen", State: Divorced, Years: "2008–2021"}, {A: "fatma", B: "mark", State: Together, Years: "2023"}},
		Births: []Birth{{Child: "fatma", Parents: []string{"oma"}}, {Child: "elif", Parents: []string{"fatma", "jeroen"}}, {Child: "emre", Parents: []string{"fatma", "jeroen"}}, {Child: "noa", Parents: []string{"jeroen", "fatma"}}},
		Homes:  []Home{{Name: "Thuis bij Fatma", Members: []string{"fatma", "mark", "elif", "emre", "noa"}}},
	}
}

func largeFamily() Genogram {
	p := func(id, name string, age int, sex Sex) Person { return Person{ID: id, Name: name, Age: age, Sex: sex} }
	dead := p("ap", "Arie Bakker", 77, Man)
	dead.Deceased = true
	self := p("an", "Anna Bakker", 44, Woman)
	self.Self = true
	return Genogram{Title: "Een grote familie",
		Persons: []Person{dead, p("am", "Bep Bakker-Smit", 74, Woman), p("kp", "Stanisław Kowalski", 71, Man), p("km", "Elżbieta Kowalska", 70, Woman),
			self, p("pi", "Piotr Kowalski", 46, Man), p("jo", "Joost van den Akker", 47, Man), p("zus", "Carla Bakker", 40, Woman), p("sa", "Samira El Amrani", 38, Woman),
			p("k1", "Tomasz Kowalski", 19, Man), p("k2", "Zofia Kowalska", 15, Woman), p("k3", "Bram van den Akker", 6, Man), p("k4", "Robin van den Akker", 3, Other), p("k5", "Yara El Amrani", NoAge, Unknown)},
		Bonds: []Bond{{A: "ap", B: "am", State: Married, Years: "1975"}, {A: "kp", B: "km", State: Separated}, {A: "an", B: "pi", State: Divorced, Years: "2004–2015"}, {A: "an", B: "jo", State: Married, Years: "2018"}, {A: "pi", B: "sa", State: Together}},
		Births: []Birth{{Child: "an", Parents: []string{"ap", "am"}}, {Child: "zus", Parents: []string{"ap", "am"}}, {Child: "pi", Parents: []string{"kp", "km"}},
			{Child: "k1", Parents: []string{"an", "pi"}}, {Child: "k2", Parents: []string{"an", "pi"}}, {Child: "k3", Parents: []string{"an", "jo"}}, {Child: "k4", Parents: []string{"an", "jo"}, Foster: true}, {Child: "k5", Parents: []string{"pi", "sa"}}},
		Homes: []Home{{Name: "Bij Anna", Members: []string{"an", "jo", "k2", "k3", "k4"}}, {Name: "Bij Piotr", Members: []string{"pi", "sa", "k5"}}},
	}
}

func storyAround() Ecogram {
	return Ecogram{Title: "Wie staat om ons heen", Centre: "Gezin De Vries-Yıldız", Around: []Helper{
		{Name: "Noor Bakker", Role: "regisseur", Tie: Strong}, {Name: "Sadia Haddou", Role: "schuldhulp", Tint: Help, For: "Fatma"},
		{Name: "Jeugdhulp Noord", Role: "gesprekken Emre", Tint: Help, Tie: Weak, For: "Emre"}, {Name: "Woonstad", Tint: Help, Tie: Tense},
		{Name: "Oma Melek & buurvrouw <3", Role: "opvang na school", Tint: Near, Tie: Strong}}}
}

func span(from, until string) nl.Span {
	return nl.Span{From: nl.MustDate(from), Until: nl.MustDate(until)}
}

func storyPlan() TimeLine {
	return TimeLine{Title: "Plan op de tijdlijn", Today: nl.MustDate("2026-11-24"), Span: span("2026-09-01", "2027-02-28"), Lanes: []Lane{
		{Holder: "Fatma en gezin", Tasks: []Stretch{{"Brieven zoeken", span("2026-11-03", "2026-11-27"), Running}}},
		{Holder: "Schuldhulp", Tasks: []Stretch{{"Regeling met de verhuurder", span("2026-10-25", "2026-12-20"), Running}, {"Budgetplan", span("2026-11-25", ""), Planned}}},
		{Holder: "Jeugdhulp Noord", Tasks: []Stretch{{"Wacht op besluit", span("2026-10-18", "2026-11-22"), Late}, {"Gesprekken Emre", span("2026-11-29", "2027-01-20"), Planned}}},
		{Holder: "Woningcorporatie Woonstad Waterstad en omstreken", Tasks: []Stretch{{"Geen ontruiming", span("2026-11-08", "2027-01-31"), Waiting}, {"Intake", span("2026-09-10", "2026-09-11"), Done}}}}}
}

func storyClock() Clock {
	return Clock{Title: "Onderzoek Wmo", Term: span("2026-10-19", "2026-11-29"), Pauses: []nl.Span{span("2026-11-01", "2026-11-05")}, Today: nl.MustDate("2026-11-24"), Law: "Wmo 2015, 2.3.2"}
}

func storyFlow() Flow {
	return Flow{Title: "Van vraag naar zorg", Steps: []FlowStep{
		{Name: "Gevraagd", Who: "Jeugdhulp Noord", When: "3 november", Note: "JW315", State: Done}, {Name: "Toegewezen", Who: "Gemeente Waterstad", When: "uiterlijk 22 november", Note: "JW301", State: Late},
		{Name: "Gestart", Who: "Jeugdhulp Noord", Note: "JW305", State: Planned}, {Name: "Gestopt"}}}
}

func storySpark() Spark {
	return Spark{Title: "Geld, hele gezin", Points: []Point{{nl.MustDate("2026-09-12"), 1, "kan zo niet langer"}, {nl.MustDate("2026-10-10"), 2, ""}, {nl.MustDate("2026-11-18"), 4, "gaat beter"}}}
}

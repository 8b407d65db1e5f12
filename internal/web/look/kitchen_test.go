package look

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/text"
	"eendracht/internal/web/picture"
)

// kitchen shows every part once, with the story's people.
type kitchen struct {
	Trail           []Link
	Head            PageHead
	Next, NextVoice NextCard
	Tabs            []NavItem
	Steps           []Step
	Goals           []GoalCard
	GridHead        CardHead
	Grid            picture.Grid
	Figures, Beside []picture.Figure
	Filters         []Chip
	Table           Table
	Pager           Pager
	Card            Card
	Contacts        []Contact
	Ask             Button
	Stat            Stat
	SeenHead        CardHead
	Seen            []SeenRow
	Alerts          []Alert
	Empty           Empty
	Unfold          []Disclosure
	Buttons         []Button
	Voice           Voice
	Form            Form
	Choices         []PersonChoice
}

func face(name string, tint picture.Tint) Face {
	return Face{Initials: picture.Initials(name), Tint: tint}
}

func small(name string, tint picture.Tint) Face {
	return Face{Initials: picture.Initials(name), Name: name, Tint: tint, Size: "small"}
}

func kitchenBody(say text.Voice) kitchen {
	late := Chip{Tone: Late, Text: "Duurt te lang"}
	begun, days := Chip{Tone: OK, Text: "begonnen"}, Chip{Tone: Soon, Text: "nog 3 dagen"}
	return kitchen{
		Trail: []Link{{"Gezinnen", "/families"}, {"De Vries-Yıldız", "/families/1"}, {"Plan", ""}},
		Head: PageHead{Kicker: "Gezin · fase: uitvoering · sinds 12 september", Title: "De Vries-Yıldız", Chips: []Chip{
			{Text: "Regisseur: Noor Bakker"}, {Tone: Late, Text: "Besluit jeugdhulp: 2 dagen te laat"}, {Tone: Shut, Text: "Geheim adres"}, {Tone: OK, Text: "Veilig genoeg · 18 nov"}}},
		Next: NextCard{Kicker: "Het eerste dat gebeurt", Title: []string{"Dinsdag 24 november, 10.00 uur", "Gesprek met Noor van het wijkteam"},
			Text: "Bij u thuis. Noor neemt het formulier mee. U hoeft niets in te vullen.", Buttons: []Button{{Text: "Ik kan dan niet", Style: OnDark, URL: "/x"}}, Links: []Link{{"Bel Noor: 0320 - 55 01 23", "/tel"}}},
		NextVoice: NextCard{Kicker: "Melding van vannacht, 23.10 uur · nog niet gelezen", Voice: "Ik durf de post niet meer open te maken en mijn dochter praat niet meer.",
			Text: "Nieuw gezin · eerste gesprek uiterlijk 27 november (dreigende ontruiming, Wgs 4)", Buttons: []Button{{Text: "Lezen en veiligheid wegen", Style: OnDark, Post: "/read"}}},
		Tabs:  []NavItem{{Text: "Overzicht", URL: "/a", Current: true}, {Text: "Plan", URL: "/b"}, {Text: "Tijdlijn", URL: "/c"}, {Text: "Berichten", URL: "/d", Count: 2, About: "nieuw"}},
		Steps: []Step{{Text: "Melding", Done: true}, {Text: "Gesprek", Done: true}, {Text: "Plan", Done: true}, {Text: "Uitvoering", Now: true}, {Text: "Evaluatie"}, {Text: "Nazorg"}},
		Goals: []GoalCard{
			{ID: "g1", Words: "Weer een avond samen eten zonder ruzie over geld.", Chip: Chip{Tone: Soon, Text: "Twee van vijf stappen klaar"}, Where: "Geld · hele gezin", Percent: 40, Done: "40 procent klaar",
				Tasks: []TaskRow{{Face: face("Fatma Yıldız", picture.Family), Who: "Fatma", What: "zoekt de brieven van de huur", When: "vóór vrijdag 27 november", Chip: &days},
					{Face: face("Sadia Haddou", picture.Help), Who: "Sadia, schuldhulp,", What: "belt de verhuurder", When: "vóór 1 december", URL: "/task/2", Chip: &begun}}},
			{ID: "g2", Words: "Emre gaat elke dag naar school.", State: GoalMet, Chip: Chip{Tone: OK, Text: "Dit is gelukt"}, Where: "School · Emre (12)"},
			{ID: "g3", Words: "Iemand die met Elif praat, die zij zelf kiest.", State: GoalStuck, Chip: late, Where: "Gezondheid · Elif (16)",
				Sorry: "U zou vóór 20 november horen wie er komt. Dat is niet gelukt. Onze excuses. Noor belt vandaag met de zorgaanbieder.", Links: []Link{{"Wat kunt u doen?", "/rights"}}}},
		GridHead: CardHead{ID: "grid", Title: "Wie, wat, hoe gaat het", Note: "5 van 13 leefgebieden open, elk met een reden"},
		Grid:     storyGrid(),
		Figures:  storyFigures(say),
		Beside:   storyDials(say),
		Filters:  []Chip{{Text: "Alles 14", URL: "?", Current: true}, {Tone: Late, Text: "Te laat 1", URL: "?late"}, {Tone: Soon, Text: "Deze week 5", URL: "?week"}, {Tone: Shut, Text: "Veiligheid 2", URL: "?safe"}},
		Table:    storyTable(),
		Pager:    Pager{Next: "?after=25", Text: "1–25 van 310"},
		Card: Card{Head: CardHead{ID: "now", Title: "Nu te doen"}, Text: "Besluit jeugdhulp voor Emre", Facts: []Fact{{Term: "Termijn", Text: "22 november", Note: "Awb 4:13"}, {Term: "Adres", Text: "Kade 12, Waterstad", Note: "uit de BRP, 3 maart", URL: "/edit", Link: "Wijzigen"}},
			Buttons: []Button{{Text: "Besluit nemen", URL: "/decide"}}},
		Contacts: []Contact{{Face: face("Sadia Haddou", picture.Help), Name: "Sadia Haddou", Note: "Schuldhulp · geld · tot 1 mrt", Tel: "0320 - 55 01 44"}, {Face: face("Woonstad", picture.Help), Name: "Woonstad", Note: "ziet de taak, niet het dossier"}, {Face: face("Oma Yıldız", picture.Near), Name: "Oma Yıldız", Note: "netwerk · opvang", URL: "/p/3"}},
		Ask:      Button{Text: "Iemand erbij vragen", Style: Quiet, URL: "/ask"},
		Stat:     Stat{"0", []string{"gegevens twee keer getypt", "41 hergebruikt, 9 nieuw"}},
		SeenHead: CardHead{Title: "Wie keek er mee?", Link: &Link{"Alles zien", "/looks"}},
		Seen:     []SeenRow{{Day: "vandaag", Time: "08.12", Face: face("Noor Bakker", ""), Who: "Noor Bakker", Role: "wijkteam Zuid", What: "las ‘Geld’ en ‘Wonen’ om het gesprek voor te bereiden", Links: []Link{{"Vraag stellen", "/q"}}}},
		Alerts: []Alert{{Title: "Dit weet u vrijdag", Text: "Wij bellen u vóór 27 november."}, {Tone: OK, Text: "Uw vraag is binnen."}, {Tone: Soon, Title: "Nog vijf dagen", Text: "Het onderzoek loopt af op 29 november.", Links: []Link{{"Verslag maken", "/r"}}},
			{Tone: Late, Title: "Wij zijn te laat", Text: "Onze excuses.", Items: []string{"U kunt bellen.", "U kunt ons in gebreke stellen."}}},
		Empty:   Empty{"Niets te doen", "Alles wat bij u ligt is klaar. Mooi werk.", &Button{Text: "Naar alle gezinnen", Style: Quiet, URL: "/families"}},
		Unfold:  []Disclosure{{Summary: "Waarom mag ik dit zien?", Text: []string{"U bent betrokken voor schuldhulp, op grond van de Wgs, tot 1 maart."}, Open: true}, {Summary: "Wie beslist over Elif?", Text: []string{"Elif is 16. Zij beslist zelf."}}},
		Choices: []PersonChoice{{Face: face("Noor Bakker", ""), Who: "Noor Bakker", Role: "wijkteammedewerker, Wijkteam Zuid", Post: "/sign-in", Name: "person", Value: "noor"}, {Face: face("Fatma Yıldız", picture.Family), Who: "Fatma Yıldız", Role: "moeder van drie kinderen", Post: "/sign-in", Name: "person", Value: "fatma"}},
		Buttons: []Button{{Text: "Versturen"}, {Text: "Terug", Style: Quiet}, {Text: "Verwijderen", Style: Danger}},
		Voice:   Voice{Text: "Wij willen weer kunnen slapen.", Who: "Fatma, 12 september"},
		Form:    kitchenForm().With(fault.In("test", fault.Field{Name: "tel", Key: "fault.invalid"}, fault.Field{Name: "how", Key: "fault.invalid"}), say),
	}
}

func kitchenForm() Form {
	return Form{Action: "/ask", Button: Button{Text: "Versturen"}, Cancel: &Link{"Later verder", "/later"}, Fields: []Field{
		{Kind: Hidden, Name: "key", Value: "k1"},
		{Kind: Words, Name: "words", Label: "Wat is er aan de hand?", Hint: "Schrijf het op zoals u het zou vertellen. Het hoeft niet netjes.", Value: "Ik durf de post niet meer open te maken.", Large: true},
		{Kind: Text, Name: "name", Label: "Uw naam", Value: "Fatma Yıldız", Known: "Dit wisten wij al, uit uw inlog.", Autocomplete: "name"},
		{Kind: Text, Name: "tel", Label: "Telefoonnummer", Type: "tel", Autocomplete: "tel", Size: "medium", Value: "06"},
		{Kind: Day, Name: "day", Label: "Wanneer kunt u?", Hint: "Een werkdag.", Optional: true},
		{Kind: DayParts, Name: "birth", Label: "Geboortedatum", Hint: "Weet u de dag niet? Laat die dan leeg.", Value: "-3-1985", Autocomplete: "bday"},
		{Kind: Select, Name: "town", Label: "Gemeente", Options: []Option{{"", "Kies", ""}, {"1", "Waterstad", ""}, {"2", "Duinveen", ""}}, Value: "2"},
		{Kind: Radios, Name: "how", Label: "Hoe mogen wij u bereiken?", Options: []Option{{"tel", "Bellen", "Wij bellen niet anoniem."}, {"text", "Een bericht", ""}}},
		{Kind: Checkboxes, Name: "who", Label: "Om wie gaat het?", Options: []Option{{"a", "Mijzelf", ""}, {"b", "Elif, 16", "Elif beslist zelf over hulp voor haarzelf."}, {"c", "Emre, 12", ""}}, Values: []string{"a"}, Optional: true},
		{Kind: Area, Name: "more", Label: "Wilt u nog iets zeggen?", Optional: true},
		{Kind: Checkbox, Name: "yes", Label: "Ik heb dit gelezen", Value: "1"},
	}}
}

func storyGrid() picture.Grid {
	open := func(level int, headline string, faces ...Face) picture.GridCell {
		return picture.GridCell{State: picture.CellOpen, Level: Level{Value: level, Text: "niveau " + string(rune('0'+level)) + " van 5"}, Headline: headline, Faces: faces, URL: "/part"}
	}
	shut := func(text string) picture.GridCell { return picture.GridCell{State: picture.CellClosed, Text: text} }
	none := picture.GridCell{}
	sh, nb, wb := small("Sadia Haddou", picture.Help), small("Noor Bakker", picture.Team), small("Woonstad Beheer", picture.Help)
	om, ms, ja, tr := small("Oma Melek", picture.Near), small("Mentor School", picture.Help), small("Jeugdhulp Almere", picture.Help), small("Trainer Rob", picture.Near)
	return picture.Grid{Caption: "Elke rij is een gezinslid, elke kolom een leefgebied. Gestreept is voor u gesloten.",
		Domains: []string{"Geld", "Wonen", "School en werk", "Gezondheid", "Thuis"},
		Rows: []picture.GridRow{
			{Face: face("Fatma Yıldız", picture.Family), Name: "Fatma", Cells: []picture.GridCell{open(2, "Huurachterstand", sh, nb), open(3, "Dreigende ontruiming", wb), none, shut("Gesloten voor u"), open(3, "Oma vangt op", om)}},
			{Face: face("Elif", picture.Family), Name: "Elif, 16", Cells: []picture.GridCell{none, none, open(4, "Havo 4", ms), shut("Elif beslist zelf"), none}},
			{Face: face("Emre", picture.Family), Name: "Emre, 12", URL: "/p/emre", Cells: []picture.GridCell{none, none, open(5, "Elke dag op school", ms, tr), open(3, "Slaapt slecht", ja), none}},
			{Face: face("Jeroen de Vries", picture.Family), Name: "Jeroen", Note: "vader, woont elders", Cells: []picture.GridCell{none, none, none, none, open(4, "Om het weekend")}},
		}}
}

func storyTable() Table {
	row := func(family, what, who string, tint picture.Tint, clock *ClockBar, chip *Chip, act string) TableRow {
		f := face(who, tint)
		f.Size = "small"
		return TableRow{Cells: []Cell{{Text: family, URL: "/f"}, {Text: what}, {Face: &f, Text: who}, {Clock: clock, Chip: chip}, {Text: act, URL: "/act"}}}
	}
	return Table{Caption: "Daarna", Hidden: true, Columns: []Column{{Text: "Gezin"}, {Text: "Wat"}, {Text: "Van wie"}, {Text: "Termijn"}, {Text: "Stap"}}, Rows: []TableRow{
		row("De Vries-Yıldız", "Besluit jeugdhulp Emre", "Jeugdhulp Noord", picture.Help, nil, &Chip{Tone: Late, Text: "2 dagen te laat"}, "Besluit nemen"),
		row("Van den Akker", "Onderzoek afronden", "Noor Bakker", picture.Team, &ClockBar{Percent: 88, Tone: Soon, Text: "nog 5 van 42 dagen"}, nil, "Verslag"),
		row("El Amrani", "Vraag over inzage beantwoorden", "Mevrouw El Amrani", picture.Family, &ClockBar{Percent: 60, Text: "nog 2 van 5 werkdagen", Law: "AVG 12"}, nil, "Antwoorden"),
		row("Kowalski", "Overleg voorbereiden", "GGD Flevoland", picture.Help, &ClockBar{Percent: 30, Paused: true, Text: "gepauzeerd sinds 3 november"}, nil, "Agenda"),
	}}
}

func storyFigures(say text.Voice) []picture.Figure {
	day := nl.MustDate
	stretch := func(text, from, until string, state picture.State) picture.Stretch {
		return picture.Stretch{Text: text, Span: nl.Span{From: day(from), Until: day(until)}, State: state}
	}
	family := picture.Genogram{Title: "De familie", ID: "k-genogram",
		Persons: []picture.Person{
			{ID: "oma", Name: "Melek Yıldız", Age: 68, Sex: picture.Woman, Note: "oma, vangt op"},
			{ID: "opa", Name: "Hasan Yıldız", Age: 70, Sex: picture.Man, Deceased: true},
			{ID: "fatma", Name: "Fatma Yıldız", Age: 41, Sex: picture.Woman, Self: true},
			{ID: "jeroen", Name: "Jeroen de Vries", Age: 43, Sex: picture.Man, Note: "vader, woont elders"},
			{ID: "mark", Name: "Mark Jansen", Age: 39, Sex: picture.Man, Note: "partner"},
			{ID: "elif", Name: "Elif de Vries", Age: 16, Sex: picture.Woman, Note: "gezag: beide ouders"},
			{ID: "emre", Name: "Emre de Vries", Age: 12, Sex: picture.Man, Note: "gezag: beide ouders"},
			{ID: "noa", Name: "Noa de Vries-Yıldız", Age: 7, Sex: picture.Woman, Note: "gezag: beide ouders"},
		},
		Bonds:  []picture.Bond{{A: "opa", B: "oma", State: picture.Married}, {A: "fatma", B: "jeroen", State: picture.Divorced, Years: "2008–2021"}, {A: "fatma", B: "mark", State: picture.Together, Years: "2023"}},
		Births: []picture.Birth{{Child: "fatma", Parents: []string{"oma", "opa"}}, {Child: "elif", Parents: []string{"fatma", "jeroen"}}, {Child: "emre", Parents: []string{"fatma", "jeroen"}}, {Child: "noa", Parents: []string{"fatma", "jeroen"}}},
		Homes:  []picture.Home{{Name: "Thuis bij Fatma", Members: []string{"fatma", "mark", "elif", "emre", "noa"}}},
	}
	around := picture.Ecogram{Title: "Wie staat om ons heen", ID: "k-ecogram", Centre: "Gezin De Vries-Yıldız", Around: []picture.Helper{
		{Name: "Noor Bakker", Role: "regisseur", Tie: picture.Strong}, {Name: "Sadia Haddou", Role: "schuldhulp", Tint: picture.Help}, {Name: "Jeugdhulp Noord", Role: "gesprekken Emre", Tint: picture.Help, Tie: picture.Weak},
		{Name: "Woonstad", Role: "verhuurder", Tint: picture.Help, Tie: picture.Tense}, {Name: "Oma Melek", Role: "opvang na school", Tint: picture.Near, Tie: picture.Strong}, {Name: "Trainer Rob", Role: "voetbal Emre", Tint: picture.Near}}}
	plan := picture.TimeLine{Title: "Plan op de tijdlijn", ID: "k-line", Today: day("2026-11-24"), Span: nl.Span{From: day("2026-09-01"), Until: day("2027-02-28")}, Lanes: []picture.Lane{
		{Holder: "Fatma en gezin", Tasks: []picture.Stretch{stretch("Brieven zoeken", "2026-11-03", "2026-11-27", picture.Running), stretch("Dagritme Noa", "2026-10-01", "2026-10-25", picture.Done)}},
		{Holder: "Schuldhulp", Tasks: []picture.Stretch{stretch("Regeling met de verhuurder", "2026-10-25", "2026-12-20", picture.Running)}},
		{Holder: "Jeugdhulp Noord", Tasks: []picture.Stretch{stretch("Wacht op besluit", "2026-10-18", "2026-11-22", picture.Late), stretch("Gesprekken Emre", "2026-11-29", "2027-01-20", picture.Planned)}},
		{Holder: "Woonstad", Tasks: []picture.Stretch{stretch("Geen ontruiming t/m januari", "2026-11-08", "2027-01-31", picture.Running), stretch("Antwoord huisbaas", "2026-11-20", "2026-11-30", picture.Waiting)}}}}
	chain := picture.Flow{Title: "Van vraag naar zorg", ID: "k-flow", Steps: []picture.FlowStep{
		{Name: "Gevraagd", Who: "Jeugdhulp Noord", When: "3 november", Note: "JW315", State: picture.Done}, {Name: "Toegewezen", Who: "Gemeente Waterstad", When: "uiterlijk 22 november", Note: "JW301", State: picture.Late},
		{Name: "Gestart", Who: "Jeugdhulp Noord", Note: "JW305", State: picture.Planned}, {Name: "Gestopt", Who: "Jeugdhulp Noord", Note: "JW307", State: picture.Planned}}}
	return []picture.Figure{family.Draw(say), around.Draw(say), plan.Draw(say), chain.Draw(say)}
}

func storyDials(say text.Voice) []picture.Figure {
	day := nl.MustDate
	term := picture.Clock{Title: "Onderzoek Wmo", ID: "k-clock", Term: nl.Span{From: day("2026-10-19"), Until: day("2026-11-29")}, Pauses: []nl.Span{{From: day("2026-11-01"), Until: day("2026-11-05")}}, Today: day("2026-11-24"), Law: "Wmo 2015, 2.3.2"}
	late, met := term, term
	late.ID, late.Title, late.Today = "k-clock2", "Besluit jeugdhulp", day("2026-12-01")
	met.ID, met.Title, met.Met = "k-clock3", "Eerste gesprek", day("2026-11-03")
	score := picture.Spark{Title: "Geld, hele gezin", ID: "k-spark", Points: []picture.Point{{Day: day("2026-09-12"), Value: 1, Label: "kan zo niet langer"}, {Day: day("2026-10-10"), Value: 2, Label: ""}, {Day: day("2026-11-18"), Value: 4, Label: "gaat beter"}}}
	return []picture.Figure{term.Draw(say), late.Draw(say), met.Draw(say), score.Draw(say)}
}

func kitchenPage(say text.Voice, theme string) Page {
	return Page{Lang: say.Lang(), Theme: theme, Path: "/kitchen", Title: "Alles bij elkaar", Demo: &Demo{SwitchURL: "/sign-in"}, Family: true, Wide: true,
		Nav:    []NavItem{{Text: "Mijn werk", URL: "/work", Current: true, Count: 1, About: "te laat"}, {Text: "Gezinnen", URL: "/families"}, {Text: "Overleg", URL: "/meet"}, {Text: "Inzet", URL: "/pool"}},
		Person: &Person{Face: face("Noor Bakker", ""), Name: "Noor Bakker", Role: "wijkteammedewerker", Organisation: "Wijkteam Zuid", SignOutURL: "/sign-out"},
		Flash:  &Flash{Tone: OK, Key: "look.changed"}, Body: kitchenBody(say)}
}

func newKitchen(t *testing.T, options Options) (*Assets, *Templates, *text.Catalogue) {
	t.Helper()
	assets, err := NewAssets(options)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := Parse(assets, texts, os.DirFS("testdata/pages").(fs.FS))
	if err != nil {
		t.Fatal(err)
	}
	return assets, pages, texts
}

// storyPage puts the parts together as a real page would.
func storyPage(say text.Voice, name, theme string) Page {
	page, body := kitchenPage(say, theme), kitchenBody(say)
	page.Flash, page.Demo = nil, nil
	page.Family, page.Wide = name == "plan" || name == "ask", false
	switch name {
	case "plan":
		body.Head = PageHead{Kicker: "Gezin De Vries-Yıldız", Title: "Ons plan"}
	case "ask":
		body.Head = PageHead{Title: "Vertel wat er is", Text: "U hoort vóór vrijdag 27 november van ons."}
	case "work":
		body.Head = PageHead{Kicker: "Dinsdag 24 november", Title: "Goedemorgen Noor. Eén ding kan niet wachten."}
	}
	if page.Family {
		page.Nav = []NavItem{{Text: "Ons plan", URL: "/plan", Current: true}, {Text: "Berichten", URL: "/messages", Count: 1, About: "nieuw"}, {Text: "Wie keek er mee", URL: "/looks"}}
		page.Person = &Person{Face: face("Fatma Yıldız", picture.Family), Name: "Fatma Yıldız", SignOutURL: "/sign-out"}
	}
	page.Body = body
	return page
}

// kitchenServer serves the kitchen at / and the pages of the story, with our headers.
func kitchenServer(t *testing.T) *httptest.Server {
	t.Helper()
	assets, pages, texts := newKitchen(t, Options{})
	mux := http.NewServeMux()
	mux.Handle(StaticPath, assets)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		page := kitchenPage(texts.In(r.FormValue("lang")), r.FormValue("theme"))
		if err := pages.Page(w, http.StatusOK, "kitchen", page); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		if err := pages.Page(w, http.StatusOK, name, storyPage(texts.In(r.FormValue("lang")), name, r.FormValue("theme"))); err != nil {
			http.NotFound(w, r)
		}
	})
	server := httptest.NewServer(Secure(mux))
	t.Cleanup(server.Close)
	return server
}

func TestKitchenHasNoInlineStyleOrScript(t *testing.T) {
	_, pages, texts := newKitchen(t, Options{})
	for _, lang := range texts.Languages() {
		w := httptest.NewRecorder()
		if err := pages.Page(w, http.StatusOK, "kitchen", kitchenPage(texts.In(lang), "")); err != nil {
			t.Fatal(err)
		}
		html := w.Body.String()
		for _, banned := range []string{" style=", "<style", "onclick", "javascript:", "ZgotmplZ", "look.", "no value"} {
			if strings.Contains(html, banned) {
				at := strings.Index(html, banned)
				t.Errorf("%s: %q stands in the page: …%s…", lang, banned, html[max(0, at-60):min(len(html), at+60)])
			}
		}
	}
}

package region

import (
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Story names the people and organisations of the acceptance story. The family
// has accounts and stands in the register, and no dossier: the story makes it.
type Story struct {
	Municipality string // code of the municipality where the family lives
	FamilyName   string

	TownHall, Team, YouthCare, DebtHelp, Housing, School, Volunteers dossier.ID

	Fatma  dossier.ID // the mother, 41; her household's address is secret
	Elif   dossier.ID // 16
	Esra   dossier.ID // 12
	Jeroen dossier.ID // the father, lives elsewhere, shares custody
	Marco  dossier.ID // the mother's new partner, lives in
	Hatice dossier.ID // the grandmother, of the network

	Noor, Sanne, Youssef dossier.ID // workers of the team
	Karin                dossier.ID // of the team, decides for the municipality
	Ingrid               dossier.ID // process director
	Privacy, Admin       dossier.ID
	Planner, YouthWorker dossier.ID // of the youth-care provider
	Sadia                dossier.ID // of the debt-help organisation
	Landlord             dossier.ID // of the housing corporation
	Teacher, Volunteer   dossier.ID

	People   []StoryPerson      // the whole family as the register has it, Fatma first
	Children []casework.Profile // Elif, Esra and Emre (7), as the register has them
	Picks    []Pick             // whom one may choose in the demonstration
}

// StoryPerson is a member of the story's family.
type StoryPerson struct {
	User    dossier.ID // "" for Emre, who is 7
	Profile casework.Profile
	Network bool
	Moved   nl.Date
}

// Pick is a person whom one may choose in the demonstration, with the text keys
// of the group and of the sentence about them.
type Pick struct {
	User  dossier.ID
	Group string // family, network, team, partner, direction
	Story string // text key
}

// storyTown is the municipality of the story.
const storyTown = "9901"

type known struct {
	id   dossier.ID
	name string
}

// post is the n-th place in an organisation.
type post struct {
	org dossier.ID
	n   int
}

// storyOrgs are the organisations of the story: fixed ids and names in place of made ones.
var storyOrgs = map[dossier.ID]known{
	"org-9901-municipality-1":       {"o-gemeente-merelwaarde", "Gemeente Merelwaarde"},
	"org-9901-neighbourhood-team-1": {"o-team-zuid", "Wijkteam Zuid"},
	"org-9901-neighbourhood-team-2": {"org-9901-neighbourhood-team-2", "Wijkteam Zwanenhof"},
	"org-9901-youth-care-1":         {"o-jeugdhulp-noord", "Jeugdhulp Noord"},
	"org-9901-debt-help-1":          {"o-schuldhulp-merelwaarde", "Schuldhulp Merelwaarde"},
	"org-9901-housing-1":            {"o-wonen-merelwaarde", "Woningstichting Merelwaarde"},
	"org-9901-school-1":             {"o-school-merelwaarde", "Basisschool De Merelwaarde"},
	"org-9901-volunteers-1":         {"o-buurtmaatjes", "Buurtmaatjes Merelwaarde"},
}

// storyStaff are the people of the story who work in the chain.
var storyStaff = map[post]known{
	{"o-team-zuid", 0}:              {"u-noor", "Noor Bakker"},
	{"o-team-zuid", 1}:              {"u-sanne", "Sanne de Graaf"},
	{"o-team-zuid", 2}:              {"u-youssef", "Youssef El Idrissi"},
	{"o-team-zuid", 3}:              {"u-karin", "Karin Vos"},
	{"o-gemeente-merelwaarde", 3}:   {"u-ingrid", "Ingrid Smit"},
	{"o-gemeente-merelwaarde", 4}:   {"u-willem", "Willem Prins"},
	{"o-gemeente-merelwaarde", 5}:   {"u-beheer", "Tess van Dam"},
	{"o-jeugdhulp-noord", 0}:        {"u-bas", "Bas Verhoef"},
	{"o-jeugdhulp-noord", 1}:        {"u-lieke", "Lieke Postma"},
	{"o-schuldhulp-merelwaarde", 0}: {"u-sadia", "Sadia Haddou"},
	{"o-wonen-merelwaarde", 0}:      {"u-henk", "Henk Wolters"},
	{"o-school-merelwaarde", 0}:     {"u-marleen", "Marleen Dekker"},
	{"o-buurtmaatjes", 0}:           {"u-piet", "Piet Hendriks"},
}

// story gives the people of the story with ages that hold today.
func (r *Region) story() Story {
	s := Story{
		Municipality: storyTown, FamilyName: "De Vries-Yıldız",
		TownHall: "o-gemeente-merelwaarde", Team: "o-team-zuid", YouthCare: "o-jeugdhulp-noord",
		DebtHelp: "o-schuldhulp-merelwaarde", Housing: "o-wonen-merelwaarde", School: "o-school-merelwaarde", Volunteers: "o-buurtmaatjes",
		Fatma: "u-fatma", Elif: "u-elif", Esra: "u-esra", Jeroen: "u-jeroen", Marco: "u-marco", Hatice: "u-hatice",
		Noor: "u-noor", Sanne: "u-sanne", Youssef: "u-youssef", Karin: "u-karin", Ingrid: "u-ingrid",
		Privacy: "u-willem", Admin: "u-beheer", Planner: "u-bas", YouthWorker: "u-lieke", Sadia: "u-sadia",
		Landlord: "u-henk", Teacher: "u-marleen", Volunteer: "u-piet",
	}
	s.People = r.storyFamily(s)
	for _, p := range s.People[1:4] {
		s.Children = append(s.Children, p.Profile)
	}
	s.Picks = s.picks()
	return s
}

// picks gives whom one may choose, in the order of the page.
func (s Story) picks() []Pick {
	var list []Pick
	for _, group := range []struct {
		name  string
		users []dossier.ID
	}{
		{"family", []dossier.ID{s.Fatma, s.Elif, s.Esra, s.Jeroen, s.Marco}},
		{"network", []dossier.ID{s.Hatice, s.Volunteer}},
		{"team", []dossier.ID{s.Noor, s.Sanne, s.Youssef, s.Karin}},
		{"partner", []dossier.ID{s.Planner, s.YouthWorker, s.Sadia, s.Landlord, s.Teacher}},
		{"direction", []dossier.ID{s.Ingrid, s.Privacy, s.Admin}},
	} {
		for _, user := range group.users {
			list = append(list, Pick{User: user, Group: group.name, Story: "region.pick." + strings.TrimPrefix(string(user), "u-")})
		}
	}
	return list
}

// The places of the story's family in Story.People.
const (
	atFatma = iota
	atElif
	atEsra
	atEmre
	atJeroen
	atMarco
	atHatice
)

func (r *Region) storyFamily(s Story) []StoryPerson {
	home := dossier.Address{Street: "Meerkoetstraat", Number: "48", Postcode: "2790QF", Place: "Merelwaarde"}
	his := dossier.Address{Street: "Turfkade", Number: "7", Addition: "B", Postcode: "2790QG", Place: "Merelwaarde"}
	hers := dossier.Address{Street: "Lijsterhof", Number: "12", Postcode: "2790QA", Place: "Merelwaarde"}
	list := []StoryPerson{
		{User: s.Fatma, Profile: r.profile("Fatma", "Yıldız", woman, 41, 5, 12, home), Moved: nl.Date{Year: 2023, Month: 4, Day: 1}},
		{User: s.Elif, Profile: r.profile("Elif", "de Vries", woman, 16, 3, 30, home), Moved: nl.Date{Year: 2023, Month: 4, Day: 1}},
		{User: s.Esra, Profile: r.profile("Esra", "de Vries", woman, 12, 7, 2, home), Moved: nl.Date{Year: 2023, Month: 4, Day: 1}},
		{Profile: r.profile("Emre", "de Vries", man, 7, 2, 18, home), Moved: nl.Date{Year: 2023, Month: 4, Day: 1}},
		{User: s.Jeroen, Profile: r.profile("Jeroen", "de Vries", man, 43, 9, 21, his), Moved: nl.Date{Year: 2021, Month: 9, Day: 15}},
		{User: s.Marco, Profile: r.profile("Marco", "Jansen", man, 39, 6, 8, home), Moved: nl.Date{Year: 2024, Month: 6, Day: 1}},
		{User: s.Hatice, Profile: r.profile("Hatice", "Yıldız", woman, 68, 1, 5, hers), Moved: nl.Date{Year: 1998, Month: 8, Day: 1}, Network: true},
	}
	for i := range list {
		p := &list[i].Profile
		p.BSN, p.Secret = string(bsns()[i+1]), p.Address.Street == home.Street
		p.Municipality = storyTown
		if list[i].User != "" {
			p.Phone, p.Email = mobile(i+1), mailbox(p.Name.First()+" "+p.Name.Family)+"@post.example"
		}
	}
	return list
}

// profile gives someone of an age, whose last birthday was so many months and days ago.
func (r *Region) profile(given, family, sex string, age, months, days int, home dossier.Address) casework.Profile {
	name := nl.Name{Given: given, Initials: initials(given), Family: family}
	if family == "de Vries" {
		name.Prefix, name.Family = "de", "Vries"
	}
	return casework.Profile{Name: name, Sex: sex, Birth: r.Today.AddMonths(-12*age - months).AddDays(-days), Address: home}
}

// storyAccounts gives the accounts of the story's family, without profile.
func (s Story) storyAccounts() []store.User {
	var users []store.User
	for _, p := range s.People {
		if p.User != "" {
			users = append(users, store.User{ID: p.User, Kind: "citizen", Name: p.Profile.Name.Informal(), Phone: p.Profile.Phone, Email: p.Profile.Email, Active: true})
		}
	}
	return users
}

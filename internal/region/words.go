package region

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/*.json
var files embed.FS

// stock is everything that the region is made of, read once from data/.
type stock struct {
	surnames  map[string]bag[surname]
	given     map[string]map[string][]bag[given] // language, sex: all, older, younger
	places    []place
	orgs      []orgRow
	meldingen map[string][]meldingRow // by theme
	goals     map[string][]string     // by domain
	reasons   map[string][]string
	notes     map[string][]string
	tasks     map[string][]taskRow
	phrases   phrases
}

type (
	surname struct {
		Prefix, Name string
		Weight       int
	}
	given struct {
		Name, Cohort string
		Weight       int
	}
	nameFile struct {
		Surnames map[string][]surname
		Given    map[string]map[string][]given
	}
	place struct {
		Code, Name     string
		Postcode       int
		Neighbourhoods []struct {
			Name       string
			Households int
			Streets    []string
		}
	}
	orgRow struct {
		Kind        string
		Each, Staff int
		Region, AGB bool
		Names       []string
	}
	meldingRow struct {
		Theme, Threat, Text string
		Needs               []string // what the family must be for these words to fit, see fits
	}
	goalRow struct{ Domain, Text string }
	taskRow struct {
		Domain, Holder, Title, Need, Skill string
		Hours                              int
	}
	domainFile struct{ Reasons, Notes map[string][]string }
	phrases    struct {
		Questions []struct{ To, Ask, Answer string }
		Waiting, Reports, OwnReports, Returns, Declines, LeadDeclines, Granted, Refused,
		Evaluations, Voices, Views, Safe, Watch, Unsafe, Acute, Met, Dropped, Done,
		Closing, LeadEnds, Watching, FamilyLow, FamilyMiddle, FamilyHigh,
		WorkerLow, WorkerMiddle, WorkerHigh, Extensions []string
	}
)

// words gives the stock. The files are part of the program, so that a mistake in
// them is a mistake of the program and stops it at the first use.
var words = sync.OnceValue(func() *stock {
	s, err := readStock()
	if err != nil {
		panic(err)
	}
	return s
})

func readStock() (*stock, error) {
	var (
		names     nameFile
		meldingen []meldingRow
		goals     []goalRow
		tasks     []taskRow
		domains   domainFile
		s         stock
	)
	for name, into := range map[string]any{
		"names": &names, "places": &s.places, "orgs": &s.orgs, "meldingen": &meldingen,
		"goals": &goals, "tasks": &tasks, "domains": &domains, "phrases": &s.phrases,
	} {
		if err := readFile(name, into); err != nil {
			return nil, err
		}
	}
	s.file(names)
	s.meldingen, s.goals, s.tasks = map[string][]meldingRow{}, map[string][]string{}, map[string][]taskRow{}
	for _, m := range meldingen {
		s.meldingen[m.Theme] = append(s.meldingen[m.Theme], m)
	}
	for _, g := range goals {
		s.goals[g.Domain] = append(s.goals[g.Domain], g.Text)
	}
	for _, t := range tasks {
		s.tasks[t.Domain] = append(s.tasks[t.Domain], t)
	}
	s.reasons, s.notes = domains.Reasons, domains.Notes
	return &s, nil
}

func readFile(name string, into any) error {
	raw, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return fmt.Errorf("region: %w", err)
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("region: data/%s.json: %w", name, err)
	}
	return nil
}

// file puts the names in bags, given names by generation too.
func (s *stock) file(names nameFile) {
	s.surnames, s.given = map[string]bag[surname]{}, map[string]map[string][]bag[given]{}
	for lang, list := range names.Surnames {
		s.surnames[lang] = newBag(list, func(n surname) int { return n.Weight })
	}
	for lang, sexes := range names.Given {
		s.given[lang] = map[string][]bag[given]{}
		for sex, list := range sexes {
			for _, cohort := range []string{"older", "younger"} {
				var mine []given
				for _, n := range list {
					if n.Cohort == "" || n.Cohort == cohort {
						mine = append(mine, n)
					}
				}
				s.given[lang][sex] = append(s.given[lang][sex], newBag(mine, func(n given) int { return n.Weight }))
			}
		}
	}
}

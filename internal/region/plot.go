package region

import (
	"slices"
	"time"

	"eendracht/internal/dossier"
)

// plot is how the history of a family will go, drawn before it begins.
type plot struct {
	depth    int // 0 one question, 1 some, 2 several at once
	domains  []string
	days     int  // since the first request for help
	late     bool // safety is weighed too late
	unread   bool // nobody ever weighs it
	noLead   bool // nobody is asked to be the lead
	leadGoes bool // the lead ends and nobody follows
	silent   bool // at some moment nothing happens any more
	comeback bool // a task is handed back and stays so
	level    string
}

// How many days ago a family asked for help first, at most, per depth; and how
// many goals and tasks its plan has.
var (
	longest   = []int{210, 360, 720}
	goalsOf   = [][2]int{{1, 1}, {1, 3}, {4, 5}}
	domainsOf = [][2]int{{1, 1}, {2, 3}, {5, 7}}
	roundsOf  = []int{1, 1, 2} // evaluations until the end
)

// shortestSilence is how many days nothing was heard of a silent family, at
// least: after a month the process director sees it.
const shortestSilence = 32

func (l *life) draft() plot {
	p := plot{depth: l.depth()}
	recent := l.Float64()
	p.days = 2 + int(recent*recent*float64(longest[p.depth])) // more of them asked lately
	if p.depth == 2 {
		p.days = l.between(300, longest[2])
	}
	p.domains = l.domains(p.depth)
	p.level = l.safety(p.depth)
	if l.bench() {
		p.level, p.days = dossier.SafetyWatch, longest[2]
		return p
	}
	switch n := l.IntN(100); {
	case n < 4:
		p.noLead = true
	case n < 6:
		p.unread = true
	case n < 10:
		p.late = true
	case n < 12:
		p.leadGoes = true
	case n < 16:
		p.silent = true
	case n < 21:
		p.comeback = true
	}
	if p.silent || p.noLead {
		p.days = max(p.days, l.between(50, 200))
	}
	p.days = min(p.days, l.youngest())
	p.silent = p.silent && p.days >= shortestSilence+10
	return p
}

// youngest gives how many days the whole family has existed: nobody is in a
// dossier before they are born.
func (l *life) youngest() int {
	days := longest[len(longest)-1]
	for _, p := range l.f.Persons {
		days = min(days, p.Birth.DaysUntil(l.region.Today)-1)
	}
	return days
}

// depth says how much goes on: several problems at once is the longest history.
func (l *life) depth() int {
	needs := l.f.Needs
	switch {
	case needs.Multi || l.bench() || l.chance(0.025):
		return 2
	case len(needs.Youth) > 0 && (needs.Debt || needs.Wmo > 0) || needs.Wmo > 3 || l.chance(0.04):
		return 1
	}
	return 0
}

// domains gives the life domains to open, those of the question first.
func (l *life) domains(depth int) []string {
	var list []string
	add := func(from ...string) {
		l.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
		for _, domain := range from {
			if !slices.Contains(list, domain) {
				list = append(list, domain)
			}
		}
	}
	if l.f.Needs.Debt {
		list = append(list, "money")
	}
	if len(l.f.Needs.Youth) > 0 {
		list = append(list, one(l.dice, []string{"mind", "home"}))
	}
	if l.f.Needs.Wmo > 0 {
		list = append(list, one(l.dice, []string{"daily", "daily", "network", "housing", "mind"}))
	}
	list = slices.Compact(list)
	more := []string{"network", "community", "health", "daily", "housing"}
	if l.child() >= 0 {
		more = []string{"home", "mind", "money", "network", "work", "health", "community", "housing"}
	}
	if l.pupil() >= 0 {
		more = append(more, "school")
	}
	add(more...)
	n := l.between(domainsOf[depth][0], domainsOf[depth][1])
	return list[:min(n, len(list))]
}

func (l *life) safety(depth int) string {
	chances := [][]int{{86, 12, 2, 0}, {66, 26, 7, 1}, {30, 44, 22, 4}}[depth]
	levels := []string{dossier.SafetySafe, dossier.SafetyWatch, dossier.SafetyUnsafe, dossier.SafetyAcute}
	if l.child() < 0 {
		chances = []int{92, 7, 1, 0}
	}
	return levels[weigh(l.dice, sums(chances...))]
}

// theme names the stock of requests for help that fits the family.
func (l *life) theme() string {
	needs := l.f.Needs
	var fits []string
	switch {
	case needs.Multi || len(needs.Youth) > 0 && needs.Debt:
		return "multi"
	case len(needs.Youth) > 0:
		fits = append(fits, "youth")
	}
	if needs.Debt {
		fits = append(fits, "debt")
	}
	if needs.Wmo > 0 && l.f.Persons[0].Age(l.region.Today) >= 65 {
		fits = append(fits, "wmo_old")
	} else if needs.Wmo > 0 {
		fits = append(fits, "wmo")
	}
	return one(l.dice, fits)
}

// laws gives the laws that the question falls under.
func (l *life) laws(threat string) []string {
	var laws []string
	if l.f.Needs.Wmo > 0 {
		laws = append(laws, "wmo")
	}
	if len(l.f.Needs.Youth) > 0 {
		laws = append(laws, "jw")
	}
	if l.f.Needs.Debt || threat != "" {
		laws = append(laws, "wgs")
	}
	return laws
}

// begins gives the moment of the first request for help.
func (l *life) begins(p plot) time.Time {
	day := l.region.Today.AddDays(-p.days)
	minutes := l.between(9*60, 17*60)
	if l.chance(0.6) {
		minutes = l.between(19*60, 23*60+30)
	}
	return day.Midnight().Add(time.Duration(minutes) * time.Minute)
}

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/casework"
	"eendracht/internal/nl"
)

// searchID names the search, which is a read though its question travels in a body.
const searchID = "search"

// lists registers work, families, the process director's list, search, and what
// makes looks answerable.
func (d *door) lists() {
	huma.Register(d.api, operation("list-work", http.MethodGet, "/work", "lists", "My work",
		"What waits for the caller or their organisation: safety first, then the legal clock."), d.work)
	huma.Register(d.api, operation("list-families", http.MethodGet, "/families", "lists", "My families",
		"The families in which the caller or their organisation is involved now."), d.families)
	huma.Register(d.api, operation("list-stuck", http.MethodGet, "/stuck", "lists", "Stuck families",
		"For a process director: no lead, lapsed clocks, tasks handed back, silence. No content."), d.stuck)
	huma.Register(d.api, operation(searchID, http.MethodPost, "/searches", "lists", "Search a person",
		"Answers only that someone is known and whom to call; the search itself is logged."), d.search)
	huma.Register(d.api, operation("list-meters", http.MethodGet, "/meters", "lists", "The retype meter",
		"How values were come by per organisation and flow: new, reused, confirmed, corrected, typed again."), d.meters)
	d.trust()
}

// WorkIn narrows a list of work.
type WorkIn struct {
	Stated
	Paged
	Filter string `query:"filter" enum:"late,week,safety," doc:"late, week or safety; empty for all."`
}

// WorkItem is one thing that waits.
type WorkItem struct {
	Dossier string `json:"dossier"`
	Item    string `json:"item"`
	Kind    string `json:"kind"`
	State   string `json:"state"`
	Family  string `json:"family"`
	Title   string `json:"title,omitempty"`
	Person  string `json:"person,omitempty"`
	From    string `json:"from,omitempty"`
	Mine    bool   `json:"mine"`
	Urgent  bool   `json:"urgent"`
	Start   string `json:"start,omitempty" doc:"First day of the term."`
	Due     string `json:"due,omitempty" doc:"Last day of the term, Europe/Amsterdam."`
	Term    string `json:"term,omitempty"`
	Late    bool   `json:"late"`
	Since   string `json:"since" format:"date-time"`
}

// WorkOut is a page of work with counts.
type WorkOut struct {
	Body struct {
		Page[WorkItem]
		All    int `json:"all"`
		Late   int `json:"late"`
		Week   int `json:"week"`
		Safety int `json:"safety"`
	}
}

func (d *door) work(ctx context.Context, in *WorkIn) (*WorkOut, error) {
	list, err := d.Office.Work(ctx, casework.WorkAsk{Filter: in.Filter, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, d.problem(ctx, "list-work", err)
	}
	out := &WorkOut{}
	out.Body.All, out.Body.Late, out.Body.Week, out.Body.Safety = list.Counts.All, list.Counts.Late, list.Counts.Week, list.Counts.Safety
	out.Body.Next, out.Body.Items = list.Next, []WorkItem{}
	for _, w := range list.Items {
		out.Body.Items = append(out.Body.Items, WorkItem{
			Dossier: string(w.Dossier), Item: string(w.Item), Kind: w.Kind, State: w.State, Family: w.Family, Title: w.Title,
			Person: w.Person, From: w.From, Mine: w.Mine, Urgent: w.Urgent, Start: w.Start.String(), Due: w.Due.String(), Term: w.Term,
			Late: w.Late, Since: stamp(w.Since),
		})
	}
	return out, nil
}

// FamiliesIn narrows a list of families.
type FamiliesIn struct {
	Stated
	Paged
	Mine  bool   `query:"mine" doc:"Only those that the caller leads."`
	Phase string `query:"phase" enum:"melding,inquiry,plan,work,watching,closed," doc:"Only those in this phase."`
}

// Family is one family in a list; what the role may not know is absent.
type Family struct {
	Dossier  string `json:"dossier"`
	Name     string `json:"name"`
	Phase    string `json:"phase"`
	Role     string `json:"role"`
	Leads    bool   `json:"leads"`
	GapSince string `json:"gapSince,omitempty" format:"date-time"`
	Changed  string `json:"changed,omitempty" format:"date-time"`
	NextDue  string `json:"nextDue,omitempty"`
	Late     int    `json:"late,omitempty"`
	Returned int    `json:"returned,omitempty"`
	Open     int    `json:"open,omitempty"`
	Safety   int    `json:"safety,omitempty"`
	Keep     string `json:"keep,omitempty"`
	Silent   bool   `json:"silent,omitempty"`
}

func familiesOut(list casework.FamilyList) *PageOut[Family] {
	out := &PageOut[Family]{Body: Page[Family]{Items: []Family{}, Next: list.Next}}
	for _, f := range list.Items {
		out.Body.Items = append(out.Body.Items, Family{
			Dossier: string(f.Dossier), Name: f.Name, Phase: f.Phase, Role: f.Role, Leads: f.Leads,
			GapSince: stamp(f.GapSince), Changed: stamp(f.Changed), NextDue: f.NextDue.String(), Late: f.Late,
			Returned: f.Returned, Open: f.Open, Safety: f.Safety, Keep: f.Keep.String(), Silent: f.Silent,
		})
	}
	return out
}

func (d *door) families(ctx context.Context, in *FamiliesIn) (*PageOut[Family], error) {
	list, err := d.Office.Families(ctx, casework.FamilyAsk{Mine: in.Mine, Phase: in.Phase, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, d.problem(ctx, "list-families", err)
	}
	return familiesOut(list), nil
}

// StuckIn narrows the process director's list.
type StuckIn struct {
	Stated
	Paged
	Why string `query:"why" enum:"gap,late,returned,silent," doc:"Only those stuck for this reason."`
}

func (d *door) stuck(ctx context.Context, in *StuckIn) (*PageOut[Family], error) {
	list, err := d.Office.Direction(ctx, casework.DirectionAsk{Why: in.Why, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, d.problem(ctx, "list-stuck", err)
	}
	return familiesOut(list), nil
}

// SearchIn asks whether someone is known, by one of three ways.
type SearchIn struct {
	Stated
	Body struct {
		BSN      string  `json:"bsn,omitempty" maxLength:"9"`
		Family   string  `json:"family,omitempty" maxLength:"200" doc:"Family name without prefix; needs birth."`
		Birth    nl.Date `json:"birth,omitzero" doc:"Complete date of birth."`
		Postcode string  `json:"postcode,omitempty" maxLength:"7"`
		Number   string  `json:"number,omitempty" maxLength:"10"`
	}
}

// Hit says that someone is known and whom to call.
type Hit struct {
	Dossier string `json:"dossier,omitempty" doc:"Only when the caller may open it."`
	Contact string `json:"contact"`
	Phone   string `json:"phone,omitempty"`
	By      string `json:"by"`
}

func (d *door) search(ctx context.Context, in *SearchIn) (*PageOut[Hit], error) {
	hits, err := d.Office.Find(ctx, casework.FindAsk{BSN: in.Body.BSN, Family: in.Body.Family, Birth: in.Body.Birth, Postcode: in.Body.Postcode, Number: in.Body.Number})
	if err != nil {
		return nil, d.problem(ctx, "search", err)
	}
	out := &PageOut[Hit]{Body: Page[Hit]{Items: []Hit{}}}
	for _, h := range hits {
		out.Body.Items = append(out.Body.Items, Hit{Dossier: string(h.Dossier), Contact: h.Lead, Phone: h.Phone, By: h.By})
	}
	return out, nil
}

// MetersIn asks for counts since a day.
type MetersIn struct {
	Stated
	Since string `query:"since" format:"date" doc:"First day; empty for all."`
}

// Meter counts how values were come by.
type Meter struct {
	Organisation string `json:"organisation,omitempty"`
	Flow         string `json:"flow"`
	Day          string `json:"day"`
	New          int64  `json:"new"`
	Reused       int64  `json:"reused"`
	Confirmed    int64  `json:"confirmed"`
	Corrected    int64  `json:"corrected"`
	Retyped      int64  `json:"retyped"`
}

func (d *door) meters(ctx context.Context, in *MetersIn) (*PageOut[Meter], error) {
	since, err := nl.ParseDate(in.Since)
	if err != nil {
		return nil, d.problem(ctx, "list-meters", invalid("since", "web.date"))
	}
	rows, err := d.Office.Meters(ctx, since)
	if err != nil {
		return nil, d.problem(ctx, "list-meters", err)
	}
	out := &PageOut[Meter]{Body: Page[Meter]{Items: []Meter{}}}
	for _, m := range rows {
		out.Body.Items = append(out.Body.Items, Meter{Organisation: string(m.Org), Flow: m.Flow, Day: m.Day.String(), New: m.New, Reused: m.Reused, Confirmed: m.Confirmed, Corrected: m.Corrected, Retyped: m.Retyped})
	}
	return out, nil
}

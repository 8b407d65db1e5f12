package api

import (
	"reflect"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func invalid(field, key string) error { return fault.In("api", fault.Field{Name: field, Key: key}) }

// stamp writes an instant in UTC, RFC 3339 with microseconds; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

// Part is a cell of the grid of parts.
type Part struct {
	Person string `json:"person,omitempty" doc:"Empty: the whole family."`
	Domain string `json:"domain"`
}

func parts(in []dossier.Part) []Part {
	out := make([]Part, 0, len(in))
	for _, p := range in {
		out = append(out, Part{string(p.Person), p.Domain})
	}
	return out
}

// View is what the caller may see of a dossier for the stated purpose. What
// may not be seen is absent.
type View struct {
	Dossier      string        `json:"dossier"`
	Seen         int64         `json:"seen" doc:"Changes when anything that the caller may see changes; send it as If-Match with a command."`
	Name         string        `json:"name"`
	Phase        string        `json:"phase"`
	Municipality string        `json:"municipality"`
	Role         string        `json:"role"`
	Me           string        `json:"me,omitempty"`
	Purpose      string        `json:"purpose"`
	Ground       string        `json:"ground"`
	Policy       string        `json:"policy"`
	Until        string        `json:"until" format:"date-time" doc:"A date in the view passes then."`
	Lead         *Lead         `json:"lead,omitempty"`
	GapSince     string        `json:"gapSince,omitempty"`
	Meldingen    []Melding     `json:"meldingen,omitempty"`
	Safety       []Safety      `json:"safety,omitempty"`
	Persons      []Person      `json:"persons"`
	Relations    []Relation    `json:"relations,omitempty"`
	Custody      []Custody     `json:"custody,omitempty"`
	Stays        []Stay        `json:"stays,omitempty"`
	Secret       []string      `json:"secretAddresses,omitempty" doc:"Persons whose address is secret."`
	Involved     []Involved    `json:"involved"`
	Cells        []Cell        `json:"cells"`
	Offers       []Offer       `json:"offers,omitempty"`
	Goals        []Goal        `json:"goals,omitempty"`
	Tasks        []Task        `json:"tasks,omitempty"`
	Clocks       []Clock       `json:"clocks,omitempty"`
	Questions    []Question    `json:"questions,omitempty"`
	Allocations  []Allocation  `json:"allocations,omitempty"`
	Messages     []MessageHead `json:"messages,omitempty"`
	Voices       []Voice       `json:"voices,omitempty"`
	Talks        []Talk        `json:"talks,omitempty" doc:"Conversations in which the caller takes part."`
	Documents    []Paper       `json:"documents,omitempty"`
	Watch        *Watch        `json:"watch,omitempty"`
	Closed       *Closed       `json:"closed,omitempty"`
	Entries      []Entry       `json:"entries"`
	May          []string      `json:"may" doc:"Actions that the caller may take on something in the view."`
}

// viewOf turns a view into what the API says.
func viewOf(v *access.View, day nl.Date) View {
	d := v.Dossier
	out := View{
		Dossier: string(d.ID), Seen: v.Seen, Name: d.Name, Phase: v.Phase, Municipality: d.Municipality, Role: v.Role,
		Me: string(v.Me), Purpose: v.Ask.Purpose, Ground: v.Ground, Policy: v.Policy, Until: stamp(v.Until),
		GapSince: stamp(d.LeadGapSince), Persons: persons(d), Involved: involved(v.Others), Cells: cells(v.Cells),
		Relations: each(d.Relations, relation), Custody: each(d.Custody, custody), Stays: each(d.Stays, stay),
		Meldingen: each(d.Meldingen, melding), Safety: each(d.Safety, safety), Offers: each(d.Offers, offer),
		Goals: each(d.Goals, goal), Tasks: each(d.Tasks, task), Clocks: each(d.Clocks, clock), Questions: each(d.Questions, question),
		Allocations: each(d.Allocations, allocation), Messages: each(d.Messages, messageHead), Voices: each(d.Voices, voice), Talks: talks(v, day), Documents: each(d.Documents, paper),
		Entries: each(d.Entries, entry), May: may(v.May),
	}
	if d.Lead != nil {
		out.Lead = &Lead{User: string(d.Lead.User), Name: d.Lead.Name, Phone: d.Lead.Phone, Since: stamp(d.Lead.Since)}
	}
	for _, id := range v.Secrets {
		out.Secret = append(out.Secret, string(id))
	}
	if d.Watch != nil {
		out.Watch = &Watch{On: d.Watch.On.String(), Words: d.Watch.Words}
	}
	if d.Closed != nil {
		out.Closed = &Closed{Reason: d.Closed.Reason, At: stamp(d.Closed.At), Keep: d.Closed.Keep.String(), Retention: d.Closed.Retention}
	}
	return out
}

func each[A, B any](list []A, say func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, say(a))
	}
	return out
}

func may(decisions map[string]access.Decision) []string {
	out := []string{}
	for _, action := range []string{
		dossier.ActIntake, dossier.ActLead, dossier.ActFamily, dossier.ActPlan, dossier.ActShare, dossier.ActScore, dossier.ActFile, dossier.ActNote,
		dossier.ActHold, dossier.ActDecide, dossier.ActMessage, dossier.ActAnswer, dossier.ActOwn, dossier.ActClock, dossier.ActClose, dossier.ActTalk,
	} {
		if decisions[action].Allow {
			out = append(out, action)
		}
	}
	return out
}

package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
)

// allocations registers the work on allocated care. Each writes the official
// message itself and checks it first; what would bounce is a 422.
func (d *door) allocations() {
	command[dossier.RecordDelivered](d)
	command[dossier.ForbidTraffic](d)
	command[dossier.AllowTraffic](d)
	huma.Register(d.api, operation("allocations", http.MethodGet, "/dossiers/{dossier}/allocations", "allocations", "The ledger",
		"Allocations with their state and what of them was used, claims with their answers, as far as the caller may see."), d.careLedger)
	care(d, "start-care", "Tells that care began (305).", func(ctx context.Context, o desk.Order, number string, in StartCare) (casework.Done, error) {
		return d.Messages.StartCare(ctx, o, number, in.On)
	})
	care(d, "stop-care", "Tells that care ended or paused (307).", func(ctx context.Context, o desk.Order, number string, in StopCare) (casework.Done, error) {
		return d.Messages.StopCare(ctx, o, number, in.On, in.Reason)
	})
	care(d, "take-back", "Takes the last start or stop back (status 3).", func(ctx context.Context, o desk.Order, number string, in TakeBack) (casework.Done, error) {
		return d.Messages.TakeBack(ctx, o, number, in.What)
	})
	care(d, "ask-change", "Asks the municipality for a change (317).", func(ctx context.Context, o desk.Order, number string, in AskChange) (casework.Done, error) {
		return d.Messages.AskChange(ctx, o, desk.Wish{Allocation: number, From: in.From, Until: in.Until, Volume: in.Volume, Budget: in.Budget, Reason: in.Reason})
	})
	care(d, "claim-month", "Claims what was delivered in a month (323).", func(ctx context.Context, o desk.Order, number string, in ClaimMonth) (casework.Done, error) {
		return d.Messages.ClaimMonth(ctx, o, number, in.Month)
	})
	care(d, "credit-line", "Takes a granted line of a claim back.", func(ctx context.Context, o desk.Order, number string, in CreditLine) (casework.Done, error) {
		return d.Messages.CreditLine(ctx, o, number, in.Line)
	})
	care(d, "change-allocation", "Prolongs, shortens, changes or takes back an allocation; the 301 leaves with it.",
		func(ctx context.Context, o desk.Order, number string, in ChangeAllocation) (casework.Done, error) {
			return d.Messages.ChangeAllocation(ctx, o, dossier.ChangeAllocation{
				Number: number, Until: in.Until, Volume: in.Volume, Budget: in.Budget, Reason: in.Reason, Remove: in.Remove, Agreed: in.Agreed,
			})
		})
}

// StartCare says from which day.
type StartCare struct {
	On nl.Date `json:"on" format:"date" doc:"First day of the care."`
}

// StopCare says until which day, and why.
type StopCare struct {
	On     nl.Date `json:"on" format:"date" doc:"Last day of the care."`
	Reason string  `json:"reason" maxLength:"2" doc:"Code of RedenBeeindiging."`
}

// TakeBack says what was told wrongly.
type TakeBack struct {
	What string `json:"what" enum:"start,stop"`
}

// AskChange says how the allocation should become; what is left out stays.
type AskChange struct {
	From   nl.Date `json:"from,omitzero" format:"date"`
	Until  nl.Date `json:"until,omitzero" format:"date"`
	Volume int     `json:"volume,omitempty" minimum:"0"`
	Budget int64   `json:"budget,omitempty" minimum:"0" doc:"Cents."`
	Reason string  `json:"reason" maxLength:"1" doc:"Code of RedenVerzoek."`
}

// ClaimMonth names the month by one of its days.
type ClaimMonth struct {
	Month nl.Date `json:"month" format:"date"`
}

// CreditLine names the line by its reference.
type CreditLine struct {
	Line string `json:"line" maxLength:"20"`
}

// ChangeAllocation is what the municipality changes in place.
type ChangeAllocation struct {
	Until  nl.Date `json:"until,omitzero" format:"date" doc:"Last day; left out: without end."`
	Volume int     `json:"volume,omitempty" minimum:"0"`
	Budget int64   `json:"budget,omitempty" minimum:"0" doc:"Cents."`
	Reason string  `json:"reason,omitempty" maxLength:"2" doc:"Code of RedenWijziging."`
	Remove bool    `json:"remove,omitempty" doc:"Takes it back as if never sent."`
	Agreed bool    `json:"agreed,omitempty" doc:"The provider was heard."`
}

// CareIn is one of these about one allocation.
type CareIn[B any] struct {
	OneDossier
	Number string `path:"number" maxLength:"9"`
	Key    string `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
	Body   B
}

func care[B any](d *door, name, does string, do func(context.Context, desk.Order, string, B) (casework.Done, error)) {
	title := strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
	op := operation(name, http.MethodPost, "/dossiers/{dossier}/allocations/{number}/"+name, "allocations", title, does+" What would bounce does not leave: 422 with each rule.")
	huma.Register(d.api, op, func(ctx context.Context, in *CareIn[B]) (*ResultOut, error) {
		done, err := do(ctx, desk.Order{Dossier: dossier.ID(in.ID), Key: in.Key}, in.Number, in.Body)
		if err != nil {
			return nil, d.problem(ctx, name, err)
		}
		return resultOut(done), nil
	})
}

// CareLedger is what was allocated, used, claimed and answered.
type CareLedger struct {
	Allocations []CareLine  `json:"allocations"`
	Claims      []CareClaim `json:"claims"`
}

// CareLine is one allocation with what of it was used.
type CareLine struct {
	Number string  `json:"number"`
	State  string  `json:"state" enum:"made,started,paused,stopped,withdrawn"`
	From   nl.Date `json:"from" format:"date"`
	Until  nl.Date `json:"until,omitzero" format:"date"`
	Used   int64   `json:"used" doc:"Volume in standing claims, in the unit of the allocation."`
	Cents  int64   `json:"cents" doc:"Money in standing claims."`
}

// CareClaim is one claim with its answer.
type CareClaim struct {
	Number  string                `json:"number"`
	State   string                `json:"state" enum:"lodged,granted,rejected,credited"`
	Asked   int64                 `json:"asked" doc:"Cents."`
	Granted int64                 `json:"granted" doc:"Cents."`
	Refused []dossier.LineRefusal `json:"refused,omitempty"`
}

// CareLedgerOut is a ledger as an answer.
type CareLedgerOut struct{ Body CareLedger }

func (d *door) careLedger(ctx context.Context, in *OneDossier) (*CareLedgerOut, error) {
	view, err := d.Office.Open(ctx, dossier.ID(in.ID))
	if err != nil {
		return nil, d.problem(ctx, "ledger", err)
	}
	return &CareLedgerOut{Body: careLedgerOf(view)}, nil
}

func careLedgerOf(view *access.View) CareLedger {
	l := CareLedger{Allocations: []CareLine{}, Claims: []CareClaim{}}
	for _, a := range view.Dossier.Allocations {
		used, cents := view.Dossier.Used(a.Number)
		l.Allocations = append(l.Allocations, CareLine{a.Number, a.State(), a.Care.From, a.Care.Until, used, cents})
	}
	for _, c := range view.Dossier.Claims {
		l.Claims = append(l.Claims, CareClaim{c.Number, view.Dossier.ClaimState(c), c.Total(), c.Granted, c.Refused})
	}
	return l
}

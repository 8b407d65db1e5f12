package dossier

import (
	"fmt"

	"eendracht/internal/nl"

	"pgregory.net/rapid"
)

// ledger gives commands of the allocation ledger that fit what is there, and some that do not.
func (g *wishes) ledger() []Command {
	ref := fmt.Sprint("L", g.count)
	told := func(kind string) Told { return Told{Type: kind, From: "99990001", Ref: ref} }
	list := []Command{ReceiveReturn{Told: told("JW302"), Of: "x", OfType: "JW301"}, HoldRequest{g.task()}, ForbidTraffic{Words: g.text()}, AllowTraffic{g.text()}, AllowTraffic{"Weer veilig."}, ChangeAllocation{Number: g.number(), Until: g.on()}}
	for _, a := range g.w.d.Allocations {
		list = append(list, g.onAllocation(a, ref, told)...)
	}
	for _, t := range g.w.d.Tasks {
		if t.Change != nil && t.Open() {
			list = append(list, DecideChange{t.Task, "granted", "Ja.", []string{"n" + ref, "m" + ref}}, DecideChange{t.Task, "refused", "Nee.", nil}, HoldRequest{t.Task})
		}
	}
	for _, c := range g.w.d.Claims {
		list = append(list, g.onClaim(c, ref, told)...)
	}
	for _, m := range g.w.d.Messages {
		if m.Out {
			list = append(list, ReceiveReturn{Told: Told{Type: "JW302", From: m.Peer, Ref: ref}, Of: m.Ref, OfType: m.Type})
		}
	}
	return list
}

func (g *wishes) onAllocation(a Allocation, ref string, told func(string) Told) []Command {
	_, part, _ := g.w.d.allocatedPart(a.Number)
	month := a.Care.From.AddMonths(rapid.IntRange(0, 3).Draw(g.t, "month"))
	first := nl.Date{Year: month.Year, Month: month.Month, Day: 1}
	if first.Before(a.Care.From) {
		first = a.Care.From
	}
	wanted := a.Care
	wanted.From, wanted.Volume = a.Care.From.AddDays(rapid.IntRange(0, 20).Draw(g.t, "later")), rapid.SampledFrom([]int{a.Care.Volume, 7}).Draw(g.t, "volume")
	if wanted.Volume != a.Care.Volume {
		wanted.Until = nl.Date{}
	}
	return []Command{
		ChangeAllocation{Number: a.Number, Until: g.on(), Agreed: true}, ChangeAllocation{Number: a.Number, Remove: true},
		ReceiveWithdrawal{told("JW305"), a.Number, WithdrawStart, a.Started}, ReceiveWithdrawal{told("JW307"), a.Number, WithdrawStop, a.Stopped},
		ReceiveChange{Told: told("JW317"), Provider: a.Provider, Called: "De Linde", Person: a.Person, Reference: ref, Reason: "1", Wanted: []Wanted{{a.Number, wanted}}},
		RecordDelivered{a.Number, first, monthEnd(first), 60, 95},
		ReceiveClaim{Told: told("JW323"), Number: ref, Law: a.Care.Law, Provider: a.Provider, Person: a.Person, On: g.w.today(), Lines: []ClaimLine{
			{Ref: ref, Number: a.Number, From: first, Until: monthEnd(first), Volume: 60, Unit: "01", Tariff: 95, Amount: 5700},
		}},
		ReceiveAllocations{Told: told("JW301"), Provider: a.Provider, Called: "De Linde", Person: a.Person, Domain: part.Domain, Given: []Given{
			{Number: a.Number, Care: a.Care, On: g.on(), Time: "10:00:00", Reason: "14"}, {Number: "z" + ref, Care: a.Care, On: g.w.today(), Time: "10:00:00"},
		}},
	}
}

func (g *wishes) onClaim(c Claim, ref string, told func(string) Told) []Command {
	list := []Command{ReceiveClaimAnswer{Provider: c.Provider, Number: c.Number, Codes: []string{"8001"}},
		ReceiveClaimAnswer{Provider: c.Provider, Number: c.Number, Codes: []string{"0200"}, Refused: []LineRefusal{{c.Lines[0].Ref, []string{"9389"}}}}}
	for _, l := range c.Lines {
		if !l.Credit {
			l.Ref, l.Earlier, l.Credit = ref, l.Ref, true
			list = append(list, ReceiveClaim{Told: told("JW323"), Number: ref, Law: c.Law, Provider: c.Provider, Person: c.Person, On: g.w.today(), Lines: []ClaimLine{l}})
		}
	}
	return list
}

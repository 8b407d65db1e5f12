package desk

import (
	"slices"
	"strconv"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
)

// commands gives what a message asks to be done, without the classes that were refused.
func (l letter) commands(d *dossier.Dossier) ([]dossier.Command, error) {
	m := l.in.message
	switch m.Kind {
	case ijw.Kind301:
		return l.allocations(), nil
	case ijw.Kind305:
		return l.starts(d)
	case ijw.Kind307:
		return l.stops(d)
	case ijw.Kind315:
		return l.request()
	case ijw.Kind317:
		return l.change(d), nil
	case ijw.Kind319:
		return l.answered(d)
	case ijw.Kind323:
		return l.claim(), nil
	case ijw.Kind325:
		return l.claimAnswer()
	}
	back, ok := m.AsReturned()
	if !ok {
		return nil, fault.New(fault.Invalid, "desk.commands", "desk.direction", "type", l.Kind)
	}
	of, _ := m.Kind.Answers()
	return []dossier.Command{dossier.ReceiveReturn{Told: l.told(), Of: back.Header.ID, OfType: l.Kind[:len(l.Kind)-3] + of.String(), Refused: refusals(m)}}, nil
}

func (l letter) told() dossier.Told {
	return dossier.Told{Type: l.Kind, From: l.From, Ref: l.Ref, Content: l.in.raw}
}

// refusals gives the classes that a return message refuses, with their codes.
func refusals(m ijw.Message) []dossier.Refusal {
	var all []dossier.Refusal
	for class := range m.Classes() {
		codes := slices.DeleteFunc(class.ReturnCodes(), harmless)
		if len(codes) > 0 {
			all = append(all, dossier.Refusal{Path: class.Path(), Codes: codes})
		}
	}
	return all
}

// harmless tells whether a return code refuses nothing.
func harmless(code string) bool {
	return code == ijw.NoRemarks || code == ijw.NotJudged || code == ijw.Granted
}

// refusedAt tells whether the nth class of a name, or what it stands in, was refused.
func (l letter) refusedAt(name string, n int) bool {
	if len(l.out.found) == 0 {
		return false
	}
	at := 0
	for class := range l.in.message.Classes() {
		if class.Name != name {
			continue
		}
		if at == n {
			path := class.Path()
			return slices.ContainsFunc(l.out.found, func(f ijw.Finding) bool { return within(f.Path, path) || !inProduct(f.Path, name) })
		}
		at++
	}
	return false
}

func within(path, of string) bool {
	return path == of || len(path) > len(of) && path[:len(of)] == of && path[len(of)] == '/'
}

// inProduct tells whether a finding is about one product of a message, not about all of it.
func inProduct(path, name string) bool {
	for i := 0; i+len(name) <= len(path); i++ {
		if path[i:i+len(name)] == name && (i+len(name) == len(path) || path[i+len(name)] == '/' || path[i+len(name)] == '[') {
			return true
		}
	}
	return false
}

func (l letter) request() ([]dossier.Command, error) {
	in := l.in
	c := dossier.ReceiveRequest{
		Type: l.Kind, From: l.From, Ref: l.Ref, Content: in.raw,
		Provider: in.sender.ID, Called: in.sender.Name, Phone: in.sender.Phone, Person: in.person,
	}
	for i, r := range in.message.Requests() {
		if !l.refusedAt("AangevraagdProduct", i) {
			c.Care = append(c.Care, careOf(in.message.Law, r))
		}
	}
	if len(c.Care) == 0 {
		return nil, nil
	}
	c.Domain = domainOf(in.message.Law, c.Care[0].Category)
	return []dossier.Command{c}, nil
}

func careOf(law ijw.Law, r ijw.Request) dossier.Care {
	care := dossier.Care{Law: string(law), From: r.From, Until: r.Until, Reference: r.Reference, Referrer: r.Referrer.Kind, Comment: r.Comment}
	return sized(care, r.Product, r.Volume, r.BudgetCents)
}

// sized fills in product, volume and budget as far as they are there.
func sized(care dossier.Care, p *ijw.Product, v *ijw.Volume, budget *int64) dossier.Care {
	if p != nil {
		care.Category, care.Code = p.Category, p.Code
	}
	if v != nil {
		care.Volume, care.Unit, care.Frequency = int(v.Amount), v.Unit, v.Per
	}
	if budget != nil {
		care.Budget = *budget
	}
	return care
}

func (l letter) allocations() []dossier.Command {
	in := l.in
	c := dossier.ReceiveAllocations{Told: l.told(), Provider: in.receiver.ID, Called: in.receiver.Name, Phone: in.receiver.Phone, Person: in.person}
	for i, a := range in.message.Allocations() {
		if l.refusedAt("ToegewezenProduct", i) {
			continue
		}
		care := sized(dossier.Care{Law: string(in.message.Law), From: a.From, Until: a.Until, Reference: a.Reference, Comment: a.Comment}, a.Product, a.Volume, a.BudgetCents)
		c.Given = append(c.Given, dossier.Given{Number: number(a.Number), Care: care, On: a.DecidedOn, Time: a.DecidedAt, Reason: a.Change})
	}
	if len(c.Given) == 0 {
		return nil
	}
	c.Domain = domainOf(in.message.Law, c.Given[0].Care.Category)
	return []dossier.Command{c}
}

// allocated gives the number of the allocation that a start or stop is about:
// the one it names, or the one of that product when it works without a number.
func (l letter) allocated(d *dossier.Dossier, n *int64, p *ijw.Product, from nl.Date) (string, error) {
	if n != nil {
		return number(*n), nil
	}
	for _, a := range slices.Backward(d.Allocations) {
		if a.Person != l.in.person || a.Provider != l.in.sender.ID || a.Gone || p == nil || a.Care.Category != p.Category {
			continue
		}
		if (p.Code == "" || a.Care.Code == p.Code) && (from.IsZero() || a.Care.From == from) {
			return a.Number, nil
		}
	}
	return "", fault.New(fault.Invalid, "desk.allocated", "desk.number")
}

// starts takes back before it states anew, whatever the order in the message.
func (l letter) starts(d *dossier.Dossier) ([]dossier.Command, error) {
	var back, anew []dossier.Command
	for i, s := range l.in.message.Starts() {
		if s.Status == ijw.StatusUnchanged || l.refusedAt("StartProduct", i) {
			continue
		}
		n, err := l.allocated(d, s.Number, s.Product, s.AllocationFrom)
		if err != nil {
			return nil, err
		}
		if s.Status == ijw.StatusRemoved {
			back = append(back, dossier.ReceiveWithdrawal{Told: l.told(), Number: n, What: dossier.WithdrawStart, On: s.From})
			continue
		}
		anew = append(anew, dossier.ReceiveStart{Type: l.Kind, From: l.From, Ref: l.Ref, Content: l.in.raw, Number: n, On: s.From})
	}
	return append(back, anew...), nil
}

func (l letter) stops(d *dossier.Dossier) ([]dossier.Command, error) {
	var back, anew []dossier.Command
	for i, s := range l.in.message.Stops() {
		if s.Status == ijw.StatusUnchanged || l.refusedAt("StopProduct", i) {
			continue
		}
		n, err := l.allocated(d, s.Number, s.Product, s.AllocationFrom)
		if err != nil {
			return nil, err
		}
		if s.Status == ijw.StatusRemoved {
			back = append(back, dossier.ReceiveWithdrawal{Told: l.told(), Number: n, What: dossier.WithdrawStop, On: s.Until})
			continue
		}
		anew = append(anew, dossier.ReceiveStop{Type: l.Kind, From: l.From, Ref: l.Ref, Content: l.in.raw, Number: n, On: s.Until, Reason: s.Reason})
	}
	return append(back, anew...), nil
}

func (l letter) change(d *dossier.Dossier) []dossier.Command {
	c, in := l.in.message.Change(), l.in
	if len(l.out.found) > 0 {
		return nil // a request is one whole
	}
	out := dossier.ReceiveChange{
		Told: l.told(), Provider: in.sender.ID, Called: in.sender.Name, Phone: in.sender.Phone, Person: in.person, Reference: c.Reference, Reason: c.Reason,
	}
	for _, u := range c.Unchanged {
		out.Keep = append(out.Keep, number(u.Number))
	}
	for _, w := range c.Changed {
		was, _ := d.Allocation(number(w.Number))
		care := was.Care
		care.From, care.Until, care.Volume, care.Unit, care.Frequency, care.Budget = w.From, w.Until, 0, "", "", 0
		out.Wanted = append(out.Wanted, dossier.Wanted{Number: number(w.Number), Care: sized(care, nil, w.Volume, w.BudgetCents)})
	}
	for _, n := range c.New {
		care := dossier.Care{Law: string(in.message.Law), From: n.From, Until: n.Until, Reference: c.Reference}
		out.Wanted = append(out.Wanted, dossier.Wanted{Care: sized(care, n.Product, n.Volume, n.BudgetCents)})
	}
	return []dossier.Command{out}
}

// answered finds the request that a 319 answers by its reference.
func (l letter) answered(d *dossier.Dossier) ([]dossier.Command, error) {
	a := l.in.message.Answer()
	for _, t := range slices.Backward(d.Tasks) {
		if t.Care == nil || t.Type != dossier.TaskDecision || t.Care.Reference != a.Reference && (t.Change == nil || t.Change.Reference != a.Reference) {
			continue
		}
		words, _ := ijw.Words(l.in.message.Law, "RedenAfwijzingVerzoek", a.Reason)
		if words == "" {
			words = a.Reason
		}
		return []dossier.Command{dossier.ReceiveAnswer{Told: l.told(), Task: t.Task, Pending: a.Decision == ijw.DecisionUnderStudy, Words: words}}, nil
	}
	return nil, fault.New(fault.NotFound, "desk.answered", "desk.unknown")
}

func (l letter) claim() []dossier.Command {
	c, in := l.in.message.Claim(), l.in
	out := dossier.ReceiveClaim{Told: l.told(), Number: c.Number, Law: string(in.message.Law), Provider: in.sender.ID, Person: in.person, Period: c.Period, On: c.Date}
	for _, client := range c.Clients {
		for _, line := range client.Lines {
			out.Lines = append(out.Lines, lineOf(line))
		}
	}
	return []dossier.Command{out}
}

func lineOf(l ijw.ClaimLine) dossier.ClaimLine {
	line := dossier.ClaimLine{
		Ref: l.Reference, Earlier: l.Previous, Number: number(l.Number), Category: l.Category, Code: l.Code, From: l.Period.From, Until: l.Period.Until,
		Volume: l.Volume, Unit: l.Unit, Amount: l.Amount.Cents, Credit: l.Amount.Sign == ijw.Credit,
	}
	if l.TariffCents != nil {
		line.Tariff = *l.TariffCents
	}
	return line
}

// answerClaim answers a claim that came in: every line that has no finding is granted.
func (l letter) answerClaim(d *dossier.Dossier, m dossier.Moment) ([]dossier.Entry, error) {
	c := dossier.ReceiveClaimAnswer{Provider: l.in.sender.ID, Number: l.in.message.Claim().Number, Codes: []string{ijw.Granted}}
	if len(l.out.found) > 0 {
		back, err := rules.Answer(l.in.message, l.out.found, rules.AnswerHeader{ID: answerID(l.Kind, l.From, l.Ref), Date: m.Today()})
		if err != nil {
			return nil, err
		}
		answer, _ := back.As325()
		c.Codes, c.Refused = refusedLines(answer)
	}
	return c.Decide(d, m)
}

// refusedLines gives the codes of the whole, and of each line that is not granted.
func refusedLines(m ijw.Message325) (codes []string, lines []dossier.LineRefusal) {
	codes = m.Header.Codes
	if m.Answer == nil {
		return codes, nil
	}
	if slices.ContainsFunc(m.Answer.Codes, func(c string) bool { return !harmless(c) }) {
		codes = append(slices.Clone(m.Answer.Codes), ijw.Rejected)
	} else if slices.Contains(m.Answer.Codes, ijw.Granted) {
		codes = []string{ijw.Granted}
	}
	for _, client := range m.Answer.Clients {
		for _, l := range client.Lines {
			why := slices.DeleteFunc(slices.Clone(l.Codes), harmless)
			if len(why) == 0 {
				why = slices.DeleteFunc(slices.Clone(client.Codes), harmless)
			}
			lines = append(lines, dossier.LineRefusal{Ref: l.Reference, Codes: why})
		}
	}
	return codes, lines
}

func (l letter) claimAnswer() ([]dossier.Command, error) {
	answer, _ := l.in.message.As325()
	c := dossier.ReceiveClaimAnswer{Told: l.told(), Provider: l.in.receiver.ID}
	c.Codes, c.Refused = refusedLines(answer)
	if answer.Answer == nil {
		return nil, fault.New(fault.Invalid, "desk.claimAnswer", "desk.claimwhole", "ref", strconv.Quote(answer.Header.ClaimID))
	}
	c.Number = answer.Answer.Number
	return []dossier.Command{c}, nil
}

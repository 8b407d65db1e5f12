package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c RecordDelivered) Name() string { return "record-delivered" }
func (c RecordDelivered) Need(d *Dossier) Need {
	n := allocationNeed(d, ActHold, c.Number)
	n.Parts = nil // the holder of the task records its own work
	return n
}

// Decide notes a delivery; the same days of the same allocation replace what
// was noted, until it was claimed.
func (c RecordDelivered) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("RecordDelivered", d, m)
	a := v.allocated(c.Number)
	v.field(c.From.IsZero(), "from", "dossier.care.from")
	v.field(c.Until.IsZero() || c.Until.Before(c.From), "until", "dossier.period")
	v.field(!c.From.IsZero() && !c.Until.IsZero() && !sameMonth(c.From, c.Until), "until", "dossier.claim.month")
	v.field(c.Volume <= 0, "volume", "dossier.claim.volume")
	v.field(c.Tariff < 0 || c.Tariff == 0 && a.Care.Unit != unitEuro, "tariff", "dossier.claim.tariff")
	if err := v.err(); err != nil {
		return nil, err
	}
	v.conflict(a.Gone, "dossier.care.gone")
	v.field(c.From.Before(a.Care.From) || !a.Care.Until.IsZero() && c.Until.After(a.Care.Until), "from", "dossier.claim.outside")
	id := c.known(d, m, v)
	if err := v.err(); err != nil {
		return nil, err
	}
	t, _ := d.Task(a.Task)
	tariff := c.Tariff
	if a.Care.Unit == unitEuro {
		tariff = 0
	}
	noted := CareDelivered{id, c.Number, c.From, c.Until, c.Volume, a.Care.Unit, tariff}
	entries := []Entry{m.write(noted, lies(t.Part), aboutPart(t.Part))}
	if _, runs := d.ClockOn(id, termClaimMonth); runs {
		return entries, nil
	}
	started, err := m.clock(termClaimMonth, id, t.Holder, monthEnd(c.Until), lies(t.Part))
	return append(entries, started), err
}

// known gives the delivery that these days already have; what was claimed stands.
func (c RecordDelivered) known(d *Dossier, m Moment, v *check) ID {
	for _, was := range d.Delivered {
		if was.Number != c.Number || was.Until.Before(c.From) || was.From.After(c.Until) {
			continue
		}
		v.conflict(was.Claim != "", "dossier.claim.already")
		v.field(was.From != c.From || was.Until != c.Until, "from", "dossier.claim.overlap")
		return was.Delivery
	}
	return m.NewID()
}

// unitEuro is the code of Eenheid for an amount of money.
const unitEuro = "83"

func sameMonth(a, b nl.Date) bool { return a.Year == b.Year && a.Month == b.Month }

// monthEnd gives the last day of the month of a day.
func monthEnd(d nl.Date) nl.Date {
	return nl.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonths(1).AddDays(-1)
}

// Amount gives the price of a volume: volume times tariff, or the volume itself
// when it is money. Cents in, cents out; nothing is rounded because a tariff is
// a whole number of cents per whole unit.
func Amount(volume, tariff int64, unit string) int64 {
	if unit == unitEuro {
		return volume
	}
	return volume * tariff
}

// Room gives how much of an allocation fits within a period, in its unit: per
// day, week (a seventh a day) or month (its share of the days of each month), or
// the whole when it counts in total. Half a unit counts as one: half-up, in whole numbers.
func Room(care Care, from, until nl.Date) int64 {
	days := int64(from.DaysUntil(until)) + 1
	volume := int64(care.Volume)
	if days <= 0 || volume == 0 {
		return 0
	}
	switch care.Frequency {
	case "1":
		return volume * days
	case "2":
		return halfUp(volume*days, 7)
	case "4":
		return months(volume, from, until)
	}
	return volume
}

// months adds up, month by month, the share of a volume per month.
func months(volume int64, from, until nl.Date) int64 {
	var sum int64
	for first := from; !first.After(until); {
		last := monthEnd(first)
		end := last
		if end.After(until) {
			end = until
		}
		sum += halfUp(volume*int64(first.DaysUntil(end)+1), int64(last.Day))
		first = last.AddDays(1)
	}
	return sum
}

// halfUp divides whole numbers from zero up and rounds a half upward.
func halfUp(n, by int64) int64 { return (2*n + by) / (2 * by) }

// claimPart gives where a claim lies: with the first allocation that it names.
func (d *Dossier) claimPart(lines []ClaimLine) (Part, bool) {
	for _, l := range lines {
		if _, part, ok := d.allocatedPart(l.Number); ok {
			return part, true
		}
	}
	return Part{}, false
}

func claimNeed(d *Dossier, lines []ClaimLine) Need {
	part, ok := d.claimPart(lines)
	if !ok {
		return Need{Action: ActMessage}
	}
	return planNeed(ActMessage, part)
}

func (c ReceiveClaim) Name() string         { return "receive-claim" }
func (c ReceiveClaim) Need(d *Dossier) Need { return claimNeed(d, c.Lines) }

// Decide takes the claim in; what its lines are worth the answer says.
func (c ReceiveClaim) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveClaim", d, m)
	v.field(c.From == "" || c.Ref == "" || c.Number == "", "ref", "dossier.message.ref")
	v.field(c.Provider == "", "provider", "dossier.care.provider")
	v.person("person", c.Person)
	v.field(len(c.Lines) == 0, "lines", "dossier.claim.none")
	part, known := d.claimPart(c.Lines)
	v.field(!known, "number", "dossier.care.unknown")
	if err := v.err(); err != nil {
		return nil, err
	}
	again := slices.ContainsFunc(d.Claims, func(o Claim) bool {
		return o.Provider == c.Provider && o.Law == c.Law && o.Number == c.Number && o.Person == c.Person
	})
	if again || d.received(c.Type, c.From, c.Ref) != "" {
		return nil, nil
	}
	message, id := m.NewID(), m.NewID()
	entries := []Entry{
		m.write(MessageReceived{message, c.Type, c.From, c.Ref, c.Content}, lies(part), about(c.Person)),
		m.write(ClaimLodged{id, c.Number, c.Law, c.Provider, c.Person, c.Period.From, c.Period.Until, c.On, c.Lines, message}, lies(part), about(c.Person)),
	}
	for _, l := range c.Lines {
		if i := slices.IndexFunc(d.Delivered, func(o Delivered) bool { return o.Number == l.Number && o.From == l.From && o.Until == l.Until }); i >= 0 && !l.Credit {
			entries = append(entries, m.met(d, d.Delivered[i].Delivery, termClaimMonth)...)
		}
	}
	started, err := m.clock(termClaim, id, d.desk(), m.Today(), lies(part))
	return append(entries, started), err
}

func (c ReceiveClaimAnswer) Name() string { return "receive-claim-answer" }
func (c ReceiveClaimAnswer) Need(d *Dossier) Need {
	o, _ := c.claim(d)
	return claimNeed(d, o.Lines)
}

func (c ReceiveClaimAnswer) claim(d *Dossier) (Claim, bool) {
	return deref(find(d.Claims, func(o *Claim) bool { return o.Provider == c.Provider && o.Number == c.Number }))
}

// Decide matches the answer with its claim and adds up what was granted: every
// line that was not refused (OP304: the answer names the refused ones alone).
func (c ReceiveClaimAnswer) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveClaimAnswer", d, m)
	claim, ok := c.claim(d)
	v.missing(!ok, "dossier.claim.unknown")
	if err := v.err(); err != nil {
		return nil, err
	}
	if !claim.Answered.IsZero() {
		return nil, nil
	}
	part, _ := d.claimPart(claim.Lines) // a claim is taken in only where its allocation lies
	var entries []Entry
	body := ClaimAnswered{Claim: claim.Claim, Codes: c.Codes, Refused: c.Refused}
	if c.Ref != "" {
		body.Message = m.NewID()
		entries = append(entries, m.write(MessageReceived{body.Message, c.Type, c.From, c.Ref, c.Content}, lies(part), about(claim.Person)))
	}
	claim.Codes, claim.Refused = c.Codes, c.Refused
	for _, l := range claim.Lines {
		if claim.Stands(l.Ref) {
			body.Granted += l.signed()
		}
	}
	entries = append(entries, m.write(body, lies(part), about(claim.Person)))
	return append(entries, m.met(d, claim.Claim, termClaim)...), nil
}

func (c ReceiveReturn) Name() string { return "receive-return" }
func (c ReceiveReturn) Need(d *Dossier) Need {
	n := Need{Action: ActMessage}
	if sent, ok := c.sent(d); ok {
		n.Parts = d.partsOf(sent.ID)
	}
	return n
}

func (c ReceiveReturn) sent(d *Dossier) (Message, bool) {
	return deref(find(d.Messages, func(o *Message) bool { return o.Out && o.Ref == c.Of && o.Type == c.OfType && o.Peer == c.From }))
}

// partsOf gives the parts in which a message lies.
func (d *Dossier) partsOf(message ID) []Part {
	for _, e := range d.Entries {
		switch b := e.Body.(type) {
		case MessageSent:
			if b.Message == message {
				return e.Parts
			}
		case MessageReceived:
			if b.Message == message {
				return e.Parts
			}
		}
	}
	return nil
}

// Decide keeps the first return to a message and ends its term.
func (c ReceiveReturn) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveReturn", d, m)
	v.field(c.From == "" || c.Ref == "", "ref", "dossier.message.ref")
	sent, ok := c.sent(d)
	v.missing(!ok, "dossier.message.nosuch")
	if err := v.err(); err != nil {
		return nil, err
	}
	if _, known := d.Returned(sent.ID); known {
		return nil, nil
	}
	parts := d.partsOf(sent.ID)
	returned := m.write(MessageReturned{sent.ID, c.Type, c.From, c.Ref, c.Refused, c.Content}, lies(parts...))
	for _, p := range parts {
		aboutPart(p)(&returned)
	}
	return append([]Entry{returned}, m.met(d, sent.ID, termReturn)...), nil
}

func (c RecordReply) Name() string         { return "record-reply" }
func (c RecordReply) Need(d *Dossier) Need { return planNeed(ActMessage, c.Part) }

func (c RecordReply) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("RecordReply", d, m)
	v.field(c.Type == "", "type", "dossier.message.type")
	v.field(c.To == "" || c.Ref == "", "ref", "dossier.message.ref")
	v.field(len(c.Content) == 0, "content", "dossier.message.content")
	v.conflict(d.Silent(m.Today()), "dossier.traffic.forbidden")
	if err := v.err(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(d.Messages, func(o Message) bool { return o.Out && o.Type == c.Type && o.Ref == c.Ref && o.Peer == c.To }) {
		return nil, nil
	}
	message := m.NewID()
	entries := []Entry{m.write(MessageSent{message, c.Type, c.To, c.Ref, c.Content, c.Org}, lies(c.Part), aboutPart(c.Part))}
	if !c.Await {
		return entries, nil
	}
	owner := c.Owner
	if owner.IsZero() {
		owner = d.desk()
	}
	started, err := m.clock(termReturn, message, owner, m.Today(), lies(c.Part))
	return append(entries, started), err
}

func (c AwaitReturn) Name() string { return "await-return" }
func (c AwaitReturn) Need(d *Dossier) Need {
	return Need{Action: ActMessage, Parts: d.partsOf(c.Message)}
}

func (c AwaitReturn) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AwaitReturn", d, m)
	_, ok := d.Message(c.Message)
	v.missing(!ok, "dossier.message.nosuch")
	if err := v.err(); err != nil {
		return nil, err
	}
	started, err := m.clock(termReturn, c.Message, c.Owner, m.Today(), lies(d.partsOf(c.Message)...))
	return []Entry{started}, err
}

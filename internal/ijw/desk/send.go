package desk

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Order is what every message of a provider is sent with.
type Order struct {
	Dossier dossier.ID
	Key     string
	Expect  int64
	Typed   []casework.Typed
}

// StartCare tells the municipality that allocated care began (305). Taking back
// an earlier start comes in the same message: status 3, then 1.
func (d *Desk) StartCare(ctx context.Context, o Order, allocation string, on nl.Date) (casework.Done, error) {
	return d.send(ctx, o, allocation, func(w writer) (ijw.Message, error) {
		start := ijw.Start{Number: w.number(), Product: w.product(), AllocationFrom: w.made.Care.From, From: on, Status: ijw.StatusFirst}
		all := []ijw.Start{start}
		if !w.made.Started.IsZero() && w.made.Stopped.IsZero() && w.made.Started != on {
			back := start
			back.From, back.Status = w.made.Started, ijw.StatusRemoved
			all = []ijw.Start{back, start}
		}
		return ijw.New305(w.header, w.client, all), nil
	})
}

// StopCare tells that it ended, or paused with reason 20 (307). A stop that was
// told before and was final is taken back in the same message.
func (d *Desk) StopCare(ctx context.Context, o Order, allocation string, on nl.Date, reason string) (casework.Done, error) {
	return d.send(ctx, o, allocation, func(w writer) (ijw.Message, error) {
		stop := ijw.Stop{
			Number: w.number(), Product: w.product(), AllocationFrom: w.made.Care.From, From: w.made.Started, Reason: reason, Until: on, Status: ijw.StatusFirst,
		}
		all := []ijw.Stop{stop}
		if w.made.State() == dossier.AllocationOver {
			back := stop
			back.Until, back.Reason, back.Status = w.made.Stopped, w.made.StopReason, ijw.StatusRemoved
			all = []ijw.Stop{back, stop}
		}
		return ijw.New307(w.header, w.client, all), nil
	})
}

// TakeBack withdraws the start or stop that was told last: it was a mistake.
func (d *Desk) TakeBack(ctx context.Context, o Order, allocation, what string) (casework.Done, error) {
	return d.send(ctx, o, allocation, func(w writer) (ijw.Message, error) {
		if what == dossier.WithdrawStart {
			return ijw.New305(w.header, w.client, []ijw.Start{{
				Number: w.number(), Product: w.product(), AllocationFrom: w.made.Care.From, From: w.made.Started, Status: ijw.StatusRemoved,
			}}), nil
		}
		return ijw.New307(w.header, w.client, []ijw.Stop{{
			Number: w.number(), Product: w.product(), AllocationFrom: w.made.Care.From, From: w.made.Started, Reason: w.made.StopReason, Until: w.made.Stopped,
			Status: ijw.StatusRemoved,
		}}), nil
	})
}

// Wish is what a provider wants changed of one allocation; zero values stay as they are.
type Wish struct {
	Allocation string
	From       nl.Date // from when; the first day of the allocation when zero
	Until      nl.Date
	Volume     int
	Budget     int64  // cents
	Reason     string // code of RedenVerzoek
}

// AskChange asks the municipality for a change (317). All that is allocated now
// is named: this one as it should become, the others as they are (TR349).
func (d *Desk) AskChange(ctx context.Context, o Order, w Wish) (casework.Done, error) {
	return d.send(ctx, o, w.Allocation, func(at writer) (ijw.Message, error) {
		care := at.made.Care
		changed := ijw.Changed{Number: *at.number(), From: w.From, Until: w.Until, Volume: volumeOf(care)}
		if changed.From.IsZero() {
			changed.From = care.From
		}
		if w.Volume > 0 && changed.Volume != nil {
			changed.Volume.Amount = int64(w.Volume)
		}
		if budget := max(w.Budget, care.Budget); w.Budget > 0 || care.Budget > 0 {
			if w.Budget > 0 {
				budget = w.Budget
			}
			changed.BudgetCents = &budget
		}
		c := ijw.Change{Reference: at.header.ID, Reason: w.Reason, Changed: []ijw.Changed{changed}}
		for _, a := range at.d.Allocations {
			if a.Number != at.made.Number && a.Person == at.made.Person && a.Provider == at.made.Provider && a.Current(at.today) && a.Care.Law == care.Law {
				c.Unchanged = append(c.Unchanged, ijw.Unchanged{Number: digits(a.Number)})
			}
		}
		return ijw.New317(at.header, at.client.BSN, c), nil
	})
}

// ClaimMonth claims what was delivered to the client of an allocation in the
// month of a day and was not claimed yet (323): every allocation of that
// provider and law, one line each, at the price that was noted.
func (d *Desk) ClaimMonth(ctx context.Context, o Order, allocation string, month nl.Date) (casework.Done, error) {
	return d.send(ctx, o, allocation, func(w writer) (ijw.Message, error) {
		var lines []ijw.ClaimLine
		for _, was := range w.d.Delivered {
			a, ok := w.d.Allocation(was.Number)
			if ok && was.Claim == "" && was.From.Year == month.Year && was.From.Month == month.Month && w.alike(a) {
				lines = append(lines, w.line(was.CareDelivered, a, len(lines)))
			}
		}
		if len(lines) == 0 {
			return ijw.Message{}, fault.New(fault.Conflict, "desk.ClaimMonth", "desk.nothing")
		}
		return w.claim(month, lines), nil
	})
}

// CreditLine takes a granted line of a claim back in whole (OP366), so that it
// can be claimed anew.
func (d *Desk) CreditLine(ctx context.Context, o Order, allocation, ref string) (casework.Done, error) {
	return d.send(ctx, o, allocation, func(w writer) (ijw.Message, error) {
		claim, was, ok := w.d.Line(w.made.Provider, ref)
		if !ok || was.Number != w.made.Number {
			return ijw.Message{}, fault.New(fault.NotFound, "desk.CreditLine", "dossier.claim.unknown")
		}
		line := ijw.ClaimLine{
			Reference: w.header.ID + "1", Previous: was.Ref, Number: digits(was.Number), Category: was.Category, Code: was.Code, Period: nl.Span{From: was.From, Until: was.Until},
			Volume: was.Volume, Unit: was.Unit, Amount: ijw.Amount{Cents: was.Amount, Sign: ijw.Credit},
		}
		if was.Tariff > 0 {
			line.TariffCents = &was.Tariff
		}
		return w.claim(claim.From, []ijw.ClaimLine{line}), nil
	})
}

// writer is everything that a message of a provider is written from.
type writer struct {
	d      *dossier.Dossier
	made   dossier.Allocation
	header ijw.Header
	client ijw.Client
	today  nl.Date
}

func (w writer) number() *int64 {
	n := digits(w.made.Number)
	return &n
}

func (w writer) product() *ijw.Product {
	if w.made.Care.Category == "" {
		return nil
	}
	return &ijw.Product{Category: w.made.Care.Category, Code: w.made.Care.Code}
}

// alike tells whether an allocation is of the same client, provider and law.
func (w writer) alike(a dossier.Allocation) bool {
	return a.Person == w.made.Person && a.Provider == w.made.Provider && a.Care.Law == w.made.Care.Law
}

func (w writer) line(was dossier.CareDelivered, a dossier.Allocation, n int) ijw.ClaimLine {
	line := ijw.ClaimLine{
		Reference: w.header.ID + strconv.Itoa(n+1), Number: digits(a.Number), Category: a.Care.Category, Code: a.Care.Code,
		Period: nl.Span{From: was.From, Until: was.Until}, Volume: was.Volume, Unit: was.Unit,
		Amount: ijw.Amount{Cents: dossier.Amount(was.Volume, was.Tariff, was.Unit), Sign: ijw.Debit},
	}
	if was.Tariff > 0 {
		line.TariffCents = &was.Tariff
	}
	return line
}

// claim wraps lines in the claim of a calendar month.
func (w writer) claim(month nl.Date, lines []ijw.ClaimLine) ijw.Message {
	first := nl.Date{Year: month.Year, Month: month.Month, Day: 1}
	var total int64
	for _, l := range lines {
		total += l.Amount.Signed()
	}
	return ijw.New323(w.header, ijw.Claim{
		Number: "D" + strings.TrimLeft(w.header.ID, "0"), Period: nl.Span{From: first, Until: first.AddMonths(1).AddDays(-1)}, Date: w.today,
		Total: ijw.SignedAmount(total), Clients: []ijw.ClaimClient{{BSN: w.client.BSN, Lines: lines}},
	})
}

func digits(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // numbers come from messages and series: digits only
	return n
}

// send writes a message of the caller's organisation, checks it as its receiver
// will (what would bounce does not leave), and lets the dossier say what it says.
func (d *Desk) send(ctx context.Context, o Order, allocation string, write func(writer) (ijw.Message, error)) (casework.Done, error) {
	const op = "desk.send"
	caller, err := casework.From(ctx)
	if err != nil {
		return casework.Done{}, err
	}
	org, err := d.Codes.Org(ctx, caller.Who.Org)
	if err != nil {
		return casework.Done{}, fault.Wrap(fault.Forbidden, op, err)
	}
	next, err := d.Codes.Next(ctx, "message:"+org.AGB)
	if err != nil {
		return casework.Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	done, err := d.Office.Do(ctx, casework.Wish{
		Dossier: o.Dossier, Key: o.Key, Expect: o.Expect, Typed: o.Typed,
		Command: dispatch{Key: o.Key, Allocation: allocation, desk: d, ctx: ctx, org: org, id: fmt.Sprintf("%011d", next), write: write},
	})
	return done, fault.Wrap(fault.Internal, op, err)
}

// dispatch is the command of a message that a provider sends.
type dispatch struct {
	Key        string `json:"key"`
	Allocation string `json:"allocation"`

	desk  *Desk
	ctx   context.Context
	org   store.Org
	id    string
	write func(writer) (ijw.Message, error)
}

// Name is the stable name of the command.
func (c dispatch) Name() string { return "send-message" }

// Need is that of a message about the allocation.
func (c dispatch) Need(d *dossier.Dossier) dossier.Need {
	return dossier.ReceiveStart{Number: c.Allocation}.Need(d)
}

// Decide gives what the message says, as if it had come in at once where both
// work on the platform.
func (c dispatch) Decide(d *dossier.Dossier, m dossier.Moment) ([]dossier.Entry, error) {
	const op = "desk.dispatch"
	made, ok := d.Allocation(c.Allocation)
	if !ok || made.Provider != c.org.ID {
		return nil, fault.New(fault.NotFound, op, "dossier.care.unknown")
	}
	if d.Silent(m.Today()) {
		return nil, fault.New(fault.Conflict, op, "dossier.traffic.forbidden")
	}
	in, err := c.message(d, m, made)
	if err != nil {
		return nil, err
	}
	l := c.desk.letter(in)
	l.sending = c.desk.outside(in.to)
	l.await, l.replies = l.sending, false
	entries, err := l.Decide(d, m)
	if len(l.out.found) > 0 {
		return nil, unsent(op, l.out.found)
	}
	return entries, err
}

func (c dispatch) message(d *dossier.Dossier, m dossier.Moment, made dossier.Allocation) (incoming, error) {
	const op = "desk.message"
	person, ok := d.Person(made.Person)
	if !ok || person.BSN == "" {
		return incoming{}, fault.New(fault.Conflict, op, "desk.nobsn")
	}
	receiver, err := c.desk.Codes.OrgByCode(c.ctx, d.Municipality)
	if err != nil {
		return incoming{}, fault.New(fault.Invalid, op, "desk.receiver", "code", d.Municipality)
	}
	w := writer{
		d: d, made: made, today: m.Today(),
		header: ijw.Header{Law: ijw.Law(made.Care.Law), Sender: c.org.AGB, Receiver: d.Municipality, ID: c.id, Date: m.Today()},
		client: ijw.Client{BSN: person.BSN, Birth: ijw.BirthOn(person.Birth), Sex: sexOf(person.Sex), Name: shortName(person.Name)},
	}
	message, err := c.write(w)
	if err != nil {
		return incoming{}, err
	}
	if found := rules.BeforeSending(message, recall(d)); len(found) > 0 {
		return incoming{}, unsent(op, found)
	}
	raw, err := message.Bytes()
	if err != nil {
		return incoming{}, fault.Wrap(fault.Internal, op, err)
	}
	if message, _, err = ijw.Read(bytes.NewReader(raw)); err != nil {
		return incoming{}, fault.Wrap(fault.Internal, op, err)
	}
	return incoming{
		message: message, raw: raw, header: message.Header(), kind: typeOf(message), from: c.org.AGB, to: d.Municipality, ref: c.id,
		sender: c.org, receiver: receiver, dossier: d.ID, person: made.Person,
	}, nil
}

// shortName gives the name as messages of a provider carry it.
func shortName(n nl.Name) ijw.Name {
	return ijw.Name{Last: n.Family, Prefix: n.Prefix, First: n.Given, Initials: letters(n.Initials)}
}

func volumeOf(c dossier.Care) *ijw.Volume {
	if c.Volume == 0 {
		return nil
	}
	return &ijw.Volume{Amount: int64(c.Volume), Unit: c.Unit, Per: c.Frequency}
}

// unsent says why a message of a provider does not leave.
func unsent(op string, findings []ijw.Finding) error {
	err := wouldBounce(op, findings)
	return &fault.Error{Code: fault.Invalid, Op: op, Key: "desk.unsent", Fields: fault.Fields(err)}
}

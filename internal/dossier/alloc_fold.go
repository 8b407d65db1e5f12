package dossier

import "eendracht/internal/nl"

func (b AllocationChanged) apply(f *folding, e Entry) {
	f.allocation(b.Number, func(a *Allocation) {
		if !a.later(b.On, b.Time) {
			return
		}
		a.Care, a.On, a.Time = b.Care, b.On, b.Time
		a.Gone = b.Reason == reasonRemoved && b.Care.Until == b.Care.From
		a.Changes = longer(a.Changes, Changed{b, e.At})
		care := b.Care
		f.task(a.Task, func(t *Task) { t.Care = &care })
	})
}

func (b DeliveryWithdrawn) apply(f *folding, _ Entry) {
	f.allocation(b.Number, func(a *Allocation) {
		if b.What == WithdrawStop {
			a.Stopped, a.StopReason = nl.Date{}, ""
			return
		}
		a.Started, a.Stopped, a.StopReason = nl.Date{}, nl.Date{}, ""
	})
}

func (b RequestPending) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.Pending = b.On })
}

func (b ChangeAsked) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.Change = &b })
}

func (b CareDelivered) apply(f *folding, e Entry) {
	place(own(f, slotDelivered, &f.d.Delivered), Delivered{CareDelivered: b, At: e.At}, func(d *Delivered) bool { return d.Delivery == b.Delivery })
}

func (b ClaimLodged) apply(f *folding, e Entry) {
	list := own(f, slotClaims, &f.d.Claims)
	*list = append(*list, Claim{ClaimLodged: b, At: e.At})
	for _, line := range b.Lines {
		claim := b.Claim
		if line.Credit {
			claim = ""
		}
		f.delivered(line, func(d *Delivered) { d.Claim = claim })
	}
}

// delivered finds what a line is about: the same allocation and the same days.
func (f *folding) delivered(line ClaimLine, do func(*Delivered)) {
	change(own(f, slotDelivered, &f.d.Delivered), func(d *Delivered) bool {
		return d.Number == line.Number && d.From == line.From && d.Until == line.Until
	}, do)
}

func (b ClaimAnswered) apply(f *folding, e Entry) {
	change(own(f, slotClaims, &f.d.Claims), func(c *Claim) bool { return c.Claim == b.Claim }, func(c *Claim) {
		c.Answered, c.Granted, c.Codes, c.Refused = e.At, b.Granted, b.Codes, b.Refused
		for _, line := range c.Lines {
			if !c.Stands(line.Ref) && !line.Credit {
				f.delivered(line, func(d *Delivered) { d.Claim = "" })
			}
		}
	})
}

func (b MessageReturned) apply(f *folding, e Entry) {
	list := own(f, slotReturns, &f.d.Returns)
	*list = append(*list, Return{b, e.At})
}

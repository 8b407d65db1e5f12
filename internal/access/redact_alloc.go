package access

import (
	"eendracht/internal/dossier"
)

// ownMessages copies the official messages that the asker's organisation sent
// or received itself; the municipality's side has them all already.
func (r *redaction) ownMessages() {
	own := r.traffic()
	for _, m := range r.d.Messages {
		if own[m.ID] && r.record("message", isMine) {
			r.out.Messages = append(r.out.Messages, m)
		}
	}
}

// traffic gives the messages that the asker's organisation sent or received: it
// wrote the entry itself, the entry names it, or it goes to the official code
// under which it writes here.
func (r *redaction) traffic() map[dossier.ID]bool {
	own, codes := map[dossier.ID]bool{}, map[string]bool{}
	org := r.ask.Who.Org
	if org == "" {
		return own
	}
	for i := range r.d.Entries {
		e := &r.d.Entries[i]
		if b, ok := e.Body.(dossier.MessageReceived); ok && e.By.Org == org {
			own[b.Message], codes[b.From] = true, true
		}
	}
	for i := range r.d.Entries {
		if b, ok := r.d.Entries[i].Body.(dossier.MessageSent); ok && (b.Org == org || codes[b.To]) {
			own[b.Message] = true
		}
	}
	return own
}

// ledger copies what was delivered, claimed and answered: one's own, and for the
// municipality's side what lies in parts that may be read.
func (r *redaction) ledger() {
	for _, c := range r.d.Claims {
		if r.ledgerShown("claim", c.Provider, c.Lines[0].Number) {
			r.out.Claims = append(r.out.Claims, c)
			r.shown[c.Claim] = true
		}
	}
	for _, d := range r.d.Delivered {
		a, _ := r.d.Allocation(d.Number) // a delivery is noted on an allocation
		if r.ledgerShown("delivery", a.Provider, d.Number) {
			if d.Claim != "" && !r.shown[d.Claim] {
				d.Claim = ""
			}
			r.out.Delivered = append(r.out.Delivered, d)
			r.shown[d.Delivery] = true
		}
	}
	for _, back := range r.d.Returns {
		if r.shown[back.Message] {
			r.out.Returns = append(r.out.Returns, back)
		}
	}
	if r.d.Traffic != nil && r.record("traffic", isHushed) && r.reads(dossier.Part{}, dossier.CompartmentSafety) {
		r.out.Traffic = r.d.Traffic
	}
}

// ledgerShown: one's own; for the municipality's side what it may read. The
// family sees what was claimed and granted of its own care, in the parts that it
// may read; what a provider noted for itself it does not.
func (r *redaction) ledgerShown(kind string, provider dossier.ID, number string) bool {
	a, _ := r.d.Allocation(number)
	readable, mine := r.taskReadable(a.Task), provider != "" && provider == r.ask.Who.Org
	theirs := readable && (r.gov() || r.as == roleFamily && kind == "claim")
	return r.record(kind, when(isReadable, readable)|when(isMine, mine)) && (mine || theirs)
}

// bodyAlloc decides on the entries of the allocation ledger.
func (r *redaction) bodyAlloc(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.AllocationChanged:
		return r.allocationShown(b.Number)
	case dossier.DeliveryWithdrawn:
		return r.allocationShown(b.Number)
	case dossier.RequestPending:
		return r.taskReadable(b.Task)
	case dossier.ChangeAsked:
		return r.taskReadable(b.Task)
	case dossier.CareDelivered:
		return r.shown[b.Delivery]
	case dossier.ClaimLodged:
		return r.shown[b.Claim]
	case dossier.ClaimAnswered:
		return r.shown[b.Claim]
	case dossier.MessageReturned:
		return r.shown[b.Message]
	case dossier.TrafficForbidden, dossier.TrafficAllowed:
		return r.reads(dossier.Part{}, dossier.CompartmentSafety) && r.record("traffic", isHushed)
	}
	return false
}

// changesAlloc tells whether an entry of the ledger that is not shown changes
// something that is: to who sees a task only, the entry lies in a part that is shut.
func (r *redaction) changesAlloc(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.AllocationMade:
		return r.allocationShown(b.Number)
	case dossier.AllocationChanged:
		return r.allocationShown(b.Number)
	case dossier.DeliveryStarted:
		return r.allocationShown(b.Number)
	case dossier.DeliveryStopped:
		return r.allocationShown(b.Number)
	case dossier.DeliveryWithdrawn:
		return r.allocationShown(b.Number)
	case dossier.RequestPending:
		return r.shown[b.Task]
	case dossier.ChangeAsked:
		return r.shown[b.Task]
	case dossier.CareDelivered:
		return r.shown[b.Delivery]
	case dossier.ClaimLodged:
		return r.shown[b.Claim]
	case dossier.ClaimAnswered:
		return r.shown[b.Claim]
	case dossier.MessageReceived:
		return r.shown[b.Message]
	case dossier.MessageSent:
		return r.shown[b.Message]
	case dossier.MessageReturned:
		return r.shown[b.Message]
	}
	return false
}

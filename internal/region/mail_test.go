package region

import (
	"context"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/store"
)

// TestMoneyGoesByMessage: what is claimed lies within what was allocated, months
// come in their order, what is too much is rejected and claimed anew, each
// message has its answer, and nothing is left in the queue.
func TestMoneyGoesByMessage(t *testing.T) {
	r := Plan(5, 90, today)
	o := newOffice(t)
	build(t, o, r)
	granted, rejected, answers := 0, 0, map[string]int{}
	for n := range r.Count {
		d := read(t, o, r.Dossier(n))
		for _, m := range d.Messages {
			answers[m.Type[len(m.Type)-3:]]++
		}
		var last dossier.Claim
		for _, c := range d.Claims {
			if c.From.Before(last.From) {
				t.Errorf("family %d claims %s after %s", n, c.From, last.From)
			}
			last = c
			switch d.ClaimState(c) {
			case dossier.ClaimGranted:
				granted++
				a, _ := d.Allocation(c.Lines[0].Number)
				if a.Started.IsZero() || c.Granted != c.Total() {
					t.Errorf("family %d: %+v of %+v", n, c, a)
				}
			case dossier.ClaimRefused:
				rejected++
			default:
				t.Errorf("family %d: a claim is %s", n, d.ClaimState(c))
			}
		}
	}
	if granted < 40 || rejected == 0 {
		t.Errorf("%d claims granted, %d rejected", granted, rejected)
	}
	for asked, answer := range map[string]string{"315": "316", "305": "306", "307": "308", "323": "325"} {
		if answers[asked] == 0 || answers[asked] != answers[answer] {
			t.Errorf("%d of %s, %d of %s", answers[asked], asked, answers[answer], answer)
		}
	}
	for _, town := range r.Municipalities {
		rows, err := o.Store.Traffic(context.Background(), store.ParcelQuery{Home: town.Code})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.State != store.ParcelAnswered {
				t.Errorf("%d messages with %s are %s", row.Count, row.Peer, row.State)
			}
		}
	}
}

package region

import (
	"context"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/nl"
)

// On normal days next to nothing may stand out: an officer who is called for
// nothing stops looking. Every lead and every team worker opens the families that
// they work for, four days long, by day.
func TestNormalDaysRaiseNoAlarm(t *testing.T) {
	r := Plan(5, 60, today)
	o := newOffice(t)
	build(t, o, r)
	morning := time.Date(2026, 11, 23, 8, 0, 0, 0, nl.Amsterdam)
	for n := range r.Count * 4 {
		d := read(t, o, r.Dossier(n%r.Count))
		ctx := context.WithValue(t.Context(), clockKey{}, morning.AddDate(0, 0, n/r.Count).Add(time.Duration(n%r.Count)*8*time.Minute))
		user := r.StaffOf(d.Team, roleWorker)[n%2]
		if d.Lead != nil {
			if lead, err := o.Store.User(ctx, d.Lead.User); err == nil {
				user = &lead
			}
		}
		caller := (&life{region: r}).staff(user, "intake")
		if _, err := o.Open(casework.As(ctx, caller), d.ID); err != nil {
			continue // a family that has ended is not opened
		}
	}
	found, err := o.Spot(context.Background(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d looks of staff stand out", found.Found, found.Looks)
	if found.Looks < 100 || found.Found*50 > found.Looks {
		t.Errorf("%d of %d looks of staff stand out: more than 2%%", found.Found, found.Looks)
	}
}

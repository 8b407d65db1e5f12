package signin_test

import (
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
)

// TestSessionsWhenTheClockJumps: a session of a clock that ran ahead, or that
// went back behind it, has no limits that come in time; so it ends.
func TestSessionsWhenTheClockJumps(t *testing.T) {
	years := func(n int) func(time.Time) time.Time {
		return func(at time.Time) time.Time { return at.AddDate(n, 0, 0) }
	}
	for name, jump := range map[string]func(time.Time) time.Time{
		"ten years on": years(10), "ten years back": years(-10),
		"an hour back": func(at time.Time) time.Time { return at.Add(-time.Hour) },
	} {
		for _, fresh := range []bool{false, true} {
			d := newDesk(t)
			r := d.start(t, "u")
			if _, err := d.Know(t.Context(), r, false); err != nil {
				t.Fatal(err)
			}
			d.now = jump(d.now)
			if _, err := d.Know(t.Context(), r, fresh); !fault.Is(err, fault.SignIn) {
				t.Errorf("%s (fresh %v): the session goes on: %v", name, fresh, err)
			}
			again := d.start(t, "u")
			if _, err := d.Know(t.Context(), again, fresh); err != nil {
				t.Errorf("%s: a new session: %v", name, err)
			}
		}
	}
}

// TestClocksOfProcessesDiffer: half a minute is no jump.
func TestClocksOfProcessesDiffer(t *testing.T) {
	d := newDesk(t)
	r := d.start(t, "u")
	d.now = d.now.Add(-30 * time.Second)
	if _, err := d.Know(t.Context(), r, true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Know(t.Context(), r, false); err != nil {
		t.Fatal(err)
	}
}

// TestLimitsWhenTheClockGoesBack: nobody waits for the clock to come round.
func TestLimitsWhenTheClockGoesBack(t *testing.T) {
	now := time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)
	l := &signin.Limiter{Now: func() time.Time { return now }, Limits: signin.Limits{Entry: signin.Rate{PerSecond: 1, Burst: 1}}}
	if err := l.AllowEntry("192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	now = now.AddDate(-10, 0, 0)
	_ = l.AllowEntry("192.0.2.1") // this one is too soon
	now = now.Add(3 * time.Second)
	if err := l.AllowEntry("192.0.2.1"); err != nil {
		t.Fatal(err)
	}
}

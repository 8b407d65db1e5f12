package sim

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// trafficOfTown asks for the traffic of the municipality.
func trafficOfTown(start time.Time) store.ParcelQuery {
	return store.ParcelQuery{Home: municipality, Settled: start.AddDate(0, 0, -1), Missing: start}
}

// afterwards is how long after the run the terms are looked at.
const afterwards = 90 * 24 * time.Hour

// judge compares what the archive of the municipality says with what the
// providers' software says.
func (s *chain) judge(ctx context.Context) (Result, error) {
	h := &s.hub.count
	r := Result{Faults: Faults{h.lost.Load(), h.unheard.Load(), h.doubled.Load(), h.late.Load(), h.busy.Load()}}
	s.town.clock.ahead.Add(int64(afterwards))
	for {
		n, err := s.town.office.Tick(ctx, "sim")
		if err != nil {
			return r, err
		}
		if n == 0 {
			break
		}
	}
	in, out, ledger := map[string]int{}, map[string]int{}, map[string]care{}
	purse, used := map[string]bill{}, map[string]int64{}
	for id := range s.homes {
		d, err := s.town.read(ctx, id)
		if err != nil {
			return r, err
		}
		count(d, in, out)
		for _, a := range d.Allocations {
			ledger[a.Number] = careOf(d, a)
			_, used[a.Number] = d.Used(a.Number)
		}
		for _, c := range d.Claims {
			purse[c.Number] = billOf(c)
		}
		r.terms(d, nl.On(s.town.clock.now(ctx)))
	}
	r.compareMessages(s.software, in, out)
	r.compareLedgers(s.software.ledger, ledger)
	r.comparePurses(s.software.purse, purse, used)
	dead, err := s.town.store.Parcels(ctx, store.ParcelQuery{Home: municipality, State: store.ParcelDead, Limit: 1000})
	r.Dead, r.Stalls = len(dead), int(s.town.stalls.Load())
	r.Refused, r.Anew = int(s.town.refused.Load()), int(s.town.anew.Load())
	for _, err := range append(s.town.flawed, s.software.flawed...) {
		r.Differ = append(r.Differ, err.Error())
	}
	return r, err
}

// count counts the messages of a dossier, by kind and identification.
func count(d *dossier.Dossier, in, out map[string]int) {
	for _, m := range d.Messages {
		to := in
		if m.Out {
			to = out
		}
		to[strings.ToLower(m.Type)+"/"+m.Ref]++
	}
	for _, e := range d.Entries {
		if b, ok := e.Body.(dossier.MessageReturned); ok {
			in[strings.ToLower(b.Type)+"/"+b.Ref]++
		}
	}
}

// careOf writes an allocation of the dossier as the other side's ledger does.
func careOf(d *dossier.Dossier, a dossier.Allocation) care {
	p, _ := d.Person(a.Person)
	return care{
		Number: a.Number, Reference: a.Care.Reference, Category: a.Care.Category, Product: a.Care.Code, Begin: a.Care.From.String(), Until: a.Care.Until.String(),
		Volume: strconv.Itoa(a.Care.Volume), Unit: a.Care.Unit, Per: a.Care.Frequency, BSN: p.BSN, Law: a.Care.Law,
		Start: a.Started.String(), Stopped: a.Stopped.String(), Cause: a.StopReason,
	}
}

// compareMessages finds what was lost and what was carried out twice.
func (r *Result) compareMessages(s *software, in, out map[string]int) {
	for key, good := range s.told {
		switch {
		case good:
			r.weigh(key, in[key])
		case in[key] > 0:
			r.Differ = append(r.Differ, "taken in, and should have been refused: "+key)
		default:
			r.Bounced++
			r.count(key)
		}
	}
	for key, n := range out {
		r.weigh(key, min(n, 1)*min(s.heard[key], 1))
		if n > 1 {
			r.Twice = append(r.Twice, key)
		}
		r.Came += s.heard[key]
	}
	for key, n := range in {
		r.Came += n
		if _, sent := s.told[key]; !sent {
			r.Differ = append(r.Differ, "nobody sent "+key)
		}
	}
}

func (r *Result) weigh(key string, n int) {
	switch {
	case n == 0:
		r.Lost = append(r.Lost, key)
	case n > 1:
		r.Twice = append(r.Twice, key)
	default:
		r.count(key)
	}
}

// count counts a message that arrived once, by its number.
func (r *Result) count(key string) {
	r.Messages++
	if kind, _, ok := strings.Cut(key, "/"); ok && len(kind) > 3 {
		if r.Kinds == nil {
			r.Kinds = map[string]int{}
		}
		r.Kinds[kind[len(kind)-3:]]++
	}
}

// compareLedgers finds where the two ledgers say something else.
func (r *Result) compareLedgers(theirs map[string]*care, ours map[string]care) {
	numbers := map[string]bool{}
	for n := range theirs {
		numbers[n] = true
	}
	for n := range ours {
		numbers[n] = true
	}
	for _, n := range slices.Sorted(maps.Keys(numbers)) {
		their, has := theirs[n]
		our, have := ours[n]
		if !has || !have {
			r.Differ = append(r.Differ, fmt.Sprintf("%s: theirs %t, ours %t", n, has, have))
			continue
		}
		other := *their
		other.Decided, other.At = "", ""
		if other != our {
			r.Differ = append(r.Differ, fmt.Sprintf("%s: theirs %+v, ours %+v", n, other, our))
		}
	}
}

// terms counts the terms that were kept and that lapsed, and finds those that
// passed without anyone saying so.
func (r *Result) terms(d *dossier.Dossier, day nl.Date) {
	for _, c := range d.Clocks {
		switch {
		case c.State == dossier.ClockIsLate:
			r.Lapsed++
		case c.State == dossier.ClockRuns && c.Due.Before(day):
			r.Unflagged = append(r.Unflagged, fmt.Sprintf("%s %s %s", d.ID, c.Term, c.Due))
		case c.State != dossier.ClockRuns:
			r.Kept++
		}
	}
}

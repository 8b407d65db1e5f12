package casework

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// spotter compares looks with what is usual.
type spotter struct {
	o       *Office
	since   time.Time
	homes   map[dossier.ID][][]byte
	selves  map[dossier.ID][][]byte
	famous  [][]byte
	dossier map[dossier.ID]*traits
	found   []store.Anomaly
	Looks   int
}

// traits are the keyed hashes of the persons of a dossier, in memory only.
type traits struct {
	d                       *dossier.Dossier
	streets, names, persons [][]byte
}

// Spotted says what a run of Spot compared and found.
type Spotted struct{ Looks, Found int }

// Spot goes through the looks of staff since a moment and keeps those that stand
// out, with the reason. Running twice finds nothing twice. It is for the agenda.
func (o *Office) Spot(ctx context.Context, since time.Time) (Spotted, error) {
	const op = "casework.Spot"
	s := &spotter{o: o, since: since, dossier: map[dossier.ID]*traits{}}
	if err := s.facts(ctx); err != nil {
		return Spotted{}, fault.Wrap(fault.Unavailable, op, err)
	}
	orgs, err := o.Store.Orgs(ctx, "", "")
	if err != nil {
		return Spotted{}, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, org := range orgs {
		users, err := o.Store.UsersOf(ctx, org.ID)
		if err != nil {
			return Spotted{}, fault.Wrap(fault.Unavailable, op, err)
		}
		for _, u := range users {
			if u.Kind != access.Staff {
				continue
			}
			if err := s.user(ctx, org, u, users); err != nil {
				return Spotted{}, fault.Wrap(fault.Unavailable, op, err)
			}
		}
	}
	if err := o.Store.PutAnomalies(ctx, s.found); err != nil {
		return Spotted{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return Spotted{s.Looks, len(s.found)}, nil
}

func (s *spotter) facts(ctx context.Context) (err error) {
	if s.homes, err = s.o.Store.Keyed(ctx, keyedHome); err != nil {
		return err
	}
	if s.selves, err = s.o.Store.Keyed(ctx, keyedSelf); err != nil {
		return err
	}
	famous, err := s.o.Store.Keyed(ctx, keyedFamous)
	s.famous = famous[noUser]
	return err
}

// user goes through the looks of one member of staff, oldest first.
func (s *spotter) user(ctx context.Context, org store.Org, u store.User, colleagues []store.User) error {
	looks, err := s.looks(ctx, u.ID)
	if err != nil {
		return err
	}
	h := habit{night: map[nl.Date]bool{}, hour: map[time.Time]map[dossier.ID]bool{}, told: map[string]bool{}}
	for _, l := range slices.Backward(looks) {
		if l.Action != "open" || l.Dossier == "" {
			continue
		}
		fresh := !l.At.Before(s.since)
		reasons := h.reasons(l, slices.Contains(nightShift, org.Kind))
		if !fresh {
			continue
		}
		s.Looks++
		t, err := s.traits(ctx, l.Dossier)
		if err != nil {
			return err
		}
		reasons = append(reasons, s.kinship(t, u, colleagues)...)
		for _, reason := range reasons {
			if key := reason + string(l.Dossier) + nl.On(l.At).String(); !h.told[key] {
				h.told[key] = true
				s.found = append(s.found, store.Anomaly{
					Dossier: l.Dossier, Look: l.ID, Reason: reason, At: l.At, User: u.ID, Org: org.ID, Municipality: t.d.Municipality, State: store.AnomalyNew,
				})
			}
		}
	}
	return nil
}

// looks gives the looks of a user since the beginning of what is usual, newest first.
func (s *spotter) looks(ctx context.Context, user dossier.ID) ([]store.Look, error) {
	from := s.since.AddDate(0, 0, -usualDays)
	var all []store.Look
	for before := ""; len(all) < looksOfUser; {
		page, next, err := s.o.Store.LooksBy(ctx, user, before, 500)
		if err != nil {
			return nil, err
		}
		for _, l := range page {
			if l.At.Before(from) {
				return all, nil
			}
			all = append(all, l)
		}
		if before = next; next == "" {
			break
		}
	}
	return all, nil
}

// habit is what someone did so far.
type habit struct {
	night   map[nl.Date]bool // days with looks at night
	hour    map[time.Time]map[dossier.ID]bool
	busiest int // dossiers in one earlier hour
	last    time.Time
	told    map[string]bool
}

// reasons tells whether a look stands out by its time or its number, and counts
// it as something that was done.
func (h *habit) reasons(l store.Look, nights bool) []string {
	var reasons []string
	local := l.At.In(nl.Amsterdam)
	if hour := local.Hour(); !nights && (hour >= nightFrom || hour < nightUntil) {
		day, before := nl.On(l.At), len(h.night)
		if h.night[day] {
			before--
		}
		if before < nightUsual {
			reasons = append(reasons, OddNight)
		}
		h.night[day] = true
	}
	slot := l.At.Truncate(time.Hour)
	if h.hour[slot] == nil {
		if n := len(h.hour[h.last]); n <= max(bulkLeast, h.busiest*bulkFactor) { // an odd hour does not become usual
			h.busiest = max(h.busiest, n)
		}
		h.hour[slot], h.last = map[dossier.ID]bool{}, slot
	}
	h.hour[slot][l.Dossier] = true
	if n := len(h.hour[slot]); n > max(bulkLeast, h.busiest*bulkFactor) {
		reasons = append(reasons, OddBulk)
	}
	return reasons
}

// kinship tells whether someone of the dossier is near to the looker.
func (s *spotter) kinship(t *traits, u store.User, colleagues []store.User) []string {
	var reasons []string
	add := func(is bool, reason string) {
		if is {
			reasons = append(reasons, reason)
		}
	}
	add(meet(s.homes[u.ID], t.streets), OddStreet)
	add(meet(s.famous, t.persons), OddFamous)
	add(slices.ContainsFunc(colleagues, func(c store.User) bool { return meet(s.selves[c.ID], t.persons) }), OddColleague)
	if name := s.o.token("surname", surname(u.Name)); name != nil && !assigned(t.d, u.ID) {
		add(meet([][]byte{name}, t.names), OddSurname)
	}
	return reasons
}

func meet(a, b [][]byte) bool {
	return slices.ContainsFunc(a, func(x []byte) bool {
		return slices.ContainsFunc(b, func(y []byte) bool { return bytes.Equal(x, y) })
	})
}

// assigned tells whether the family's work was given to this very person: then a
// shared name is chance, and the family knows who it is.
func assigned(d *dossier.Dossier, user dossier.ID) bool {
	return slices.ContainsFunc(d.Involved, func(i dossier.Involvement) bool { return i.Subject.User == user }) ||
		slices.ContainsFunc(d.Tasks, func(t dossier.Task) bool { return t.Holder.User == user })
}

// surname gives the family name of an account, in the form in which names are compared.
func surname(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return ""
	}
	return nl.NormaliseForSearch(words[len(words)-1]) // without its prefix, as it is stored apart
}

// traits gives the keyed hashes of the persons of a dossier.
func (s *spotter) traits(ctx context.Context, id dossier.ID) (*traits, error) {
	if t, ok := s.dossier[id]; ok {
		return t, nil
	}
	d, err := s.o.load(ctx, id)
	if fault.Is(err, fault.NotFound) { // erased since
		d, err = dossier.New(id), nil
	}
	if err != nil {
		return nil, err
	}
	t := &traits{d: d}
	for _, p := range d.Persons {
		t.persons = append(t.persons, compact(s.o.token(tokenBSN, p.BSN), s.o.token(tokenBirth, birthKey(p.Name.Family, p.Birth)))...)
		if !p.Network {
			t.names = append(t.names, compact(s.o.token("surname", surname(". "+p.Name.Family)))...)
		}
	}
	for _, stay := range d.Stays {
		t.streets = append(t.streets, compact(s.o.token(keyedHome, postcodeKey(stay.Address.Postcode)))...)
	}
	s.dossier[id] = t
	return t, nil
}

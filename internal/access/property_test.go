package access

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Whoever is taken out of the chain, nobody sees more for it.
func TestTakingAwayAnInvolvementShowsNothingMore(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	names := make([]string, 0, len(all))
	full := map[string][]string{}
	for name, ask := range all {
		if v, err := e.View(s.d, ask); err == nil {
			names, full[name] = append(names, name), marks(v)
		}
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		fewer := *s.d
		fewer.Involved = nil
		for i, involved := range s.d.Involved {
			if rapid.Bool().Draw(t, string(s.d.Involved[i].Involvement)) {
				fewer.Involved = append(fewer.Involved, involved)
			}
		}
		name := rapid.SampledFrom(names).Draw(t, "viewer")
		v, err := e.View(&fewer, all[name])
		if err != nil {
			return // they were taken out themselves
		}
		if more := less(marks(v), full[name]); len(more) > 0 {
			t.Errorf("%s now sees %v", name, more)
		}
	})
}

// What holds on another day only, holds for nobody today.
func TestAnInvolvementOutsideItsDaysCarriesNothing(t *testing.T) {
	s, e := tell(t), engine(t)
	rapid.Check(t, func(t *rapid.T) {
		d := *s.d
		from := rapid.IntRange(-800, 800).Draw(t, "from")
		length := rapid.IntRange(0, 400).Draw(t, "days")
		today := nl.On(evening)
		span := nl.Span{From: today.AddDays(from), Until: today.AddDays(from + length)}
		role := rapid.SampledFrom(strength).Draw(t, "role")
		d.Involved = append(slices.Clone(d.Involved), dossier.Involvement{
			InvolvementStarted: dossier.InvolvementStarted{
				Involvement: "i-new", Subject: dossier.Subject{User: "u-new"}, Role: role, Purpose: "help", Ground: "jw.7.3.8",
				Persons: []dossier.ID{dossier.Every}, Domains: []string{dossier.Every}, Scope: dossier.ScopeParts,
			}, Valid: span,
		})
		ask := Ask{Who: Who{User: "u-new", Kind: Staff, OrgKind: "youth_care", Roles: []string{"worker"}}, Purpose: "help", Now: evening}
		if role == roleFamily || role == roleNetwork {
			ask.Who = Who{User: "u-new", Kind: Citizen}
		}
		_, err := e.View(&d, ask)
		if holds := from <= 0 && from+length >= 0; (err == nil) != holds {
			t.Errorf("%s from %v until %v: %v", role, span.From, span.Until, err)
		}
	})
}

// No person, organisation or word of the dossier gets into what the engine remembers.
func TestTheMemoryNamesNobody(t *testing.T) {
	s, e := tell(t), engine(t)
	for _, ask := range viewers() {
		if _, err := e.View(s.d, ask); err != nil {
			continue
		}
	}
	if len(e.memory.sides) == 0 || e.memory.count.Load() == 0 {
		t.Fatal("nothing was remembered")
	}
	var words []string
	for key, side := range e.memory.sides {
		dump(reflect.ValueOf(key), &words)
		for one := range side.verdicts {
			dump(reflect.ValueOf(one), &words)
		}
	}
	for _, word := range words {
		if strings.HasPrefix(word, "id-") || strings.HasPrefix(word, "o-") || strings.HasPrefix(word, "u-") || strings.Contains(word, "¤") {
			t.Errorf("the engine remembers %q", word)
		}
	}
}

// Many who ask at once get what one who asks alone gets.
func TestManyAskAtOnce(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	alone, quiet := map[string]string{}, engine(t)
	for name, ask := range all {
		alone[name] = whole(quiet, s.d, ask)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for name, ask := range all {
				if got := whole(e, s.d, ask); got != alone[name] {
					t.Errorf("%s: %s", name, firstDifference(alone[name], got))
				}
			}
		})
	}
	group.Wait()
}

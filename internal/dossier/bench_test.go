package dossier

import (
	"fmt"
	"testing"
)

// log200 gives a plausible log of 200 entries.
func log200() []Entry {
	bodies := []Body{Opened{"9001", "De Vries", "o-team"}}
	for i := range 12 {
		bodies = append(bodies,
			PersonStated{Person: ID(fmt.Sprint("p-", i)), Source: "self"},
			DomainOpened{Part{ID(fmt.Sprint("p-", i)), "mind"}, "reden"},
			GoalSet{Goal: ID(fmt.Sprint("g-", i)), Words: "Een doel", Part: Part{ID(fmt.Sprint("p-", i)), "mind"}},
			TaskCreated{Task: ID(fmt.Sprint("t-", i)), Title: "Een taak", Type: TaskHelp, Care: &care},
			TaskOffered{ID(fmt.Sprint("t-", i)), helper},
			ClockStarted{ID(fmt.Sprint("c-", i)), "task.answer", ID(fmt.Sprint("t-", i)), helper, day("2026-11-24"), day("2026-12-01")},
			TaskAccepted{ID(fmt.Sprint("t-", i))},
			ClockMet{ID(fmt.Sprint("c-", i)), day("2026-11-25")},
			InvolvementStarted{Involvement: ID(fmt.Sprint("i-", i)), Role: "partner", Persons: []ID{ID(fmt.Sprint("p-", i))}, Scope: ScopeParts},
			ScoreGiven{Part{ID(fmt.Sprint("p-", i)), "mind"}, "eendracht5", 3, "", "worker"},
		)
	}
	for len(bodies) < 200 {
		bodies = append(bodies, NoteWritten{"Vandaag gebeld en afgesproken hoe het verder gaat."})
	}
	entries := make([]Entry, len(bodies))
	for i, b := range bodies {
		entries[i] = stored(b)
		entries[i].ID, entries[i].Seq, entries[i].Corrects = ID(fmt.Sprint("e-", i)), int64(i+1), ""
	}
	return entries
}

func BenchmarkFold200(b *testing.B) {
	entries := log200()
	b.ReportAllocs()
	for b.Loop() {
		Fold(New("d-1"), entries...)
	}
}

// Each fold follows the one before, as writes do; after 200 it starts anew.
func BenchmarkFoldNext(b *testing.B) {
	base := Fold(New("d-1"), log200()...)
	one := stored(TaskStarted{"t-3", day("2026-11-30")})
	one.Seq, one.Corrects = 0, ""
	b.ReportAllocs()
	d := base
	for b.Loop() {
		if d = Fold(d, one); d.Version == 400 {
			d = base
		}
	}
}

// Every fold starts from the same base: the worst case, which copies the log.
func BenchmarkFoldOne(b *testing.B) {
	base := Fold(New("d-1"), log200()...)
	one := stored(TaskStarted{"t-3", day("2026-11-30")})
	one.Seq, one.Corrects = 201, ""
	b.ReportAllocs()
	for b.Loop() {
		Fold(base, one)
	}
}

func BenchmarkDecode(b *testing.B) {
	raw, err := Encode(stored(TaskCreated{Task: "t-1", Title: "Een taak", Type: TaskHelp, Part: mindPart, Care: &care}))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	entry := stored(TaskCreated{Task: "t-1", Title: "Een taak", Type: TaskHelp, Part: mindPart, Care: &care})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(entry); err != nil {
			b.Fatal(err)
		}
	}
}

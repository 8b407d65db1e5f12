//go:build linux

package torture

import (
	"context"
	"fmt"
	"sync"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Witness heard what a load tried and what was acknowledged, and says
// afterwards whether the archive kept it. It is safe for concurrent use.
type Witness struct {
	mu      sync.Mutex
	acked   []heard
	open    map[string]act // tried, and no answer heard
	writes  int
	answers int
}

// heard is one acknowledged act.
type heard struct {
	act
	outcome
}

// NewWitness gives a witness that heard nothing yet.
func NewWitness() *Witness { return &Witness{open: map[string]act{}} }

// Hear takes a line of a load; others it passes over.
func (w *Witness) Hear(line string) {
	word, a, o, ok := parse(line)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if word == "try" {
		w.open[a.Key] = a
		return
	}
	delete(w.open, a.Key)
	w.acked = append(w.acked, heard{a, o})
	w.answers++
	if a.Kind != "open" {
		w.writes++
	}
}

// count tells how many writes were acknowledged.
func (w *Witness) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.writes
}

// Verdict is what became of what was heard.
type Verdict struct {
	Writes  int      // acknowledged
	Answers int      // acknowledged writes and openings
	Lost    int      // acknowledged writes that are gone
	Bare    int      // answers whose look is not there
	Unknown int      // tried without an answer, sent again with their key
	Twice   int      // notes that are there more than once
	Wrong   []string // what is wrong, the first few
}

func (v *Verdict) say(format string, args ...any) {
	if len(v.Wrong) < 8 {
		v.Wrong = append(v.Wrong, fmt.Sprintf(format, args...))
	}
}

// OK tells whether nothing is wrong.
func (v *Verdict) OK() bool { return v.Lost == 0 && v.Bare == 0 && v.Twice == 0 && len(v.Wrong) == 0 }

// Judge asks a house that came up again: acknowledged writes must be there
// whole, a key that was used must answer what it answered, looks must be there.
// What nobody heard an answer of is sent again with its key, and then every
// note must be there exactly once. It forgets what it judged.
func (w *Witness) Judge(ctx context.Context, h *House) (*Verdict, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	v := &Verdict{Writes: w.writes, Answers: w.answers, Unknown: len(w.open)}
	looks := map[dossier.ID]*looked{}
	notes := map[dossier.ID]map[string]bool{}
	for _, one := range w.acked {
		if err := w.kept(ctx, h, one, v); err != nil {
			return v, err
		}
		seen, err := h.looksOf(ctx, looks, one.Done)
		if err != nil {
			return v, err
		}
		if !seen.answers(one) {
			v.Bare++
			v.say("%s %s was answered and its look %s is not there", one.Kind, one.Key, one.Look)
		}
		if one.Kind == "note" {
			remember(notes, one.Done, one.words())
		}
	}
	for _, a := range w.open {
		o, err := (&Load{House: h, Retry: true, Say: func(string) {}}).send(ctx, a)
		if err != nil {
			v.say("%s %s sent again: %v", a.Kind, a.Key, err)
			continue
		}
		if a.Kind == "note" {
			remember(notes, o.Done, a.words())
		}
	}
	for id, words := range notes {
		if err := h.onceEach(ctx, id, words, v); err != nil {
			return v, err
		}
	}
	w.acked, w.open, w.writes, w.answers = nil, map[string]act{}, 0, 0
	return v, nil
}

func remember(notes map[dossier.ID]map[string]bool, id dossier.ID, words string) {
	if notes[id] == nil {
		notes[id] = map[string]bool{}
	}
	notes[id][words] = true
}

// kept asks for a write by its key: the answer must be that of then.
func (w *Witness) kept(ctx context.Context, h *House, one heard, v *Verdict) error {
	if one.Kind == "open" {
		return nil
	}
	head, entries, err := h.Store.Load(ctx, one.Done, one.At-1)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if head.Version < one.At || len(entries) == 0 {
		v.Lost++
		v.say("%s %s was acknowledged at version %d of %s, which is at %d", one.Kind, one.Key, one.At, one.Done, head.Version)
		return nil
	}
	stamp, err := h.Store.Used(ctx, one.caller().Who.User, one.Key)
	if fault.Is(err, fault.NotFound) || err == nil && stamp.Version != one.At {
		v.Lost++
		v.say("%s %s was acknowledged at version %d, its key says %d (%v)", one.Kind, one.Key, one.At, stamp.Version, err)
		return nil //nolint:nilerr // counted
	}
	return err
}

// looksMost is more than any dossier of a load is looked at.
const looksMost = 1_000_000

// looked are the looks into one dossier.
type looked struct {
	ids      map[dossier.ID]bool
	commands map[int64]bool // versions that a command's look tells of
}

// answers tells whether an answer left its look. An answer to a key that was
// used before shows nothing new: its look is that of the first time, whose
// identifier the caller never heard, at the version that it wrote.
func (l *looked) answers(one heard) bool {
	if one.Look == "" && one.Kind != "open" {
		return l.commands[one.At]
	}
	return l.ids[one.Look]
}

func (h *House) looksOf(ctx context.Context, known map[dossier.ID]*looked, id dossier.ID) (*looked, error) {
	if seen, ok := known[id]; ok {
		return seen, nil
	}
	list, _, err := h.Store.LooksOf(ctx, id, "", looksMost)
	if err != nil {
		return nil, err
	}
	seen := &looked{ids: make(map[dossier.ID]bool, len(list)), commands: map[int64]bool{}}
	for _, l := range list {
		seen.ids[l.ID] = true
		if l.Action == "command" {
			seen.commands[l.Version] = true
		}
	}
	known[id] = seen
	return seen, nil
}

// onceEach opens a dossier as its lead and counts the notes that were written.
func (h *House) onceEach(ctx context.Context, id dossier.ID, words map[string]bool, v *Verdict) error {
	view, err := h.Office.Open(casework.As(ctx, act{Kind: "note"}.caller()), id)
	if fault.Is(err, fault.NotFound) {
		v.Lost += len(words)
		v.say("%s: its lead finds nothing, and %d notes were written", id, len(words))
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening %s: %w", id, err)
	}
	count := map[string]int{}
	for _, e := range view.Dossier.Entries {
		if note, ok := e.Body.(dossier.NoteWritten); ok {
			count[note.Words]++
		}
	}
	for word := range words {
		switch n := count[word]; {
		case n == 0:
			v.Lost++
			v.say("%s: the note %q is not there", id, word)
		case n > 1:
			v.Twice++
			v.say("%s: the note %q is there %d times", id, word, n)
		}
	}
	return nil
}

package desk_test

import (
	"testing"

	"eendracht/internal/ijw/desk"
)

// A decision that is sent twice, as by pressing twice, is taken once.
func TestADecisionSentTwiceIsOne(t *testing.T) {
	w := newWorld(t)
	w.take(w.provider(linde), laws[0].request(w, linde, 60, "2"))
	d := w.see()
	ruling := desk.Ruling{Dossier: w.family, Task: d.Tasks[len(d.Tasks)-1].Task, Outcome: "granted", Words: "Dit past.", Key: "once"}
	first, err := w.desk.Decide(w.decider(), ruling)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.desk.Decide(w.decider(), ruling)
	if err != nil || !again.Again || again.Version != first.Version {
		t.Errorf("again: %+v, %v", again, err)
	}
	if n := len(w.see().Allocations); n != 1 {
		t.Errorf("%d allocations", n)
	}
}

//go:build linux

package torture

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Row is what one fault came to on one store.
type Row struct {
	Fault  string
	Store  string
	Cycles int
	Acked  int           // writes that were acknowledged
	Lost   int           // of those, not there afterwards
	Bare   int           // answers without a durable look
	Verify string        // what the log said: "clean" and how often
	Took   time.Duration // of the whole run
	Note   string        // what else was counted
}

// Table gathers rows and prints them.
type Table struct {
	mu   sync.Mutex
	rows []Row
}

// Add takes a row in.
func (t *Table) Add(r Row) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = append(t.rows, r)
}

// Print writes the rows as a Markdown table; nothing when there are none.
func (t *Table) Print(out io.Writer) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.rows) == 0 {
		return nil
	}
	text := "\n| fault | store | cycles | acknowledged writes | lost | answers without look row | verify | duration | |\n| --- | --- | --: | --: | --: | --: | --- | --: | --- |\n"
	for _, r := range t.rows {
		text += fmt.Sprintf("| %s | %s | %d | %d | %d | %d | %s | %s | %s |\n",
			r.Fault, r.Store, r.Cycles, r.Acked, r.Lost, r.Bare, r.Verify, r.Took.Round(time.Second), r.Note)
	}
	_, err := io.WriteString(out, text+"\n")
	return err
}

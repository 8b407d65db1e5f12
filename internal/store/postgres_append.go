package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// appendLanes is how many groups of appends are on their way to PostgreSQL at
// once. Measured with 16 and 64 callers: see docs/storage.md.
const appendLanes = 1

// postgresAppends writes appends in groups: what waits together is one
// transaction and one round trip, with one statement per table. Conditions are
// constraints, so a group in which one is refused is written again one by one,
// to know which it was.
type postgresAppends struct {
	line
	store *postgresStore
	lanes sync.WaitGroup
}

func newPostgresAppends(s *postgresStore, lanes int) *postgresAppends {
	a := &postgresAppends{line: newLine(), store: s}
	for range lanes {
		a.lanes.Go(a.run)
	}
	return a
}

func (a *postgresAppends) close() {
	a.leave()
	a.lanes.Wait()
}

func (a *postgresAppends) run() {
	var batch []*job
	for {
		if batch = a.next(batch[:0]); len(batch) == 0 {
			return
		}
		a.write(batch)
	}
}

// write makes the appends of a batch durable. Of two on the same dossier the
// second waits: it was decided before the first was known.
func (a *postgresAppends) write(batch []*job) {
	together, later := make([]*job, 0, len(batch)), []*job(nil)
	seen := make(map[string]bool, len(batch))
	for _, j := range batch {
		if seen[j.dossier] {
			later = append(later, j)
			continue
		}
		seen[j.dossier] = true
		together = append(together, j)
	}
	if len(together) < 2 || a.group(together) != nil {
		later = append(together, later...)
	}
	for _, j := range later {
		a.alone(j)
	}
}

// group writes several appends in one transaction. After an error nothing is
// written, or the connection broke and what was written is found by its key or
// refused as stale.
func (a *postgresAppends) group(batch []*job) error {
	ctx, cancel := context.WithTimeout(context.Background(), laneTimeout)
	defer cancel()
	epoch, err := a.store.send(ctx, merge(batch))
	if err != nil {
		return err
	}
	for _, j := range batch {
		j.stamp.Epoch = epoch
		j.done <- nil
	}
	return nil
}

func (a *postgresAppends) alone(j *job) {
	ctx, cancel := context.WithTimeout(context.Background(), laneTimeout)
	defer cancel()
	var err error
	for range tries {
		if j.stamp.Epoch, err = a.store.send(ctx, j.steps); !brokenOff(err) {
			break
		}
	}
	j.done <- err
}

// Append waits for the next group of appends. Its row of the head locks the
// dossier, and every condition is a constraint. After an error that is not a
// conflict the outcome is unknown: try again with the same key.
func (s *postgresStore) Append(ctx context.Context, a Append) (Stamp, error) {
	const op = "store.Append"
	all, err := steps(a)
	if err != nil {
		return Stamp{}, err
	}
	j := jobs.Get().(*job)
	j.dossier, j.steps = string(a.Dossier), all
	stamp, err := s.appends.wait(ctx, j)
	if errors.Is(err, errUsed) {
		return s.Used(ctx, a.Actor, a.Key)
	}
	if err != nil {
		return Stamp{}, trouble(op, err)
	}
	stamp.Version, stamp.Result = a.Expect+int64(len(a.Entries)), a.Result
	return stamp, nil
}

// send writes the statements in one transaction and one round trip: what is
// sent together commits at its end, which answers waits for.
func (s *postgresStore) send(ctx context.Context, all []step) (epoch int64, err error) {
	err = s.raw(ctx, func(c *pgx.Conn) error {
		batch := &pgx.Batch{}
		for _, st := range all {
			batch.Queue(st.text, st.args...)
		}
		batch.Queue(getEpoch)
		epoch, err = answers(c.SendBatch(ctx, batch), all)
		return leftOpen(ctx, c, err)
	})
	return epoch, err
}

// answers reads what the server says to each statement of an append.
func answers(results pgx.BatchResults, all []step) (epoch int64, err error) {
	defer func() {
		if end := results.Close(); err == nil {
			err = end
		}
	}()
	for _, st := range all {
		if _, err := results.Exec(); err != nil {
			if st.clash != nil && clashed(err) {
				return 0, st.clash
			}
			return 0, err
		}
	}
	return epoch, results.QueryRow().Scan(&epoch)
}

// appendOrder is the order of statements in a group: as in one append. Texts
// that are not named here follow as they come.
var appendOrder = []string{
	putUsed, newHead, putHead, putEntry, putFamily, dropLead, putLead, putInvolvement,
	dropWork, putWork, dropTokens, putToken, dropTimer, putTimer,
}

// merge gives the statements of several appends, one per text where it can.
func merge(batch []*job) []step {
	rows := make(map[string][][]any, len(appendOrder))
	order := appendOrder
	for _, j := range batch {
		for _, st := range j.steps {
			text, parts := single(st)
			if _, known := rows[text]; !known && !ordered[text] {
				order = append(order[:len(order):len(order)], text)
			}
			rows[text] = append(rows[text], parts...)
		}
	}
	all := make([]step, 0, len(order))
	for _, text := range order {
		all = append(all, wide(text, rows[text])...)
	}
	return all
}

var ordered = func() map[string]bool {
	m := map[string]bool{}
	for _, text := range appendOrder {
		m[text] = true
	}
	return m
}()

// single takes a statement that writes several entries apart into rows.
func single(st step) (string, [][]any) {
	if !manyEntries[st.text] {
		return st.text, [][]any{st.args}
	}
	var parts [][]any
	for args := st.args; len(args) > 0; args = args[entryWidth:] {
		parts = append(parts, args[:entryWidth])
	}
	return putEntry, parts
}

var manyEntries = func() map[string]bool {
	m := map[string]bool{}
	for _, text := range putEntries[1:] {
		m[text] = true
	}
	return m
}()

// wide makes one statement of the rows when there are several and the text can
// take them as arrays.
func wide(text string, rows [][]any) []step {
	if len(rows) > 1 {
		if many, ok := widened(text, rows[0]); ok {
			return []step{{text: many, args: columns(rows)}}
		}
	}
	all := make([]step, 0, len(rows))
	for _, args := range rows {
		all = append(all, step{text: text, args: args})
	}
	return all
}

// columns turns rows into one array per argument.
func columns(rows [][]any) []any {
	args := make([]any, len(rows[0]))
	for i := range args {
		switch rows[0][i].(type) {
		case int64:
			args[i] = column[int64](rows, i)
		case []byte:
			args[i] = column[[]byte](rows, i)
		default:
			args[i] = column[string](rows, i)
		}
	}
	return args
}

func column[T any](rows [][]any, i int) []T {
	all := make([]T, len(rows))
	for n, row := range rows {
		all[n], _ = row[i].(T) // arguments are int64, string and []byte, the same in every row of a text
	}
	return all
}

var (
	wideTexts sync.Map // text → text that takes arrays, "" when it cannot
	insertOf  = regexp.MustCompile(`(?s)^(INSERT INTO .*?\))\s*VALUES \((.*?)\)(\s*ON CONFLICT.*)?$`)
	argument  = regexp.MustCompile(`\$(\d+)`)
)

// widened gives the text that takes arrays in place of the values of one row.
func widened(text string, args []any) (string, bool) {
	if many, ok := wideTexts.Load(text); ok {
		return many.(string), many != ""
	}
	many := widen(text, args)
	wideTexts.Store(text, many)
	return many, many != ""
}

func widen(text string, args []any) string {
	list, names := make([]string, len(args)), make([]string, len(args))
	for i, arg := range args {
		kind := "text"
		switch arg.(type) {
		case int64:
			kind = "bigint"
		case []byte:
			kind = "bytea"
		}
		list[i], names[i] = fmt.Sprintf("$%d::%s[]", i+1, kind), fmt.Sprintf("a%d", i+1)
	}
	if text == putHead {
		return putHeads
	}
	from := " FROM unnest(" + strings.Join(list, ", ") + ") AS g (" + strings.Join(names, ", ") + ")"
	part := insertOf.FindStringSubmatch(text)
	if part == nil {
		return ""
	}
	return part[1] + " SELECT " + argument.ReplaceAllString(part[2], "g.a$1") + from + part[3]
}

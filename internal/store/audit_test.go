package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	crand "crypto/rand"

	"eendracht/internal/ledger"
	"eendracht/internal/store"
	"eendracht/internal/store/storetest"
)

// logged is an archive with rows of every covered kind, most of them sealed,
// and what an outside verifier holds.
type logged struct {
	dir   string
	trust ledger.Trust
	seal  store.Seal
	db    *sql.DB

	witness *ledger.Signer
}

func (l *logged) sealIn(t testing.TB, s store.Store) store.Checkpoint {
	t.Helper()
	var last store.Checkpoint
	for {
		done, err := s.Seal(t.Context(), l.seal)
		if err != nil {
			t.Fatal(err)
		}
		if done.Leaves == 0 {
			return last
		}
		last, l.seal.Now = done.Checkpoint, l.seal.Now.Add(time.Minute)
	}
}

// key makes the signing key of the archive.
func (l *logged) key(t testing.TB) {
	t.Helper()
	secret, line, err := ledger.NewKey(crand.Reader, "eendracht-test")
	fine(t, err)
	signer, err := ledger.NewSigner(secret)
	fine(t, err)
	public, err := ledger.ReadPublic(line)
	fine(t, err)
	l.trust.Log = &public
	l.seal = store.Seal{Owner: "o", Now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Hold: time.Minute, Name: signer.Name(), Sign: signer.Sign}
}

func newLogged(t *testing.T) *logged {
	t.Helper()
	l := &logged{dir: t.TempDir()}
	l.key(t)
	s, err := store.OpenSQLite(t.Context(), l.dir)
	fine(t, err)
	for range 30 { // 300 leaves: more than one tile
		storetest.Covered(t, s)
	}
	c := l.sealIn(t, s)
	l.cosign(t, s, c)
	storetest.Covered(t, s)
	l.sealIn(t, s)
	storetest.Covered(t, s) // waits unsealed
	fine(t, s.Close())
	l.open(t)
	return l
}

// open gives a connection past the archive, as a tamperer has it.
func (l *logged) open(t testing.TB) {
	t.Helper()
	var err error
	l.db, err = sql.Open("sqlite", "file:"+filepath.Join(l.dir, "eendracht.db"))
	fine(t, err)
	t.Cleanup(func() { fine(t, l.db.Close()) })
}

// cosign lets a witness sign a checkpoint, which the verifier keeps.
func (l *logged) cosign(t *testing.T, s store.Store, c store.Checkpoint) {
	t.Helper()
	if l.witness == nil {
		secret, line, err := ledger.NewKey(crand.Reader, "partner.example")
		fine(t, err)
		l.witness, err = ledger.NewSigner(secret)
		fine(t, err)
		public, err := ledger.ReadPublic(line)
		fine(t, err)
		l.trust.Witnesses = append(l.trust.Witnesses, public)
	}
	c.Note, c.Cosigned = c.Note+l.witness.Cosign(c.Note, c.At), 1
	fine(t, s.PutCosigned(t.Context(), c))
	l.trust.Checkpoints = append(l.trust.Checkpoints, c.Note)
}

func fine(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (l *logged) check(t testing.TB) (ledger.Report, error) {
	t.Helper()
	a, err := store.AuditSQLite(t.Context(), l.dir)
	fine(t, err)
	defer func() { fine(t, a.Close()) }()
	return (&ledger.Checker{Source: a, Trust: l.trust}).Check(t.Context())
}

func (l *logged) exec(t testing.TB, text string, args ...any) int64 {
	t.Helper()
	result, err := l.db.Exec(text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	n, err := result.RowsAffected()
	fine(t, err)
	return n
}

// found checks that a change is found, and gives what is said of it.
func (l *logged) found(t testing.TB, what string) *ledger.Finding {
	t.Helper()
	var f *ledger.Finding
	if _, err := l.check(t); !errors.As(err, &f) {
		t.Errorf("%s: not found (%v)", what, err)
		return &ledger.Finding{}
	}
	return f
}

func TestAnUntouchedArchiveIsClean(t *testing.T) {
	l := newLogged(t)
	report, err := l.check(t)
	fine(t, err)
	if report.Leaves != 341 || report.Waiting != 11 || report.Rows["entry"] != 96 || report.Rows["look"] != 128 || report.Outside != 1 || report.Covered["2026"] != 330 {
		t.Errorf("%+v", report)
	}
	a, err := store.AuditSQLite(t.Context(), l.dir)
	fine(t, err)
	defer func() { fine(t, a.Close()) }()
	if many, err := (&ledger.Checker{Source: a, Trust: l.trust, PassMost: 50}).Check(t.Context()); err != nil || fmt.Sprint(many) != fmt.Sprint(report) {
		t.Errorf("in several passes: %+v, %v", many, err)
	}
}

// coveredColumns are all columns of all tables that the log covers, with the
// key by which a row is found.
var coveredColumns = []struct{ table, key, columns string }{
	{"entry", "dossier, seq", "dossier seq id at kind body"},
	{"head", "dossier", "dossier version"},
	{"look", "home, at, id", "home at id usr org version detail"},
	{"decision", "home, at, id", "home at id usr org dossier version allow detail"},
	{"policy_set", "version", "version at body"},
	{"erased", "dossier, at, id", "dossier at id usr org ground what"},
	{"log_shard", "shard", "shard size"},
	{"log_leaves", "shard, first", "shard first data"},
	{"log_tile", "shard, level, n", "shard level n data"},
	{"log_checkpoint", "shard, size", "shard size at cosigned note"},
	{"sheaf", "id", "data"},
}

// TestAFlippedBitIsFound flips a bit in every column of every covered table,
// several rows of each, and lets the verifier look.
func TestAFlippedBitIsFound(t *testing.T) {
	l := newLogged(t)
	rounds, flips := 3, 0
	if *torture {
		rounds = 40
	}
	for _, c := range coveredColumns {
		for column := range strings.FieldsSeq(c.columns) {
			for range rounds {
				l.flip(t, c.table, column)
				flips++
			}
		}
	}
	report, err := l.check(t)
	if err != nil {
		t.Fatalf("after all was put back: %v", err)
	}
	if flips < 100 {
		t.Fatalf("only %d bits were flipped", flips)
	}
	t.Logf("%d bits flipped, %d leaves", flips, report.Leaves)
}

// flip changes one bit of one value, checks that it is found, and puts it back.
func (l *logged) flip(t *testing.T, table, column string) {
	t.Helper()
	var kind string
	var value any
	keys := strings.Fields(strings.ReplaceAll(keyOf(table), ",", " "))
	held := make([]any, len(keys))
	into := []any{&kind, &value}
	for i := range held {
		into = append(into, &held[i])
	}
	err := l.db.QueryRow(fmt.Sprintf("SELECT typeof(%s), %s, %s FROM %s ORDER BY random() LIMIT 1", column, column, keyOf(table), table)).Scan(into...)
	fine(t, err)
	flipped, form := flipped(t, value), "?"
	if kind == "text" {
		form = "CAST(? AS TEXT)"
	}
	match, other := "", ""
	for i, key := range keys {
		match += fmt.Sprintf(" AND %s = %s", key, asForm(held[i]))
		if key == column {
			held[i] = nil
			other += fmt.Sprintf(" AND %s = %s", key, form)
		} else {
			other += fmt.Sprintf(" AND %s = %s", key, asForm(held[i]))
		}
	}
	before, after := []any{flipped}, []any{raw(value)}
	for i, key := range keys {
		if key == column {
			before, after = append(before, raw(value)), append(after, flipped)
		} else {
			before, after = append(before, held[i]), append(after, held[i])
		}
	}
	what := fmt.Sprintf("%s.%s of %v", table, column, before[1:])
	result, err := l.db.Exec("UPDATE "+table+" SET "+column+" = "+form+" WHERE 1"+match, before...)
	if err != nil && strings.Contains(err.Error(), "UNIQUE") { // it became the key of another row, which the engine refuses: another bit
		l.flip(t, table, column)
		return
	}
	fine(t, err)
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		t.Fatalf("%s: %d rows changed, %v", what, n, err)
	}
	f := l.found(t, what)
	if f.Wrong == "" || f.Table == "" {
		t.Errorf("%s: %v", what, f)
	}
	if n := l.exec(t, "UPDATE "+table+" SET "+column+" = "+form+" WHERE 1"+other, after...); n != 1 {
		t.Fatalf("%s: %d rows put back", what, n)
	}
}

func keyOf(table string) string {
	for _, c := range coveredColumns {
		if c.table == table {
			return c.key
		}
	}
	return ""
}

func asForm(v any) string {
	if _, ok := v.(string); ok {
		return "CAST(? AS TEXT)"
	}
	return "?"
}

func raw(v any) any {
	if s, ok := v.(string); ok {
		return []byte(s)
	}
	return v
}

// flipped gives a value with one bit changed; what is empty grows a bit.
func flipped(t testing.TB, v any) any {
	switch v := v.(type) {
	case int64:
		return v ^ 1<<rand.IntN(40)
	case string:
		return flipped(t, []byte(v))
	case []byte:
		if len(v) == 0 {
			return []byte{1}
		}
		b := append([]byte{}, v...)
		b[rand.IntN(len(b))] ^= 1 << rand.IntN(8)
		return b
	}
	t.Fatalf("a value of type %T", v)
	return nil
}

package store_test

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/store"
)

// scans matches the reading of a whole table or index. Names of one letter and
// table names are tables; the pages (a, b, page) are small.
var scans = regexp.MustCompile(`SCAN (w|f|i|j|h|head|entry|family|involvement|work|token|timer|look|account|org|session|used|lead|parcel)\b`)

// ordered names the index that gives a list in its order.
var ordered = map[string]string{
	"work": "work_holder", "count": "work_holder", "families": "involvement_subject", "led": "family_lead",
	"stuck": "family_stuck", "found": "token_find", "lease": "timer_ready", "looks by": "look_usr", "lease parcels": "parcel_ready", "parcels of home": "parcel_home", "parcels of peer": "parcel_peer",
}

// TestNoListScans asks SQLite how it would answer every list: with a hundred
// thousand families none may read a table from end to end.
func TestNoListScans(t *testing.T) {
	dir := t.TempDir()
	s, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "eendracht.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, list := range store.Lists() {
		plan := explain(t, db, list.Text, list.Args)
		if scans.MatchString(plan) {
			t.Errorf("%s reads a table from end to end:\n%s", name, plan)
		}
		if index, ok := ordered[name]; ok && !strings.Contains(plan, index) {
			t.Errorf("%s does not come in the order of %s:\n%s", name, index, plan)
		}
		t.Logf("%s\n%s", name, plan)
	}
}

func explain(t *testing.T, db *sql.DB, text string, args int) string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN "+text, make([]any, args)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString("  " + detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

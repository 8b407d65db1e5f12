package casework_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
)

func TestFiltersAreKeptPerAccountAndSealed(t *testing.T) {
	w := newWorld(t)
	noor := w.noor()
	keep := func(name, query string) error {
		return w.office.KeepFilter(noor, casework.SavedFilter{List: "work", Name: name, Query: query})
	}
	for _, err := range []error{keep(" Te laat  deze week ", "filter=late"), keep("Vragen", "kind=question"), keep("te laat deze week", "filter=week")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := w.office.Filters(noor, "work")
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v %v", all, err)
	}
	for _, f := range all {
		if f.Name == "Vragen" && f.Query != "kind=question" || f.Name != "Vragen" && (f.Name != "te laat deze week" || f.Query != "filter=week") {
			t.Errorf("%+v", f)
		}
	}
	rows, err := w.store.SavedOf(t.Context(), "account:u-noor")
	if err != nil || len(rows) != 2 || bytes.Contains(rows[0].Body, []byte("laat")) {
		t.Errorf("in the archive: %d rows, %v", len(rows), err)
	}
	if others, err := w.office.Filters(noor, "families"); err != nil || len(others) != 0 {
		t.Errorf("of another list: %+v %v", others, err)
	}
	if err := w.office.DropFilter(noor, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if left, err := w.office.Filters(noor, "work"); err != nil || len(left) != 1 {
		t.Errorf("left: %+v %v", left, err)
	}
}

func TestAFilterHasAName(t *testing.T) {
	w := newWorld(t)
	for name, key := range map[string]string{" ": "queue.filter.name.none", strings.Repeat("é", casework.FilterNameMost+1): "queue.filter.name.long"} {
		err := w.office.KeepFilter(w.noor(), casework.SavedFilter{List: "work", Name: name})
		if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != key {
			t.Errorf("%q: %v", name, err)
		}
	}
	for n := range casework.FiltersMost {
		if err := w.office.KeepFilter(w.noor(), casework.SavedFilter{List: "work", Name: strconv.Itoa(n)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.office.KeepFilter(w.noor(), casework.SavedFilter{List: "work", Name: "één te veel"}); len(fault.Fields(err)) != 1 {
		t.Errorf("one too many: %v", err)
	}
	if _, err := w.office.Filters(w.mother(), "work"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a resident keeps filters: %v", err)
	}
}

func TestTheAddressOfOwnDatesEndsWhenItIsWithdrawnOrMadeAnew(t *testing.T) {
	w := newWorld(t)
	noor := w.noor()
	if since, err := w.office.FeedSince(noor); err != nil || !since.IsZero() {
		t.Fatalf("before: %v %v", since, err)
	}
	first, err := w.office.OpenFeed(noor)
	if err != nil || len(first) < 4 {
		t.Fatal(first, err)
	}
	feed, err := w.store.FeedOf(t.Context(), "u-noor")
	if err != nil || bytes.Contains(feed.Hash, []byte(first)) || len(feed.Hash) < 16 {
		t.Errorf("the secret stands in the archive, or no hash: %v", err)
	}
	if who, err := w.office.FeedOwner(t.Context(), first); err != nil || who != "u-noor" {
		t.Errorf("%s %v", who, err)
	}
	second, err := w.office.OpenFeed(noor)
	if err != nil || second == first {
		t.Fatal(second, err)
	}
	gone := func(secret string) {
		t.Helper()
		if _, err := w.office.FeedOwner(t.Context(), secret); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q still gives dates: %v", secret, err)
		}
	}
	gone(first)
	gone("")
	if err := w.office.CloseFeed(noor); err != nil {
		t.Fatal(err)
	}
	gone(second)
}

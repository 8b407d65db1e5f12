package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"

	"eendracht/internal/bench"
)

// playsProgram makes this test program the program itself, for tests that
// start it as a server.
const playsProgram = "EENDRACHT_TEST_PLAYS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(playsProgram) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// TestBenchInShort lets the whole measurement run once with the shortest of
// times. Nothing is asserted of the figures but that there are any.
func TestBenchInShort(t *testing.T) {
	t.Setenv(playsProgram, "yes")
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"bench", "--store", "sqlite", "--families", "60", "--seconds", "0.1", "--rounds", "1", "--connections", "1,4", "--json"},
		&Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, &errs)
	}
	var got benchOutcome
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, &out)
	}
	const servers, loads = 3, 2
	if want := len(bench.Ops) * servers * loads; len(got.Rows) != want {
		t.Errorf("got %d rows, want %d", len(got.Rows), want)
	}
	for _, op := range bench.Ops {
		i := slices.IndexFunc(got.Rows, func(r bench.Row) bool { return r.Op == op && r.Server == bench.House })
		if i < 0 || got.Rows[i].Rate <= 0 || got.Rows[i].P50 <= 0 {
			t.Errorf("%s has no figures: %+v", op, got.Rows)
		}
	}
}

func TestBenchGrowthInShort(t *testing.T) {
	t.Setenv(playsProgram, "yes")
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"bench", "--growth", "--sizes", "5,20", "--json"}, &Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, &errs)
	}
	var got []bench.Size
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, &out)
	}
	if len(got) != 2 || got[0].Families != 5 || got[1].Families != 20 || got[0].Cold <= 0 || got[1].Warm <= 0 || got[1].Start <= 0 {
		t.Errorf("got %+v", got)
	}
}

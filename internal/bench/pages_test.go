package bench

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestPageOfHidesIdentifiers(t *testing.T) {
	for path, want := range map[string]string{
		"/": "/", "/work?filter=late": "/work", "/case/aabbccddeeffgghhiijjkkll/plan": "/case/…/plan",
		"/case/d-1/tasks/t-2": "/case/…/tasks/…", "/case/…/goals/new": "/case/…/goals/new",
	} {
		if got := pageOf(path); got != want {
			t.Errorf("%s became %s, not %s", path, got, want)
		}
	}
}

func TestACrawlStaysOnThePages(t *testing.T) {
	for to, want := range map[string]bool{
		"/work": true, "/case/x": true, "/static/a.css": false, "//elsewhere.example/": false, "/api/v1/work": false, "/signin": false,
	} {
		if crawled(to) != want {
			t.Errorf("crawled(%s) is %t", to, !want)
		}
	}
}

func TestTheSlowestPageComesFirst(t *testing.T) {
	var out bytes.Buffer
	rows := []PageRow{
		{Role: "lead", Page: "/fast", Cell: Cell{P95: time.Millisecond}},
		{Role: "lead", Page: "/slow", Cell: Cell{P95: 2 * MostPageTime}},
	}
	if err := WritePages(&out, rows, func(key string, _ ...string) string { return key }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 || !strings.Contains(lines[2], "/slow") || !strings.Contains(lines[2], "kept.false") || !strings.Contains(lines[3], "kept.true") {
		t.Errorf("table:\n%s", out.String())
	}
}

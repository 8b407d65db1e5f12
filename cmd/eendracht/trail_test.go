package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/region"
)

// livedIn is a data folder with a small region in it.
func livedIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	a, err := openApp(t.Context(), Place{Data: dir}, hooks{now: region.Clock, newID: region.IDs}, newLog(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	plan := region.Plan(3, 6, nl.On(time.Now()))
	if err := region.Build(context.Background(), a.office, plan, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	a.close()
	return dir
}

func runs(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, &Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

func TestTrailOfARegion(t *testing.T) {
	dir := livedIn(t)
	t.Run("replay", func(t *testing.T) {
		code, out, errs := runs(t, "replay", "--data", dir)
		if code != 0 || !strings.Contains(out, "different\t0") || strings.Contains(out, "commands\t0\n") {
			t.Errorf("code %d\n%s%s", code, out, errs)
		}
	})
	t.Run("export", func(t *testing.T) { exports(t, dir) })
	t.Run("otlp", func(t *testing.T) { sends(t, dir) })
	t.Run("rules", func(t *testing.T) { tries(t, dir) })
}

func exports(t *testing.T, dir string) {
	for _, kind := range []string{"decisions", "processing", "looks"} {
		code, out, errs := runs(t, "log", "export", "--data", dir, "--kind", kind)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if code != 0 || len(lines) < 50 {
			t.Fatalf("%s: code %d, %d lines, %s", kind, code, len(lines), errs)
		}
		var one struct {
			TraceID string `json:"trace_id"`
		}
		if err := json.Unmarshal([]byte(lines[0]), &one); err != nil || len(one.TraceID) != 32 {
			t.Errorf("%s: %v %s", kind, err, lines[0])
		}
	}
	if code, out, _ := runs(t, "log", "export", "--data", dir, "--since", "2999-01-01"); code != 0 || out != "" {
		t.Errorf("of a day to come: code %d, %s", code, out)
	}
	if code, _, _ := runs(t, "log", "export", "--data", dir, "--since", "yesterday"); code != 1 {
		t.Errorf("a day that is none: code %d", code)
	}
}

func sends(t *testing.T, dir string) {
	records, status := 0, http.StatusOK
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			ResourceLogs []struct {
				ScopeLogs []struct {
					LogRecords []struct{ TraceID, SpanID, TimeUnixNano string }
				}
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%v %s", err, r.Header.Get("Content-Type"))
		}
		records += len(body.ResourceLogs[0].ScopeLogs[0].LogRecords)
		w.WriteHeader(status)
	}))
	defer receiver.Close()
	code, out, errs := runs(t, "log", "export", "--data", dir, "--kind", "processing", "--otlp", receiver.URL)
	if code != 0 || out != "" || records < 50 {
		t.Errorf("code %d, %d records, %s%s", code, records, out, errs)
	}
	status = http.StatusServiceUnavailable
	if code, _, _ := runs(t, "log", "export", "--data", dir, "--otlp", receiver.URL); code != 1 {
		t.Errorf("a receiver that is down: code %d", code)
	}
}

func tries(t *testing.T, dir string) {
	rules := t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(rules, "own.cedar"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	notes := `@id("local.money") @nl("access.deny.local") @ground("avg.15") `
	write(notes + `permit (principal, action, resource);`)
	if code, _, errs := runs(t, "rules", "try", "--data", dir, "--rules", rules); code != 2 || !strings.Contains(errs, "may only forbid") {
		t.Errorf("a permit: code %d, %s", code, errs)
	}
	write(notes + `forbid (principal is Staff, action == Action::"part", resource) when { ["money", "housing", "mind", "home"].contains(resource.domain) };`)
	code, out, errs := runs(t, "rules", "try", "--data", dir, "--rules", rules)
	if code != 0 || !strings.Contains(out, "gained\t0") || !strings.Contains(out, "part") {
		t.Errorf("code %d\n%s%s", code, out, errs)
	}
	if code, out, _ := runs(t, "replay", "--data", dir, "--rules", rules, "-n", "50"); code != 0 || !strings.Contains(out, "different\t0") {
		t.Errorf("old decisions under new rules: code %d\n%s", code, out)
	}
	if code, _, _ := runs(t, "rules", "try", "--data", dir); code != 1 {
		t.Errorf("without a folder: code %d", code)
	}
	brings := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(brings, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("terms.json", `{"municipality": "GM9999", "terms": [{"code": "question.answer", "article": "afspraak 1", "length": {"n": 3, "unit": "workday"}, "valid": {"from": "2026-01-01"}}]}`)
	if code, out, errs := runs(t, "rules", "try", "--data", dir, "--rules", brings); code != 0 {
		t.Errorf("own terms: code %d\n%s%s", code, out, errs)
	}
	put("terms.json", `{"municipality": "GM9999", "terms": [{"code": "wmo.investigation", "article": "x", "length": {"n": 9, "unit": "week"}, "valid": {"from": "2026-01-01"}}]}`)
	if code, _, errs := runs(t, "rules", "try", "--data", dir, "--rules", brings); code != 2 || !strings.Contains(errs, "wmo.investigation") {
		t.Errorf("a term that is not left open: code %d %s", code, errs)
	}
	if code, _, _ := runs(t, "replay", "--data", dir, "--rules", dir); code != 1 {
		t.Errorf("a folder without rules: code %d", code)
	}
}

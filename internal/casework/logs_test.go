package casework_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

func exported[R any](t *testing.T, w *world, kind string) []R {
	t.Helper()
	var all []R
	n, err := w.office.Export(t.Context(), kind, "https://register.voorbeeld.example/avg/", time.Time{}, func(record any) error {
		all = append(all, record.(R))
		return nil
	})
	if err != nil || n != len(all) {
		t.Fatalf("%s: %d of %d, %v", kind, len(all), n, err)
	}
	return all
}

// The three logs tell of the same looks, join on the trace, and the log of
// processing names no user.
func TestTheLogsJoinOnTheTrace(t *testing.T) {
	w, id := trusting(t)
	if _, err := w.office.Open(w.noor(), id); err != nil {
		t.Fatal(err)
	}
	_, _ = w.office.Open(w.teacher(), id) // refused
	_, _ = w.office.Do(w.teacher(), casework.Wish{Dossier: id, Command: dossier.SetWatch{}})

	decisions := exported[casework.DecisionRecord](t, w, casework.LogDecisions)
	byTrace, refused := map[string]casework.DecisionRecord{}, 0
	for _, d := range decisions {
		if len(d.TraceID) != 32 || len(d.SpanID) != 16 || d.EventName != "adl.access_evaluation" || d.Status != "Unset" || d.Timestamp != w.now.UnixMilli() {
			t.Errorf("%+v", d)
		}
		if d.Attributes["adl.core.policies"].Source == "" || d.Body.Request.Subject.ID == "" || d.Body.Request.Context["purpose"] == "" {
			t.Errorf("a decision without policies, subject or purpose: %+v", d)
		}
		byTrace[d.TraceID] = d
		if !d.Body.Response.Decision {
			refused++
		}
	}
	if len(byTrace) != len(decisions) || refused != 2 {
		t.Errorf("%d records in %d traces, %d refused", len(decisions), len(byTrace), refused)
	}
	rows := exported[casework.ProcessingRecord](t, w, casework.LogProcessing)
	spans := map[string]bool{}
	for _, r := range rows {
		d, ok := byTrace[r.TraceID]
		if !ok || r.ParentSpan != d.SpanID || spans[r.SpanID] || !d.Body.Response.Decision {
			t.Errorf("a row that joins with no decision: %+v", r)
		}
		spans[r.SpanID] = true
		raw, err := json.Marshal(r)
		if err != nil || strings.Contains(string(raw), "u-noor") || strings.Contains(string(raw), "u-mother") {
			t.Errorf("a row names who looked: %s", raw)
		}
		if at := r.Attributes["dpl.core.processing_activity_id"]; !strings.HasPrefix(at, "https://register.voorbeeld.example/avg/") || len(r.Attributes["dpl.core.data_subject_id"]) != 64 {
			t.Errorf("%+v", r.Attributes)
		}
	}
	if len(rows) == 0 {
		t.Error("no row of processing")
	}
	opened := false
	for _, l := range exported[casework.LookRecord](t, w, casework.LogLooks) {
		opened = opened || l.User == "u-noor" && l.Code == "R" && l.Ground != "" && l.Policy != "" && l.Involvement != "" && l.Purpose == "intake"
	}
	if !opened {
		t.Error("the look of Noor is not told with ground, policy and relation")
	}
	if _, err := w.office.Export(t.Context(), "gossip", "", time.Time{}, func(any) error { return nil }); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown log: %v", err)
	}
}

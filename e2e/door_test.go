package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
)

func get(t *testing.T, url string) (int, string, []byte) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only read from
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Content-Type"), body
}

func TestTheDoorsOutside(t *testing.T) {
	h := start(t)
	t.Run("document", func(t *testing.T) { documented(t, h) })
	t.Run("problems", func(t *testing.T) { problems(t, h) })
	t.Run("health", func(t *testing.T) {
		for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": "eendracht_request_seconds"} {
			if status, _, body := get(t, h.url+path); status != http.StatusOK || !strings.Contains(string(body), want) {
				t.Errorf("%s: %d %.200s", path, status, body)
			}
		}
	})
	t.Run("events", func(t *testing.T) { hears(t, h) })
}

// documented wants the OpenAPI document to name every command that has no door of its own.
func documented(t *testing.T, h *house) {
	_, _, body := get(t, h.url+"/api/v1/openapi.json")
	var doc struct {
		OpenAPI string                                             `json:"openapi"`
		Paths   map[string]map[string]struct{ OperationID string } `json:"paths"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("version %q", doc.OpenAPI)
	}
	own := map[string]bool{
		// what official messages say comes in as a message
		"change-allocation": true, "receive-allocations": true, "receive-withdrawal": true, "receive-change": true, "decide-change": true,
		"hold-request": true, "receive-answer": true, "receive-claim": true, "receive-claim-answer": true, "receive-return": true,
		"record-reply": true, "await-return": true,
		"ask-help": true, "ask-again": true, "receive-request": true, "decide": true, "record-sent": true, "receive-start": true, "receive-stop": true, "lapse-clocks": true, "break-glass": true, "ask-about-look": true,
		"add-document": true, "revise-document": true, "scan-document": true, // with a file, or a verdict of the scanner
	}
	for _, c := range dossier.All() {
		if _, ok := doc.Paths["/dossiers/{dossier}/"+c.Name()]; !ok && !own[c.Name()] {
			t.Errorf("the document lacks the command %s", c.Name())
		}
	}
	for path, operations := range doc.Paths {
		for method, op := range operations {
			if op.OperationID == "" {
				t.Errorf("%s %s has no operationId", method, path)
			}
		}
	}
}

// problems wants every refusal in one form, in plain words.
func problems(t *testing.T, h *house) {
	fatma := h.as(h.story.Fatma, "own")
	var p struct{ Type, Title, Code string }
	fatma.call("GET", "/dossiers/none", nil, http.StatusNotFound, &p)
	if p.Code != "not_found" || !strings.HasPrefix(p.Type, "urn:eendracht:") || p.Title == "" {
		t.Errorf("%+v", p)
	}
	fatma.call("POST", "/meldingen", map[string]any{"words": ""}, http.StatusUnprocessableEntity, &p)
	if p.Code != "invalid" || p.Title == "" {
		t.Errorf("%+v", p)
	}
	fatma.call("POST", "/meldingen", []byte("<xml/>"), http.StatusUnsupportedMediaType, &p)
	noor := h.as(h.story.Noor, "")
	noor.call("GET", "/work", nil, http.StatusForbidden, &p)
	if !strings.Contains(p.Title, "waarvoor") {
		t.Errorf("a request without a purpose: %+v", p)
	}
}

// hears wants an open page to hear of a change, and a stranger nothing at all.
func hears(t *testing.T, h *house) {
	s := &tale{house: h, people: map[string]string{}}
	s.askInTheNight()
	noor := h.as(h.story.Noor, "intake")
	listen := func(c caller) *http.Response {
		request, err := http.NewRequest("GET", h.url+"/api/v1/dossiers/"+s.dossier+"/events?purpose="+c.purpose, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+c.token)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	if answer := listen(h.as(h.story.Teacher, "help")); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a stranger may listen: %d", answer.StatusCode)
	}
	stream := listen(noor)
	defer stream.Body.Close() //nolint:errcheck // only read from
	heard := make(chan string, 8)
	go func() {
		for lines := bufio.NewScanner(stream.Body); lines.Scan(); {
			if event, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				heard <- event
			}
		}
	}()
	want := func(event string) {
		select {
		case got := <-heard:
			if got != event {
				t.Errorf("heard %q, want %q", got, event)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("nothing was heard of %q", event)
		}
	}
	want("seen")
	s.command(noor, "weigh-safety", map[string]any{"level": "watch", "words": "Spanning in huis."})
	want("changed")
}

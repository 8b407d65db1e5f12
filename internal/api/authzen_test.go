package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"eendracht/internal/fault"
)

// fixturePolicies are the policies that the published certification scenario of
// AuthZEN asks for: its eight decisions, written from its words.
const fixturePolicies = `
@id("read") permit (principal, action == Action::"read", resource);
@id("write") permit (principal == user::"alice", action == Action::"write", resource) when { resource.status == "active" };
@id("archive") permit (principal, action == Action::"write", resource) when { principal.role == "admin" && resource.status == "archived" };
@id("delete") permit (principal == user::"alice", action == Action::"delete", resource) when { context has soft && context.soft };
`

// fixture decides by the policies and the entities of the scenario.
type fixture struct{ policies *cedar.PolicySet }

var (
	fixtureUsers   = map[string]map[string]any{"alice": {"role": ""}, "bob": {"role": "admin"}}
	fixtureRecords = map[string]map[string]any{"record-1": {"status": "active"}, "record-2": {"status": "archived"}}
)

func attributes(t, id string, known, said map[string]any) types.Entity {
	m := types.RecordMap{}
	for _, from := range []map[string]any{known, said} {
		for k, v := range from {
			switch v := v.(type) {
			case string:
				m[types.String(k)] = types.String(v)
			case bool:
				m[types.String(k)] = types.Boolean(v)
			}
		}
	}
	return types.Entity{UID: types.NewEntityUID(types.EntityType(t), types.String(id)), Attributes: types.NewRecord(m)}
}

func (f fixture) evaluate(_ context.Context, q azQuestion) (azAnswer, error) {
	user, record := fixtureUsers[q.Subject.ID], fixtureRecords[q.Resource.ID]
	if q.Subject.Type != "user" || q.Resource.Type != "record" || user == nil || record == nil {
		return azAnswer{}, nil
	}
	subject, resource := attributes("user", q.Subject.ID, user, q.Subject.Properties), attributes("record", q.Resource.ID, record, q.Resource.Properties)
	decision, notes := cedar.Authorize(f.policies, types.EntityMap{subject.UID: subject, resource.UID: resource}, cedar.Request{
		Principal: subject.UID, Resource: resource.UID, Action: types.NewEntityUID("Action", types.String(q.Action.Name)),
		Context: attributes("", "", nil, q.Action.Properties).Attributes,
	})
	return azAnswer{Decision: decision == cedar.Allow && len(notes.Errors) == 0}, nil
}

func (f fixture) subjects(ctx context.Context, q azQuestion) (out []azEntity, err error) {
	if q.Subject.Type != "user" {
		return nil, nil
	}
	for _, id := range []string{"alice", "bob"} {
		q.Subject = &azEntity{Type: "user", ID: id, Properties: q.Subject.Properties}
		if a, _ := f.evaluate(ctx, q); a.Decision {
			out = append(out, azEntity{Type: "user", ID: id})
		}
	}
	return out, nil
}

func (f fixture) resources(ctx context.Context, q azQuestion) (out []azEntity, err error) {
	if q.Resource.Type != "record" {
		return nil, nil
	}
	for _, id := range []string{"record-1", "record-2"} {
		q.Resource = &azEntity{Type: "record", ID: id, Properties: q.Resource.Properties}
		if a, _ := f.evaluate(ctx, q); a.Decision {
			out = append(out, azEntity{Type: "record", ID: id})
		}
	}
	return out, nil
}

func (f fixture) actions(ctx context.Context, q azQuestion) (out []azAction, err error) {
	for _, name := range []string{"read", "write", "delete"} {
		q.Action = &azAction{Name: name}
		if a, _ := f.evaluate(ctx, q); a.Decision {
			out = append(out, azAction{Name: name})
		}
	}
	return out, nil
}

func certified(t *testing.T) http.Handler {
	t.Helper()
	policies, err := cedar.NewPolicySetFromBytes("fixture.cedar", []byte(fixturePolicies))
	if err != nil {
		t.Fatal(err)
	}
	a := &authzen{
		decider: fixture{policies}, log: slog.New(slog.DiscardHandler), base: func(*http.Request) string { return "https://pdp.example" },
		caller: func(r *http.Request) (context.Context, error) {
			if r.Header.Get("Authorization") == "" {
				return nil, fault.New(fault.SignIn, "test", "")
			}
			return r.Context(), nil
		},
	}
	mux := http.NewServeMux()
	a.register(mux)
	return mux
}

// ask sends a body to a path and gives status and answer.
func ask(t *testing.T, h http.Handler, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("POST", authzenBase+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer x")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if kind := w.Header().Get("Content-Type"); kind != "application/json" {
		t.Errorf("%s: Content-Type %q", path, kind)
	}
	return w
}

func quest(subject, action, resource string) string {
	return `{"subject":` + subject + `,"action":` + action + `,"resource":` + resource + `}`
}

const (
	alice    = `{"type":"user","id":"alice"}`
	bob      = `{"type":"user","id":"bob"}`
	admin    = `{"type":"user","id":"bob","properties":{"role":"admin"}}`
	first    = `{"type":"record","id":"record-1"}`
	archived = `{"type":"record","id":"record-2","properties":{"status":"archived"}}`
)

func TestCertificationDecisions(t *testing.T) {
	h := certified(t)
	for n, test := range []struct {
		body string
		want bool
	}{
		{quest(alice, `{"name":"read"}`, first), true},
		{quest(alice, `{"name":"write"}`, first), true},
		{quest(bob, `{"name":"read"}`, first), true},
		{quest(bob, `{"name":"write"}`, first), false},
		{quest(alice, `{"name":"write"}`, archived), false},
		{quest(admin, `{"name":"write"}`, archived), true},
		{quest(alice, `{"name":"delete","properties":{"soft":true}}`, first), true},
		{quest(alice, `{"name":"delete","properties":{"soft":false}}`, first), false},
		{strings.Replace(quest(alice, `{"name":"read"}`, first), `{`, `{"context":{"time":"2025-06-27T18:03-07:00","ip":"192.168.1.1"},"unknown":[1],`, 1), true},
	} {
		for range 3 { // the same answer every time
			w := ask(t, h, "/evaluation", test.body)
			var out struct{ Decision *bool }
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK || out.Decision == nil || *out.Decision != test.want {
				t.Errorf("rule %d: %d %s", n+1, w.Code, w.Body)
			}
		}
	}
}

func TestCertificationSearches(t *testing.T) {
	h := certified(t)
	anyUser, anyRecord := `{"type":"user"}`, `{"type":"record"}`
	for name, test := range map[string]struct{ path, body, want string }{
		"S1":                     {"/search/subject", quest(anyUser, `{"name":"read"}`, first), "alice bob"},
		"S1 with an id":          {"/search/subject", quest(alice, `{"name":"read"}`, first), "alice bob"},
		"S1 with a page":         {"/search/subject", strings.Replace(quest(anyUser, `{"name":"read"}`, first), `{`, `{"page":{"limit":1},`, 1), "alice bob"},
		"S2":                     {"/search/resource", quest(alice, `{"name":"read"}`, anyRecord), "record-1 record-2"},
		"S2 with an id":          {"/search/resource", quest(alice, `{"name":"read"}`, first), "record-1 record-2"},
		"S3":                     {"/search/action", `{"subject":` + alice + `,"resource":` + first + `}`, "read write"},
		"S3 with context":        {"/search/action", `{"context":{"ip":"::1"},"subject":` + alice + `,"resource":` + first + `}`, "read write"},
		"S4":                     {"/search/subject", quest(anyUser, `{"name":"write"}`, archived), "bob"},
		"S5":                     {"/search/resource", quest(admin, `{"name":"write"}`, anyRecord), "record-2"},
		"S6":                     {"/search/action", `{"subject":` + admin + `,"resource":` + archived + `}`, "read write"},
		"nobody we know":         {"/search/action", `{"subject":{"type":"user","id":"nonexistent-user"},"resource":` + first + `}`, ""},
		"a kind we do not know":  {"/search/subject", quest(`{"type":"spaceship"}`, `{"name":"read"}`, first), ""},
		"a thing we do not know": {"/search/resource", quest(alice, `{"name":"read"}`, `{"type":"spaceship"}`), ""},
	} {
		w := ask(t, h, test.path, test.body)
		var out struct {
			Results []struct{ ID, Name, Type string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK || out.Results == nil {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		var got []string
		for _, r := range out.Results {
			got = append(got, r.ID+r.Name)
		}
		if slices.Sort(got); strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", name, got, test.want)
		}
	}
}

func TestCertificationBatches(t *testing.T) {
	h := certified(t)
	active := `{"type":"record","id":"record-1","properties":{"status":"active"}}`
	for name, test := range map[string]struct{ body, want string }{
		"defaults":                {`{"subject":` + alice + `,"evaluations":[{"action":{"name":"read"},"resource":` + first + `},{"action":{"name":"write"},"resource":` + first + `}]}`, "true true"},
		"each whole":              {`{"evaluations":[` + quest(alice, `{"name":"read"}`, first) + `,` + quest(bob, `{"name":"write"}`, first) + `]}`, "true false"},
		"an empty one inherits":   {`{"subject":` + alice + `,"action":{"name":"write"},"resource":` + active + `,"evaluations":[{},{"resource":` + archived + `}]}`, "true false"},
		"properties":              {`{"action":{"name":"write"},"resource":` + archived + `,"evaluations":[{"subject":` + alice + `},{"subject":` + admin + `}]}`, "false true"},
		"one lacks something":     {`{"subject":` + alice + `,"action":{"name":"read"},"options":{"evaluations_semantic":"execute_all"},"evaluations":[{"resource":` + first + `},{}]}`, "true false"},
		"stop at the first deny":  {`{"subject":` + bob + `,"resource":` + first + `,"options":{"evaluations_semantic":"deny_on_first_deny"},"evaluations":[{"action":{"name":"read"}},{"action":{"name":"write"}},{"action":{"name":"read"}}]}`, "true false"},
		"stop at the first allow": {`{"subject":` + bob + `,"resource":` + first + `,"options":{"evaluations_semantic":"permit_on_first_permit"},"evaluations":[{"action":{"name":"write"}},{"action":{"name":"read"}},{"action":{"name":"read"}}]}`, "false true"},
	} {
		w := ask(t, h, "/evaluations", test.body)
		var out struct{ Evaluations []struct{ Decision bool } }
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		var got []string
		for _, e := range out.Evaluations {
			got = append(got, map[bool]string{true: "true", false: "false"}[e.Decision])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", name, got, test.want)
		}
	}
	for _, body := range []string{quest(alice, `{"name":"read"}`, first), strings.Replace(quest(alice, `{"name":"read"}`, first), `{`, `{"evaluations":[],`, 1)} {
		if w := ask(t, h, "/evaluations", body); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"decision":true}` {
			t.Errorf("as one question: %d %s", w.Code, w.Body)
		}
	}
}

func TestCertificationErrors(t *testing.T) {
	h := certified(t)
	read := `{"name":"read"}`
	for name, test := range map[string][2]string{
		"no subject": {"/evaluation", `{"action":` + read + `,"resource":` + first + `}`}, "no action": {"/evaluation", `{"subject":` + alice + `,"resource":` + first + `}`},
		"no resource": {"/evaluation", `{"subject":` + alice + `,"action":` + read + `}`}, "no subject type": {"/evaluation", quest(`{"id":"alice"}`, read, first)},
		"no subject id": {"/evaluation", quest(`{"type":"user"}`, read, first)}, "no resource type": {"/evaluation", quest(alice, read, `{"id":"record-1"}`)},
		"no resource id": {"/evaluation", quest(alice, read, `{"type":"record"}`)}, "no action name": {"/evaluation", quest(alice, `{}`, first)},
		"no JSON": {"/evaluation", `{"subject":`}, "nothing": {"/evaluation", ""}, "a subject that is text": {"/evaluation", quest(`"alice"`, read, first)},
		"an action that is a number": {"/evaluation", quest(alice, `1`, first)}, "a list": {"/evaluation", `[]`},
		"search without action": {"/search/subject", `{"subject":{"type":"user"},"resource":` + first + `}`}, "search without resource id": {"/search/subject", quest(`{"type":"user"}`, read, `{"type":"record"}`)},
		"search without subject": {"/search/resource", `{"action":` + read + `,"resource":{"type":"record"}}`}, "search without subject id": {"/search/resource", quest(`{"type":"user"}`, read, `{"type":"record"}`)},
		"actions without resource": {"/search/action", `{"subject":` + alice + `}`}, "actions without subject id": {"/search/action", `{"subject":{"type":"user"},"resource":` + first + `}`},
		"an unknown semantic": {"/evaluations", `{"options":{"evaluations_semantic":"guess"},"evaluations":[` + quest(alice, read, first) + `]}`},
	} {
		w := ask(t, h, test[0], test[1], "X-Request-ID", "req-1")
		var words string
		if w.Code != http.StatusBadRequest || json.Unmarshal(w.Body.Bytes(), &words) != nil || words == "" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if w.Header().Get("X-Request-ID") != "req-1" {
			t.Errorf("%s: the request id is not given back", name)
		}
	}
	if w := ask(t, h, "/evaluation", quest(alice, read, first), "Content-Type", "text/plain"); w.Code != http.StatusBadRequest {
		t.Errorf("another type: %d", w.Code)
	}
	if w := ask(t, h, "/evaluation", quest(alice, read, first), "Authorization", ""); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("nobody: %d", w.Code)
	}
	if w := ask(t, h, "/evaluation", quest(alice, read, first), "X-Request-ID", "bfe9eb29"); w.Header().Get("X-Request-ID") != "bfe9eb29" {
		t.Error("the request id is not given back")
	}
}

func TestCertificationDiscovery(t *testing.T) {
	w := httptest.NewRecorder()
	certified(t).ServeHTTP(w, httptest.NewRequest("GET", authzenMetadata, nil))
	var m map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || m["policy_decision_point"] != "https://pdp.example" || len(m) != 6 {
		t.Fatalf("%v %s", err, w.Body)
	}
	for name, address := range m {
		if !strings.HasPrefix(address, "https://pdp.example") {
			t.Errorf("%s: %s", name, address)
		}
	}
	var document struct{ Paths map[string]any }
	if err := json.Unmarshal(authzenDocument, &document); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/evaluation", "/evaluations", "/search/subject", "/search/resource", "/search/action"} {
		if document.Paths[path] == nil {
			t.Errorf("%s stands not in the document", path)
		}
	}
}

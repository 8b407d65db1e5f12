package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/signin"
	"eendracht/internal/text"
)

// served gives our OpenAPI document as the door serves it.
func served(t *testing.T) []byte {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Parts{Signin: &signin.Desk{}, Texts: texts, Log: slog.New(slog.DiscardHandler), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", Base+"/openapi.json", nil))
	if w.Code != http.StatusOK || w.Header().Get("API-Version") != apiVersion || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	return w.Body.Bytes()
}

var (
	kebab = regexp.MustCompile(`^(/(([a-z0-9\-]+|{[^}]+})(/([a-z0-9\-.]+|{[^}]+}))*))$`)
	camel = regexp.MustCompile(`^\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*$`)
	sem   = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	major = regexp.MustCompile(`/v\d`)
	dated = regexp.MustCompile(`(\w+D|_[dD])(ate|atum)`)
)

// ruleBreaks checks a document by the rules that the published linter of the
// API Design Rules 2.2 checks, written from what each rule says.
func ruleBreaks(doc map[string]any) []string {
	var out []string
	say := func(ok bool, format string, args ...any) {
		if !ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	version, _ := doc["openapi"].(string)
	say(regexp.MustCompile(`^3(\.\d+){1,2}$`).MatchString(version), "openapi: %q", version)
	info := object(doc["info"])
	said, _ := info["version"].(string)
	say(sem.MatchString(said), "info.version: %q", said)
	for _, name := range []string{"name", "email", "url"} {
		say(object(info["contact"])[name] != nil, "info.contact.%s is missing", name)
	}
	say(len(list(doc["servers"])) > 0, "no servers")
	for _, s := range list(doc["servers"]) {
		url, _ := object(s)["url"].(string)
		say(major.MatchString(url) && !strings.HasPrefix(url, "http://"), "server %q", url)
	}
	ids := map[string]bool{}
	for path, item := range object(doc["paths"]) {
		say(kebab.MatchString(path) || strings.HasSuffix(path, "openapi.json"), "%s is not kebab-case", path)
		for method, o := range object(item) {
			at := method + " " + path
			say(slices.Contains([]string{"get", "post", "put", "delete", "patch", "parameters"}, method), "%s: the method", at)
			id, _ := object(o)["operationId"].(string)
			say(id != "" && !ids[id], "%s: operationId %q", at, id)
			ids[id] = true
			out = append(out, operationBreaks(at, method, path, object(o))...)
		}
	}
	return append(out, dateBreaks("", doc)...)
}

func operationBreaks(at, method, path string, o map[string]any) []string {
	var out []string
	say := func(ok bool, format string, args ...any) {
		if !ok {
			out = append(out, at+": "+fmt.Sprintf(format, args...))
		}
	}
	named := map[string]bool{}
	for _, p := range list(o["parameters"]) {
		name, _ := object(p)["name"].(string)
		switch object(p)["in"] {
		case "query":
			say(camel.MatchString(name), "query %q is not camelCase", name)
		case "path":
			named[name] = true
		}
	}
	for _, m := range regexp.MustCompile(`{([^}]+)}`).FindAllStringSubmatch(path, -1) {
		say(named[m[1]], "{%s} is no parameter", m[1])
	}
	responses := object(o["responses"])
	needs := method == "post" || method == "put" || method == "patch" || len(list(o["parameters"])) > 0
	say(!needs || responses["400"] != nil, "no 400")
	for status, r := range responses {
		if strings.HasPrefix(status, "2") || strings.HasPrefix(status, "3") {
			say(object(object(r)["headers"])["API-Version"] != nil, "%s has no API-Version", status)
		}
		if content := object(object(r)["content"]); content != nil && (strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5")) {
			say(content["application/problem+json"] != nil, "%s is no problem+json", status)
		}
	}
	return out
}

// dateBreaks finds properties that are dates or times of the wrong form.
func dateBreaks(at string, v any) []string {
	var out []string
	for name, value := range object(v) {
		if name == "properties" {
			for property, schema := range object(value) {
				format, _ := object(schema)["format"].(string)
				if format == "time" || format == "date-time-local" {
					out = append(out, at+"."+property+": format "+format)
				}
				if (property == "date" || property == "datum" || dated.MatchString(property)) && format != "date" {
					out = append(out, at+"."+property+": a date without format date")
				}
			}
		}
		out = append(out, dateBreaks(at+"."+name, value)...)
	}
	for i, value := range list(v) {
		out = append(out, dateBreaks(fmt.Sprintf("%s[%d]", at, i), value)...)
	}
	return out
}

func TestTheDocumentsFollowTheDesignRules(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(served(t), &doc); err != nil {
		t.Fatal(err)
	}
	if len(object(doc["paths"])) < 50 {
		t.Errorf("only %d paths: this test reads nothing", len(object(doc["paths"])))
	}
	for _, wrong := range ruleBreaks(doc) {
		t.Error(wrong)
	}
	problem := object(object(object(object(doc["components"])["schemas"])["Problem"])["properties"])
	for _, name := range []string{"status", "title", "detail"} {
		if problem[name] == nil {
			t.Errorf("a problem has no %s", name)
		}
	}
}

// TestABrokenDocumentIsFound breaks rules one at a time, so that the check above
// cannot pass by seeing nothing.
func TestABrokenDocumentIsFound(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"a slash at the end": func(d map[string]any) { object(d["paths"])["/x/"] = map[string]any{} },
		"snake case":         func(d map[string]any) { object(d["paths"])["/snake_case"] = map[string]any{} },
		"no contact":         func(d map[string]any) { delete(object(object(d["info"])["contact"]), "email") },
		"no version":         func(d map[string]any) { d["servers"] = []any{map[string]any{"url": "/api"}} },
		"not semver":         func(d map[string]any) { object(d["info"])["version"] = "1" },
		"no header": func(d map[string]any) {
			object(d["paths"])["/x"] = map[string]any{"get": map[string]any{"operationId": "x", "responses": map[string]any{"200": map[string]any{}}}}
		},
		"a date-time": func(d map[string]any) {
			d["x"] = map[string]any{"properties": map[string]any{"startDate": map[string]any{"format": "date-time"}}}
		},
	} {
		var doc map[string]any
		if err := json.Unmarshal(served(t), &doc); err != nil {
			t.Fatal(err)
		}
		before := len(ruleBreaks(doc))
		if change(doc); len(ruleBreaks(doc)) <= before {
			t.Errorf("%s is not found", name)
		}
	}
}

// TestThePublishedLinter runs the linter of the API Design Rules itself, where
// there is node and a copy of its rules (EENDRACHT_ADR_RULES).
func TestThePublishedLinter(t *testing.T) {
	rules := os.Getenv("EENDRACHT_ADR_RULES")
	npx, err := exec.LookPath("npx")
	if err != nil || rules == "" {
		t.Skip("SKIPPED: no npx, or EENDRACHT_ADR_RULES names no copy of the rules (media/linter.yaml of Logius-standaarden/API-Design-Rules): our own check alone has judged the document")
	}
	for name, doc := range map[string][]byte{"eendracht.json": served(t)} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, doc, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(npx, "--yes", "@stoplight/spectral-cli@6", "lint", "-r", rules, "--fail-severity", "error", path).CombinedOutput()
		t.Logf("%s: %s", name, lastLines(string(out), 12))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

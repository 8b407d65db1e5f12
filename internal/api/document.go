package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"eendracht/internal/fault"
)

// document serves the OpenAPI document as the API Design Rules of the Dutch
// government want it: the version in the address of the server and in a header
// of every answer, and a 400 wherever something can be sent. It is open to all
// origins, because it tells nothing but what the API is.
func (d *door) document(mux *http.ServeMux) {
	made := sync.OnceValues(d.written) // when first asked for: every operation is registered then
	mux.HandleFunc("GET "+Base+"/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		raw, err := made()
		if err != nil {
			d.Log.ErrorContext(r.Context(), "the document could not be made", "err", err)
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		_, _ = w.Write(raw) // a reader that went away is not our concern
	})
}

// versionHeader is how an answer says its version, in the document.
var versionHeader = map[string]any{"description": "Complete version of the API.", "schema": map[string]any{"type": "string", "examples": []string{apiVersion}}}

// apiVersion is that of the API, in the header of every answer.
const apiVersion = "1.0.0"

func (d *door) written() ([]byte, error) {
	const op = "api.written"
	raw, err := json.Marshal(d.api.OpenAPI())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	d.ruled(doc)
	raw, err = json.Marshal(doc)
	return raw, fault.Wrap(fault.Internal, op, err)
}

// ruled makes the document follow the rules.
func (d *door) ruled(doc map[string]any) {
	doc["servers"] = []any{map[string]any{"url": d.Base + Base, "description": "This installation"}}
	paths := map[string]any{}
	tags := map[string]bool{}
	for path, item := range object(doc["paths"]) {
		for method, operation := range object(item) {
			ruledOperation(method, object(operation))
			for _, tag := range list(object(operation)["tags"]) {
				if name, ok := tag.(string); ok {
					tags[name] = true
				}
			}
		}
		paths[strings.TrimPrefix(path, Base)] = item
	}
	doc["paths"] = paths
	var all []any
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		all = append(all, map[string]any{"name": name})
	}
	doc["tags"] = all
}

func ruledOperation(method string, operation map[string]any) {
	responses := object(operation["responses"])
	if sends := method == "post" || method == "put" || method == "patch"; sends || len(list(operation["parameters"])) > 0 {
		if _, there := responses["400"]; !there {
			responses["400"] = map[string]any{
				"description": "Bad Request",
				"content":     map[string]any{"application/problem+json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/Problem"}}},
			}
		}
	}
	for _, response := range responses {
		r := object(response)
		headers := object(r["headers"])
		if headers == nil {
			headers = map[string]any{}
			r["headers"] = headers
		}
		headers["API-Version"] = versionHeader
	}
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

package api

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"eendracht/internal/fault"
)

// The paths of the authorization API (OpenID AuthZEN Authorization API 1.0, as
// the Dutch profile has it).
const (
	authzenBase     = "/access/v1"
	authzenMetadata = "/.well-known/authzen-configuration"
)

const (
	maxQuestion  = 256 << 10 // bytes of a request
	maxQuestions = 100       // evaluations in one request
	maxRequestID = 200       // bytes of a request id that is given back
)

// azEntity is a subject or resource of a question.
type azEntity struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Properties map[string]any `json:"properties,omitempty"`
}

// azAction is what the subject would do.
type azAction struct {
	Name       string         `json:"name"`
	Properties map[string]any `json:"properties,omitempty"`
}

// azQuestion is one question; what it lacks is nil.
type azQuestion struct {
	Subject  *azEntity      `json:"subject"`
	Resource *azEntity      `json:"resource"`
	Action   *azAction      `json:"action"`
	Context  map[string]any `json:"context"`
}

// azBatch is many questions with what they have in common.
type azBatch struct {
	azQuestion
	Evaluations []azQuestion `json:"evaluations"`
	Options     struct {
		Semantic string `json:"evaluations_semantic"`
	} `json:"options"`
}

// azAnswer is a decision with its reason.
type azAnswer struct {
	Decision bool           `json:"decision"`
	Context  map[string]any `json:"context,omitempty"`
}

// azDecider answers questions. Searches give what the one who asks may know, and no more.
type azDecider interface {
	evaluate(ctx context.Context, q azQuestion) (azAnswer, error)
	subjects(ctx context.Context, q azQuestion) ([]azEntity, error)
	resources(ctx context.Context, q azQuestion) ([]azEntity, error)
	actions(ctx context.Context, q azQuestion) ([]azAction, error)
}

// authzen speaks the protocol; the decider knows who may do what.
type authzen struct {
	decider azDecider
	caller  func(*http.Request) (context.Context, error)
	base    func(*http.Request) string
	log     *slog.Logger
}

//go:embed authzen_openapi.json
var authzenDocument []byte

func (a *authzen) register(mux *http.ServeMux) {
	mux.HandleFunc("POST "+authzenBase+"/evaluation", a.serve(a.evaluation))
	mux.HandleFunc("POST "+authzenBase+"/evaluations", a.serve(a.evaluations))
	mux.HandleFunc("POST "+authzenBase+"/search/subject", a.serve(a.searchSubject))
	mux.HandleFunc("POST "+authzenBase+"/search/resource", a.serve(a.searchResource))
	mux.HandleFunc("POST "+authzenBase+"/search/action", a.serve(a.searchAction))
	mux.HandleFunc("GET "+authzenMetadata, a.metadata)
	mux.HandleFunc("GET "+authzenBase+"/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(authzenDocument) // a reader that went away is not our concern
	})
}

// azWrong is a request that is not of the form; its words are for programmers.
type azWrong string

// Error gives the words.
func (e azWrong) Error() string { return string(e) }

// serve reads a request, gives its id back, and writes the answer. A deny is an
// answer like any other; an error says that there is none.
func (a *authzen) serve(answer func(context.Context, []byte) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Request-ID"); id != "" && len(id) <= maxRequestID {
			w.Header().Set("X-Request-ID", id)
		}
		body, err := a.read(w, r)
		var out any
		if err == nil {
			var ctx context.Context
			if ctx, err = a.caller(r); err == nil {
				out, err = answer(ctx, body)
			}
		}
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		a.write(w, http.StatusOK, out)
	}
}

func (a *authzen) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, azWrong("Content-Type must be application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxQuestion))
	if err != nil {
		return nil, azWrong("the request is too large or broke off")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, azWrong("the request is empty")
	}
	return body, nil
}

func (a *authzen) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := statuses[fault.Of(err)]
	words := http.StatusText(status)
	var wrong azWrong
	if errors.As(err, &wrong) {
		status, words = http.StatusBadRequest, wrong.Error()
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="eendracht"`)
	}
	if wait := retryAfter(err); wait != "" {
		w.Header().Set("Retry-After", wait)
	}
	if status >= http.StatusInternalServerError {
		a.log.ErrorContext(r.Context(), "a question of access has no answer", "path", r.URL.Path, "err", err)
	}
	a.write(w, status, words)
}

func (a *authzen) write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		a.log.Warn("an answer could not be written", "err", err)
	}
}

func (a *authzen) metadata(w http.ResponseWriter, r *http.Request) {
	base := a.base(r)
	a.write(w, http.StatusOK, map[string]any{
		"policy_decision_point":       base,
		"access_evaluation_endpoint":  base + authzenBase + "/evaluation",
		"access_evaluations_endpoint": base + authzenBase + "/evaluations",
		"search_subject_endpoint":     base + authzenBase + "/search/subject",
		"search_resource_endpoint":    base + authzenBase + "/search/resource",
		"search_action_endpoint":      base + authzenBase + "/search/action",
	})
}

// parts of a question that must be there.
const (
	needSubject = 1 << iota
	needSubjectID
	needResource
	needResourceID
	needAction
	needAll = needSubject | needSubjectID | needResource | needResourceID | needAction
)

// whole checks that a question has what it needs.
func (q azQuestion) whole(need int) error {
	switch {
	case need&needSubject != 0 && (q.Subject == nil || q.Subject.Type == ""):
		return azWrong("subject.type is missing")
	case need&needSubjectID != 0 && q.Subject.ID == "":
		return azWrong("subject.id is missing")
	case need&needResource != 0 && (q.Resource == nil || q.Resource.Type == ""):
		return azWrong("resource.type is missing")
	case need&needResourceID != 0 && q.Resource.ID == "":
		return azWrong("resource.id is missing")
	case need&needAction != 0 && (q.Action == nil || q.Action.Name == ""):
		return azWrong("action.name is missing")
	}
	return nil
}

func decode[T any](body []byte) (T, error) {
	var out T
	if err := json.Unmarshal(body, &out); err != nil { // fields that are not known are left alone
		return out, azWrong("the request is not a JSON object of the right form")
	}
	return out, nil
}

func (a *authzen) evaluation(ctx context.Context, body []byte) (any, error) {
	q, err := decode[azQuestion](body)
	if err == nil {
		err = q.whole(needAll)
	}
	if err != nil {
		return nil, err
	}
	return a.decider.evaluate(ctx, q)
}

func (a *authzen) evaluations(ctx context.Context, body []byte) (any, error) {
	b, err := decode[azBatch](body)
	if err != nil {
		return nil, err
	}
	if len(b.Evaluations) == 0 {
		return a.evaluation(ctx, body)
	}
	if len(b.Evaluations) > maxQuestions {
		return nil, azWrong("more than 100 evaluations")
	}
	stop, known := map[string]func(bool) bool{
		"": never, "execute_all": never,
		"deny_on_first_deny":     func(decision bool) bool { return !decision },
		"permit_on_first_permit": func(decision bool) bool { return decision },
	}[b.Options.Semantic]
	if !known {
		return nil, azWrong("options.evaluations_semantic is not known")
	}
	answers := make([]azAnswer, 0, len(b.Evaluations))
	for _, q := range b.Evaluations {
		answer, err := a.one(ctx, b.fill(q))
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
		if stop(answer.Decision) {
			break
		}
	}
	return map[string]any{"evaluations": answers}, nil
}

func never(bool) bool { return false }

// one answers a question of a batch; one that lacks something is denied, alone.
func (a *authzen) one(ctx context.Context, q azQuestion) (azAnswer, error) {
	if err := q.whole(needAll); err != nil {
		return azAnswer{Context: map[string]any{"error": map[string]any{"status": http.StatusBadRequest, "message": err.Error()}}}, nil
	}
	return a.decider.evaluate(ctx, q)
}

// fill gives a question of a batch what it leaves to the batch, whole entities at a time.
func (b azBatch) fill(q azQuestion) azQuestion {
	if q.Subject == nil {
		q.Subject = b.Subject
	}
	if q.Resource == nil {
		q.Resource = b.Resource
	}
	if q.Action == nil {
		q.Action = b.Action
	}
	if q.Context == nil {
		q.Context = b.Context
	}
	return q
}

func (a *authzen) searchSubject(ctx context.Context, body []byte) (any, error) {
	return search(ctx, body, needSubject|needResource|needResourceID|needAction, a.decider.subjects)
}

func (a *authzen) searchResource(ctx context.Context, body []byte) (any, error) {
	return search(ctx, body, needSubject|needSubjectID|needResource|needAction, a.decider.resources)
}

func (a *authzen) searchAction(ctx context.Context, body []byte) (any, error) {
	return search(ctx, body, needSubject|needSubjectID|needResource|needResourceID, a.decider.actions)
}

// search answers in one page: what one may know of is never much.
func search[T any](ctx context.Context, body []byte, need int, find func(context.Context, azQuestion) ([]T, error)) (any, error) {
	q, err := decode[azQuestion](body)
	if err == nil {
		err = q.whole(need)
	}
	if err != nil {
		return nil, err
	}
	found, err := find(ctx, q)
	if err != nil {
		return nil, err
	}
	if found == nil {
		found = []T{}
	}
	return map[string]any{"results": found}, nil
}

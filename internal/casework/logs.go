package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// The logs that Export writes.
const (
	LogDecisions  = "decisions"  // Authorization decision log (Logius FTV, draft): each decision, with the one who asked
	LogProcessing = "processing" // Logboek dataverwerkingen: one row per data subject, no user
	LogLooks      = "looks"      // NEN 7513: who looked or wrote, as what, why, on which ground
)

// DecisionRecord is a record of the authorization decision log. Field names are
// those of the draft of 2026.
type DecisionRecord struct {
	TraceID    string            `json:"trace_id"`
	SpanID     string            `json:"span_id"`
	EventName  string            `json:"event_name"`
	Timestamp  int64             `json:"timestamp"` // milliseconds since 1970, UTC
	Status     string            `json:"status"`
	Attributes map[string]Source `json:"attributes"`
	Resource   Component         `json:"resource"`
	Body       DecisionBody      `json:"body"`
}

// Source is a reference by which something can be had: the policies, the facts.
type Source struct {
	Source  string `json:"source"`
	Version string `json:"version,omitempty"`
}

// Component names the program that writes a record.
type Component struct {
	Attributes map[string]string `json:"attributes"`
}

// DecisionBody is request and response in the form of AuthZEN.
type DecisionBody struct {
	Request  Evaluation `json:"adl.core.request"`
	Response Answer     `json:"adl.core.response"`
}

// Evaluation is an AuthZEN access evaluation request.
type Evaluation struct {
	Subject  Entity            `json:"subject"`
	Action   ActionName        `json:"action"`
	Resource Entity            `json:"resource"`
	Context  map[string]string `json:"context,omitempty"`
}

// Entity is an AuthZEN subject or resource.
type Entity struct {
	Type       string            `json:"type"`
	ID         string            `json:"id"`
	Properties map[string]string `json:"properties,omitempty"`
}

// ActionName is an AuthZEN action.
type ActionName struct {
	Name string `json:"name"`
}

// Answer is an AuthZEN access evaluation response.
type Answer struct {
	Decision bool              `json:"decision"`
	Context  map[string]string `json:"context,omitempty"`
}

// ProcessingRecord is a row of the Logboek dataverwerkingen: one data subject.
type ProcessingRecord struct {
	TraceID    string            `json:"trace_id"`
	SpanID     string            `json:"span_id"`
	ParentSpan string            `json:"parent_span_id"` // the span of the decision
	Status     string            `json:"status"`
	Name       string            `json:"name"`
	StartTime  int64             `json:"start_time"` // milliseconds since 1970, UTC
	EndTime    int64             `json:"end_time"`
	Resource   Component         `json:"resource"`
	Attributes map[string]string `json:"attributes"`
}

// LookRecord is a row for the audit of looks, with what NEN 7513 asks.
type LookRecord struct {
	ID           string    `json:"event_id"`
	TraceID      string    `json:"trace_id"`
	SpanID       string    `json:"span_id"`
	Code         string    `json:"event_action"` // R read, C create or change, E execute (search, list)
	At           time.Time `json:"event_datetime"`
	Outcome      string    `json:"event_outcome"`
	User         string    `json:"user_id"`
	Role         string    `json:"user_role,omitempty"`
	Organisation string    `json:"organisation_id,omitempty"`
	Subject      string    `json:"subject_id,omitempty"` // the dossier
	Parts        string    `json:"object_detail,omitempty"`
	Purpose      string    `json:"purpose"`
	Ground       string    `json:"authorisation_ground,omitempty"`
	Policy       string    `json:"authorisation_policy,omitempty"`
	Involvement  string    `json:"treatment_relation,omitempty"`
	System       string    `json:"audit_source"`
}

// Export gives every record of a log since a moment to write, oldest dossier
// first, and tells how many. The register is the address in which the municipality
// keeps its processing activities; their codes are those of the purposes. It is for
// the installation itself: no door offers it.
func (o *Office) Export(ctx context.Context, kind, register string, since time.Time, write func(any) error) (int, error) {
	const op = "casework.Export"
	e := &exporter{o: o, kind: kind, register: strings.TrimSuffix(register, "/"), write: write}
	if kind != LogDecisions && kind != LogProcessing && kind != LogLooks {
		return 0, fault.New(fault.Invalid, op, "casework.log.kind")
	}
	err := pagesOf(0, func(after string, limit int) (string, int, error) {
		looks, next, err := o.Store.AllLooks(ctx, since, after, limit)
		for _, l := range looks {
			if err == nil {
				err = e.look(l)
			}
		}
		return next, len(looks), err
	})
	if err != nil || kind != LogDecisions {
		return e.n, fault.Wrap(fault.Unavailable, op, err)
	}
	err = pagesOf(0, func(after string, limit int) (string, int, error) {
		list, next, err := o.Store.Decisions(ctx, since, after, limit)
		for _, d := range list {
			if err == nil {
				err = e.refusal(d)
			}
		}
		return next, len(list), err
	})
	return e.n, fault.Wrap(fault.Unavailable, op, err)
}

type exporter struct {
	o              *Office
	kind, register string
	write          func(any) error
	n              int
}

func (e *exporter) put(record any) error {
	e.n++
	return e.write(record)
}

func (e *exporter) look(l store.Look) error {
	switch e.kind {
	case LogLooks:
		return e.put(lookRecord(l))
	case LogProcessing:
		for _, subject := range subjectsOf(l) {
			if err := e.put(e.processing(l, subject)); err != nil {
				return err
			}
		}
		return nil
	}
	if l.Set == "" {
		return nil // kept before decisions were
	}
	return e.put(decisionOf(l))
}

// trace gives the identifiers of the trace and of its first span. They come of
// the random identifier of the row, so that all logs join on them.
func trace(id dossier.ID) (traceID, spanID string) {
	sum := sha256.Sum256([]byte("trace " + id))
	return hex.EncodeToString(sum[:16]), hex.EncodeToString(sum[16:24])
}

func component() Component {
	return Component{Attributes: map[string]string{"service.name": "eendracht"}}
}

func decisionOf(l store.Look) DecisionRecord {
	r := record(l.ID, l.At, l.User, l.Org, l.As, l.Dossier, l.Version, l.Set)
	r.Body.Request.Action.Name, r.Body.Request.Context = actionOf(l), map[string]string{"purpose": l.Purpose}
	r.Body.Response = Answer{Decision: true, Context: filled("policy", l.Policy, "ground", l.Ground, "involvement", string(l.Involvement), "digest", l.Facts)}
	return r
}

func actionOf(l store.Look) string {
	if l.Action == "command" {
		return l.Parts
	}
	return l.Action
}

// record begins a record of the decision log. The facts are the sealed entries of
// the dossier up to a version; the policies are kept under theirs.
func record(id dossier.ID, at time.Time, user, org dossier.ID, as string, of dossier.ID, version int64, set string) DecisionRecord {
	r := DecisionRecord{EventName: "adl.access_evaluation", Timestamp: at.UnixMilli(), Status: "Unset", Resource: component()}
	r.TraceID, r.SpanID = trace(id)
	r.Attributes = map[string]Source{
		"adl.core.policies": {Source: "urn:eendracht:policy-set:" + set},
	}
	if of != "" {
		r.Attributes["adl.core.information"] = Source{Source: "urn:eendracht:dossier:" + string(of), Version: number64(version)}
	}
	properties := filled("organisation", string(org))
	if who, err := access.ReadAs(as); err == nil {
		properties = filled("organisation", string(org), "kind", who.Kind, "party", who.OrgKind, "municipality", who.Municipality, "roles", strings.Join(who.Roles, " "))
	}
	r.Body.Request.Subject = Entity{Type: "user", ID: string(user), Properties: properties}
	r.Body.Request.Resource = Entity{Type: "dossier", ID: string(of)}
	return r
}

func number64(n int64) string {
	raw, err := json.Marshal(n)
	if err != nil { // a number always marshals
		return ""
	}
	return string(raw)
}

// filled gives the pairs of name and value of which the value is there.
func filled(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			m[pairs[i]] = pairs[i+1]
		}
	}
	return m
}

func (e *exporter) refusal(d store.Decision) error {
	var detail refusalDetail
	if err := json.Unmarshal([]byte(d.Detail), &detail); err != nil {
		return fault.Wrap(fault.Internal, "casework.Export", err)
	}
	r := record(d.ID, d.At, d.User, d.Org, detail.As, d.Dossier, d.Version, detail.Set)
	r.Body.Request.Action.Name, r.Body.Request.Context = detail.Action, map[string]string{"purpose": detail.Purpose}
	if detail.Needed != nil {
		r.Body.Request.Action.Name = detail.Needed.Need.Action
		r.Body.Response.Context = filled("policy", detail.Needed.Policy, "reason", detail.Key)
	}
	return e.put(r)
}

// subjectsOf gives whose data a look touched: the persons of its parts, "" the
// whole family. A look at a list or a search touched nobody's file.
func subjectsOf(l store.Look) []dossier.ID {
	if l.Dossier == "" {
		return nil
	}
	var ids []dossier.ID
	seen := map[dossier.ID]bool{}
	for _, p := range ReadParts(l.Parts) {
		if !seen[p.Person] {
			seen[p.Person] = true
			ids = append(ids, p.Person)
		}
	}
	if len(ids) == 0 {
		return []dossier.ID{""}
	}
	return ids
}

// processing gives the row of one data subject. It names no user: who looked
// stands in the decision log, under the same trace.
func (e *exporter) processing(l store.Look, subject dossier.ID) ProcessingRecord {
	r := ProcessingRecord{Status: "Unset", Name: actionOf(l), StartTime: l.At.UnixMilli(), EndTime: l.At.UnixMilli(), Resource: component()}
	r.TraceID, r.ParentSpan = trace(l.ID)
	_, r.SpanID = trace(l.ID + "/" + subject)
	kind := "urn:eendracht:person"
	if subject == "" {
		kind = "urn:eendracht:family"
	}
	r.Attributes = map[string]string{
		"dpl.core.processing_activity_id": e.register + "/" + l.Purpose,
		"dpl.core.data_subject_id":        hex.EncodeToString(e.o.Vault.Token("subject", string(l.Dossier)+"/"+string(subject))),
		"dpl.core.data_subject_id_type":   kind,
	}
	return r
}

func lookRecord(l store.Look) LookRecord {
	r := LookRecord{
		ID: string(l.ID), Code: "E", At: l.At, Outcome: "success", User: string(l.User), Role: l.Role, Organisation: string(l.Org), Subject: string(l.Dossier),
		Parts: l.Parts, Purpose: l.Purpose, Ground: l.Ground, Policy: l.Policy, Involvement: string(l.Involvement), System: "eendracht",
	}
	r.TraceID, r.SpanID = trace(l.ID)
	switch l.Action {
	case "open", "looks", "export", "message":
		r.Code = "R"
	case "command":
		r.Code = "C"
	}
	return r
}

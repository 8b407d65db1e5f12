package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// LogCmd holds the commands about logs.
type LogCmd struct {
	Export LogExportCmd `cmd:"" help:"Write decisions, processing or looks as JSON lines, or send them by OTLP."`
}

// LogExportCmd writes a log.
type LogExportCmd struct {
	Place
	Kind     string `help:"decisions: authorization decision log. processing: Logboek dataverwerkingen, a row per data subject. looks: NEN 7513." enum:"decisions,processing,looks" default:"decisions"`
	Since    string `help:"First day, as 2026-11-24; without it everything."`
	Register string `help:"Address of the register of processing activities." default:"urn:eendracht:processing"`
	OTLP     string `name:"otlp" help:"Send to this OTLP/HTTP address (…/v1/logs) instead of writing."`
}

// Help tells what the logs are.
func (c *LogExportCmd) Help() string {
	return `Three logs of the same acts, that join on trace_id and span_id:
decisions   who asked what, for which purpose, and the answer, with policies and facts;
processing  whose data were processed for which activity; it names no user;
looks       who looked or wrote, in which role, on which ground (NEN 7513).

The logs name staff by number and hold no content. Give them only to whom they are for.`
}

// otlpBatch is how many records go in one request.
const otlpBatch = 200

// Run writes or sends the log.
func (c *LogExportCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.log.export"
	since, err := sinceDay(c.Since)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.Place, realHooks(), newLog(s.Err))
	if err != nil {
		return err
	}
	defer a.close()
	out := json.NewEncoder(s.Out)
	out.SetEscapeHTML(false)
	to := &otlp{ctx: ctx, url: c.OTLP, kind: c.Kind, client: &http.Client{Timeout: 30 * time.Second}}
	n, err := a.office.Export(ctx, c.Kind, c.Register, since, func(record any) error {
		if c.OTLP != "" {
			return to.add(record)
		}
		return out.Encode(record)
	})
	if err == nil && c.OTLP != "" {
		err = to.flush()
	}
	fmt.Fprintf(s.Err, "%d %s\n", n, c.Kind)
	return fault.Wrap(fault.Unavailable, op, err)
}

func sinceDay(day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	d, err := nl.ParseDate(day)
	if err != nil {
		return time.Time{}, fault.Wrap(fault.Invalid, "eendracht.since", err)
	}
	return d.Midnight().UTC(), nil
}

// otlp sends records as log records of the OpenTelemetry protocol, JSON over HTTP.
type otlp struct {
	ctx       context.Context
	url, kind string
	client    *http.Client
	batch     []otlpRecord
}

type otlpRecord struct {
	Time       string      `json:"timeUnixNano"`
	TraceID    string      `json:"traceId"`
	SpanID     string      `json:"spanId"`
	EventName  string      `json:"eventName"`
	Body       otlpValue   `json:"body"`
	Attributes []otlpField `json:"attributes,omitempty"`
}

type otlpField struct {
	Key   string    `json:"key"`
	Value otlpValue `json:"value"`
}

type otlpValue struct {
	String string `json:"stringValue"`
}

func (o *otlp) add(record any) error {
	raw, err := json.Marshal(record)
	if err != nil {
		return err
	}
	one := otlpRecord{EventName: "eendracht." + o.kind, Body: otlpValue{string(raw)}}
	var at time.Time
	switch r := record.(type) {
	case casework.DecisionRecord:
		one.TraceID, one.SpanID, one.EventName, at = r.TraceID, r.SpanID, r.EventName, time.UnixMilli(r.Timestamp)
	case casework.ProcessingRecord:
		one.TraceID, one.SpanID, at = r.TraceID, r.SpanID, time.UnixMilli(r.StartTime)
		for _, key := range []string{"dpl.core.processing_activity_id", "dpl.core.data_subject_id", "dpl.core.data_subject_id_type"} {
			one.Attributes = append(one.Attributes, otlpField{key, otlpValue{r.Attributes[key]}})
		}
	case casework.LookRecord:
		one.TraceID, one.SpanID, at = r.TraceID, r.SpanID, r.At
	default:
		return fault.New(fault.Internal, "eendracht.otlp", reflect.TypeOf(record).String())
	}
	one.Time = fmt.Sprint(at.UnixNano())
	if o.batch = append(o.batch, one); len(o.batch) < otlpBatch {
		return nil
	}
	return o.flush()
}

// flush sends what waits; an answer other than success ends the export.
func (o *otlp) flush() error {
	if len(o.batch) == 0 {
		return nil
	}
	type scope struct {
		Records []otlpRecord `json:"logRecords"`
	}
	type resource struct {
		Resource struct {
			Attributes []otlpField `json:"attributes"`
		} `json:"resource"`
		Scopes []scope `json:"scopeLogs"`
	}
	var one resource
	one.Resource.Attributes = []otlpField{{"service.name", otlpValue{"eendracht"}}, {"service.version", otlpValue{version}}}
	one.Scopes = []scope{{o.batch}}
	raw, err := json.Marshal(map[string][]resource{"resourceLogs": {one}})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(o.ctx, http.MethodPost, o.url, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := o.client.Do(request)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver answered %s", answer.Status)
	}
	o.batch = o.batch[:0]
	return nil
}

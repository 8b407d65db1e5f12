package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// traffic registers how official messages travel, and what a person decides
// about one that is stuck. There is no content in it.
func (d *door) traffic() {
	huma.Register(d.api, operation("list-traffic", http.MethodGet, "/traffic", "chain", "Message traffic",
		"For administrators, process directors and planners: official messages per partner, direction and state, and those that are stuck. No content."), d.listTraffic)
	op := operation("decide-letter", http.MethodPost, "/traffic/{letter}/decisions", "chain", "Decide about a stuck message",
		"Sends it again, or gives it up for a reason. A message that is not stuck any more gives 409.")
	op.DefaultStatus = http.StatusNoContent
	huma.Register(d.api, op, d.decideLetter)
}

// TrafficIn asks for the traffic.
type TrafficIn struct{ Stated }

// TrafficCount counts the messages of one partner in one direction and state.
type TrafficCount struct {
	Partner string `json:"partner" doc:"AGB or municipality code."`
	Name    string `json:"name,omitempty"`
	Out     bool   `json:"out"`
	State   string `json:"state" enum:"waiting,sent,acknowledged,answered,dead,refused"`
	Count   int    `json:"count"`
	Oldest  string `json:"oldest,omitempty" format:"date-time"`
	Missing int    `json:"missing" doc:"Arrived there, and no return message within 3 working days."`
}

// StuckLetter is a message that does not go on by itself.
type StuckLetter struct {
	Letter  string `json:"letter"`
	Partner string `json:"partner"`
	Out     bool   `json:"out"`
	Kind    string `json:"kind" example:"JW301"`
	Ref     string `json:"ref" doc:"The sender's identification."`
	Tries   int    `json:"tries"`
	Trouble string `json:"trouble" doc:"Code of what is wrong."`
	Since   string `json:"since" format:"date-time"`
}

// TrafficOut is the traffic.
type TrafficOut struct {
	Body struct {
		Counts []TrafficCount `json:"counts"`
		Stuck  []StuckLetter  `json:"stuck"`
	}
}

func (d *door) listTraffic(ctx context.Context, _ *TrafficIn) (*TrafficOut, error) {
	t, err := d.Office.Traffic(ctx)
	if err != nil {
		return nil, d.problem(ctx, "list-traffic", err)
	}
	out := &TrafficOut{}
	out.Body.Counts, out.Body.Stuck = trafficCounts(t), make([]StuckLetter, 0, len(t.Dead))
	for _, p := range t.Dead {
		out.Body.Stuck = append(out.Body.Stuck, StuckLetter{
			Letter: string(p.ID), Partner: p.Peer, Out: p.Out, Kind: p.Kind, Ref: p.Ref, Tries: p.Tries, Trouble: p.Trouble, Since: moment(p.Since),
		})
	}
	return out, nil
}

func trafficCounts(t casework.Traffic) []TrafficCount {
	counts := make([]TrafficCount, 0, len(t.Rows))
	for _, r := range t.Rows {
		counts = append(counts, TrafficCount{r.Peer, t.Names[r.Peer], r.Out, r.State, r.Count, moment(r.Oldest), r.Missing})
	}
	return counts
}

// moment writes an instant, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// LetterIn is a decision about a stuck message.
type LetterIn struct {
	Stated
	Letter string `path:"letter" maxLength:"200"`
	Body   struct {
		GiveUp string `json:"giveUp,omitempty" enum:"otherwise,superseded,partner,mistake," doc:"Why it is given up; empty sends it again."`
	}
}

func (d *door) decideLetter(ctx context.Context, in *LetterIn) (*struct{}, error) {
	if err := d.Office.DecideParcel(ctx, dossier.ID(in.Letter), in.Body.GiveUp); err != nil {
		return nil, d.problem(ctx, "decide-letter", err)
	}
	return nil, nil //nolint:nilnil // 204: there is nothing to say
}

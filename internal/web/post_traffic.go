package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// trafficBody is what post-traffic.html shows.
type trafficBody struct {
	Head     look.PageHead
	Alert    *look.Alert
	Figure   picture.Figure
	Dead     *look.Table
	Calm     *look.Empty // nothing is stuck
	Partners look.Table
}

// partnerCounts are the messages of one partner by state.
type partnerCounts struct {
	states  map[string]int
	missing int
	oldest  time.Time // of what is not finished
}

// trafficPage shows how the official messages travel, per partner, and those
// that are stuck. Nothing of what they say is on it.
func (h *house) trafficPage(v *visit) error {
	t, err := h.Office.Traffic(v.ctx)
	if err != nil {
		return err
	}
	body := v.trafficBody(t)
	return h.show(v, http.StatusOK, "post-traffic", h.page(v, body.Head.Title, body))
}

func (v *visit) trafficBody(t casework.Traffic) trafficBody {
	body := trafficBody{Head: look.PageHead{Title: v.say.Say("post.title"), Text: v.say.Say("post.text")}}
	all, per := partnerTraffic(t.Rows)
	if all.missing > 0 {
		body.Alert = &look.Alert{Tone: look.Soon, Text: v.say.Count("post.missing", all.missing)}
	}
	body.Figure = v.trafficFlow(all).Draw(v.say)
	if len(t.Dead) == 0 {
		body.Calm = &look.Empty{Title: v.say.Say("post.dead.none"), Text: v.say.Say("post.dead.none.text")}
	} else {
		table := v.deadTable(t)
		body.Dead = &table
	}
	body.Partners = v.partnerTable(t, per)
	return body
}

// partnerTraffic adds the counts up, of all and per partner.
func partnerTraffic(rows []store.Traffic) (all partnerCounts, per map[string]*partnerCounts) {
	all, per = partnerCounts{states: map[string]int{}}, map[string]*partnerCounts{}
	for _, r := range rows {
		p := per[r.Peer]
		if p == nil {
			p = &partnerCounts{states: map[string]int{}}
			per[r.Peer] = p
		}
		for _, c := range []*partnerCounts{&all, p} {
			c.states[r.State] += r.Count
			c.missing += r.Missing
			open := r.State != store.ParcelAnswered && r.State != store.ParcelRefused
			if open && (c.oldest.IsZero() || r.Oldest.Before(c.oldest)) {
				c.oldest = r.Oldest
			}
		}
	}
	return all, per
}

// trafficFlow is the picture of all traffic: from waiting to finished.
func (v *visit) trafficFlow(all partnerCounts) picture.Flow {
	flow := picture.Flow{ID: "traffic", Title: v.say.Say("post.flow.title")}
	for _, state := range []string{store.ParcelWaiting, store.ParcelSent, store.ParcelAcknowledged, store.ParcelAnswered} {
		n := all.states[state]
		step := picture.FlowStep{Name: v.say.Say("post.flow." + state), When: v.say.Count("post.count", n), Note: v.say.Say("post.flow." + state + ".note"), State: picture.Running}
		switch {
		case state == store.ParcelAnswered:
			step.State = picture.Done
		case n == 0:
			step.State = picture.Planned
		case state == store.ParcelAcknowledged && all.missing > 0:
			step.State = picture.Late
		}
		flow.Steps = append(flow.Steps, step)
	}
	return flow
}

func (v *visit) deadTable(t casework.Traffic) look.Table {
	table := look.Table{Caption: v.say.Say("post.dead.title"), Hidden: true, Columns: v.columns("post.col.kind", "post.col.partner", "post.col.why", "post.col.since")}
	for _, p := range t.Dead {
		table.Rows = append(table.Rows, look.TableRow{Cells: []look.Cell{
			{Text: v.kindOfMessage(p.Kind), URL: letterURL(p.ID), Note: v.direction(p.Out)},
			{Text: cmp.Or(t.Names[p.Peer], p.Peer)},
			{Text: v.trouble(p.Trouble)},
			{Text: v.days.Since(nl.On(p.Since), v.today)},
		}})
	}
	return table
}

func (v *visit) partnerTable(t casework.Traffic, per map[string]*partnerCounts) look.Table {
	table := look.Table{
		Caption: v.say.Say("post.partners"), Hidden: true, Empty: v.say.Say("post.partners.none"),
		Columns: v.columns("post.col.partner", "post.col.waiting", "post.col.sent", "post.col.acknowledged", "post.col.answered", "post.col.stuck", "post.col.missing", "post.col.oldest"),
	}
	for i := range table.Columns[1:7] {
		table.Columns[i+1].Number = true
	}
	name := func(code string) string { return cmp.Or(t.Names[code], code) }
	codes := slices.SortedFunc(maps.Keys(per), func(a, b string) int { return cmp.Or(cmp.Compare(name(a), name(b)), cmp.Compare(a, b)) })
	for _, code := range codes {
		table.Rows = append(table.Rows, v.trafficRow(name(code), code, *per[code]))
	}
	return table
}

func (v *visit) trafficRow(name, code string, p partnerCounts) look.TableRow {
	first := look.Cell{Text: name}
	if name != code {
		first.Note = code
	}
	cells := []look.Cell{first}
	for _, state := range []string{store.ParcelWaiting, store.ParcelSent, store.ParcelAcknowledged, store.ParcelAnswered} {
		cells = append(cells, look.Cell{Text: number(p.states[state])})
	}
	cells = append(cells, counted(p.states[store.ParcelDead], look.Late), counted(p.missing, look.Soon), look.Cell{Text: "–"})
	if !p.oldest.IsZero() {
		cells[len(cells)-1].Text = v.days.Since(nl.On(p.oldest), v.today)
	}
	return look.TableRow{Cells: cells}
}

// counted is a number that has a tone when it is not 0.
func counted(n int, tone look.Tone) look.Cell {
	if n == 0 {
		return look.Cell{Text: "0"}
	}
	return look.Cell{Chip: &look.Chip{Tone: tone, Text: number(n)}}
}

// letterURL is the page of one message on its way.
func letterURL(id dossier.ID) string { return "/traffic/" + string(id) }

// kindOfMessage writes a kind of message with its word.
func (v *visit) kindOfMessage(kind string) string {
	digits := strings.TrimLeft(kind, "JWMO")
	if digits == kind || len(digits) != 3 {
		return kind
	}
	return v.say.Say("post.letter.title", "kind", kind, "what", v.say.Say("post.kind."+digits))
}

func (v *visit) direction(out bool) string {
	if out {
		return v.say.Say("post.out")
	}
	return v.say.Say("post.in")
}

// troubles are the codes that have words of their own.
var troubles = []string{"busy", "format", "sender", "receiver", "refused", "noroute", "content", "network", "answer", "early"}

func troubleCode(code string) string {
	if slices.Contains(troubles, code) {
		return code
	}
	return "other"
}

func (v *visit) trouble(code string) string { return v.say.Say("post.trouble." + troubleCode(code)) }

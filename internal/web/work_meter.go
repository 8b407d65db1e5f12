package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// meterDays is over how many days the retype meter is shown.
const meterDays = 30

// meterPage shows how the values of forms were come by, per flow.
func (h *house) meterPage(v *visit) error {
	all, err := h.Office.Meters(v.ctx, trendFrom(v.today))
	if err != nil {
		return err
	}
	since := v.today.AddDays(1 - meterDays)
	body := v.meterBody(slices.DeleteFunc(slices.Clone(all), func(m store.Meter) bool { return m.Day.Before(since) }))
	trend := v.meterTrend(all)
	body.Figure = &trend
	return h.show(v, http.StatusOK, "work-table", h.page(v, body.Head.Title, body))
}

// trendWeeks is over how many weeks the meter is drawn, this one included.
const trendWeeks = 12

// trendFrom is the Monday on which the drawing begins.
func trendFrom(today nl.Date) nl.Date { return monday(today).AddDays(-7 * (trendWeeks - 1)) }

func monday(d nl.Date) nl.Date {
	return d.AddDays(-(int(d.Midnight().In(nl.Amsterdam).Weekday()) + 6) % 7)
}

// meterTrend draws per week how many values were filled in, and how many twice.
func (v *visit) meterTrend(all []store.Meter) picture.Figure {
	t := picture.Trend{
		ID: "typed-twice", Title: v.say.Say("queue.trend"), About: v.say.Say("queue.trend.about", "weeks", number(trendWeeks)),
		Heads: [3]string{v.say.Say("queue.trend.week"), v.say.Say("queue.trend.all"), v.say.Say("queue.trend.twice")},
	}
	for from, n := trendFrom(v.today), 0; n < trendWeeks; n, from = n+1, from.AddDays(7) {
		var week store.Meter
		for _, m := range all {
			if !m.Day.Before(from) && m.Day.Before(from.AddDays(7)) {
				week = plus(week, m)
			}
		}
		t.Points = append(t.Points, picture.Count{
			When: v.days.Short(from), All: int(week.New + week.Reused + week.Confirmed + week.Corrected + week.Retyped), Wrong: int(week.Retyped),
		})
	}
	return t.Draw(v.say)
}

func (v *visit) meterBody(meters []store.Meter) listBody {
	body := listBody{Head: look.PageHead{Title: v.say.Say("web.meter.title"), Text: v.say.Say("web.meter.text", "days", number(meterDays))}}
	total := sum(meters)
	stat := v.meterStat(total)
	body.Stat = &stat
	body.Table = look.Table{Caption: v.say.Say("web.meter.caption"), Columns: v.columns("web.meter.flow", "web.meter.new", "web.meter.reused", "web.meter.confirmed", "web.meter.corrected", "web.meter.retyped"), Empty: v.say.Say("web.meter.none")}
	for i := range body.Table.Columns[1:] {
		body.Table.Columns[i+1].Number = true
	}
	for _, m := range byFlow(meters) {
		body.Table.Rows = append(body.Table.Rows, v.meterRow(m))
	}
	return body
}

// meterStat says the one number that must stay 0.
func (v *visit) meterStat(m store.Meter) look.Stat {
	return look.Stat{Number: number(m.Retyped), Lines: []string{
		v.say.Count("web.meter.twice", int(m.Retyped)),
		v.say.Say("web.meter.counts", "reused", number(m.Reused+m.Confirmed), "new", number(m.New)),
	}}
}

func (v *visit) meterRow(m store.Meter) look.TableRow {
	retyped := look.Cell{Text: number(m.Retyped)}
	if m.Retyped > 0 {
		retyped = look.Cell{Chip: &look.Chip{Tone: look.Late, Text: number(m.Retyped)}}
	}
	flow := v.flowWord(m.Flow)
	return look.TableRow{Cells: []look.Cell{{Text: flow}, {Text: number(m.New)}, {Text: number(m.Reused)}, {Text: number(m.Confirmed)}, {Text: number(m.Corrected)}, retyped}}
}

// flowWord names a flow; one that has no name yet is shown by its code.
func (v *visit) flowWord(flow string) string {
	page, _ := strings.CutPrefix(flow, "case.")
	for _, key := range []string{"web.flow." + flow, "web.case.tab." + page} {
		if v.say.Has(key) {
			return v.say.Say(key)
		}
	}
	return flow
}

func sum(meters []store.Meter) store.Meter {
	var total store.Meter
	for _, m := range meters {
		total = plus(total, m)
	}
	return total
}

func plus(a, b store.Meter) store.Meter {
	a.New, a.Reused, a.Confirmed = a.New+b.New, a.Reused+b.Reused, a.Confirmed+b.Confirmed
	a.Corrected, a.Retyped = a.Corrected+b.Corrected, a.Retyped+b.Retyped
	return a
}

// byFlow adds up the days and organisations of each flow, the most typed again first.
func byFlow(meters []store.Meter) []store.Meter {
	var flows []store.Meter
	for _, m := range meters {
		i := slices.IndexFunc(flows, func(f store.Meter) bool { return f.Flow == m.Flow })
		if i < 0 {
			flows = append(flows, store.Meter{Flow: m.Flow, Day: nl.Date{}})
			i = len(flows) - 1
		}
		flows[i] = plus(flows[i], m)
	}
	slices.SortFunc(flows, func(a, b store.Meter) int {
		return cmp.Or(cmp.Compare(b.Retyped, a.Retyped), cmp.Compare(a.Flow, b.Flow))
	})
	return flows
}

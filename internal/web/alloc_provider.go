package web

import (
	"fmt"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

var providerPage = carePage{
	purpose: "allocation", forms: (*house).providerForms, do: (*house).providerDoes,
	home: func(id dossier.ID) string { return "/partner/" + string(id) },
}

// providerCare shows a provider its allocation with one clear next step.
func (h *house) providerCare(v *visit) error {
	if inMunicipality(v) {
		return fault.New(fault.NotFound, "web.providerCare", "")
	}
	return h.showCare(v, providerPage, nil)
}

// actProvider sends what a provider pressed.
func (h *house) actProvider(v *visit) error {
	if inMunicipality(v) {
		return fault.New(fault.NotFound, "web.actProvider", "")
	}
	return h.doCare(v, providerPage)
}

func (h *house) providerForms(v *visit, view *access.View, a dossier.Allocation, failed error) (first, rest []actionForm) {
	form := func(do string, style look.ButtonStyle, fields ...look.Field) actionForm {
		return h.folded(v, do, v.alloc("do."+do), failed, look.Form{Fields: fields, Button: look.Button{Text: v.alloc("do." + do + ".save"), Style: style}})
	}
	started := a.Care.From
	if v.today.After(started) {
		started = v.today
	}
	start := form("start", look.Primary, v.dayField("on", "field.start", started, v.alloc("known.allocation"))...)
	stop := form("stop", look.Primary, append(v.dayField("until", "field.stop", stopDay(v, a), v.alloc("known.allocation")),
		look.Field{Kind: look.Select, Name: "reason", Label: v.alloc("field.reason"), Options: append([]look.Option{{Text: v.alloc("choose")}}, codeOptions(a.Care.Law, "RedenBeeindiging")...)})...)
	switch a.State() {
	case dossier.AllocationGiven:
		first = []actionForm{start}
	case dossier.AllocationRests:
		first, rest = []actionForm{start}, append(rest, stop)
	case dossier.AllocationBusy:
		rest = append(rest, stop, form("unstart", look.Quiet))
	case dossier.AllocationOver:
		rest = append(rest, form("unstop", look.Quiet))
	}
	if a.State() != dossier.AllocationGone && !a.Started.IsZero() {
		rest = append(rest, h.deliverForm(v, view, a, failed))
		if month, ok := unclaimed(view, a); ok {
			first = append(first, h.folded(v, "claim", v.alloc("do.claim"), failed, look.Form{
				Fields: []look.Field{{Kind: look.Hidden, Name: "month", Value: month.String()}},
				Button: look.Button{Text: v.alloc("do.claim.save", "month", v.monthWords(month)), Style: look.Primary},
			}))
		}
	}
	if a.State() == dossier.AllocationGiven || a.State() == dossier.AllocationBusy {
		rest = append(rest, h.changeForm(v, a, failed))
	}
	if ref := creditable(view, a); ref != "" {
		rest = append(rest, h.folded(v, "credit", v.alloc("do.credit"), failed, look.Form{
			Fields: []look.Field{{Kind: look.Hidden, Name: "ref", Value: ref}}, Button: look.Button{Text: v.alloc("do.credit.save", "ref", ref), Style: look.Quiet},
		}))
	}
	return first, rest
}

// dayField offers a day that the dossier holds.
func (v *visit) dayField(name, label string, day nl.Date, known string) []look.Field {
	f := look.Field{Kind: look.Day, Name: name, Label: v.alloc(label)}
	if day.IsZero() {
		return []look.Field{f}
	}
	return offered(f, fmt.Sprintf("%d-%d-%d", day.Day, day.Month, day.Year), known)
}

// stopDay offers the last day of the allocation when it has come, else today.
func stopDay(v *visit, a dossier.Allocation) nl.Date {
	if !a.Care.Until.IsZero() && !a.Care.Until.After(v.today) {
		return a.Care.Until
	}
	return v.today
}

// deliverForm asks how much was delivered in a month; the days and the price of
// last time are offered.
func (h *house) deliverForm(v *visit, view *access.View, a dossier.Allocation, failed error) actionForm {
	from, until := nextMonth(view, a)
	tariff, volume := int64(0), dossier.Room(a.Care, from, until)
	for _, was := range view.Dossier.Delivered {
		if was.Number == a.Number {
			tariff = was.Tariff
		}
	}
	fields := append(v.dayField("from", "field.from", from, v.alloc("known.month")), v.dayField("until", "field.until", until, v.alloc("known.month"))...)
	fields = append(fields, offered(look.Field{Kind: look.Text, Name: "volume", Label: v.alloc("field.volume"), InputMode: "numeric", Size: "short"},
		strconv.FormatInt(volume, 10), v.alloc("known.room"))...)
	price := look.Field{Kind: look.Text, Name: "tariff", Label: v.alloc("field.tariff"), Hint: v.alloc("field.tariff.hint"), InputMode: "decimal", Size: "short"}
	if tariff > 0 {
		fields = append(fields, offered(price, plainAmount(tariff), v.alloc("known.tariff"))...)
	} else if a.Care.Unit != "83" {
		fields = append(fields, price)
	}
	return h.folded(v, "deliver", v.alloc("do.deliver"), failed, look.Form{Fields: fields, Button: look.Button{Text: v.alloc("do.deliver.save")}})
}

// nextMonth gives the days of the first month of delivery that was not noted yet.
func nextMonth(view *access.View, a dossier.Allocation) (from, until nl.Date) {
	from = a.Started
	for _, was := range view.Dossier.Delivered {
		if was.Number == a.Number && !was.Until.Before(from) {
			from = was.Until.AddDays(1)
		}
	}
	until = nl.Date{Year: from.Year, Month: from.Month, Day: 1}.AddMonths(1).AddDays(-1)
	for _, end := range []nl.Date{a.Care.Until, a.Stopped} {
		if !end.IsZero() && end.Before(until) {
			until = end
		}
	}
	return from, until
}

// unclaimed gives the earliest month with deliveries that were not claimed.
func unclaimed(view *access.View, a dossier.Allocation) (nl.Date, bool) {
	var first nl.Date
	for _, was := range view.Dossier.Delivered {
		if was.Number == a.Number && was.Claim == "" && (first.IsZero() || was.From.Before(first)) {
			first = was.From
		}
	}
	return first, !first.IsZero()
}

// creditable gives the last granted line that was not taken back.
func creditable(view *access.View, a dossier.Allocation) string {
	ref, back := "", map[string]bool{}
	for _, c := range view.Dossier.Claims {
		for _, l := range c.Lines {
			switch {
			case l.Number != a.Number || c.Answered.IsZero() || !c.Stands(l.Ref):
			case l.Credit:
				back[l.Earlier] = true
			default:
				ref = l.Ref
			}
		}
	}
	if back[ref] {
		return ""
	}
	return ref
}

// changeForm offers the allocation as it is, to change what must become otherwise.
func (h *house) changeForm(v *visit, a dossier.Allocation, failed error) actionForm {
	known := v.alloc("known.allocation")
	from := a.Care.From
	if v.today.After(from) {
		from = v.today
	}
	fields := append(v.dayField("from", "field.changefrom", from, known), v.dayField("until", "field.until", a.Care.Until, known)...)
	if a.Care.Volume > 0 {
		fields = append(fields, offered(look.Field{Kind: look.Text, Name: "volume", Label: v.alloc("field.size"), Hint: v.volumeWords(a.Care), InputMode: "numeric", Size: "short"}, strconv.Itoa(a.Care.Volume), known)...)
	}
	fields = append(fields, look.Field{Kind: look.Radios, Name: "reason", Label: v.alloc("field.why"), Options: codeOptions(a.Care.Law, "RedenVerzoek")})
	return h.folded(v, "change", v.alloc("do.change"), failed, look.Form{Fields: fields, Button: look.Button{Text: v.alloc("do.change.save")}})
}

func (h *house) providerDoes(v *visit, view *access.View, a dossier.Allocation) error {
	if v.value(fieldDo) == "deliver" {
		return h.deliver(v, view, a)
	}
	ctx := casework.As(v.ctx, h.Signin.Caller(v.signed, "allocation", "web.care"))
	order := v.careOrder(view)
	days, err := v.someDays("on", "until", "from")
	if err != nil {
		return err
	}
	switch v.value(fieldDo) {
	case "start":
		_, err = h.Messages.StartCare(ctx, order, a.Number, days["on"])
	case "stop":
		_, err = h.Messages.StopCare(ctx, order, a.Number, days["until"], v.value("reason"))
	case "unstart":
		_, err = h.Messages.TakeBack(ctx, order, a.Number, dossier.WithdrawStart)
	case "unstop":
		_, err = h.Messages.TakeBack(ctx, order, a.Number, dossier.WithdrawStop)
	case "change":
		volume, _ := strconv.Atoi(v.value("volume")) // 0: as it is; the rules say what does not fit
		_, err = h.Messages.AskChange(ctx, order, desk.Wish{Allocation: a.Number, From: days["from"], Until: days["until"], Volume: volume, Reason: v.value("reason")})
	case "claim":
		month, wrong := nl.ParseDate(v.value("month"))
		if wrong != nil {
			return fault.New(fault.Invalid, "web.providerDoes", "web.date")
		}
		_, err = h.Messages.ClaimMonth(ctx, order, a.Number, month)
	case "credit":
		_, err = h.Messages.CreditLine(ctx, order, a.Number, v.value("ref"))
	default:
		err = fault.New(fault.Invalid, "web.providerDoes", "web.chain.nothing")
	}
	return err
}

// someDays reads the days of a form; an empty one is no day.
func (v *visit) someDays(names ...string) (map[string]nl.Date, error) {
	days := map[string]nl.Date{}
	var wrong []fault.Field
	for _, name := range names {
		day, bad := v.day(name)
		if bad != nil {
			wrong = append(wrong, *bad)
		}
		days[name] = day
	}
	return days, fault.In("web.someDays", wrong...)
}

func (h *house) deliver(v *visit, view *access.View, a dossier.Allocation) error {
	days, err := v.someDays("from", "until")
	if err != nil {
		return err
	}
	volume, bad := strconv.ParseInt(v.value("volume"), 10, 64)
	tariff, fine := v.amount("tariff")
	var wrong []fault.Field
	if bad != nil {
		wrong = append(wrong, fault.Field{Name: "volume", Key: "dossier.claim.volume"})
	}
	if !fine {
		wrong = append(wrong, fault.Field{Name: "tariff", Key: "dossier.claim.tariff"})
	}
	if err := fault.In("web.deliver", wrong...); err != nil {
		return err
	}
	wish := v.wish(view.Dossier.ID, dossier.RecordDelivered{Number: a.Number, From: days["from"], Until: days["until"], Volume: volume, Tariff: tariff}, v.careTyped()...)
	wish.Expect = 0
	_, err = h.Office.Do(v.ctx, wish)
	return err
}

// monthWords says a month with its year.
func (v *visit) monthWords(d nl.Date) string {
	return v.say.Say("look.month."+strconv.Itoa(d.Month)) + " " + strconv.Itoa(d.Year)
}

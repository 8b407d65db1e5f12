package web

import (
	"strconv"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// The hidden field with the version of the draft that a form went on from, and
// what the buttons beside sending do.
const (
	fieldDraft = "_draft"
	doKeep     = "keep"
	doDrop     = "drop"
)

// draftNote says above a form that it was kept, and until when.
type draftNote struct {
	Alert look.Alert
	Other *look.Voice // what another window kept meanwhile
	Drop  look.Button
}

// draftSaid fills a form with a draft, unless the person just typed in it.
func (v *visit) draftSaid(d casework.Draft, fields []look.Field) []look.Field {
	if v.Request.Method == "POST" {
		return fields
	}
	for i := range fields {
		if value, kept := d.Values[fields[i].Name]; kept {
			fields[i].Value = value
		}
	}
	return fields
}

// draftNote says until when a draft is kept.
func (v *visit) draftNote(d casework.Draft, drop string) *draftNote {
	return &draftNote{
		Alert: look.Alert{Tone: look.OK, Text: v.say.Say("own.draft.kept", "when", v.days.Moment(d.Saved), "until", v.dayWords(nl.On(d.Until)))},
		Drop:  look.Button{Text: v.say.Say("own.draft.drop"), Style: look.Quiet, Post: drop, Name: fieldDo, Value: doDrop},
	}
}

// draftField carries the version of the draft that a form goes on from.
func draftField(version int64) look.Field {
	return look.Field{Kind: look.Hidden, Name: fieldDraft, Value: strconv.FormatInt(version, 10)}
}

// drafted reads what is kept of a form: the values of its fields, as typed.
func (v *visit) drafted(names ...string) (casework.Draft, bool) {
	d := casework.Draft{Values: map[string]string{}}
	d.Version, _ = strconv.ParseInt(v.value(fieldDraft), 10, 64) // not a number: as if there were no draft
	typed := false
	for _, name := range names {
		value := strings.TrimRight(v.PostFormValue(name), " \r\n\t")
		d.Values[name] = value
		typed = typed || value != ""
	}
	return d, typed
}

// helpFields are what the draft of a request for help keeps.
var helpFields = []string{"words", "threat", "children", "writer"}

// keepHelp keeps what was typed so far and says until when; nothing is sent.
func (h *house) keepHelp(v *visit) error {
	draft, typed := v.drafted(helpFields...)
	if !typed {
		return h.showHelp(v, fault.In("web.keepHelp", fault.Field{Name: "words", Key: "own.draft.empty"}))
	}
	kept, err := h.Office.KeepDraft(v.ctx, casework.DraftHelp, draft)
	if fault.Is(err, fault.Conflict) {
		return h.showHelp(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/help", "own.draft.done", "until", v.dayWords(nl.On(kept.Until)))
}

// dropHelp throws the draft away.
func (h *house) dropHelp(v *visit) error {
	if err := h.Office.DropDraft(v.ctx, casework.DraftHelp); err != nil {
		return err
	}
	return h.see(v, "/help", "own.draft.dropped")
}

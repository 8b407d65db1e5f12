package web

import (
	"net/url"
	"slices"
	"strings"

	"eendracht/internal/web/look"
)

// Two people who change one thing: a form that comes back because someone was
// first shows what was typed and what stands there now beside each other, and
// neither is lost. It works for every field that offers what the dossier holds
// (offered): its hidden twin says what the person saw.

// settleSuffix ends the name of the choice between two versions of a field.
const settleSuffix = "_settle"

// What one may choose for a field that someone else changed meanwhile.
const (
	settleMine   = "mine"
	settleTheirs = "theirs"
	settleBoth   = "both"
)

// settleForm carries out the choices of a form before anyone reads it. What
// stood there when the choice was shown is the value of the hidden twin.
func settleForm(form url.Values) {
	for name, chosen := range form {
		field, ok := strings.CutSuffix(name, settleSuffix)
		theirs := form.Get(field + offeredSuffix)
		if !ok || theirs == "" {
			continue
		}
		switch chosen[0] {
		case settleTheirs:
			form.Set(field, theirs)
		case settleBoth:
			form.Set(field, strings.TrimSpace(theirs+"\n\n"+strings.TrimSpace(form.Get(field))))
		}
	}
}

// settled gives a field with what was typed. When someone changed it since it
// was shown, what this person left alone takes the new value, and what both
// changed gets the choice between the two beside it.
func (v *visit) settled(f look.Field, typed string) []look.Field {
	offered, twin := v.PostForm[f.Name+offeredSuffix]
	now := f.Value
	changed := twin && strings.TrimSpace(offered[0]) != strings.TrimSpace(now)
	if changed && typed == strings.TrimSpace(offered[0]) {
		return []look.Field{f}
	}
	f.Value = typed
	several := f.Kind == look.Words || f.Kind == look.Area
	if !changed || now == "" || typed == now || !several && f.Kind != look.Text && f.Kind != look.Day {
		return []look.Field{f}
	}
	choice := look.Field{Kind: look.Radios, Name: f.Name + settleSuffix, Label: v.say.Say("table.settle"), Hint: v.say.Say("table.settle.hint", "field", f.Label), Value: settleMine, Options: []look.Option{
		{Value: settleMine, Text: v.say.Say("table.settle.mine"), Hint: typed}, {Value: settleTheirs, Text: v.say.Say("table.settle.theirs"), Hint: now},
	}}
	if several {
		choice.Options = append(choice.Options, look.Option{Value: settleBoth, Text: v.say.Say("table.settle.both"), Hint: v.say.Say("table.settle.both.hint")})
	}
	return []look.Field{f, choice}
}

// refilled keeps what was typed in a form that comes back.
func (v *visit) refilled(fields []look.Field) []look.Field {
	kept := make([]look.Field, 0, len(fields))
	for _, f := range fields {
		_, sent := v.PostForm[f.Name]
		always := []look.FieldKind{look.DayParts, look.Checkbox, look.Checkboxes}
		switch {
		case !sent && !slices.Contains(always, f.Kind), f.Kind == look.Hidden:
			kept = append(kept, f)
		case f.Kind == look.Checkboxes:
			f.Values = v.PostForm[f.Name]
			kept = append(kept, f)
		case f.Kind == look.DayParts:
			f.Value = v.typedParts(f.Name)
			kept = append(kept, f)
		case f.Kind == look.Checkbox:
			f.Value = v.value(f.Name)
			kept = append(kept, f)
		default:
			kept = append(kept, v.settled(f, v.value(f.Name))...)
		}
	}
	return kept
}

package look

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"eendracht/internal/fault"
	"eendracht/internal/text"
)

func dutch(t *testing.T) text.Voice {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.In("nl")
}

func TestFormTakesTheFindingsOfAFault(t *testing.T) {
	say := dutch(t)
	err := fault.In("test", fault.Field{Name: "tel", Key: "fault.too_large"}, fault.Field{Name: "tel", Key: "fault.internal"}, fault.Field{Name: "how", Key: "fault.invalid"})
	form := kitchenForm().With(err, say)
	summary := form.Summary()
	if len(summary.Errors) != 2 || summary.Errors[0] != (ErrorLink{"f-tel", say.Say("fault.too_large")}) || summary.Errors[1].Ident != "f-how-0" {
		t.Errorf("%+v", summary)
	}
	if kitchenForm().Summary().Errors != nil || kitchenForm().With(nil, say).Message != "" {
		t.Error("errors out of nothing")
	}
	lost := kitchenForm().With(fault.In("test", fault.Field{Name: "elsewhere", Key: "fault.invalid"}), say)
	if lost.Message != say.Say("fault.invalid") || lost.Summary().Errors[0].Ident != "" {
		t.Errorf("a finding without a field got lost: %+v", lost)
	}
	whole := kitchenForm().With(fault.New(fault.Conflict, "test", ""), say)
	if whole.Message != say.Say("fault.conflict") {
		t.Errorf("%+v", whole.Message)
	}
	if secret := kitchenForm().With(errors.New("pq: password"), say); secret.Message != say.Say("fault.internal") {
		t.Errorf("%q", secret.Message)
	}
}

func TestFieldIdents(t *testing.T) {
	for _, row := range []struct {
		field            Field
		ident, first, by string
	}{
		{Field{Kind: Text, Name: "a"}, "f-a", "f-a", ""},
		{Field{Kind: Text, Name: "a.b", Hint: "h", Error: "e", Known: "k"}, "f-a-b", "f-a-b", "f-a-b-hint f-a-b-known f-a-b-error"},
		{Field{Kind: Radios, Name: "a", ID: "x"}, "x", "x-0", ""},
		{Field{Kind: DayParts, Name: "a"}, "f-a", "f-a-day", ""},
		{Field{Kind: Day, Name: "a"}, "f-a", "f-a", "f-a-hint"},
	} {
		if got := row.field.Ident(); got != row.ident {
			t.Errorf("%+v: ident %s", row.field, got)
		}
		if got := row.field.FirstIdent(); got != row.first {
			t.Errorf("%+v: first %s", row.field, got)
		}
		if got := row.field.DescribedBy(); got != row.by {
			t.Errorf("%+v: described by %q", row.field, got)
		}
	}
}

func TestChosen(t *testing.T) {
	for _, row := range []struct {
		field Field
		value string
		want  bool
	}{
		{Field{Kind: Radios, Value: "a"}, "a", true}, {Field{Kind: Radios, Value: "a"}, "b", false},
		{Field{Kind: Checkboxes, Values: []string{"a", "b"}}, "b", true}, {Field{Kind: Checkboxes}, "", false},
		{Field{Kind: Select}, "", true}, {Field{Kind: Select, Value: "x"}, "", false},
	} {
		if got := row.field.Chosen(row.value); got != row.want {
			t.Errorf("%+v %q: %v", row.field, row.value, got)
		}
	}
}

// Every kind of field, as the browser gets it.
func TestFieldsAsMarkup(t *testing.T) {
	assets, _, texts := newKitchen(t, Options{})
	pages, err := Parse(assets, texts, fstest.MapFS{"one.html": {Data: []byte(`{{define "main"}}{{end}}{{define "f"}}{{template "field" .}}{{end}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		field Field
		want  []string
	}{
		{Field{Kind: Text, Name: "n", Label: "Naam", Value: `"x"`, Autocomplete: "name", MaxLength: 40, Size: "short"}, []string{`<label class="utrecht-form-label" for="f-n">Naam</label>`, `type="text"`, `value="&#34;x&#34;"`, `autocomplete="name"`, `maxlength="40"`, `aria-required="true"`, ` short"`}},
		{Field{Kind: Text, Name: "n", Error: "Vul dit in.", Optional: true}, []string{`aria-invalid="true"`, `aria-describedby="f-n-error"`, `id="f-n-error"`, `(niet verplicht)`, `utrecht-form-field--invalid`}},
		{Field{Kind: Words, Name: "n", Value: "\nregel"}, []string{`utrecht-textarea--html-textarea voice"`, ">\n\nregel</textarea>"}},
		{Field{Kind: Area, Name: "n", Rows: 7}, []string{`rows="7"`}},
		{Field{Kind: Day, Name: "n"}, []string{`id="f-n-hint"`, "24-11-2026"}},
		{Field{Kind: DayParts, Name: "n", Value: "1-2-1985", Autocomplete: "bday"}, []string{`name="n.day"`, `name="n.month"`, `name="n.year"`, `value="1985"`, `autocomplete="bday-year"`, "<legend"}},
		{Field{Kind: Select, Name: "n", Value: "2", Options: []Option{{"1", "Een", ""}, {"2", "Twee", ""}}}, []string{`<option value="2" selected>Twee</option>`}},
		{Field{Kind: Radios, Name: "n", Value: "b", Options: []Option{{"a", "A", "hint"}, {"b", "B", ""}}}, []string{`role="radiogroup"`, `value="b" checked`, `<small>hint</small>`, `type="radio"`}},
		{Field{Kind: Checkboxes, Name: "n", Values: []string{"a"}, Options: []Option{{"a", "A", ""}}}, []string{`type="checkbox"`, `value="a" checked`, "<fieldset"}},
		{Field{Kind: Checkbox, Name: "n", Label: "Ja", Value: "1"}, []string{`value="1" checked`, "Ja"}},
		{Field{Kind: Hidden, Name: "n", Value: "v"}, []string{`<input type="hidden" name="n" value="v">`}},
	} {
		w := httptest.NewRecorder()
		if err := pages.Part(w, 200, "nl", "one", "f", row.field); err != nil {
			t.Fatal(err)
		}
		for _, want := range row.want {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %q is missing in %s", row.field.Kind, want, w.Body.String())
			}
		}
	}
}

func TestButtonsAsMarkup(t *testing.T) {
	assets, _, texts := newKitchen(t, Options{})
	pages, err := Parse(assets, texts, fstest.MapFS{"one.html": {Data: []byte(`{{define "main"}}{{end}}{{define "b"}}{{template "button" .}}{{end}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		button Button
		want   string
	}{
		{Button{Text: "Doe"}, `<button class="utrecht-button utrecht-button--primary-action" type="submit">Doe</button>`},
		{Button{Text: "Doe", Name: "a", Value: "1", Style: Danger}, `utrecht-button--danger" type="submit" name="a" value="1">`},
		{Button{Text: "Ga", URL: "/x", Style: Quiet, About: "naar x"}, `href="/x">Ga<span class="only-spoken"> naar x</span></a>`},
		{Button{Text: "Doe", Post: "/x", Style: OnDark}, `<form method="post" action="/x"><button class="utrecht-button on-dark"`},
		{Button{Text: "Fout", URL: "javascript:alert(1)"}, `href="#ZgotmplZ"`},
	} {
		w := httptest.NewRecorder()
		if err := pages.Part(w, 200, "nl", "one", "b", row.button); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(w.Body.String(), row.want) {
			t.Errorf("%q is missing in %s", row.want, w.Body.String())
		}
	}
}

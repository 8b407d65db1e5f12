package look

import (
	"slices"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/text"
)

// FieldKind is the kind of input. Template "field" draws every kind.
type FieldKind string

// The kinds of fields.
const (
	Text       FieldKind = "text"
	Area       FieldKind = "area"
	Words      FieldKind = "words" // an area for the family's own words, in the serif
	Day        FieldKind = "day"   // one date as text, "24-11-2026"; read it with ParseDay
	DayParts   FieldKind = "day-parts"
	Select     FieldKind = "select"
	Radios     FieldKind = "radios"
	Checkboxes FieldKind = "checkboxes"
	Checkbox   FieldKind = "checkbox" // one tick; Label is its text
	File       FieldKind = "file"     // the form must be Multipart
	Hidden     FieldKind = "hidden"
)

// Field is one field of a form with its label, hint and error.
type Field struct {
	Kind         FieldKind
	Name         string
	ID           string // "" means "f-" + Name
	Label        string
	Hint         string
	Error        string // beside the field; sets aria-invalid
	Value        string
	Values       []string // the chosen values of checkboxes
	Options      []Option
	Optional     bool   // shows "(niet verplicht)"; everything else is required
	Known        string // where the offered value comes from: what the dossier holds is offered, never asked again
	Type         string // of a text: "" = text, email, tel, number, password, search
	Autocomplete string // HTML autofill token, e.g. "given-name"
	InputMode    string // "numeric", "decimal", …
	Size         string // "short", "medium" or "" for full width
	MaxLength    int    // in UTF-16 units as browsers count; 0 = no limit
	Rows         int
	Large        bool   // the label is the question of the page
	Accept       string // of a file: what may be chosen
	Capture      bool   // of a file: the camera of a telephone; a machine without touch does not show it
}

// Option is one choice.
type Option struct {
	Value string
	Text  string
	Hint  string
}

// Ident gives the field's id in the page.
func (f Field) Ident() string {
	if f.ID != "" {
		return f.ID
	}
	return "f-" + strings.ReplaceAll(f.Name, ".", "-")
}

// FirstIdent gives the id that an error in the summary leads to: the first
// input of a group, else the field itself.
func (f Field) FirstIdent() string {
	switch f.Kind {
	case Radios, Checkboxes:
		return f.Ident() + "-0"
	case DayParts:
		return f.Ident() + "-day"
	}
	return f.Ident()
}

// DescribedBy gives the ids of hint, origin and error, for aria-describedby.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" || f.Kind == Day {
		ids = append(ids, f.Ident()+"-hint")
	}
	if f.Known != "" {
		ids = append(ids, f.Ident()+"-known")
	}
	if f.Error != "" {
		ids = append(ids, f.Ident()+"-error")
	}
	return strings.Join(ids, " ")
}

// Chosen tells whether an option is selected.
func (f Field) Chosen(value string) bool {
	return f.Value == value && (f.Value != "" || f.Kind == Select || f.Kind == Radios && len(f.Values) == 0) || slices.Contains(f.Values, value)
}

// Part gives one part of a date in three fields; Value holds "day-month-year"
// as it was typed.
func (f Field) Part(i int) string {
	parts := strings.SplitN(f.Value, "-", 3)
	if i >= len(parts) {
		return ""
	}
	return parts[i]
}

// InputType gives the type attribute of a text field.
func (f Field) InputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Findings are the messages beside fields, by field name.
type Findings map[string]string

// FindingsOf reads the field findings of a fault and says them.
func FindingsOf(err error, say text.Voice) Findings {
	found := Findings{}
	for _, f := range fault.Fields(err) {
		if _, first := found[f.Name]; !first {
			found[f.Name] = say.Say(f.Key, f.Args...)
		}
	}
	return found
}

// On gives the field with its finding, if there is one.
func (f Findings) On(field Field) Field {
	if message, found := f[field.Name]; found {
		field.Error = message
	}
	return field
}

// ErrorSummary stands on top of a form that could not be taken. Template "error-summary".
type ErrorSummary struct {
	Errors []ErrorLink
}

// ErrorLink is one error with the id of its input ("" when it has none).
type ErrorLink struct {
	Ident string
	Text  string
}

// Summary collects the errors of the fields in their order in the form.
func Summary(fields ...Field) ErrorSummary {
	var s ErrorSummary
	for _, f := range fields {
		if f.Error != "" {
			s.Errors = append(s.Errors, ErrorLink{f.FirstIdent(), f.Error})
		}
	}
	return s
}

// Form is a whole form for the usual case. Template "form".
type Form struct {
	Action    string
	Fields    []Field // Hidden ones too
	Message   string  // an error about the form as a whole
	Button    Button
	Cancel    *Link
	Multipart bool // it sends a file
}

// Summary gives the error summary of the form.
func (f Form) Summary() ErrorSummary {
	s := Summary(f.Fields...)
	if f.Message != "" {
		s.Errors = append([]ErrorLink{{"", f.Message}}, s.Errors...)
	}
	return s
}

// With gives the form with the findings of an error beside its fields. A
// finding without a field goes on top, so that none is lost.
func (f Form) With(err error, say text.Voice) Form {
	if err == nil {
		return f
	}
	found := FindingsOf(err, say)
	f.Fields = slices.Clone(f.Fields)
	for i, field := range f.Fields {
		f.Fields[i] = found.On(field)
		delete(found, field.Name)
	}
	if len(found) > 0 || len(fault.Fields(err)) == 0 {
		key, args := fault.Message(err)
		f.Message = say.Say(key, args...)
	}
	return f
}

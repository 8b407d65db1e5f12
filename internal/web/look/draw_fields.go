package look

import "strconv"

// field draws every kind but a date in three parts, which is rare.
func (p *pen) field(f Field) {
	switch f.Kind {
	case Hidden:
		p.put(`<input type="hidden" name="`)
		p.word(f.Name)
		p.put(`" value="`)
		p.word(f.Value)
		p.put(`">`)
	case Radios, Checkboxes:
		p.fieldGroup(f)
	case Checkbox:
		p.fieldTick(f)
	default:
		p.fieldLine(f)
	}
}

// when writes markup when something holds.
func (p *pen) when(holds bool, markup string) {
	if holds {
		p.put(markup)
	}
}

func (p *pen) fieldLine(f Field) {
	wrong, id := f.Error != "", f.Ident()
	p.put(`<div class="utrecht-form-field`)
	p.when(wrong, ` utrecht-form-field--invalid`)
	p.when(f.Large, ` legend-large`)
	p.when(f.Capture, ` only-touch`)
	p.put("\">\n", `<label class="utrecht-form-label" for="`)
	p.word(id)
	p.put(`">`)
	p.word(f.Label)
	p.fieldOptional(f)
	p.put("</label>\n")
	p.fieldAbout(f)
	switch f.Kind {
	case Area, Words:
		p.put("\n", `<textarea class="utrecht-textarea utrecht-textarea--html-textarea`)
		p.when(f.Kind == Words, ` voice`)
		p.when(wrong, ` utrecht-textarea--invalid`)
		p.fieldNamed(f)
		rows := f.Rows
		if rows == 0 {
			rows = 4
		}
		p.put(` rows="`, strconv.Itoa(rows), `"`)
		p.fieldAttrs(f)
		p.put(">\n")
		p.word(f.Value)
		p.put(`</textarea>`)
	case Select:
		p.put("\n", `<select class="utrecht-select utrecht-select--html-select`)
		p.when(wrong, ` utrecht-select--invalid`)
		p.fieldNamed(f)
		p.fieldAttrs(f)
		p.put(">\n")
		for _, o := range f.Options {
			p.put(`<option value="`)
			p.word(o.Value)
			p.put(`"`)
			p.when(f.Chosen(o.Value), ` selected`)
			p.put(`>`)
			p.word(o.Text)
			p.put("</option>\n")
		}
		p.put(`</select>`)
	case File:
		p.fieldFile(f)
	default:
		p.fieldInput(f)
	}
	p.put("\n</div>")
}

func (p *pen) fieldFile(f Field) {
	p.put("\n", `<input class="utrecht-textbox utrecht-textbox--html-input`)
	p.when(f.Error != "", ` utrecht-textbox--invalid`)
	p.fieldNamed(f)
	p.put(` type="file"`)
	p.attr("accept", f.Accept)
	p.when(f.Capture, ` capture="environment"`)
	p.fieldAttrs(f)
	p.put(`>`)
}

func (p *pen) fieldInput(f Field) {
	p.put("\n", `<input class="utrecht-textbox utrecht-textbox--html-input`)
	p.when(f.Error != "", ` utrecht-textbox--invalid`)
	p.when(f.Kind == Day, ` medium`)
	p.also(f.Size)
	p.fieldNamed(f)
	p.put(` type="`)
	p.word(f.InputType())
	p.put(`" value="`)
	p.word(f.Value)
	p.put(`"`)
	p.fieldAttrs(f)
	p.put(`>`)
}

// fieldNamed closes the class and writes id and name.
func (p *pen) fieldNamed(f Field) {
	p.put(`" id="`)
	p.word(f.Ident())
	p.put(`" name="`)
	p.word(f.Name)
	p.put(`"`)
}

func (p *pen) fieldOptional(f Field) {
	if f.Optional {
		p.put(` <span class="optional">`)
		p.word(p.say.Say("look.field.optional"))
		p.put(`</span>`)
	}
}

const (
	iconKnown = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5 12.500 4.500 4.500L19 7.500"/></svg>`
	iconError = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3 2.500 20h19zM12 10v4M12 17v.01"/></svg>`
)

func (p *pen) fieldAbout(f Field) {
	id := f.Ident()
	if f.Hint != "" || f.Kind == Day {
		p.put("\n", `<p class="utrecht-form-field-description" id="`)
		p.word(id)
		p.put(`-hint">`)
		p.word(f.Hint)
		if f.Kind == Day {
			p.put(" ")
			p.word(p.say.Say("look.field.day"))
		}
		p.put(`</p>`)
	}
	if f.Known != "" {
		p.put(`<p class="known" id="`)
		p.word(id)
		p.put(`-known">`, iconKnown)
		p.word(f.Known)
		p.put(`</p>`)
	}
	if f.Error != "" {
		p.put(`<p class="utrecht-form-field-error-message" id="`)
		p.word(id)
		p.put(`-error">`, iconError, `<span>`)
		p.word(f.Error)
		p.put(`</span></p>`)
	}
}

func (p *pen) fieldAttrs(f Field) {
	p.attr("aria-describedby", f.DescribedBy())
	p.when(f.Error != "", ` aria-invalid="true"`)
	p.attr("autocomplete", f.Autocomplete)
	p.attr("inputmode", f.InputMode)
	if f.MaxLength != 0 {
		p.put(` maxlength="`, strconv.Itoa(f.MaxLength), `"`)
	}
	p.when(!f.Optional && f.Kind != Select, ` aria-required="true"`)
}

func (p *pen) fieldGroup(f Field) {
	wrong, radios := f.Error != "", f.Kind == Radios
	p.put(`<fieldset class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset`)
	p.when(wrong, ` utrecht-form-fieldset--invalid`)
	p.when(f.Large, ` legend-large`)
	p.put(`"`)
	p.attr("aria-describedby", f.DescribedBy())
	if radios {
		p.put(` role="radiogroup"`)
		p.when(wrong, ` aria-invalid="true"`)
		p.when(!f.Optional, ` aria-required="true"`)
	}
	p.put(">\n", `<legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">`)
	p.word(f.Label)
	p.fieldOptional(f)
	p.put("</legend>\n")
	p.fieldAbout(f)
	p.put("\n", `<div class="options">`, "\n")
	kind, class := "checkbox", "utrecht-checkbox utrecht-checkbox--html-input"
	if radios {
		kind, class = "radio", "utrecht-radio-button utrecht-radio-button--html-input"
	}
	for i, o := range f.Options {
		p.option(f, o, f.Ident()+"-"+strconv.Itoa(i), kind, class)
	}
	p.put("</div>\n</fieldset>")
}

func (p *pen) option(f Field, o Option, id, kind, class string) {
	p.put(`<label class="option" for="`)
	p.word(id)
	p.put(`"><input class="`, class, `" type="`, kind, `" id="`)
	p.word(id)
	p.put(`" name="`)
	p.word(f.Name)
	p.put(`" value="`)
	p.word(o.Value)
	p.put(`"`)
	p.when(f.Chosen(o.Value), ` checked`)
	p.put(`><span>`)
	p.word(o.Text)
	p.small(o.Hint)
	p.put("</span></label>\n")
}

func (p *pen) fieldTick(f Field) {
	p.put(`<div class="utrecht-form-field`)
	p.when(f.Error != "", ` utrecht-form-field--invalid`)
	p.put("\">\n")
	p.fieldAbout(f)
	p.put("\n", `<label class="option" for="`)
	p.word(f.Ident())
	p.put(`"><input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox" id="`)
	p.word(f.Ident())
	p.put(`" name="`)
	p.word(f.Name)
	p.put(`" value="1"`)
	p.when(f.Value != "", ` checked`)
	p.attr("aria-describedby", f.DescribedBy())
	p.when(f.Error != "", ` aria-invalid="true"`)
	p.put(`><span>`)
	p.word(f.Label)
	p.fieldOptional(f)
	p.put("</span></label>\n</div>")
}

package web

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/picture"
)

// caseGrid draws the grid of parts from what the view holds of it: persons by
// opened life domains, how it goes, who helps, and what is shut.
func (h *house) caseGrid(v *visit, view *access.View) picture.Grid {
	grid := picture.Grid{ID: "grid", Caption: v.say.Say("web.case.grid.caption")}
	var domains []string
	var persons []dossier.ID
	for _, c := range view.Cells {
		if !slices.Contains(domains, c.Part.Domain) {
			domains = append(domains, c.Part.Domain)
			grid.Domains = append(grid.Domains, v.domainShort(c.Part.Domain))
		}
		if !slices.Contains(persons, c.Part.Person) {
			persons = append(persons, c.Part.Person)
			grid.Rows = append(grid.Rows, v.gridRow(view, c.Part.Person))
		}
	}
	for _, c := range view.Cells {
		row := &grid.Rows[slices.Index(persons, c.Part.Person)]
		row.Cells = append(row.Cells, h.gridCell(v, view, c))
	}
	return grid
}

func (v *visit) gridRow(view *access.View, person dossier.ID) picture.GridRow {
	p, ok := view.Dossier.Person(person)
	if !ok {
		name := v.personName(view, person)
		return picture.GridRow{Name: name, Face: picture.Face{Initials: picture.Initials(name), Tint: picture.Family}}
	}
	return picture.GridRow{Name: v.withAge(view, p), Note: v.personNote(view, p), Face: personFace(p)}
}

func (h *house) gridCell(v *visit, view *access.View, c access.Cell) picture.GridCell {
	switch c.State {
	case access.CellShut:
		return picture.GridCell{State: picture.CellClosed, Text: v.shutText(view, c.Part)}
	case access.CellNone:
		return picture.GridCell{State: picture.CellNone}
	}
	cell := picture.GridCell{State: picture.CellOpen, URL: partURL(view.Dossier.ID, c.Part), Headline: h.headline(v, view, c.Part)}
	if state, ok := view.Dossier.Part(c.Part); ok && len(state.Scores) > 0 {
		cell.Level = v.level(h.Law, state.Scores[len(state.Scores)-1])
	}
	for _, that := range c.Helps {
		face := thatFace(that)
		face.Name, face.Size = that.Name, "small"
		cell.Faces = append(cell.Faces, face)
	}
	return cell
}

// partURL is the page of a part.
func partURL(id dossier.ID, part dossier.Part) string {
	return caseURL(id, "part") + "?" + url.Values{"person": {string(part.Person)}, "domain": {part.Domain}}.Encode()
}

// shutText says in a few words that a part is shut: by a youth's own say, or for the visitor.
func (v *visit) shutText(view *access.View, part dossier.Part) string {
	if p, ok := view.Dossier.Person(part.Person); ok {
		if age := v.age(p); age >= 16 && age < 18 {
			return v.say.Say("web.cell.own", "name", v.firstName(view, p.ID))
		}
	}
	return v.say.Say("web.cell.shut")
}

// headline says how it stands in a part in a few words: the last note, else the
// words or step of the last score, else the goal, else why the part was opened.
func (h *house) headline(v *visit, view *access.View, part dossier.Part) string {
	for _, e := range slices.Backward(view.Dossier.Entries) {
		if note, ok := e.Body.(dossier.NoteWritten); ok && slices.Contains(e.Parts, part) && e.Compartment == "" {
			return brief(note.Words)
		}
	}
	state, _ := view.Dossier.Part(part) // a part that is not there has no scores and no reason
	if n := len(state.Scores); n > 0 {
		if words := state.Scores[n-1].Words; words != "" {
			return brief(words)
		}
		return v.levelWord(h.Law, state.Scores[n-1])
	}
	for _, g := range slices.Backward(view.Dossier.Goals) {
		if g.Part == part && g.State == dossier.GoalOpen {
			return brief(g.GoalSet.Words)
		}
	}
	return brief(state.Reason)
}

// most is how many signs a headline in the grid may have.
const most = 48

// brief gives the first words of a text, cut at a word.
func brief(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// personNote says who someone is in the family: "vader, woont elders".
func (v *visit) personNote(view *access.View, p dossier.Person) string {
	var words []string
	if tie := v.tie(view.Dossier, p); tie != "" {
		words = append(words, tie)
	}
	if v.elsewhere(view.Dossier, p) {
		words = append(words, v.say.Say("web.tie.elsewhere"))
	}
	if !p.Deceased.IsZero() {
		words = append(words, v.say.Say("web.tie.deceased"))
	}
	return strings.Join(words, ", ")
}

// tie names the strongest tie of someone who is no child of the family.
func (v *visit) tie(d *dossier.Dossier, p dossier.Person) string {
	partner, label := false, ""
	for _, r := range d.Relations {
		held := r.Valid.Holds(v.today)
		switch {
		case r.Type == "parent" && r.From == p.ID:
			if isParent(d, r.To) {
				return v.say.Say("web.tie.grandparent." + sexOf(p))
			}
			return v.say.Say("web.tie.parent." + sexOf(p))
		case r.Type == "grandparent" && r.From == p.ID:
			return v.say.Say("web.tie.grandparent." + sexOf(p))
		case r.Type == "partner" && held && (r.From == p.ID || r.To == p.ID):
			partner = true
		case r.From == p.ID && r.Label != "":
			label = r.Label
		}
	}
	switch {
	case partner:
		return v.say.Say("web.tie.partner")
	case label != "":
		return label
	case p.Network:
		return v.say.Say("web.tie.network")
	}
	return ""
}

// isParent tells whether someone has a child in the dossier.
func isParent(d *dossier.Dossier, id dossier.ID) bool {
	return slices.ContainsFunc(d.Relations, func(r dossier.Relation) bool { return r.Type == "parent" && r.From == id })
}

func sexOf(p dossier.Person) string {
	if p.Sex == "m" || p.Sex == "f" {
		return p.Sex
	}
	return "x"
}

// elsewhere tells whether a parent lives at another address than one of their children.
func (v *visit) elsewhere(d *dossier.Dossier, p dossier.Person) bool {
	home, known := d.StayOf(p.ID, v.today)
	if !known {
		return false
	}
	for _, r := range d.Relations {
		if r.Type != "parent" || r.From != p.ID {
			continue
		}
		if child, ok := d.StayOf(r.To, v.today); ok && !child.Address.Same(home.Address) {
			return true
		}
	}
	return false
}

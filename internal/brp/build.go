package brp

import (
	"strings"

	"eendracht/internal/nl"
)

// person builds a person from a list. Every category is read on its own; one that
// cannot be read leaves the others whole.
func (b builder) person(l *list) Person {
	p := Person{Line: l.lines[0].line, List: l.name}
	for _, g := range l.layout.groups {
		stacks := l.stacks(g, b.note)
		b.category(&p, g.category, stacks)
		p.Investigations = append(p.Investigations, b.investigations(stacks)...)
	}
	if p.Name.IsZero() {
		b.note(p.Line, "01.02.40", "brp.person.unnamed")
	}
	if p.Secrecy == "" {
		b.note(p.Line, "07.70.10", "brp.secrecy.missing")
	}
	p.Name.PartnerPrefix, p.Name.PartnerFamily = partnerName(p.Partnerships)
	return p
}

func (b builder) category(p *Person, category string, stacks []stack) {
	for _, s := range stacks {
		switch category {
		case "01":
			b.identity(p, s)
		case "02":
			b.parent(p, s, 1)
		case "03":
			b.parent(p, s, 2)
		case "04":
			b.nationality(p, s)
		case "05":
			b.partnership(p, s)
		case "06":
			b.death(p, s)
		case "07":
			b.registration(p, s)
		case "08":
			p.Stays = append(p.Stays, b.stays(s)...)
		case "09":
			b.child(p, s)
		case "11":
			b.custody(p, s)
		}
	}
}

func (b builder) identity(p *Person, s stack) {
	r := s[0]
	p.BSN, p.ANumber, p.Name, p.Title = b.bsn(r), b.aNumber(r), b.name(r), r.get("02.20")
	p.Born, p.Sex = b.date(r, "03.10"), b.sex(r)
	p.Place = Place{r.get("03.20"), r.get("03.30")}
	use, ok := nl.NameUseFromBRP(r.get("61.10"))
	if !ok && r.get("61.10") != "" {
		b.complain(r, "61.10", "brp.nameuse.unknown")
	}
	p.Name.Use = use
	for _, old := range s[1:].valid() {
		former := b.name(old)
		if former.Family != "" && former != b.name(r) {
			p.Former = append(p.Former, former)
		}
	}
}

func (b builder) parent(p *Person, s stack, number int) {
	if s[0].wrong() {
		return
	}
	parent := Parent{Reference: b.reference(s[0]), Number: number, Since: b.date(s[0], "62.10")}
	if !parent.Empty() {
		p.Parents = append(p.Parents, parent)
	}
}

// nationality keeps the code unless the record ends it (64.10, 65.10).
func (b builder) nationality(p *Person, s stack) {
	r := s[0]
	if code := r.get("05.10"); code != "" && r.get("64.10") == "" && !r.wrong() {
		p.Nationalities = append(p.Nationalities, code)
	}
}

// partnership reads one marriage or partnership: the newest record says how it
// stands, the oldest valid one when it began. A current record without a person
// means that it never lawfully was.
func (b builder) partnership(p *Person, s stack) {
	r := s[0]
	made := Partnership{Reference: b.reference(r)}
	if made.Empty() || r.wrong() {
		return
	}
	made.Kind = b.allow(r, "15.10", "brp.partnership.kind", "H", "P")
	for _, older := range s.valid() {
		if start := b.date(older, "06.10"); !start.IsZero() {
			made.Span.From = start
		}
	}
	made.Span.Until = b.date(r, "07.10")
	made.EndReason = b.allow(r, "07.40", "brp.partnership.reason", "", "A", "N", "O", "R", "S", "V", "Z")
	made.Ended = r.get("07.10") != "" || made.EndReason != ""
	p.Partnerships = append(p.Partnerships, made)
}

// partnerName gives the partner's surname to which a name may refer: of the
// partnership that stands, else of the one that ended last.
func partnerName(all []Partnership) (prefix, family string) {
	var best *Partnership
	for i, made := range all {
		if best == nil || best.Ended && (!made.Ended || made.Span.Until.After(best.Span.Until)) {
			best = &all[i]
		}
	}
	if best == nil {
		return "", ""
	}
	return best.Name.Prefix, best.Name.Family
}

// death reads the newest record: when it is empty, an earlier one was withdrawn.
func (b builder) death(p *Person, s stack) {
	r := s[0]
	raw := r.get("08.10")
	if raw == "" || r.wrong() {
		return
	}
	on, err := nl.ParseDate(raw)
	if err != nil {
		b.complain(r, "08.10", "brp.date.invalid")
		return
	}
	p.Death = &Death{Line: r.line, On: on, Place: Place{r.get("08.20"), r.get("08.30")}}
}

func (b builder) registration(p *Person, s stack) {
	r := s[0]
	p.Secrecy = Secrecy(b.allow(r, "70.10", "brp.secrecy.unknown", "", "0", "1", "2", "3", "4", "5", "6", "7"))
	p.Suspended.Reason = b.allow(r, "67.20", "brp.suspension.unknown", "", "O", "E", "M", "R", "F", "W")
	p.Suspended.On = b.date(r, "67.10")
}

func (b builder) child(p *Person, s stack) {
	r := s[0]
	child := Child{Reference: b.reference(r), Stillborn: r.get("89.10") == "L"}
	if !child.Empty() && !r.wrong() {
		p.Children = append(p.Children, child)
	}
}

// custody reads authority over a minor and guardianship over an adult; both
// stand in category 11, each record until the next newer one.
func (b builder) custody(p *Person, s stack) {
	valid := s.valid()
	until, current := nl.Date{}, true
	for _, r := range valid {
		from := b.date(r, "85.10")
		span := nl.Span{From: from, Until: until}
		if code := strings.ToUpper(r.get("32.10")); code != "" {
			made := Custody{Line: r.line, Code: code, Span: span, Current: current}
			if _, _, _, ok := made.Holders(); !ok {
				b.complain(r, "32.10", "brp.custody.unknown")
			}
			p.Custody = append(p.Custody, made)
		}
		if b.allow(r, "33.10", "brp.guardianship.unknown", "", "1") == "1" {
			p.Guardianship = append(p.Guardianship, Guardianship{r.line, span, current})
		}
		until, current = dayBefore(from), false
	}
}

func (b builder) investigations(stacks []stack) []Investigation {
	var all []Investigation
	for _, s := range stacks {
		for _, r := range s {
			element := r.get("83.10")
			if element == "" {
				continue
			}
			if !digits(element, 6) {
				b.complain(r, "83.10", "brp.investigation.invalid")
				continue
			}
			span := nl.Span{From: b.date(r, "83.20"), Until: b.date(r, "83.30")}
			all = append(all, Investigation{Line: r.line, Element: element, Span: span})
		}
	}
	return all
}

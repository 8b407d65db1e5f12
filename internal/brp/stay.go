package brp

import "eendracht/internal/nl"

// stays reads the address history, the newest first. A stay ends where the next
// newer one begins. Records that only rename or refine the same stay are one.
func (b builder) stays(s stack) []Stay {
	var all []Stay
	until, current := nl.Date{}, true
	for _, r := range s.valid() {
		stay, said := b.stay(r)
		if !said {
			continue
		}
		if n := len(all); n > 0 && sameStay(all[n-1], stay) {
			all[n-1].Lines = append(all[n-1].Lines, r.line)
			continue
		}
		stay.Span.Until, stay.Current = until, current
		all = append(all, stay)
		until, current = dayBefore(stay.Span.From), false
	}
	return all
}

// sameStay tells whether an older record speaks of the stay that a newer one
// describes better: they begin on the same known day in the same kind of place.
func sameStay(newer, older Stay) bool {
	return !newer.Span.From.IsZero() && newer.Span.From == older.Span.From &&
		(newer.Kind == Abroad) == (older.Kind == Abroad) && newer.Mail == older.Mail
}

// stay reads one record; said is false when it holds no place at all.
func (b builder) stay(r record) (stay Stay, said bool) {
	stay = Stay{
		Lines:        []int{r.line},
		Mail:         b.allow(r, "10.10", "brp.address.function", "", "W", "B") == "B",
		Municipality: r.get("09.10"),
		Street:       known(first(r.get("11.15"), r.get("11.10"))),
		Number:       b.houseNumber(r),
		Designation:  r.get("11.50"),
		Postcode:     b.postcode(r),
		City:         r.get("11.70"),
		Location:     known(r.get("12.10")),
		AddressID:    r.get("11.90"),
	}
	from := "10.30"
	if country := r.get("13.10"); country != "" {
		from = "13.20"
		stay.Country = country
		stay.AbroadLines = b.abroadLines(r)
	}
	stay.Kind = kindOf(stay)
	if stay.Span.From = b.date(r, from); r.get(from) == "" {
		stay.Span.From = b.date(r, "85.10")
	}
	said = stay.Kind != Unknown || r.get("11.10") != "" || stay.Country != "" || r.get(from) != ""
	if !said {
		b.note(r.line, "", "brp.address.empty")
	}
	return stay, said
}

func kindOf(s Stay) StayKind {
	switch {
	case s.Country != "" && s.Country != "0000":
		return Abroad
	case s.Country == "0000":
		return Unknown
	case s.Street != "":
		return AtAddress
	case s.Location != "":
		return AtLocation
	}
	return Unknown
}

func (b builder) abroadLines(r record) []string {
	var lines []string
	for _, element := range []string{"13.30", "13.40", "13.50"} {
		if text := r.get(element); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// Home gives the current stay where the person lives; ok is false when there is
// none, or only a postal or unknown address.
func (p Person) Home() (stay Stay, ok bool) {
	for _, s := range p.Stays {
		if s.Current && !s.Mail && s.Kind != Unknown {
			return s, true
		}
	}
	return Stay{}, false
}

// LivedOn gives the stay where the person lived on a day; ok is false when none is
// known. A stay that ended on an unknown day is not taken to last until today.
func (p Person) LivedOn(day nl.Date) (stay Stay, ok bool) {
	for _, s := range p.Stays {
		open := s.Current || !s.Span.Until.IsZero()
		if open && !s.Mail && s.Kind != Unknown && s.Span.Holds(day) {
			return s, true
		}
	}
	return Stay{}, false
}

// Key gives one text per dwelling, equal for people who live at the same address.
// It is "" where that cannot be told: abroad without lines, or unknown.
func (s Stay) Key() string {
	switch {
	case s.Kind == AtAddress && s.Postcode != "" && s.Number.Number != 0:
		return string(s.Postcode) + " " + nl.NormaliseForSearch(s.Number.String()) + s.Designation
	case s.Kind == AtAddress && s.Number.Number != 0:
		return s.Municipality + nl.NormaliseForSearch(s.Street) + " " + nl.NormaliseForSearch(s.Number.String()) + s.Designation
	case s.Kind == AtLocation:
		return s.Municipality + nl.NormaliseForSearch(s.Location)
	}
	return ""
}

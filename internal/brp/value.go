package brp

import (
	"strconv"
	"strings"

	"eendracht/internal/nl"
)

// builder turns records into a person and notes what it cannot read.
type builder struct {
	note func(line int, element, key string)
}

func (b builder) complain(r record, element, key string) {
	b.note(r.line, r.category+"."+element, key)
}

// date reads a date element; unknown (00000000, empty) and unreadable are zero. A
// day in an unknown month is noted, and the year kept.
func (b builder) date(r record, element string) nl.Date {
	raw := r.get(element)
	d, err := nl.ParseDate(raw)
	if err == nil {
		return d
	}
	b.complain(r, element, "brp.date.invalid")
	if digits(raw, 8) && raw[4:6] == "00" {
		if year, err := nl.ParseDate(raw[:4] + "0000"); err == nil {
			return year
		}
	}
	return nl.Date{}
}

func (b builder) bsn(r record) nl.BSN {
	raw := r.get("01.20")
	if raw == "" {
		return ""
	}
	bsn, err := nl.ParseBSN(raw)
	if err != nil {
		b.complain(r, "01.20", "brp.bsn.invalid")
	}
	return bsn
}

func (b builder) aNumber(r record) string {
	raw := r.get("01.10")
	if raw != "" && !digits(raw, 10) {
		b.complain(r, "01.10", "brp.anumber.invalid")
		return ""
	}
	return raw
}

// name reads group 02. A single full stop stands for an unknown name.
func (b builder) name(r record) nl.Name {
	return nl.Name{Given: known(r.get("02.10")), Prefix: r.get("02.30"), Family: known(r.get("02.40"))}
}

func known(value string) string {
	if value == "." {
		return ""
	}
	return value
}

func (b builder) sex(r record) Sex {
	sex := Sex(r.get("04.10"))
	b.allow(r, "04.10", "brp.sex.unknown", "", string(Male), string(Female), string(UnknownSex))
	return sex
}

// allow notes a value that is none of the allowed ones, and gives the value.
func (b builder) allow(r record, element, key string, allowed ...string) string {
	value := r.get(element)
	for _, a := range allowed {
		if value == a {
			return value
		}
	}
	b.complain(r, element, key)
	return value
}

func (b builder) reference(r record) Reference {
	return Reference{
		Line: r.line, BSN: b.bsn(r), ANumber: b.aNumber(r), Name: b.name(r),
		Born: b.date(r, "03.10"), Sex: b.sex(r),
	}
}

func (b builder) houseNumber(r record) nl.HouseNumber {
	raw := r.get("11.20")
	if raw == "" {
		return nl.HouseNumber{}
	}
	number, err := strconv.Atoi(raw)
	if err != nil || number < 0 || number > 99999 {
		b.complain(r, "11.20", "brp.housenumber.invalid")
		return nl.HouseNumber{}
	}
	return nl.HouseNumber{Number: number, Letter: strings.ToUpper(r.get("11.30")), Addition: r.get("11.40")}
}

func (b builder) postcode(r record) nl.Postcode {
	raw := r.get("11.60")
	if raw == "" {
		return ""
	}
	p, err := nl.ParsePostcode(raw)
	if err != nil {
		b.complain(r, "11.60", "brp.postcode.invalid")
	}
	return p
}

func digits(s string, n int) bool {
	if len(s) != n {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// dayBefore gives the end of what another thing follows on. A partly known start
// stays as it is: the end lies somewhere in it.
func dayBefore(next nl.Date) nl.Date {
	if !next.Complete() {
		return next
	}
	return next.AddDays(-1)
}

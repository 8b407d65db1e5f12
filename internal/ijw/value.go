package ijw

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// flaw is what is wrong with a value: text key, rule code of the standard (may
// be ""), and the arguments of the text without the element.
type flaw struct {
	level     int
	key, code string
	args      []string
}

// trim takes off what XML Schema takes off before it reads a number, date or time.
func trim(s string) string { return strings.Trim(s, " \t\n\r") }

// judge gives the first thing that is wrong with a value, and false when it is right.
func (s *simple) judge(v string) (flaw, bool) {
	if key := faulty(v); key != "" {
		return flaw{1, key, "", nil}, true
	}
	if s.fixed != "" && (v == s.fixed || s.base == baseInt && trim(v) == s.fixed) {
		return flaw{}, false
	}
	if s.fixed != "" {
		return flaw{1, "ijw.value.fixed", s.rules.fixed, []string{"value", s.fixed}}, true
	}
	switch s.base {
	case baseText:
		return s.judgeText(v)
	case baseCode:
		return s.judgeCode(v)
	case baseInt:
		return s.judgeInteger(trim(v))
	case baseDate:
		return s.judgeDate(trim(v))
	}
	return s.judgeTime(trim(v))
}

func (s *simple) judgeText(v string) (flaw, bool) {
	if v == "" && s.min > 0 {
		return flaw{1, "ijw.value.empty", s.rules.min, nil}, true
	}
	if n := int64(len(v)); s.max >= 0 && n > s.max {
		if n = int64(utf8.RuneCountInString(v)); n > s.max {
			return flaw{1, "ijw.value.long", s.rules.max, append(number("n", n), number("max", s.max)...)}, true
		}
	}
	if int64(utf8.RuneCountInString(v)) < s.min {
		return flaw{1, "ijw.value.short", s.rules.min, number("min", s.min)}, true
	}
	if s.pattern != nil && !s.pattern.match(v) {
		key, args := s.pattern.explain(v)
		return flaw{1, key, s.rules.pattern, args}, true
	}
	return flaw{}, false
}

// explain gives the text for a value that does not match.
func (p *pattern) explain(v string) (key string, args []string) {
	switch p.source {
	case oneLine, anyText:
		if visible(v) {
			return "ijw.value.lines", nil
		}
		return "ijw.value.empty", nil
	case digits:
		return "ijw.value.digits", nil
	case fourDigits:
		return "ijw.value.count", number("n", 4)
	case agbDigits:
		return "ijw.value.count", number("n", 8)
	case bsnDigits:
		return "ijw.value.count", number("n", 9)
	case letters:
		return "ijw.value.letters", nil
	case mixed:
		return "ijw.value.mixed", nil
	}
	return "ijw.value.pattern", []string{"pattern", p.source}
}

func (s *simple) judgeCode(v string) (flaw, bool) {
	if _, ok := s.list.words[v]; ok {
		return flaw{}, false
	}
	if v == "" {
		return flaw{1, "ijw.value.empty", "", nil}, true
	}
	rule := ""
	if int64(utf8.RuneCountInString(v)) > s.max {
		rule = s.rules.max
	}
	return flaw{1, "ijw.value.code", rule, []string{"value", shown(v), "list", s.list.Name}}, true
}

// judgeInteger reads xs:integer: a sign and any number of digits.
func (s *simple) judgeInteger(v string) (flaw, bool) {
	digits := strings.TrimPrefix(v, "-")
	if digits == v {
		digits = strings.TrimPrefix(v, "+")
	}
	if digits == "" || !allDigits(digits) {
		return flaw{1, "ijw.value.number", "", []string{"value", shown(v)}}, true
	}
	digits = strings.TrimLeft(digits, "0")
	n, err := strconv.ParseInt("0"+digits, 10, 64)
	negative := v[0] == '-' && digits != ""
	switch {
	case negative && (err != nil || -n < s.min):
		return flaw{1, "ijw.value.low", s.rules.min, number("min", s.min)}, true
	case negative && -n <= s.max:
		return flaw{}, false
	case !negative && err == nil && n < s.min:
		return flaw{1, "ijw.value.low", s.rules.min, number("min", s.min)}, true
	case err != nil || n > s.max:
		return flaw{1, "ijw.value.high", s.rules.max, number("max", s.max)}, true
	}
	return flaw{}, false
}

func (s *simple) judgeDate(v string) (flaw, bool) {
	if s.pattern != nil && !s.pattern.match(v) {
		return flaw{1, "ijw.value.zone", s.rules.pattern, []string{"value", shown(v)}}, true
	}
	year, ok := xmlDate(v)
	if !ok {
		return flaw{1, "ijw.value.date", "", []string{"value", shown(v)}}, true
	}
	if year < 1000 || year > 9999 {
		return flaw{2, "ijw.value.year", "", []string{"value", shown(v)}}, true
	}
	return flaw{}, false
}

// xmlDate tells whether v is an xs:date without zone (XML Schema 1.0: there is
// no year 0, a year has four digits or more) and gives its year.
func xmlDate(v string) (year int64, ok bool) {
	unsigned := strings.TrimPrefix(v, "-")
	n := len(unsigned) - len("-MM-DD")
	if n < 4 || n > 18 || n > 4 && unsigned[0] == '0' {
		return 0, false
	}
	digits, rest := unsigned[:n], unsigned[n:]
	month, day := rest[1:3], rest[4:6]
	if rest[0] != '-' || rest[3] != '-' || !allDigits(digits) || !allDigits(month) || !allDigits(day) {
		return 0, false
	}
	year, _ = strconv.ParseInt(digits, 10, 64) // at most 18 digits: cannot fail
	m, d := two(month), two(day)
	if year == 0 || m < 1 || m > 12 || d < 1 || d > monthDays(year, m) {
		return 0, false
	}
	if len(unsigned) < len(v) {
		year = -year
	}
	return year, true
}

func two(digits string) int { return int(digits[0]-'0')*10 + int(digits[1]-'0') }

func monthDays(year int64, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// judgeTime reads xs:time without zone: hh:mm:ss with or without a fraction;
// 24:00:00 is the end of the day.
func (s *simple) judgeTime(v string) (flaw, bool) {
	if s.pattern != nil && !s.pattern.match(v) {
		return flaw{1, "ijw.value.zone", s.rules.pattern, []string{"value", shown(v)}}, true
	}
	if !xmlTime(v) {
		return flaw{1, "ijw.value.time", "", []string{"value", shown(v)}}, true
	}
	return flaw{}, false
}

func xmlTime(v string) bool {
	clock, fraction, fractional := strings.Cut(v, ".")
	if len(clock) != 8 || clock[2] != ':' || clock[5] != ':' || fractional && fraction == "" ||
		!allDigits(clock[:2]) || !allDigits(clock[3:5]) || !allDigits(clock[6:]) || !allDigits(fraction) {
		return false
	}
	h, m, s := two(clock[:2]), two(clock[3:5]), two(clock[6:])
	if h == 24 {
		return m == 0 && s == 0 && strings.Trim(fraction, "0") == ""
	}
	return h < 24 && m < 60 && s < 60
}

// shown is a wrong value as a sentence shows it: short, on one line.
func shown(v string) string { return short(v, 24) }

func short(v string, most int) string {
	v = strings.Join(strings.Fields(v), " ")
	if utf8.RuneCountInString(v) > most {
		v = string([]rune(v)[:most]) + "…"
	}
	return v
}

// number makes a text argument of a whole number.
func number(name string, n int64) []string { return []string{name, strconv.FormatInt(n, 10)} }

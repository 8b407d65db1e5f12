package text

// The forms of plural. A key that counts has a text per form of its language:
// Dutch, English and Turkish have "one" and "many"; Polish and Ukrainian tell
// "few" apart; Arabic has six. "many" is what Dutch says for all but one; in
// Polish, Ukrainian and Arabic it is CLDR's own "many".
var forms = map[string][]string{
	"nl": {"one", "many"}, "en": {"one", "many"}, "tr": {"one", "many"},
	"pl": {"one", "few", "many"}, "uk": {"one", "few", "many"},
	"ar": {"zero", "one", "two", "few", "many", "other"},
}

// Forms gives the forms of plural that a language has.
func Forms(lang string) []string { return forms[lang] }

// Form gives the form of plural for n whole things, n being 0 or more (Unicode
// CLDR, plural rules for cardinals).
func Form(lang string, n int) string {
	unit, ten := n%10, n%100
	switch lang {
	case "ar":
		return arabic(n, ten)
	case "uk":
		switch {
		case unit == 1 && ten != 11:
			return "one"
		case unit >= 2 && unit <= 4 && (ten < 12 || ten > 14):
			return "few"
		}
		return "many"
	case "pl":
		if n != 1 && unit >= 2 && unit <= 4 && (ten < 12 || ten > 14) {
			return "few"
		}
	}
	if n == 1 {
		return "one"
	}
	return "many"
}

func arabic(n, ten int) string {
	switch {
	case n == 0:
		return "zero"
	case n == 1:
		return "one"
	case n == 2:
		return "two"
	case ten >= 3 && ten <= 10:
		return "few"
	case ten >= 11:
		return "many"
	}
	return "other"
}

package nl

import (
	"strings"
	"unicode"
)

// folds maps accented and special Latin letters (lower case) to plain ones, after
// the Unicode compatibility decompositions, with the letters that have none
// (Turkish ı, Polish ł, Scandinavian ø, æ) as the passport spells them short.
var folds = foldTable([]struct{ plain, letters string }{
	{"a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặẚ"},
	{"ae", "æǣǽ"},
	{"b", "ɓḃḅḇ"},
	{"c", "çćĉċčḉ"},
	{"d", "ðďđɗḋḍḏḑḓ"},
	{"dz", "ǆǳ"},
	{"e", "èéêëēĕėęěȅȇȩəɛḕḗḙḛḝẹẻẽếềểễệ"},
	{"f", "ƒḟ"},
	{"g", "ĝğġģǧǵɣḡ"},
	{"h", "ĥħȟḣḥḧḩḫẖ"},
	{"i", "ìíîïĩīĭįıǐȉȋḭḯỉị"},
	{"ij", "ĳ"},
	{"j", "ĵǰ"},
	{"k", "ķĸƙǩḱḳḵ"},
	{"l", "ĺļľŀłḷḹḻḽ"},
	{"lj", "ǉ"},
	{"m", "ḿṁṃ"},
	{"n", "ñńņňŉŋǹṅṇṉṋ"},
	{"nj", "ǌ"},
	{"o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱɔṍṏṑṓọỏốồổỗộớờởỡợ"},
	{"oe", "œ"},
	{"p", "ṕṗ"},
	{"r", "ŕŗřȑȓṙṛṝṟ"},
	{"s", "śŝşšſșṡṣṥṧṩẛ"},
	{"ss", "ßẞ"},
	{"t", "ţťŧțṫṭṯṱẗ"},
	{"th", "þ"},
	{"u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"},
	{"v", "ṽṿ"},
	{"w", "ŵẁẃẅẇẉẘ"},
	{"x", "ẋẍ"},
	{"y", "ýÿŷƴȳẏẙỳỵỷỹ"},
	{"z", "źżžẑẓẕ"},
})

func foldTable(rows []struct{ plain, letters string }) map[rune]string {
	table := map[rune]string{}
	for _, row := range rows {
		for _, letter := range row.letters {
			table[letter] = row.plain
		}
	}
	return table
}

// NormaliseForSearch gives the form under which a name is sought: lower case,
// accents folded ("İpek Şahın" and "Ipek Sahin" are one), and nothing but letters
// and digits. Letters outside the Latin script stay. The same name always gives
// the same form, so that a keyed hash of it can be compared.
func NormaliseForSearch(s string) string {
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToLower(r)
		if plain, ok := folds[r]; ok {
			b.WriteString(plain)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

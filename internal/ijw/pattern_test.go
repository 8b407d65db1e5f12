package ijw

import (
	"testing"

	"pgregory.net/rapid"
)

func TestMatchersByHandAgreeWithTheirPattern(t *testing.T) {
	alphabet := []rune("0123456789 \t\n\r.:Z+-aZzÀỳỴ¿é\u00a0\u0085\u2028٣𝒜^$[]\\")
	for _, source := range []string{
		oneLine, anyText, digits, fourDigits, agbDigits, bsnDigits, noZone, noOffset, letters,
	} {
		re, err := translate(source)
		if err != nil {
			t.Fatal(err)
		}
		match, ok := byHand(source)
		if !ok {
			t.Fatalf("%q has no matcher by hand", source)
		}
		rapid.Check(t, func(t *rapid.T) {
			v := rapid.OneOf(
				rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 12, -1),
				rapid.StringMatching(`[0-9]{3,10}`), rapid.StringMatching(`[a-zA-ZÀ-ỳ]{0,7}`),
			).Draw(t, "v")
			if match(v) != re.MatchString(v) {
				t.Fatalf("%q on %q: by hand %v, as a pattern %v", source, v, match(v), re.MatchString(v))
			}
		})
	}
}

func TestPatternsOfSchemasAreTranslated(t *testing.T) {
	for _, row := range []struct {
		source       string
		right, wrong []string
	}{
		{`a.c`, []string{"abc", "a.c"}, []string{"a\nc", "a\rc", "xabc", "abcx", "abc\n"}},
		{`^a$`, []string{"^a$"}, []string{"a"}},
		{`[.\s]*`, []string{"", ". \t"}, []string{"a"}},
		{`(0|[1-9][0-9]*)\.x`, []string{"0.x", "10.x"}, []string{"01.x", "0ax"}},
		{`3`, []string{"3"}, []string{"33", ""}},
		{`([a-zA-Z0-9])+`, []string{"a1"}, []string{"", "a-1"}},
	} {
		p, err := compile(row.source)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range row.right {
			if !p.match(v) {
				t.Errorf("%q does not match %q", row.source, v)
			}
		}
		for _, v := range row.wrong {
			if p.match(v) {
				t.Errorf("%q matches %q", row.source, v)
			}
		}
	}
	for _, source := range []string{`\p{L}`, `\i\c*`, `[a-z-[aeiou]]`, `[^\S]`, `a\`, `(`, `\d`} {
		if _, err := compile(source); err == nil {
			t.Errorf("%q must be refused: it is not supported", source)
		}
	}
}

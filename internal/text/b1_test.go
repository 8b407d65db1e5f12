package text

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Measures of plain Dutch at level B1, as the Dutch government writes it: short
// sentences, short words, and none of the words of officials.
const (
	meanSentence = 15 // words in a sentence, over all texts of residents
	longSentence = 25 // words in any sentence
	longWord     = 14 // letters; a longer word needs its reason in b1.json
)

// plain says which long words stay, and why, and which words are never used.
type plain struct {
	Long  map[string]string `json:"long"`  // word → why it stays
	Never map[string]string `json:"never"` // word of officials → what to write instead
	Skip  map[string]string `json:"skip"`  // start of keys → why they are not measured
}

func readPlain(t *testing.T) plain {
	t.Helper()
	var p plain
	raw, err := os.ReadFile("testdata/b1.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// sentences cuts a text at its full stops, questions, exclamations and colons.
func sentences(say string) []string {
	return strings.FieldsFunc(strings.NewReplacer(". ", "\n", "? ", "\n", "! ", "\n", ": ", "\n").Replace(say), func(r rune) bool { return r == '\n' })
}

func wordsOf(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '’' && r != '.' && r != '@'
	})
}

// The texts of residents, in Dutch, are plain: which texts these are, is known
// because the other languages of their pages have those and no others.
func TestFamilyTextsArePlainDutch(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, used := readPlain(t), map[string]bool{}
	count, total := 0, 0
	for _, key := range c.Keys("tr") {
		say, ok := c.texts["nl"][key]
		skipped := slices.ContainsFunc(mapKeys(p.Skip), func(start string) bool { return strings.HasPrefix(key, start) })
		if !ok || skipped {
			continue
		}
		for _, sentence := range sentences(say) {
			words := wordsOf(sentence)
			if len(words) > longSentence {
				t.Errorf("%s: a sentence of %d words: %q", key, len(words), sentence)
			}
			if len(words) > 3 { // a label is no sentence
				count, total = count+1, total+len(words)
			}
			p.check(t, key, words, used)
		}
	}
	if mean := float64(total) / float64(max(count, 1)); mean > meanSentence || count < 300 {
		t.Errorf("%d sentences of %.1f words in the mean", count, mean)
	} else {
		t.Logf("%d sentences of %.1f words in the mean", count, mean)
	}
	for word := range p.Long {
		if !used[word] {
			t.Errorf("b1.json: %q is used nowhere", word)
		}
	}
}

func (p plain) check(t *testing.T, key string, words []string, used map[string]bool) {
	t.Helper()
	for _, word := range words {
		word = strings.ToLower(strings.Trim(word, ".-"))
		if instead, banned := p.Never[word]; banned {
			t.Errorf("%s: %q is a word of officials: write %q", key, word, instead)
		}
		if utf8.RuneCountInString(word) <= longWord || strings.ContainsAny(word, "@0123456789") {
			continue
		}
		if p.Long[word] == "" {
			t.Errorf("%s: %q is long; split it, or say in b1.json why it stays", key, word)
		}
		used[word] = true
	}
}

func mapKeys(m map[string]string) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

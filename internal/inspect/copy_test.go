package inspect

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// viewOf is a view of n notes, as package access gives one.
func viewOf(n int) *access.View {
	at := time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{{ID: "e-0", At: at, Body: dossier.PersonStated{Person: "p-1", Name: nl.Name{Given: "Anna", Family: "Linde"}, Birth: nl.MustDate("1985-04-03")}}}
	for i := range n {
		entries = append(entries, dossier.Entry{
			ID: dossier.ID(fmt.Sprint("e-", i+1)), At: at, By: dossier.Actor{Name: "Noor"}, Parts: []dossier.Part{{Person: "p-1", Domain: "money"}},
			Body: dossier.NoteWritten{Words: fmt.Sprintf("Notitie %d <script>alert(1)</script> over de post.", i)},
		})
	}
	d := dossier.Fold(dossier.New("d-1"), entries...)
	d.Name = "Linde"
	return &access.View{Dossier: d, Role: "family", Me: "p-1", Ask: access.Ask{Now: at}}
}

func voice(t testing.TB, lang string) text.Voice {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return texts.In(lang)
}

func TestTheCopyHoldsEveryEntryOfTheView(t *testing.T) {
	v := viewOf(200)
	for _, lang := range []string{"nl", "en"} {
		page, err := HTML(v, voice(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Notitie 0 ", "Notitie 199 ", "Anna", "1985-04-03", `lang="` + lang + `"`} {
			if !strings.Contains(string(page), want) {
				t.Errorf("%s: %q is not in the page", lang, want)
			}
		}
		if strings.Contains(string(page), "<script>") || strings.Contains(string(page), "{") && strings.Contains(string(page), "inspect.") {
			t.Errorf("%s: words of a person are markup, or a text is missing", lang)
		}
	}
	raw, err := JSON(v)
	if err != nil {
		t.Fatal(err)
	}
	var out copied
	if err := json.Unmarshal(raw, &out); err != nil || len(out.Entries) != 201 {
		t.Fatalf("%d entries, %v", len(out.Entries), err)
	}
	if e, err := dossier.Decode(out.Entries[7]); err != nil || !strings.Contains(e.Body.(dossier.NoteWritten).Words, "Notitie 6 ") {
		t.Errorf("an entry does not read back: %v", err)
	}
}

// Every kind of entry has words in both languages.
func TestEveryKindHasWords(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		say := voice(t, lang)
		for _, kind := range dossier.Kinds() {
			if !say.Has("inspect.kind." + kind) {
				t.Errorf("%s: %s has no words", lang, kind)
			}
		}
	}
}

func BenchmarkZip200(b *testing.B) {
	v, say := viewOf(200), voice(b, "nl")
	for b.Loop() {
		if _, err := Zip(v, say); err != nil {
			b.Fatal(err)
		}
	}
}

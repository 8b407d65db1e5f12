package dossier

import (
	"slices"
	"testing"
)

func TestHeldNamesWhatAFormCouldAsk(t *testing.T) {
	w := allocated(t)
	held := Held(w.d)
	mila, zoe := w.named("Mila"), w.named("Zoë")
	for _, want := range []Item{
		{"person.family", mila, "vries"}, {"person.given", zoe, "zoe"}, {"person.birth", mila, "1984-05-00"}, {"person.bsn", mila, "999990019"},
		{"contact.phone", mila, "+31612345678"}, {"contact.email", mila, "mila@voorbeeld.example"},
		{"address.postcode", mila, "9990AA"}, {"address.postcode+number", mila, "9990AA12"}, {"address.street", mila, "lindelaan"},
		{"relation.type", w.named("Tom"), "parent"}, {"goal.words", zoe, NormaliseItem("goal.words", "Zoë slaapt weer door.")},
		{"task.title", zoe, "gezinsbegeleiding"}, {"care.code", zoe, "54001"}, {"care.from", zoe, "2026-12-01"}, {"care.volume", zoe, "120"},
		{"care.budget", zoe, "250000"}, {"care.reference", zoe, "dl202617"}, {"allocation.number", zoe, "17"}, {"involvement.name", "", "delinde"},
		{"melding.words", mila, "hetluktmijnietmeer"}, {"domain.reason", zoe, "zoeslaaptslecht"},
	} {
		if !slices.Contains(held, want) {
			t.Errorf("lacks %+v", want)
		}
	}
	for i, item := range held {
		if item.Value == "" || slices.Contains(held[:i], item) {
			t.Errorf("empty or twice: %+v", item)
		}
	}
	equal(t, "nothing is held of nothing", len(Held(New("d"))), 0)
}

func TestNormaliseItem(t *testing.T) {
	for _, row := range []struct{ name, typed, want string }{
		{"person.family", "  Yıldız ", "yildiz"},
		{"person.birth", "19840500", "1984-05-00"},
		{"person.birth", "mei 1984", "mei1984"},
		{"person.bsn", " 9999 900 19", "999990019"},
		{"contact.phone", "06-1234 5678", "+31612345678"},
		{"contact.phone", "geen", "geen"},
		{"contact.email", " Mila@Voorbeeld.Example", "mila@voorbeeld.example"},
		{"address.postcode", "9990 aa", "9990AA"},
		{"address.postcode+number", "9990 aa 12", "9990AA12"},
		{"goal.words", "Zoë slaapt!", "zoeslaapt"},
		{"goal.words", " ", ""},
	} {
		equal(t, row.name+" "+row.typed, NormaliseItem(row.name, row.typed), row.want)
	}
}

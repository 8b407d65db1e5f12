package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"eendracht/internal/web/look"
)

// came gives a visit whose form came in.
func came(t *testing.T, form url.Values) *visit {
	t.Helper()
	v := spoken(t)
	v.Request = httptest.NewRequest("POST", "/", strings.NewReader(form.Encode()))
	v.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := v.ParseForm(); err != nil {
		t.Fatal(err)
	}
	settleForm(v.PostForm)
	return v
}

func TestBothVersionsOfAFieldAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		kind                look.FieldKind
		saw, typed, now     string
		value, mine, theirs string // of the field, and of the choice; "" no choice
	}{
		"nobody else":           {look.Words, "Oud.", "Mijn.", "Oud.", "Mijn.", "", ""},
		"both changed it":       {look.Words, "Oud.", "Mijn.", "Hun.", "Mijn.", "Mijn.", "Hun."},
		"only the other":        {look.Words, "Oud.", "Oud.", "Hun.", "Hun.", "", ""},
		"the same change":       {look.Words, "Oud.", "Zelfde.", "Zelfde.", "Zelfde.", "", ""},
		"a short text":          {look.Text, "Oud", "Mijn", "Hun", "Mijn", "Mijn", "Hun"},
		"a choice, only theirs": {look.Select, "a", "a", "b", "b", "", ""},
		"a choice, both":        {look.Select, "a", "c", "b", "c", "", ""},
	} {
		v := came(t, url.Values{"words": {c.typed}, "words" + offeredSuffix: {c.saw}})
		fields := v.refilled(offered(look.Field{Kind: c.kind, Name: "words"}, c.now, "dossier"))
		if fields[0].Value != c.value {
			t.Errorf("%s: %q stands in the field, want %q", name, fields[0].Value, c.value)
		}
		if (c.mine != "") != (len(fields) == 3) {
			t.Errorf("%s: %d fields", name, len(fields))
			continue
		}
		if c.mine != "" && (fields[1].Options[0].Hint != c.mine || fields[1].Options[1].Hint != c.theirs) {
			t.Errorf("%s: %+v", name, fields[1].Options)
		}
		if twin := fields[len(fields)-1]; twin.Value != c.now {
			t.Errorf("%s: the twin says %q, so the next version would not be seen", name, twin.Value)
		}
	}
	untwinned := came(t, url.Values{"words": {"Mijn."}}).refilled([]look.Field{{Kind: look.Area, Name: "words", Value: "Een voorstel."}})
	if len(untwinned) != 1 || untwinned[0].Value != "Mijn." {
		t.Errorf("%+v", untwinned)
	}
}

func TestAChoiceBetweenTwoVersions(t *testing.T) {
	for choice, want := range map[string]string{settleMine: "Mijn.", settleTheirs: "Hun.", settleBoth: "Hun.\n\nMijn.", "nonsense": "Mijn."} {
		v := came(t, url.Values{"words": {"Mijn."}, "words" + offeredSuffix: {"Hun."}, "words" + settleSuffix: {choice}})
		if got := v.value("words"); got != want {
			t.Errorf("%s: %q, want %q", choice, got, want)
		}
	}
	if v := came(t, url.Values{"words": {"Mijn."}, "words" + settleSuffix: {settleTheirs}}); v.value("words") != "Mijn." {
		t.Error("a choice without a version took what was typed away")
	}
}

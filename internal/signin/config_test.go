package signin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/store"
)

const good = `{"base":"https://a.example","key":"k.pem","providers":[
	{"id":"digid","kind":"citizen","name":{"nl":"DigiD"},"issuer":"https://i.example","client":"c","acr":["http://eidas.europa.eu/LoA/substantial"]}]}`

func TestAConfigurationThatIsWrongIsToldPlainly(t *testing.T) {
	for name, test := range map[string]struct{ from, to, says string }{
		"no JSON":            {`{"base"`, `{base`, "invalid character"},
		"an unknown setting": {`"client"`, `"cleint"`, "cleint"},
		"no TLS":             {`https://i.example`, `http://i.example`, "issuer: https"},
		"a slash too many":   {`https://a.example`, `https://a.example/`, "base: https"},
		"an unknown kind":    {`"citizen"`, `"resident"`, "kind: citizen, staff or partner"},
		"no name":            {`{"nl":"DigiD"}`, `{"en":"DigiD"}`, "name: needs nl"},
		"an unknown level":   {`LoA/substantial`, `LoA/nice`, "the level of http://eidas.europa.eu/LoA/nice is not known"},
		"no levels":          {`["http://eidas.europa.eu/LoA/substantial"]`, `[]`, "acr: say which levels"},
		"no key":             {`"key":"k.pem",`, ``, "no private key"},
		"alg none":           {`"client":"c"`, `"client":"c","algorithms":["none"]`, "algorithms: none is not allowed"},
		"a shared secret":    {`"client":"c"`, `"client":"c","algorithms":["HS256"]`, "algorithms: HS256 is not allowed"},
		"whose":              {`"citizen"`, `"staff"`, "organisation: whose"},
		"how accounts":       {`"citizen"`, `"staff"`, "how are accounts found"},
		"which organisation": {`"citizen"`, `"partner"`, "organisation_claim"},
		"nothing at all":     {good, `{"base":"https://a.example"}`, "providers: none"},
		"a name with blanks": {`"id":"digid"`, `"id":"Digi D"`, "needs an id"},
		"a certificate":      {`"providers"`, `"machines":[{"id":"m","organisation":"o","certificates":["abc"]}],"providers"`, "no SHA-256"},
		"unrecognisable":     {`"providers"`, `"machines":[{"id":"m","organisation":"o"}],"providers"`, "how is it recognised"},
	} {
		path := filepath.Join(t.TempDir(), "p.json")
		text := strings.Replace(good, test.from, test.to, 1)
		if text == good {
			t.Fatalf("%s changes nothing", name)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := signin.ReadConfig(path)
		_, args := fault.Message(err)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(strings.Join(args, " "), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := signin.ReadConfig("nowhere.json"); !fault.Is(err, fault.Invalid) {
		t.Errorf("no file: %v", err)
	}
}

func TestAPrivateKeyIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "k.pem")
	writeKey(t, path, ecKey(t))
	if _, err := signin.ReadKey(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := signin.ReadKey(path); !fault.Is(err, fault.Invalid) {
		t.Errorf("others may read it: %v", err)
	}
	if err := os.WriteFile(path, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := signin.ReadKey(path); !fault.Is(err, fault.Invalid) {
		t.Errorf("no key: %v", err)
	}
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	now := dayOfTest
	l := &signin.Limiter{Limits: signin.Limits{User: signin.Rate{PerSecond: 2, Burst: 4}, Org: signin.Rate{PerSecond: 10, Burst: 6}}, Now: func() time.Time { return now }}
	ask := func(user, org string) error {
		return l.Allow(signin.Signed{User: store.User{ID: dossier.ID(user), Org: dossier.ID(org)}})
	}
	for range 4 {
		if err := ask("a", "o"); err != nil {
			t.Fatal(err)
		}
	}
	err := ask("a", "o")
	if !fault.Is(err, fault.TooMany) || signin.Wait(err) != "1" {
		t.Errorf("%v, wait %q", err, signin.Wait(err))
	}
	if err := ask("b", "o"); err != nil {
		t.Errorf("a colleague: %v", err)
	}
	_ = ask("b", "o")
	if key, _ := fault.Message(ask("b", "o")); key != "signin.limit.org" {
		t.Errorf("the organisation: %s", key)
	}
	if err := ask("c", ""); err != nil {
		t.Errorf("someone else: %v", err)
	}
	now = now.Add(2 * time.Second)
	if err := ask("a", "o"); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	now = now.Add(-time.Hour) // a clock that goes back keeps nobody out for long
	_ = ask("a", "o")
	now = now.Add(2 * time.Second)
	if err := ask("a", "o"); err != nil {
		t.Errorf("after the clock went back: %v", err)
	}
}

// TestABucketNeverGivesMoreThanItHolds asks at random moments.
func TestABucketNeverGivesMoreThanItHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := dayOfTest
		rate := signin.Rate{PerSecond: rapid.Float64Range(0.1, 50).Draw(t, "rate"), Burst: rapid.Float64Range(1, 50).Draw(t, "burst")}
		l := &signin.Limiter{Limits: signin.Limits{Entry: rate}, Now: func() time.Time { return now }}
		given, start := 0.0, now
		for range rapid.IntRange(1, 300).Draw(t, "asks") {
			now = now.Add(time.Duration(rapid.IntRange(0, 500).Draw(t, "ms")) * time.Millisecond)
			if l.AllowEntry("x") == nil {
				given++
			}
		}
		if most := rate.Burst + now.Sub(start).Seconds()*rate.PerSecond + 1e-6; given > most {
			t.Fatalf("gave %v of at most %v", given, most)
		}
	})
}

func TestFromWhereARequestComes(t *testing.T) {
	l, behind := &signin.Limiter{}, &signin.Limiter{Forwarded: true}
	for _, test := range []struct {
		l    *signin.Limiter
		peer string
		said []string
		want string
	}{
		{nil, "192.0.2.1", nil, ""}, {l, "192.0.2.1", nil, "192.0.2.1"}, {l, "192.0.2.1", []string{"198.51.100.9"}, "192.0.2.1"}, {l, "127.0.0.1", nil, ""},
		{behind, "127.0.0.1", []string{"203.0.113.5, 198.51.100.9"}, "198.51.100.9"}, {behind, "127.0.0.1", nil, ""},
	} {
		if got := test.l.Address(test.peer, test.said); got != test.want {
			t.Errorf("%s %v: %q", test.peer, test.said, got)
		}
	}
}

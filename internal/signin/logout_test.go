package signin_test

import (
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
)

func (w *town) logoutToken(change func(map[string]any)) map[string]any {
	c := map[string]any{
		"iss": w.provider.server.URL, "aud": "eendracht", "iat": w.now.Unix(), "exp": w.now.Add(2 * time.Minute).Unix(), "jti": "j1", "sub": "pairwise-1",
		"events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}},
	}
	if change != nil {
		change(c)
	}
	return c
}

func TestAProviderEndsSessions(t *testing.T) {
	w := newTown(t)
	one := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	w.provider.claims = set("sid", "outside-2")
	two := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	token := w.provider.sign(w.logoutToken(set("sid", "outside-1")))
	if n, err := w.door.Logout(t.Context(), token); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if _, err := w.known(t, one.Token); !fault.Is(err, fault.SignIn) {
		t.Errorf("the session lives on: %v", err)
	}
	if _, err := w.known(t, two.Token); err != nil {
		t.Errorf("another session ended: %v", err)
	}
	if _, err := w.door.Logout(t.Context(), token); !fault.Is(err, fault.Invalid) {
		t.Errorf("used twice: %v", err)
	}
	if n, err := w.door.Logout(t.Context(), w.provider.sign(w.logoutToken(set("jti", "j2")))); err != nil || n != 1 {
		t.Errorf("of the subject: %d, %v", n, err)
	}
}

func TestALogoutTokenThatIsWrongEndsNothing(t *testing.T) {
	w := newTown(t)
	in := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	for name, change := range map[string]func(map[string]any){
		"for another": set("aud", "someone-else"), "expired": set("exp", at(-2*time.Minute)), "no end": without("exp"), "after now": set("iat", at(2*time.Minute)),
		"no event": without("events"), "another event": set("events", map[string]any{"x": 1}), "an ID token": set("nonce", "n"),
		"no jti": without("jti"), "nobody": without("sub"), "another issuer": set("iss", "https://evil.example"), "no issuer": without("iss"),
	} {
		if n, err := w.door.Logout(t.Context(), w.provider.sign(w.logoutToken(change))); !fault.Is(err, fault.Invalid) || n != 0 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	for name, raw := range map[string]string{
		"nothing": "", "text": "a.b.c", "none": unsigned(w.logoutToken(nil), `{"alg":"none"}`), "another key": foreign(w, w.logoutToken(nil), false),
		"changed": tampered(w.provider.sign(w.logoutToken(nil)), set("jti", "j9")),
	} {
		if n, err := w.door.Logout(t.Context(), raw); !fault.Is(err, fault.Invalid) || n != 0 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	if _, err := w.known(t, in.Token); err != nil {
		t.Errorf("the session ended: %v", err)
	}
}

// TestAnyChangedByteOfATokenIsRefused changes a token byte by byte, and cuts it
// off everywhere. (The last letter of a signature holds bits that say nothing.)
func TestAnyChangedByteOfATokenIsRefused(t *testing.T) {
	w := newTown(t)
	in := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	token := []byte(w.provider.sign(w.logoutToken(nil)))
	for i := range token[:len(token)-1] {
		changed := append([]byte(nil), token...)
		changed[i] ^= 1
		for _, raw := range []string{string(changed), string(token[:i])} {
			if n, err := w.door.Logout(t.Context(), raw); err == nil || n != 0 {
				t.Fatalf("byte %d: %d, %v", i, n, err)
			}
		}
	}
	if _, err := w.known(t, in.Token); err != nil {
		t.Errorf("the session ended: %v", err)
	}
}

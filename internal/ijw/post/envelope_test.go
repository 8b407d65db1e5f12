package post_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw/post"
	"eendracht/internal/store"
)

var moment = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func TestEveryEnvelopeBringsTheLetterWhole(t *testing.T) {
	for name, e := range post.Envelopes() {
		for _, retour := range []string{"", "R1"} {
			kind, content := "jw301", message("jw301", town, agb, "1", "")
			if retour != "" {
				kind, content = "jw302", message("jw302", town, agb, "1", retour)
			}
			l, err := post.Peek(content)
			if err != nil {
				t.Fatal(err)
			}
			packet, err := e.Wrap(l, moment)
			if err != nil {
				t.Fatal(name, kind, err)
			}
			again, err := e.Wrap(l, moment.Add(time.Hour))
			if err != nil || again.Outer != packet.Outer {
				t.Error(name, "a second copy has another reference")
			}
			got, refused, err := e.Open(packet.Type, packet.Body)
			if err != nil || refused != nil {
				t.Fatal(name, kind, err)
			}
			if got.From != l.From || got.To != l.To || got.Ref != l.Ref || got.CrossRef != l.CrossRef || got.Kind != l.Kind || !bytes.Equal(got.Content, l.Content) || got.Outer != packet.Outer {
				t.Errorf("%s %s: %+v", name, kind, got)
			}
		}
	}
}

func TestEveryEnvelopeAnswers(t *testing.T) {
	l, err := post.Peek(message("jw305", agb, town, "1", ""))
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range post.Envelopes() {
		packet, err := e.Wrap(l, moment)
		if err != nil {
			t.Fatal(err)
		}
		came, _, err := e.Open(packet.Type, packet.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range []struct {
			reply  post.Reply
			status int
		}{
			{post.Reply{Accepted: true}, 200}, {post.Reply{Code: post.CodeBusy}, 503},
			{post.Reply{Code: post.CodeFormat, Final: true}, 422}, {post.Reply{Code: post.CodeReceiver, Final: true}, 422},
		} {
			_, raw := e.Answer(came, row.reply, moment)
			got, err := e.Read(row.status, raw)
			if err != nil || got.Accepted != row.reply.Accepted || got.Final != row.reply.Final || (got.Code == "") != (row.reply.Code == "") {
				t.Errorf("%s: %+v came back as %+v (%v)", name, row.reply, got, err)
			}
		}
	}
}

func TestWhatIsNoEnvelopeIsRefused(t *testing.T) {
	for name, e := range post.Envelopes() {
		for _, raw := range []string{"", "x", "<a/>", `{"accepted":true}`, "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"/>"} {
			if _, _, err := e.Open("text/xml", []byte(raw)); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s opened %q: %v", name, raw, err)
			}
		}
	}
}

// TestStUFBetweenTwoHouses lets two post offices exchange a message, its refusal
// and its return message in StUF over HTTP.
func TestStUFBetweenTwoHouses(t *testing.T) {
	var there *house
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { there.post.Handler().ServeHTTP(w, r) }))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	far := post.Partner{Name: "far", Codes: []string{"*"}, Envelope: "stuf", URL: server.URL + "/messages/stuf", Secret: file, SecretHash: post.HashSecret(secret)}
	there, here := newHouse(t, far), newHouse(t, far)
	here.out("m1", town, "1", message("jw305", agb, town, "1", ""))
	here.round()
	sent := here.is("m1", store.ParcelAcknowledged, "")
	if len(there.taken) != 1 || sent.Outer == "" {
		t.Fatal("it did not arrive, or nobody knows in which envelope", there.taken, sent.Outer)
	}
	there.err = fault.New(fault.Invalid, "x", "desk.findings")
	here.out("m2", town, "2", message("jw305", agb, town, "2", ""))
	here.round()
	here.is("m2", store.ParcelDead, "IB001")
	there.err = fault.New(fault.Unavailable, "x", "")
	here.out("m3", town, "3", message("jw305", agb, town, "3", ""))
	here.round()
	here.is("m3", store.ParcelWaiting, "StUF058")
}

func TestSettingsThatCouldNotWorkAreRefused(t *testing.T) {
	for body, good := range map[string]bool{
		`{"partners":[{"name":"a","codes":["*"],"envelope":"stuf","url":"https://hub.example/in"}]}`:                    true,
		`{"partners":[{"name":"a","codes":["*"],"envelope":"plain","folder":"/tmp/x"}]}`:                                true,
		`{"partners":[{"name":"a","codes":["*"],"envelope":"stuf","url":"http://127.0.0.1:8080/in"}]}`:                  true,
		`{"partners":[{"name":"a","codes":["*"],"envelope":"stuf","url":"http://hub.example/in"}]}`:                     false,
		`{"partners":[{"name":"a","codes":[],"envelope":"stuf"}]}`:                                                      false,
		`{"partners":[{"name":"a","codes":["1"],"envelope":"fax"}]}`:                                                    false,
		`{"partners":[{"name":"a","codes":["1"],"envelope":"stuf","secret_hash":"open"}]}`:                              false,
		`{"partners":[{"name":"a","codes":["1"],"envelope":"stuf","cert":"x"}]}`:                                        false,
		`{"partners":[{"name":"a","codes":["1"],"envelope":"plain","folder":"/tmp/x","url":"https://hub.example/in"}]}`: false,
		`{"partners":[{"name":"a","codes":["1"],"envelope":"stuf","password":"in the open"}]}`:                          false,
		`{`: false,
	} {
		path := filepath.Join(t.TempDir(), "post.json")
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := post.LoadSettings(path); (err == nil) != good || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", body, err)
		}
	}
	if _, err := post.LoadSettings(filepath.Join(t.TempDir(), "none")); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	missing := post.Partner{Name: "a", Codes: []string{"1"}, Envelope: "plain", URL: "https://hub.example/in", CA: "/no/such/file"}
	if _, err := post.New(post.Parts{Settings: post.Settings{Partners: []post.Partner{missing}}}); !fault.Is(err, fault.Invalid) {
		t.Error("a post office without the certificates that it needs:", err)
	}
}

func FuzzPeek(f *testing.F) {
	f.Add(message("jw305", agb, town, "1", ""))
	f.Add(message("wmo302", town, agb, "1", "R1"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := post.Peek(raw)
		if err == nil && (l.From == "" || l.To == "" || l.Ref == "" || l.Kind == "") {
			t.Errorf("an address that is none: %+v", l)
		}
	})
}

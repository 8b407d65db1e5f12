package post_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/ijw/post"
	"eendracht/internal/store"
)

// message is a message of which only the address matters here.
func message(kind, from, to, ref, retour string) []byte {
	law := "ijw"
	if strings.HasPrefix(kind, "wmo") {
		law = "iwmo"
	}
	if retour != "" {
		retour = "<m:IdentificatieRetour>" + retour + "</m:IdentificatieRetour>"
	}
	return []byte(`<?xml version="1.0"?><m:Bericht xmlns:m="http://www.istandaarden.nl/` + law + `/3_2/` + kind + `/schema" xmlns:b="x"><m:Header><m:Afzender>` + from +
		`</m:Afzender><m:Ontvanger>` + to + `</m:Ontvanger><m:BerichtIdentificatie><b:Identificatie>` + ref + `</b:Identificatie></m:BerichtIdentificatie>` + retour + `</m:Header></m:Bericht>`)
}

const (
	town   = "9901"
	agb    = "99000001"
	secret = "a long and random secret of a test"
)

// house is a post office on a real archive, with a desk and an office that the test plays.
type house struct {
	t       *testing.T
	store   store.Store
	post    *post.Post
	mu      sync.Mutex
	now     time.Time
	content map[dossier.ID][]byte
	err     error // what the desk says
	taken   []string
	found   []ijw.Finding
	// sentBack counts letters that were taken in for good with a return message.
	sentBack int
}

func (h *house) Receive(_ context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error) {
	raw, err := io.ReadAll(r)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil && h.err == nil {
		l, _ := post.Peek(raw)
		h.taken = append(h.taken, l.Ref)
	}
	if err == nil {
		err = h.err
	}
	return desk.Receipt{}, h.found, err
}

func (h *house) Refuse(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error) {
	h.mu.Lock()
	h.found, h.err, h.sentBack = nil, nil, h.sentBack+1
	h.mu.Unlock()
	return h.Receive(ctx, r)
}

func (h *house) Carry(_ context.Context, p store.Parcel) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if raw, ok := h.content[p.ID]; ok {
		return raw, nil
	}
	return nil, fault.New(fault.NotFound, "test", "")
}

func (h *house) Park(ctx context.Context, p store.Parcel, content []byte) error {
	h.mu.Lock()
	h.content[p.ID] = content
	h.mu.Unlock()
	return h.store.PutParcel(ctx, p)
}

func newHouse(t *testing.T, partners ...post.Partner) *house {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	h := &house{t: t, store: st, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), content: map[dossier.ID][]byte{}}
	orgs := []store.Org{
		{ID: "o-1", Name: "Aanbieder", Kind: "youth_care", AGB: agb, Active: true},
		{ID: "o-2", Name: "Gesloten", Kind: "youth_care", AGB: "99000002"},
		{ID: "o-3", Name: "In huis", Kind: "youth_care", AGB: "99000003", Active: true},
	}
	err = errors.Join(st.PutOrgs(t.Context(), orgs), st.PutUsers(t.Context(), []store.User{{ID: "u", Org: "o-3", Kind: "staff", Active: true}}))
	if err != nil {
		t.Fatal(err)
	}
	h.post, err = post.New(post.Parts{
		Settings: post.Settings{Partners: partners}, Desk: h, Office: h, Parcels: st, Directory: st, Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
		Now: func(context.Context) time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	h.now = h.now.Add(d)
	h.mu.Unlock()
}

// out lets a message wait to leave.
func (h *house) out(id dossier.ID, to, ref string, content []byte) {
	h.t.Helper()
	h.content[id] = content
	p := store.Parcel{ID: id, Dossier: "d", Home: town, Peer: to, Org: "o", Out: true, Kind: "JW301", Ref: ref, State: store.ParcelWaiting, Ready: h.now, Since: h.now, Changed: h.now}
	if err := h.store.PutParcel(h.t.Context(), p); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) round() int {
	h.t.Helper()
	n, err := h.post.Round(h.t.Context(), "test")
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) is(id dossier.ID, state, trouble string) store.Parcel {
	h.t.Helper()
	p, err := h.store.Parcel(h.t.Context(), id)
	if err != nil || p.State != state || p.Trouble != trouble {
		h.t.Fatalf("%s is %q %q, want %q %q (%v)", id, p.State, p.Trouble, state, trouble, err)
	}
	return p
}

func hub(url string) post.Partner {
	return post.Partner{Name: "hub", Codes: []string{"*"}, Envelope: "plain", URL: url, SecretHash: post.HashSecret(secret)}
}

// answering is a partner that gives these answers, one after another, the last again and again.
func answering(t *testing.T, answers ...string) (string, *int) {
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, body, _ := strings.Cut(answers[min(n, len(answers)-1)], " ")
		n++
		w.WriteHeader(map[string]int{"200": 200, "401": 401, "422": 422, "500": 500, "503": 503}[status])
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return server.URL, &n
}

const (
	yes   = `200 {"accepted":true}`
	busy  = `503 {"accepted":false,"code":"busy"}`
	never = `422 {"accepted":false,"code":"format","final":true}`
)

func TestWhatBecomesOfATry(t *testing.T) {
	for name, row := range map[string]struct {
		answers        []string
		state, trouble string
	}{
		"accepted":              {[]string{yes}, store.ParcelAcknowledged, ""},
		"busy":                  {[]string{busy}, store.ParcelWaiting, "busy"},
		"refused for good":      {[]string{never}, store.ParcelDead, "format"},
		"a page of a proxy":     {[]string{"500 <html>sorry</html>"}, store.ParcelWaiting, "answer"},
		"our secret is wrong":   {[]string{"401 no"}, store.ParcelDead, "sender"},
		"accepted with a fault": {[]string{`500 {"accepted":true}`}, store.ParcelWaiting, ""},
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := answering(t, row.answers...)
			h := newHouse(t, hub(url))
			h.out("m1", agb, "1", message("jw301", town, agb, "1", ""))
			h.round()
			h.is("m1", row.state, row.trouble)
		})
	}
}

func TestRetriesWaitLongerAndEndWithAPerson(t *testing.T) {
	url, asked := answering(t, busy)
	h := newHouse(t, hub(url))
	h.out("m1", agb, "1", message("jw301", town, agb, "1", ""))
	last := time.Duration(0)
	for try := 1; ; try++ {
		if h.round() != 1 {
			t.Fatal("it was not due")
		}
		p, err := h.store.Parcel(t.Context(), "m1")
		if err != nil {
			t.Fatal(err)
		}
		if p.State == store.ParcelDead {
			break
		}
		wait := p.Ready.Sub(h.now)
		if wait < last || wait > time.Hour {
			t.Fatalf("try %d waits %s after %s", try, wait, last)
		}
		last = wait
		if h.round() != 0 {
			t.Fatal("it was tried before its time")
		}
		h.pass(wait)
	}
	if *asked < 20 {
		t.Errorf("given up after %d tries", *asked)
	}
}

func TestNoRouteNoContentAndInTheHouse(t *testing.T) {
	h := newHouse(t)
	h.out("m1", agb, "1", message("jw301", town, agb, "1", ""))
	h.out("m2", "99000003", "2", message("jw301", town, "99000003", "2", ""))
	h.out("m3", agb, "3", nil)
	delete(h.content, "m3")
	h.round()
	h.is("m1", store.ParcelDead, "noroute")
	h.is("m2", store.ParcelAnswered, "") // its people work here
	h.is("m3", store.ParcelDead, "content")
}

func TestWhoIsOutside(t *testing.T) {
	named := post.Partner{Name: "one", Codes: []string{"99000003"}, Envelope: "plain", URL: "http://127.0.0.1:1/one"}
	for name, row := range map[string]struct {
		partners []post.Partner
		outside  map[string]bool
	}{
		"nobody":          {nil, map[string]bool{agb: false, "99000003": false}},
		"a hub":           {[]post.Partner{hub("http://127.0.0.1:1/hub")}, map[string]bool{agb: true, "99000003": false}}, // its people work here
		"named":           {[]post.Partner{named}, map[string]bool{agb: false, "99000003": true}},
		"without address": {[]post.Partner{{Name: "x", Codes: []string{agb}, Envelope: "plain"}}, map[string]bool{agb: false}},
	} {
		h := newHouse(t, row.partners...)
		for code, want := range row.outside {
			if h.post.Outside(code) != want {
				t.Errorf("%s: %s outside is not %t", name, code, want)
			}
		}
	}
}

// send brings a message to the door and gives the status and the answer.
func (h *house) send(path, token string, body []byte) (int, string) {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/messages/"+path, bytes.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.post.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestTheDoorKnowsWhoSends(t *testing.T) {
	only := post.Partner{Name: "one", Codes: []string{agb}, Envelope: "plain", SecretHash: post.HashSecret(secret)}
	h := newHouse(t, only)
	start := message("jw305", agb, town, "1", "")
	for name, row := range map[string]struct {
		token  string
		body   []byte
		status int
		says   string
	}{
		"nobody":             {"", start, 401, "unknown"},
		"a wrong secret":     {"guess", start, 401, "unknown"},
		"no message":         {secret, []byte("hello"), 422, `"format"`},
		"of someone else":    {secret, message("jw305", "99000003", town, "1", ""), 403, `"sender"`},
		"its own":            {secret, start, 200, `"accepted":true`},
		"another's software": {secret, []byte(`<a xmlns="b"/>`), 422, `"format"`},
	} {
		if status, said := h.send("plain", row.token, row.body); status != row.status || !strings.Contains(said, row.says) {
			t.Errorf("%s: %d %s", name, status, said)
		}
	}
	if len(h.taken) != 1 {
		t.Errorf("the desk took %d messages", len(h.taken))
	}
	closed := newHouse(t, post.Partner{Name: "two", Codes: []string{"99000002"}, Envelope: "plain", SecretHash: post.HashSecret(secret)})
	if status, said := closed.send("plain", secret, message("jw305", "99000002", town, "1", "")); status != 403 {
		t.Errorf("an organisation that is closed sent a message: %d %s", status, said)
	}
}

func TestACertificateOpensTheDoorToo(t *testing.T) {
	print := post.HashSecret("certificate")
	s := post.Settings{Partners: []post.Partner{{Name: "one", Codes: []string{agb}, Fingerprint: strings.ToUpper(print)}}}
	r := httptest.NewRequest(http.MethodPost, "/messages/plain", nil)
	r.Header.Set("X-Client-Cert", print)
	if _, ok := s.Partner(r); ok {
		t.Error("a header that no proxy is said to set opened the door")
	}
	s.CertificateHeader = "X-Client-Cert"
	if p, ok := s.Partner(r); !ok || p.Name != "one" {
		t.Error("the certificate was not recognised")
	}
}

func TestWhatTheDeskSaysBecomesAnAnswer(t *testing.T) {
	for name, row := range map[string]struct {
		err    error
		status int
		says   string
	}{
		"the store is away":          {fault.New(fault.Unavailable, "x", ""), 503, `"busy"`},
		"a mistake of ours":          {errors.New("x"), 503, `"busy"`},
		"findings":                   {fault.New(fault.Invalid, "x", "desk.findings"), 422, `"format"`},
		"not for us":                 {fault.New(fault.Invalid, "x", "desk.receiver"), 422, `"receiver"`},
		"refused":                    {fault.New(fault.Invalid, "x", "dossier.care.reason"), 422, `"refused"`},
		"identification used before": {fault.New(fault.Conflict, "x", "casework.key"), 422, `"refused"`},
		"not allowed":                {fault.New(fault.Forbidden, "x", ""), 403, `"sender"`},
		"too early":                  {fault.New(fault.Conflict, "x", "dossier.care.notstarted"), 200, `"accepted":true`},
		"unknown so far":             {fault.New(fault.NotFound, "x", "desk.unknown"), 200, `"accepted":true`},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, hub("http://127.0.0.1:1"))
			h.err = row.err
			if status, said := h.send("plain", secret, message("jw305", agb, town, "1", "")); status != row.status || !strings.Contains(said, row.says) {
				t.Errorf("%d %s", status, said)
			}
		})
	}
}

func TestWhatComesTooEarlyIsKeptOnceAndTriedAgain(t *testing.T) {
	h := newHouse(t, hub("http://127.0.0.1:1"))
	h.err = fault.New(fault.Conflict, "x", "dossier.care.notstarted")
	stop := message("jw307", agb, town, "7", "")
	for range 3 {
		if status, said := h.send("plain", secret, stop); status != 200 {
			t.Fatal(status, said)
		}
	}
	list, err := h.store.Parcels(t.Context(), store.ParcelQuery{Home: town, State: store.ParcelWaiting, Limit: 9})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	h.pass(time.Minute)
	h.round()
	h.is(list[0].ID, store.ParcelWaiting, post.CodeEarly)
	h.err = nil
	h.pass(time.Hour)
	h.round()
	h.is(list[0].ID, store.ParcelAnswered, "")
	if len(h.taken) != 1 {
		t.Errorf("taken in %d times", len(h.taken))
	}
}

func TestAReturnMessageAnswersItsMessage(t *testing.T) {
	url, _ := answering(t, yes)
	h := newHouse(t, hub(url))
	h.out("m1", agb, "1", message("jw301", town, agb, "1", ""))
	back := message("jw302", town, agb, "1", "R1") // the header of what it answers, and its own identification
	if status, said := h.send("plain", secret, back); status != 200 {
		t.Fatal(status, said)
	}
	h.is("m1", store.ParcelAnswered, "") // before the queue had delivered it
	if h.round() != 0 {
		t.Error("what was answered was sent again")
	}
	if status, said := h.send("plain", secret, message("jw302", town, agb, "none", "R2")); status != 200 {
		t.Error("an answer to what was sent elsewhere:", status, said)
	}
}

func TestDropFolders(t *testing.T) {
	folder := t.TempDir()
	h := newHouse(t, post.Partner{Name: "files", Codes: []string{agb}, Envelope: "plain", Folder: folder})
	h.out("m1", agb, "1/../x", message("jw301", town, agb, "1/../x", ""))
	h.out("m2", agb, "2", message("jw301", town, agb, "2", ""))
	h.round()
	h.is("m1", store.ParcelSent, "")
	names, err := filepath.Glob(filepath.Join(folder, "out", "*"))
	if err != nil || len(names) != 2 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		end := ".ack"
		if bytes.Contains(raw, []byte(">2<")) {
			end = ".nak"
		}
		if err := errors.Join(err, os.WriteFile(strings.TrimSuffix(name, ".xml")+end, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	in := filepath.Join(folder, "in")
	err = errors.Join(os.MkdirAll(in, 0o700), os.WriteFile(filepath.Join(in, "a.xml"), message("jw305", agb, town, "5", ""), 0o600),
		os.WriteFile(filepath.Join(in, "b.xml"), message("jw305", "99000003", town, "6", ""), 0o600), os.WriteFile(filepath.Join(in, "c.tmp"), []byte("half"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second look changes nothing
		if err := h.post.Folders(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h.is("m1", store.ParcelAcknowledged, "")
	h.is("m2", store.ParcelDead, post.CodeRefused)
	left, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	want := []string{"a.ack", "b.nak", "c.tmp"}
	if err != nil || len(left) != 3 || filepath.Base(left[0]) != want[0] || filepath.Base(left[1]) != want[1] || filepath.Base(left[2]) != want[2] {
		t.Error(left, err)
	}
	if len(h.taken) != 1 || h.taken[0] != "5" {
		t.Error("taken in:", h.taken)
	}
}

func TestWhatIsWrongInItselfGoesBackAtOnce(t *testing.T) {
	for name, row := range map[string]struct {
		levels   []int
		err      error
		status   int
		sentBack int
	}{
		"form":             {[]int{1, 2}, fault.New(fault.Invalid, "x", "desk.findings"), 422, 0},
		"content":          {[]int{2, 3}, fault.New(fault.Invalid, "x", "desk.findings"), 200, 1},
		"across, may come": {[]int{3}, fault.New(fault.Conflict, "x", "desk.across"), 200, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, hub("http://127.0.0.1:1"))
			h.err = row.err
			for _, level := range row.levels {
				h.found = append(h.found, ijw.Finding{Level: level})
			}
			if status, said := h.send("plain", secret, message("jw305", agb, town, "1", "")); status != row.status || h.sentBack != row.sentBack {
				t.Errorf("%d %s, sent back %d", status, said, h.sentBack)
			}
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	h := newHouse(t, hub("http://127.0.0.1:1"))
	h.err, h.found = fault.New(fault.Conflict, "x", "desk.across"), []ijw.Finding{{Level: 3}}
	if status, said := h.send("plain", secret, message("jw305", agb, town, "1", "")); status != 200 {
		t.Fatal(status, said)
	}
	h.pass(10 * time.Minute)
	h.round()
	if h.sentBack != 0 {
		t.Error("refused before its time")
	}
	h.pass(time.Hour)
	h.round()
	if h.sentBack != 1 || len(h.taken) != 1 {
		t.Errorf("sent back %d, taken %d", h.sentBack, len(h.taken))
	}
}

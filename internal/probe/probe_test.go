package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// answer is what came out of a door.
type answer struct {
	status int
	body   string
}

// ask goes through the door of the API with a purpose, or through that of the pages without.
func (w *town) ask(who Who, door http.Handler, method, path, purpose string, body []byte) answer {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	if purpose != "" {
		r.Header.Set("Authorization", "Bearer "+w.tokens[who.Name])
		r.Header.Set("Purpose", purpose)
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.AddCookie(w.signin.Cookie(w.tokens[who.Name]))
	}
	out := httptest.NewRecorder()
	door.ServeHTTP(out, r)
	return answer{out.Code, out.Body.String()}
}

// doors are all ways in that the probe knows; each says what is wrong, "" nothing.
var doors = map[string]func(*town, Who, int) string{
	"detail": detail, "page": page, "list": list, "work": work, "search": search, "looks": looks, "message": message, "events": events,
	"pages of looks": lookPages, "other families": wander,
}

// wrong compares a status with what is due.
func wrong(a answer, allowed bool, what string) string {
	if ok := a.status == http.StatusOK; ok != allowed {
		return fmt.Sprintf("%s: status %d, allowed %v: %.200s", what, a.status, allowed, a.body)
	}
	return ""
}

// detail opens the dossier through the API: exactly the marks of the oracle.
func detail(w *town, who Who, n int) string {
	_, opens := Reads(who, n)
	a := w.ask(who, w.machine, "GET", "/api/v1/dossiers/"+string(w.dossiers[n]), who.Purpose, nil)
	if bad := wrong(a, opens, "detail"); bad != "" || !opens {
		return bad + Judge(who, n, a.body)
	}
	if missing := Whole(who, n, a.body); len(missing) > 0 {
		return fmt.Sprint("lacks ", missing)
	}
	return Judge(who, n, a.body)
}

// page opens the page that the person would open.
func page(w *town, who Who, n int) string {
	path := map[string]string{"mother": "/plan/", "child": "/plan/", "father": "/plan/", "stranger": "/plan/", "partner": "/partner/", "former": "/partner/"}[who.Kind]
	if path == "" {
		path = "/case/"
	}
	_, opens := Reads(who, n)
	a := w.ask(who, w.pages, "GET", path+string(w.dossiers[n]), "", nil)
	return wrong(a, opens, "page") + Judge(who, n, a.body)
}

func lookPages(w *town, who Who, n int) string {
	path := "/plan/"
	if who.Family < 0 && who.Kind != "stranger" {
		path = "/case/"
	}
	a := w.ask(who, w.pages, "GET", path+string(w.dossiers[n])+"/looks", "", nil)
	return wrong(a, Looks(who, n), "page of looks") + Judge(who, n, a.body)
}

// list reads one's families: exactly those of the oracle, and their count.
func list(w *town, who Who, _ int) string {
	a := w.ask(who, w.machine, "GET", "/api/v1/families?limit=200", who.Purpose, nil)
	var got struct{ Items []struct{ Dossier string } }
	if a.status != http.StatusOK || json.Unmarshal([]byte(a.body), &got) != nil {
		return fmt.Sprintf("list: %d %.200s", a.status, a.body)
	}
	var have, want []dossier.ID
	for _, i := range got.Items {
		have = append(have, dossier.ID(i.Dossier))
	}
	for n, id := range w.dossiers {
		if Lists(who, n) {
			want = append(want, id)
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	if have = slices.Compact(have); !slices.Equal(have, want) {
		return fmt.Sprintf("list: %d families, the oracle says %d", len(have), len(want))
	}
	return Judge(who, -1, a.body)
}

// work reads what waits: nothing of a family that one is not in, and no count of it.
func work(w *town, who Who, _ int) string {
	a := w.ask(who, w.machine, "GET", "/api/v1/work?limit=200", who.Purpose, nil)
	var got struct {
		Items []struct{ Dossier string }
		All   *int
	}
	if a.status != http.StatusOK || json.Unmarshal([]byte(a.body), &got) != nil || got.All == nil {
		return fmt.Sprintf("work: %d %.200s", a.status, a.body)
	}
	for _, i := range got.Items {
		if n, ok := w.family[dossier.ID(i.Dossier)]; !ok || involved(who, n) == "" {
			return "work: tells of family " + strconv.Itoa(n)
		}
	}
	if *got.All != len(got.Items) {
		return fmt.Sprintf("work: counts %d and shows %d", *got.All, len(got.Items))
	}
	return Judge(who, -1, a.body)
}

// search asks for the mother by her number: allowed or not, leading on or not.
func search(w *town, who Who, n int) string {
	allowed, leads := Finds(who, n)
	a := w.ask(who, w.machine, "POST", "/api/v1/searches", who.Purpose, []byte(`{"bsn":"`+bsnOf(n)+`"}`))
	if who.Kind == "lead" { // a search is for intake
		allowed = false
	}
	if bad := wrong(a, allowed, "search"); bad != "" || !allowed {
		return bad + Judge(who, n, a.body)
	}
	if strings.Contains(a.body, string(w.dossiers[n])) != leads {
		return fmt.Sprintf("search: leads on %v, the oracle says %v", !leads, leads)
	}
	return Judge(who, n, a.body)
}

func looks(w *town, who Who, n int) string {
	a := w.ask(who, w.machine, "GET", "/api/v1/dossiers/"+string(w.dossiers[n])+"/looks", who.Purpose, nil)
	return wrong(a, Looks(who, n), "looks") + Judge(who, n, a.body)
}

// message asks for the official message as it came in.
func message(w *town, who Who, n int) string {
	a := w.ask(who, w.machine, "GET", "/api/v1/dossiers/"+string(w.dossiers[n])+"/messages/"+string(w.messages[n]), who.Purpose, nil)
	if bad := wrong(a, Message(who, n), "message"); bad != "" {
		return bad
	}
	if a.status != http.StatusOK {
		return Judge(who, n, a.body)
	}
	return ""
}

// once ends a stream after its first event.
type once struct {
	*httptest.ResponseRecorder
	stop context.CancelFunc
}

func (o *once) Flush() { o.ResponseRecorder.Flush(); o.stop() }

func (o *once) Unwrap() http.ResponseWriter { return o.ResponseRecorder }

// events listens to a dossier until the first event.
func events(w *town, who Who, n int) string {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	r := httptest.NewRequest("GET", "/api/v1/dossiers/"+string(w.dossiers[n])+"/events", nil).WithContext(ctx)
	r.Header.Set("Authorization", "Bearer "+w.tokens[who.Name])
	r.Header.Set("Purpose", who.Purpose)
	out := &once{httptest.NewRecorder(), stop}
	w.machine.ServeHTTP(out, r)
	_, opens := Reads(who, n)
	a := answer{out.Code, out.Body.String()}
	if heard := strings.HasPrefix(a.body, "event: seen"); heard != opens {
		return fmt.Sprintf("events: heard %v, the oracle says %v", heard, opens)
	}
	return Judge(who, n, a.body)
}

// wander opens a page below the dossier, whatever it answers: it may not tell
// more than the oracle allows.
func wander(w *town, who Who, n int) string {
	tails := []string{"/helpers", "/sight", "/time", "/me", "/melding", "/safety", "/family", "/question", "/lead", "/plan", "/part", "/domains", "/hold", "/chain", "/voice"}
	base := []string{"/plan/", "/case/", "/partner/"}[rand.IntN(3)]
	a := w.ask(who, w.pages, "GET", base+string(w.dossiers[n])+tails[rand.IntN(len(tails))], "", nil)
	if _, opens := Reads(who, n); !opens && a.status == http.StatusOK {
		return "a page of a family that one is not in"
	}
	if a.status >= 500 {
		return fmt.Sprint("status ", a.status)
	}
	return Judge(who, n, a.body)
}

// probes is how many probes are done: EENDRACHT_PROBES, or a million in the long
// form, or as many as fit into the short one.
func probes() int {
	if n, err := strconv.Atoi(os.Getenv("EENDRACHT_PROBES")); err == nil {
		return n
	}
	if os.Getenv("EENDRACHT_TORTURE") != "" {
		return 1_000_000
	}
	return 3000
}

// TestRandomProbesThroughTheDoors sends people who are involved, were involved and
// never were, through every door, to every family, at random.
func TestRandomProbesThroughTheDoors(t *testing.T) {
	w := newTown(t)
	names := make([]string, 0, len(doors))
	for name := range doors {
		names = append(names, name)
	}
	slices.Sort(names)
	counts, found, began := map[string]int{}, 0, time.Now()
	wanted, n := probes(), 0
	for range wanted {
		if end, ok := t.Deadline(); ok && time.Until(end) < 20*time.Second {
			break // as many as the time lets
		}
		n++
		who, family := w.people[rand.IntN(len(w.people))], rand.IntN(families)
		if who.Family >= 0 && rand.IntN(2) == 0 {
			family = who.Family
		}
		name := names[rand.IntN(len(names))]
		counts[name]++
		if bad := doors[name](w, who, family); bad != "" {
			if found++; found <= 20 {
				t.Errorf("%s: %s to family %d: %s", name, who.Name, family, bad)
			}
		}
	}
	took := time.Since(began)
	t.Logf("%d of %d probes, %d differences, %.0f a second: %v", n, wanted, found, float64(n)/took.Seconds(), counts)
}

// The oracle must be able to fail: a mark that may not be there is found.
func TestTheOracleFindsALeak(t *testing.T) {
	father := Who{"father001", "own", "father", 1, 0}
	for text, want := range map[string]string{
		"Over " + Mark(1, "fathermind") + ".": "", "x" + Mark(1, "childschool"): "tells 001childschool",
		Mark(2, "fathermind"): "tells 002fathermind", "zq12": "", "zq" + Mark(1, "voice"): "tells 001voice",
	} {
		if got := Judge(father, 1, text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Whole(father, 1, Mark(1, "childmind")); !slices.Equal(got, []string{"fathermind"}) {
		t.Errorf("missing %v", got)
	}
	if len(marks) != 9 {
		t.Errorf("%d marks", len(marks))
	}
}

package web_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/upload"
	"eendracht/internal/web"
)

// snap is a photo that says where it was taken.
func snap(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("\xff\xe1\x00\x16Exif\x00\x00GPS Waterdam")
	return slices.Concat(out.Bytes()[:2], exif, out.Bytes()[2:])
}

// hand sends a file with the other fields of the form that holds a mark.
func (b *browser) hand(t *testing.T, page, mark, field, name string, content []byte, pairs ...string) *httptest.ResponseRecorder {
	t.Helper()
	action, form := b.fill(page, mark)
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, values := range form {
		for _, value := range values {
			if key != "photo" && key != "file" {
				_ = w.WriteField(key, value)
			}
		}
	}
	part := must(w.CreateFormFile(field, name))
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	r := httptest.NewRequest("POST", action, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.ask(r)
}

// marked wants these pieces in the source of a page.
func marked(t *testing.T, page string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if !strings.Contains(page, piece) {
			t.Errorf("the page lacks %s", piece)
		}
	}
}

// shared lets debt help read about money.
func (w *town) shared() {
	w.do(w.story.Sanne, "lead", dossier.Involve{
		Subject: dossier.Subject{Org: w.story.DebtHelp}, Called: "Schuldhulp Merelwaarde", Phone: "0320 55 02 00", Role: "partner", Purpose: "debt", Ground: "wgs.3.1b",
		Persons: []dossier.ID{""}, Domains: []string{"money"}, Scope: "parts", Valid: nl.Span{Until: nl.On(time.Now()).AddDays(90)},
	})
}

// A photo from the phone of the family is read by the lead, without the place
// where it was taken; the partner reads what lies in its part, and nothing else.
func TestAPhotoFromThePhone(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma, lead, sadia := w.browse(w.story.Fatma), w.browse(w.story.Sanne), w.browse(w.story.Sadia)
	w.shared()
	base := "/plan/" + string(w.family) + "/documents"
	holds(t, fatma.get(base), "Er zijn nog geen documenten", "Foto of bestand toevoegen")
	page := fatma.get(base + "/new")
	marked(t, page, `capture="environment"`, `enctype="multipart/form-data"`, "Maak een foto")
	answer := fatma.hand(t, page, "multipart", "photo", "IMG_0001.jpg", snap(t))
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != base {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	if twice := fatma.hand(t, page, "multipart", "photo", "IMG_0001.jpg", snap(t)); twice.Code != http.StatusSeeOther {
		t.Errorf("sent twice: %d", twice.Code)
	}
	documents := w.view(w.story.Sanne, "lead").Dossier.Documents
	if len(documents) != 1 || !strings.HasPrefix(documents[0].Title, "Foto van ") {
		t.Fatalf("documents %+v", documents)
	}
	id := string(documents[0].Document)
	holds(t, fatma.get(base), documents[0].Title)
	holds(t, lead.get(w.at("documents")), documents[0].Title, "Fatma", "Het hele dossier")
	marked(t, lead.get(w.at("documents/%s", id)), `<img src="`+w.at("documents/%s/file?version=1", id))
	file := lead.ask(httptest.NewRequest("GET", w.at("documents/%s/file", id), nil))
	if file.Code != http.StatusOK || file.Header().Get("Content-Type") != "image/jpeg" || bytes.Contains(file.Body.Bytes(), []byte("Waterdam")) {
		t.Errorf("the photo: %d %v", file.Code, file.Header())
	}
	if policy := file.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") || !strings.Contains(policy, "default-src 'none'") || file.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a file without its policy: %v", file.Header())
	}
	for _, path := range []string{"", "/file", "/file?version=1&download=1"} {
		if status := sadia.status("/partner/" + string(w.family) + "/documents/" + id + path); status != http.StatusNotFound {
			t.Errorf("the partner gets %d at %q", status, path)
		}
		if status := w.browse(w.story.Landlord).status("/partner/" + string(w.family) + "/documents/" + id + path); status != http.StatusNotFound {
			t.Errorf("a stranger gets %d at %q", status, path)
		}
	}
	if named := fatma.hand(t, fatma.get(base+"/new"), "multipart", "file", "x.txt", []byte("Beste buren"), "title", "Brief van de buren"); named.Code != http.StatusSeeOther {
		t.Errorf("with a name: %d", named.Code)
	}
	w.nothingTypedTwice(t)
}

// What lies in a part is read by who may read the part, through a door of their own.
func TestADocumentInAPart(t *testing.T) {
	w := newTown(t)
	w.ask()
	w.shared()
	lead, sadia := w.browse(w.story.Sanne), w.browse(w.story.Sadia)
	page := lead.get(w.at("documents/new"))
	answer := lead.hand(t, page, "multipart", "file", "Overzicht schulden.txt", []byte("Huur: 1.200 euro <b>achter</b>"), "part", "/money")
	if answer.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	holds(t, sadia.get("/partner/"+string(w.family)), "1 document")
	list := sadia.get("/partner/" + string(w.family) + "/documents")
	holds(t, list, "Overzicht schulden", "Geld · Hele gezin")
	id := w.view(w.story.Sanne, "lead").Dossier.Documents[0].Document
	one := "/partner/" + string(w.family) + "/documents/" + string(id)
	shown := sadia.get(one)
	marked(t, shown, "Huur: 1.200 euro &lt;b&gt;achter&lt;/b&gt;", "Wie over dit onderwerp mag lezen")
	hides(t, shown, "Intrekken")
	saved := sadia.ask(httptest.NewRequest("GET", one+"/file?download=1", nil))
	if !strings.HasPrefix(saved.Header().Get("Content-Disposition"), `attachment; filename="Overzicht schulden.txt"`) || saved.Body.String() != "Huur: 1.200 euro <b>achter</b>" {
		t.Errorf("saved %v %s", saved.Header(), saved.Body)
	}
	holds(t, w.browse(w.story.Fatma).get("/plan/"+string(w.family)+"/looks"), "las een document")

	page = lead.get(w.at("documents/%s", id))
	lead.refused(http.StatusUnprocessableEntity, "Schrijf kort op waarom", page, `value="withdraw"`)
	if answer := lead.hand(t, page, `value="revise"`, "file", "nieuw.txt", []byte("Huur: betaald"), "why", "Er is betaald."); answer.Code != http.StatusSeeOther {
		t.Fatalf("a new version: %d %s", answer.Code, answer.Body)
	}
	holds(t, sadia.get(one), "Huur: betaald", "Versie 2", "Versie 1", "Er is betaald.")
	marked(t, sadia.get(one), "file?version=1")
	lead.sent(lead.get(w.at("documents/%s", id)), `value="withdraw"`, "reason", "Dit klopt niet meer.")
	holds(t, sadia.get(one), "Ingetrokken", "Dit klopt niet meer.")
	if status := sadia.status(one + "/file"); status != http.StatusConflict {
		t.Errorf("a withdrawn document is read: %d", status)
	}
	holds(t, sadia.get("/partner/"+string(w.family)+"/documents"), "1 ingetrokken document")
}

func TestWhatMayNotComeIn(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma := w.browse(w.story.Fatma)
	page := fatma.get("/plan/" + string(w.family) + "/documents/new")
	for says, content := range map[string][]byte{
		"Kies een bestand of maak een foto": nil, "Dit soort bestand kan niet": []byte("MZ program"), "Deze foto kunnen wij niet lezen": []byte("\xff\xd8\xff\xe0 geen foto"),
		"Deze pdf doet zelf iets": []byte("%PDF-1.7 <</S /JavaScript /JS (x)>>"),
	} {
		answer := fatma.hand(t, page, "multipart", "file", "x", content, "title", "Mijn brief")
		if answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", says, answer.Code)
		}
		marked(t, answer.Body.String(), says, `value="Mijn brief"`, `aria-invalid="true"`)
	}
	answer := fatma.hand(t, page, "multipart", "file", "groot.txt", bytes.Repeat([]byte("x"), 27<<20))
	if answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("too large: %d", answer.Code)
	}
	holds(t, answer.Body.String(), "hooguit 25 MB")
	if n := len(w.view(w.story.Sanne, "lead").Dossier.Documents); n > 0 {
		t.Errorf("%d documents came in", n)
	}
}

// moody is a scanner that is down until it is told to look.
type moody struct {
	found string
	err   error
}

func (m *moody) Scan(context.Context, []byte) (string, error) { return m.found, m.err }

// scan connects a scanner.
func (w *town) scan(c *upload.Checker) {
	w.parts.Uploads = c
	w.handler = must(web.New(w.parts))
}

// What comes in while the scanner is down is read by nobody, until who carries
// the case has it looked at.
func TestQuarantine(t *testing.T) {
	scanner := &moody{err: errors.New("down")}
	w := newTown(t)
	w.scan(&upload.Checker{Scanner: scanner, WhenDown: upload.Quarantine, Log: slog.New(slog.DiscardHandler)})
	w.ask()
	fatma, lead := w.browse(w.story.Fatma), w.browse(w.story.Sanne)
	base := "/plan/" + string(w.family) + "/documents"
	for range 2 {
		if answer := fatma.hand(t, fatma.get(base+"/new"), "multipart", "file", "brief.txt", []byte("Beste mensen")); answer.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
	}
	documents := w.view(w.story.Sanne, "lead").Dossier.Documents
	clean, harmful := string(documents[0].Document), string(documents[1].Document)
	held := fatma.get(base + "/" + clean)
	holds(t, held, "Wordt nog nagekeken", "Niemand kan het openen")
	hides(t, held, "Beste mensen", "Laat nu nakijken")
	if status := fatma.status(base + "/" + clean + "/file"); status != http.StatusConflict {
		t.Errorf("what is held is read: %d", status)
	}
	page := lead.get(w.at("documents/%s", clean))
	if answer := lead.send(page, `value="rescan"`); answer.Code != http.StatusServiceUnavailable {
		t.Errorf("without a verdict: %d", answer.Code)
	}
	scanner.err = nil
	lead.sent(page, `value="rescan"`)
	holds(t, fatma.get(base+"/"+clean), "Beste mensen")
	scanner.found = "Eicar"
	lead.sent(lead.get(w.at("documents/%s", harmful)), `value="rescan"`)
	holds(t, fatma.get(base+"/"+harmful), "Geweigerd", "Niemand kan het openen")
	if status := fatma.status(base + "/" + harmful + "/file"); status != http.StatusConflict {
		t.Errorf("what does harm is read: %d", status)
	}
}

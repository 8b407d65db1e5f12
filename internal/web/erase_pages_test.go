package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// A mother takes a copy of what she may see and asks to erase what is about her;
// the privacy officer refuses, for a reason of the law, and she reads why.
func TestPagesOfOnesDataFromCopyToDecision(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma, willem, sanne := w.browse(w.story.Fatma), w.browse(w.story.Privacy), w.browse(w.story.Sanne)
	sight := fatma.get("/plan/" + string(w.family) + "/sight")
	if !strings.Contains(sight, "/plan/"+string(w.family)+"/data") {
		t.Error("who may see what does not lead here")
	}
	page := fatma.get("/plan/" + string(w.family) + "/data")
	holds(t, page, "Een kopie van uw gegevens", "Vragen om te vernietigen")
	began := time.Now()
	answer := fatma.send(page, "/data/copy")
	took := time.Since(began)
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/zip" {
		t.Fatalf("the copy: %d %s", answer.Code, answer.Header().Get("Content-Type"))
	}
	html, raw := copyIn(t, answer.Body.Bytes())
	for _, text := range []string{html, raw} {
		if !strings.Contains(text, "post niet meer open") {
			t.Error("her own words are not in the copy")
		}
	}
	if !strings.Contains(html, "@media print") || !strings.Contains(html, "Alles wat is opgeschreven") {
		t.Error("it cannot be printed, or is not whole")
	}
	t.Logf("copy of %d bytes in %v", answer.Body.Len(), took)
	if looks := willem.get(w.at("looks")); !strings.Contains(looks, "haalde gegevens op") {
		t.Error("the copy left no look")
	}
	fatma.refused(http.StatusUnprocessableEntity, "Schrijf op waarom", page, `name="words"`, "person", string(w.view(w.story.Fatma, "own").Me))
	fatma.sent(page, `name="words"`, "person", string(w.view(w.story.Fatma, "own").Me), "words", "Het is genoeg geweest.")
	holds(t, fatma.get("/plan/"+string(w.family)+"/data"), "Het is genoeg geweest.", "Gevraagd. Wij beslissen uiterlijk")

	if !strings.Contains(willem.get("/work"), w.at("erasure")) {
		t.Error("the officer does not have it as work")
	}
	page = willem.get(w.at("erasure"))
	holds(t, page, "Het is genoeg geweest.", "de termijn begint als het werk klaar is")
	willem.refused(http.StatusUnprocessableEntity, "Kies waarom de gegevens moeten blijven", page, "/erasure", "outcome", "refused", "words", "Het is nodig.")
	willem.sent(page, "/erasure", "outcome", "refused", "basis", "interest", "words", "Uw kinderen hebben het nodig.")
	holds(t, fatma.get("/plan/"+string(w.family)+"/data"), "Uw kinderen hebben het nodig.")
	holds(t, willem.get("/kept"), "Er is geen dossier waarvan de termijn voorbij is.")
	for path, b := range map[string]*browser{"/kept": sanne, w.at("erasure"): sanne, "/plan/" + string(w.family) + "/data": sanne} {
		if status := b.status(path); status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("a worker reads %s: %d", path, status)
		}
	}
}

func copyIn(t *testing.T, body []byte) (html, raw string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) != 2 {
		t.Fatalf("%v", err)
	}
	var text [2]string
	for i, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text[i] = string(all)
	}
	return text[0], text[1]
}

// The officer lets an entry about several people go with what is about one: it
// is named by its kind and day, never by what it holds.
func TestTheOfficerChoosesWhatIsAboutSeveralPeople(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma, willem := w.browse(w.story.Fatma), w.browse(w.story.Privacy)
	me := string(w.view(w.story.Fatma, "own").Me)
	w.do(w.story.Sanne, "lead", dossier.StateRelation{From: w.people["Fatma"], To: w.people["Emre"], Type: "parent"})
	fatma.sent(fatma.get("/plan/"+string(w.family)+"/data"), `name="words"`, "person", me, "words", "Het is genoeg geweest.")
	page := willem.get(w.at("erasure"))
	holds(t, page, "Welke stukken over meer mensen gaan ook weg?", "ook over")
	hides(t, page, "post niet meer open")
	choice := regexp.MustCompile(`name="shared" value="([^"]+)"`).FindStringSubmatch(page)
	if choice == nil {
		t.Fatal("nothing about several people can be chosen")
	}
	willem.refused(http.StatusUnprocessableEntity, "Kies alleen stukken", page, "/erasure", "outcome", "granted", "words", "Goed.", "+shared", "x")
	willem.sent(page, "/erasure", "outcome", "granted", "words", "Goed.", "+shared", choice[1])
	view := w.view(w.story.Sanne, "lead")
	for _, e := range view.Dossier.Entries {
		if string(e.ID) == choice[1] {
			if _, gone := e.Body.(dossier.Gone); !gone {
				t.Errorf("the entry is still there: %T", e.Body)
			}
		}
	}
}

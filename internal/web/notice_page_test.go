package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"eendracht/internal/casework"
)

// Someone says how they want to be told; a wrong form loses nothing.
func TestHowOneIsTold(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma := w.browse(w.story.Fatma)
	page := fatma.get("/me/notices")
	holds(t, page, "Waar het over gaat, staat er nooit bij", "Kan iemand thuis uw mail of telefoon lezen", "Dit adres kenden wij al", "Er is hier nog geen mail ingesteld")
	mark := `name="when"`
	back := fatma.refused(http.StatusUnprocessableEntity, "Dit is geen e-mailadres", page, mark, "when", "now", "mail", "geen adres", "hour", "9")
	if !strings.Contains(back, `value="geen adres"`) || !strings.Contains(back, `value="9" selected`) {
		t.Error("what was typed is lost")
	}
	fatma.refused(http.StatusUnprocessableEntity, "Vul een e-mailadres in", page, mark, "when", "now", "mail", "")
	fatma.sent(page, mark, "when", "daily", "mail", "fatma@voorbeeld.example", "hour", "18", "home", "neutral")
	choice, _, err := w.office.NoticeSettings(w.as(w.story.Fatma, "own"))
	if err != nil || choice.When != casework.NoticeDaily || choice.Hour != 18 || choice.Mail != "fatma@voorbeeld.example" || choice.Home != casework.HomeNeutral || choice.Ours {
		t.Errorf("kept %+v, %v", choice, err)
	}
	sanne := w.browse(w.story.Sanne)
	page = sanne.get("/me/notices")
	holds(t, page, "Ook wat voor heel Wijkteam Zuid klaarstaat")
	hides(t, page, "Kan iemand thuis")
}

// The link of a mail ends it without signing in; looking at it ends nothing.
func TestEndingMailByItsLink(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma := w.browse(w.story.Fatma)
	fatma.sent(fatma.get("/me/notices"), `name="when"`, "when", "now", "mail", "fatma@voorbeeld.example")
	path := "/notices/stop/" + w.office.StopSign(w.story.Fatma)
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		return answer
	}
	mail := func() string {
		choice, _, err := w.office.NoticeSettings(w.as(w.story.Fatma, "own"))
		if err != nil {
			t.Fatal(err)
		}
		return choice.Mail
	}
	if answer := ask("GET", path, ""); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "Geen mail meer") || mail() == "" {
		t.Errorf("looking: %d, mail %q", answer.Code, mail())
	}
	if answer := ask("POST", path[:len(path)-1]+"x", ""); answer.Code != http.StatusNotFound || mail() == "" {
		t.Errorf("a wrong sign: %d", answer.Code)
	}
	if answer := ask("POST", path, "List-Unsubscribe=One-Click"); answer.Code != http.StatusOK || mail() != "" {
		t.Errorf("one click: %d, mail %q", answer.Code, mail())
	}
}

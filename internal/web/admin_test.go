package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// An administrator adds an organisation and someone who works there, changes
// and stops the account; everything stands in the list of changes.
func TestAdminPagesFromOrganisationToStoppedAccount(t *testing.T) {
	w := newTown(t)
	admin, officer := w.browse(w.story.Admin), w.browse(w.story.Privacy)
	holds(t, admin.opens("/"), "Organisaties en accounts")
	holds(t, admin.get("/admin"), "Organisaties en accounts", "Dossiers ziet u niet", "Wijkteam Zuid", "Organisatie toevoegen")
	page := admin.get("/admin/organisations/new")
	admin.refused(http.StatusUnprocessableEntity, "Kies wat voor organisatie het is", page, "/admin/organisations/new", "name", "De Vlieger")
	again := admin.refused(http.StatusUnprocessableEntity, "AGB", page, "/admin/organisations/new", "name", "De Vlieger", "kind", "youth_care", "phone", "039 200 77 00", "agb", "12")
	if !strings.Contains(again, "De Vlieger") || !strings.Contains(again, "039 200 77 00") {
		t.Error("what was typed is lost")
	}
	org := admin.sent(page, "/admin/organisations/new", "name", "De Vlieger", "kind", "youth_care", "phone", "039 200 77 00")
	holds(t, admin.get(org), "De Vlieger", "Jeugdhulp", "0 medewerkers")
	page = admin.get(org + "/accounts/new")
	hides(t, page, "Procesregisseur") // not for this kind of organisation
	admin.refused(http.StatusUnprocessableEntity, "Kies ten minste één rol", page, "/accounts/new", "name", "Sam de Wit")
	account := admin.sent(page, "/accounts/new", "name", "Sam de Wit", "email", "sam@voorbeeld.nl", "+roles", "worker")
	page = admin.get(account)
	holds(t, page, "Sam de Wit", "Werkt met gezinnen", "Overal uitloggen")
	admin.sent(page, "/sessions/end")
	admin.sent(page, account+`"`, "name", "Sam de Wit", "email", "sam@voorbeeld.nl", "+roles", "worker", "active", "no")
	holds(t, admin.get(org), "Gestopt")
	changes := admin.get("/admin/changes")
	holds(t, changes, "De Vlieger", "Sam de Wit", "Werkt met gezinnen", "Gestopt", "overal uitgelogd")
	holds(t, officer.get("/admin/changes"), "Sam de Wit")
	for who, b := range map[string]*browser{"Fatma": w.browse(w.story.Fatma), "Noor": w.browse(w.story.Noor), "the officer": officer} {
		for _, path := range []string{"/admin", "/admin/organisations/new", org, account} {
			if status := b.status(path); status == http.StatusOK {
				t.Errorf("%s reads %s", who, path)
			}
		}
	}
	if strings.Contains(account, "sam") {
		t.Error("a name is in an address")
	}
}

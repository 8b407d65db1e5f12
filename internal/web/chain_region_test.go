package web_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
)

// opens asks for a page that must be there for this person, and follows one redirect.
func (b *browser) opens(path string) (page string) {
	b.w.t.Helper()
	for range 3 {
		answer := b.ask(httptest.NewRequest("GET", path, nil))
		switch answer.Code {
		case http.StatusSeeOther:
			path = answer.Header().Get("Location")
		case http.StatusOK:
			return b.whole(path, answer.Body.String())
		default:
			b.w.t.Errorf("GET %s: %d %s", path, answer.Code, words(answer.Body.String()))
			return ""
		}
	}
	b.w.t.Errorf("%s leads round and round", path)
	return ""
}

// In a region with months of history every page of plan and chain opens, for
// everyone who has work or families there, and shows no key of a text.
func TestPagesOfARegion(t *testing.T) {
	w := newTownOf(t, 24)
	seen := map[string]int{}
	for _, org := range must(w.store.Orgs(t.Context(), "", "")) {
		users := must(w.store.UsersOf(t.Context(), org.ID))
		i := slices.IndexFunc(users, func(u store.User) bool { return slices.Contains(u.Roles, "worker") })
		if i < 0 {
			continue
		}
		w.visit(users[i].ID, org.Kind, seen)
	}
	for _, kind := range []string{"plan", "chain", "close", "share", "task", "partner"} {
		if seen[kind] == 0 {
			t.Errorf("no page of %s was opened: %v", kind, seen)
		}
	}
	t.Logf("pages opened: %v", seen)
}

// visit opens the families and the work of one person.
func (w *town) visit(user dossier.ID, kind string, seen map[string]int) {
	w.t.Helper()
	inside := kind == "municipality" || kind == "neighbourhood_team"
	purpose := "help"
	if inside {
		purpose = "intake"
	}
	b, ctx := w.browse(user), w.as(user, purpose)
	open := func(name, path string) {
		seen[name]++
		b.opens(path)
	}
	for _, f := range must(w.office.Families(ctx, casework.FamilyAsk{Limit: 3})).Items {
		if !inside {
			open("partner", "/partner/"+string(f.Dossier))
			continue
		}
		for _, page := range []string{"plan", "plan?by=holder", "chain", "close", "share", "agree", "evaluate", "goals/new", "tasks/new"} {
			name, _, _ := strings.Cut(page, "?")
			open(name, "/case/"+string(f.Dossier)+"/"+page)
		}
	}
	for _, item := range must(w.office.Work(ctx, casework.WorkAsk{Limit: 6})).Items {
		switch item.Kind {
		case casework.WorkTask:
			open("task", "/task/"+string(item.Dossier)+"/"+string(item.Item))
		case casework.WorkDecision:
			open("decide", "/case/"+string(item.Dossier)+"/decide/"+string(item.Item))
		}
	}
}

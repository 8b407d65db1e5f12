package web

import (
	"net/http"
	"strings"
	"testing"
)

// One asks to erase for oneself, and for a child under one's custody below 12;
// nobody else stands on the page.
func TestErasureIsAskedForOneselfAndNoOther(t *testing.T) {
	w := newTown(t)
	w.story()
	path := "/plan/" + string(w.family) + "/data"
	for user, name := range map[string]string{"fatma": "Fatma", "jeroen": "Jeroen", "elif": "Elif", "esra": "Esra"} {
		body := w.wants(user, path, http.StatusOK)
		if n := strings.Count(body, `name="person"`); n != 1 {
			t.Errorf("%s may choose among %d persons, want one", user, n)
		}
		if !strings.Contains(body, `value="`+string(w.named(name))+`" checked`) {
			t.Errorf("%s is not chosen beforehand", name)
		}
	}
}

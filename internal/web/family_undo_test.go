package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestAStepInAnOwnTaskIsUndoneToday(t *testing.T) {
	w := newTown(t)
	w.story()
	task := "/plan/" + string(w.family) + "/tasks/" + string(w.task("u-hatice", "op woensdag koken"))
	undo := url.Values{"do": {"undo"}}
	lacks(t, "before", w.wants("hatice", task, http.StatusOK), "Maak dit ongedaan")
	w.moves("u-hatice", task, url.Values{"do": {"accept"}}, task)
	w.wants("hatice", task, http.StatusOK, "U doet dit", "Maak dit ongedaan")
	w.later(time.Minute)
	w.moves("u-hatice", task, undo, task)
	lacks(t, "undone", w.wants("hatice", task, http.StatusOK, "Ja, ik doe dit"), "Maak dit ongedaan")
	w.later(time.Minute)
	w.moves("u-hatice", task, url.Values{"do": {"accept"}}, task)
	w.later(time.Minute)
	w.moves("u-hatice", task, url.Values{"do": {"done"}}, task)
	w.later(time.Minute)
	w.moves("u-hatice", task, undo, task)
	w.wants("hatice", task, http.StatusOK, "Het is klaar", "Maak dit ongedaan") // the accepting, the step before
	w.later(24 * time.Hour)
	lacks(t, "the next day", w.wants("hatice", task, http.StatusOK), "Maak dit ongedaan")
	status, body := w.post("u-hatice", task, undo)
	checkPage(t, "too late", status, body, http.StatusConflict, "Dit kan niet meer terug")
}

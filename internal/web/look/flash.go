package look

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
)

const flashCookie = "flash"

// Tone is the one meaning of a colour.
type Tone string

// The tones. A tone never stands alone: words stand beside it.
const (
	Plain Tone = ""     // nothing special
	OK    Tone = "ok"   // fine, met, begun
	Soon  Tone = "soon" // needs attention before long
	Late  Tone = "late" // too late, wrong, stuck
	Shut  Tone = "shut" // closed by default
)

// Flash tells once what just happened, after a redirect. It carries a text key,
// so that nobody can make us show their own words.
type Flash struct {
	Tone Tone     `json:"t"`
	Key  string   `json:"k"`
	Args []string `json:"a,omitempty"` // alternating name and value; no personal data
}

// SetFlash keeps a message for the next page, for one minute at most.
func (c Cookies) SetFlash(w http.ResponseWriter, flash Flash) {
	raw, err := json.Marshal(flash)
	if err != nil {
		return // strings only: cannot fail
	}
	c.set(w, flashCookie, base64.RawURLEncoding.EncodeToString(raw), 60)
}

// TakeFlash gives the kept message and forgets it; ok is false when there is none.
func (c Cookies) TakeFlash(w http.ResponseWriter, r *http.Request) (flash Flash, ok bool) {
	cookie, err := r.Cookie(flashCookie)
	if err != nil {
		return Flash{}, false
	}
	c.set(w, flashCookie, "", -1)
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(raw, &flash) != nil || flash.Key == "" {
		return Flash{}, false
	}
	return flash, true
}

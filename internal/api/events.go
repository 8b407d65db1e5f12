package api

import (
	"fmt"
	"net/http"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// heartbeat keeps proxies from ending a silent stream.
const heartbeat = 25 * time.Second

// events serves "something changed" as server-sent events. An event tells
// nothing else: whoever hears it asks again, and access decides then. A change
// that the caller cannot see rings no bell for them.
func (d *door) events(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Base+"/dossiers/{dossier}/events", d.stream)
}

func (d *door) stream(w http.ResponseWriter, r *http.Request) {
	signed, err := d.limited(d.Signin.Know(r.Context(), r, true))
	if err != nil {
		http.Error(w, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
		return
	}
	purpose := r.Header.Get("Purpose")
	if purpose == "" {
		purpose = r.URL.Query().Get("purpose") // a browser's EventSource sends no headers
	}
	if purpose == "" {
		purpose = defaultPurpose(signed)
	}
	ctx := casework.As(r.Context(), d.Signin.Caller(signed, purpose, "api"))
	id := dossier.ID(r.PathValue("dossier"))
	seen, err := d.Office.Peek(ctx, id) // no content leaves here, so no look is left
	if err != nil {
		p := problemOf(err, d.Texts.In("nl"))
		http.Error(w, p.Title, p.Status)
		return
	}
	bell, stop := d.Office.Listen(id)
	defer stop()
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	tell := func(format string, args ...any) bool {
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && out.Flush() == nil
	}
	if !tell("event: seen\ndata: %d\n\n", seen) {
		return
	}
	for {
		select {
		case <-r.Context().Done():
			return
		case <-d.Closing: // the server stops: listeners come back by themselves
			return
		case <-time.After(heartbeat):
			if !tell(": still here\n\n") {
				return
			}
		case <-bell:
			now, err := d.Office.Peek(ctx, id)
			if err != nil {
				return // no longer allowed, or out of reach: the stream ends
			}
			if now != seen {
				seen = now
				if !tell("event: changed\ndata: %d\n\n", seen) {
					return
				}
			}
		}
	}
}

package look

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// WorkerPath is where the service worker is served: at the root, so that it may
// answer for every page. OfflinePath and a language give the page that it shows
// when there is no connection.
const (
	WorkerPath  = "/sw.js"
	OfflinePath = "/offline/"
	workerFile  = "worker.js"
)

// Worker gives the service worker: a script that keeps the files of the frame by
// their names with a hash, and the page without connection. It puts nothing
// else away (Service Workers, W3C).
func (a *Assets) Worker() ([]byte, error) {
	raw, err := fs.ReadFile(embedded, "static/"+workerFile)
	if err != nil {
		return nil, fmt.Errorf("look.Worker: %w", err)
	}
	shell, err := json.Marshal(a.shell())
	if err != nil {
		return nil, fmt.Errorf("look.Worker: %w", err)
	}
	raw = bytes.Replace(raw, []byte("SHELL"), shell, 1)
	sum := sha256.Sum256(raw)
	return bytes.Replace(raw, []byte("VERSION"), []byte(hex.EncodeToString(sum[:6])), 1), nil
}

// shell gives the addresses of the files without which no page looks as it should.
func (a *Assets) shell() []string {
	var urls []string
	for _, name := range a.Names() {
		if strings.HasSuffix(name, ".css") || strings.HasSuffix(name, ".js") || name == "font/text-latin.woff2" || name == "icon.svg" {
			urls = append(urls, a.URL(name))
		}
	}
	return urls
}

// ServeWorker serves the service worker; browsers ask for it anew each day at most.
func (a *Assets) ServeWorker(w http.ResponseWriter, _ *http.Request) {
	script, err := a.Worker()
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", mimes[".js"])
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(script) // a reader that left is no mistake of ours
}

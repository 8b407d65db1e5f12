package keeper

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"eendracht/internal/ledger"
)

// Witness signs checkpoints of others, each only when it grew from the last
// one that it signed of that origin. It keeps that last one, durably, and no more.
type Witness struct {
	Key  *Key
	Logs []ledger.Public // whose checkpoints it signs
	Dir  string          // where the last ones lie
	Now  func() time.Time

	mu sync.Mutex
}

// Handler serves the witness: POST /add-checkpoint, and GET /key.
func (w *Witness) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+AddPath, w.add)
	mux.HandleFunc("GET /key", func(out http.ResponseWriter, _ *http.Request) { fmt.Fprintln(out, w.Key.Public) })
	return mux
}

// refusal is an answer other than a signature.
type refusal struct {
	status int
	size   int64 // with a conflict: what the witness knows
}

func (r *refusal) Error() string { return http.StatusText(r.status) }

func (w *Witness) add(out http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(out, r.Body, bodyMost))
	if err != nil {
		http.Error(out, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	line, err := w.Sign(string(raw))
	var no *refusal
	switch {
	case errors.As(err, &no) && no.status == http.StatusConflict:
		out.Header().Set("Content-Type", sizeType)
		out.WriteHeader(no.status)
		fmt.Fprintf(out, "%d\n", no.size)
	case errors.As(err, &no):
		http.Error(out, no.Error(), no.status)
	case err != nil:
		http.Error(out, "cannot remember it", http.StatusServiceUnavailable)
	default:
		_, _ = io.WriteString(out, line) // who does not get it asks again
	}
}

// Sign answers a request in the form of tlog-witness with a signature, which it
// gives only after the checkpoint was remembered durably.
func (w *Witness) Sign(request string) (line string, err error) {
	old, proof, note, ok := readRequest(request)
	if !ok {
		return "", &refusal{status: http.StatusBadRequest}
	}
	c, err := ledger.ReadCheckpoint(note)
	if err != nil {
		return "", &refusal{status: http.StatusBadRequest}
	}
	if status := w.known(c, note); status != 0 {
		return "", &refusal{status: status}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	last, err := w.last(c.Origin())
	if err != nil {
		return "", err
	}
	switch {
	case old > c.Size:
		return "", &refusal{status: http.StatusBadRequest}
	case old != last.Size:
		return "", &refusal{http.StatusConflict, last.Size}
	case old == c.Size && c.Root != last.Root:
		return "", &refusal{http.StatusConflict, last.Size}
	case old > 0 && old < c.Size && tlog.CheckTree(proof, c.Size, c.Root, old, last.Root) != nil, (old == 0 || old == c.Size) && len(proof) > 0:
		return "", &refusal{status: http.StatusUnprocessableEntity}
	}
	if err := writeWhole(w.path(c.Origin()), c.Text()); err != nil {
		return "", err
	}
	return w.Key.Cosign(note, w.Now()), nil
}

// known tells whether a log that the witness knows signed the checkpoint: 0, or
// the status that says what is wrong.
func (w *Witness) known(c ledger.Checkpoint, note string) int {
	for _, log := range w.Logs {
		if log.Name != c.Name {
			continue
		}
		if log.Signed(note) {
			return 0
		}
		return http.StatusForbidden
	}
	return http.StatusNotFound
}

// path gives the file of an origin; its name is hex, whatever the origin holds.
func (w *Witness) path(origin string) string {
	return filepath.Join(w.Dir, "seen-"+hex.EncodeToString([]byte(origin)))
}

// last gives the last checkpoint of an origin that was signed; size 0 when there is none.
func (w *Witness) last(origin string) (ledger.Checkpoint, error) {
	raw, err := os.ReadFile(w.path(origin))
	if errors.Is(err, os.ErrNotExist) {
		return ledger.Checkpoint{}, nil
	}
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	return ledger.ReadCheckpoint(string(raw))
}

// proofMost is how many hashes a proof has at most: a tree of 2^63 leaves.
const proofMost = 63

func readRequest(text string) (old int64, proof tlog.TreeProof, note string, ok bool) {
	head, note, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	rest, said := strings.CutPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(rest, 10, 64)
	if !found || !said || err != nil || old < 0 || len(lines) > 1+proofMost {
		return 0, nil, "", false
	}
	for _, l := range lines[1:] {
		raw, err := base64.StdEncoding.DecodeString(l)
		if err != nil || len(raw) != len(ledger.Hash{}) {
			return 0, nil, "", false
		}
		proof = append(proof, ledger.Hash(raw))
	}
	return old, proof, note, true
}

package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// LedgerBase is the path under which anyone reads checkpoints and hashes.
const LedgerBase = "/ledger/v1/"

// logDoor serves the public side of the log. It gives hashes and signatures,
// which tell nothing of anyone: a leaf holds identifiers of 130 random bits.
type logDoor struct {
	log store.Ledger
	key string
	say *slog.Logger
}

// Ledger serves the newest checkpoint (of all, or of a shard), the rows of
// hashes of a tree, and the public key of the installation.
func Ledger(log store.Ledger, key string, say *slog.Logger) http.Handler {
	d := &logDoor{log, key, say}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+LedgerBase+"key", func(w http.ResponseWriter, _ *http.Request) { d.text(w, d.key+"\n") })
	mux.HandleFunc("GET "+LedgerBase+"checkpoint", d.checkpoint)
	mux.HandleFunc("GET "+LedgerBase+"{shard}/checkpoint", d.checkpoint)
	mux.HandleFunc("GET "+LedgerBase+"{shard}/tile/{level}/{n}", d.tile)
	return secure(mux)
}

func (d *logDoor) text(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text) // who does not get it asks again
}

func (d *logDoor) fail(w http.ResponseWriter, r *http.Request, err error) {
	if fault.Is(err, fault.NotFound) {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	d.say.WarnContext(r.Context(), "the log was not read", "err", err)
	http.Error(w, "unavailable", http.StatusServiceUnavailable)
}

// shard reads the shard of a path; without one in the path it is 0.
func shard(r *http.Request) (ledger.Shard, error) {
	text := r.PathValue("shard")
	if text == "" {
		return 0, nil
	}
	s, ok := ledger.ReadShard(text)
	if !ok {
		return 0, fault.New(fault.NotFound, "api.shard", "")
	}
	return s, nil
}

func (d *logDoor) checkpoint(w http.ResponseWriter, r *http.Request) {
	s, err := shard(r)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	c, err := d.log.Checkpoint(r.Context(), s)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.text(w, c.Note)
}

func (d *logDoor) tile(w http.ResponseWriter, r *http.Request) {
	s, err := shard(r)
	level, bad := strconv.ParseUint(r.PathValue("level"), 10, 6)
	n, worse := strconv.ParseUint(r.PathValue("n"), 10, 62)
	if err != nil || bad != nil || worse != nil {
		d.fail(w, r, fault.New(fault.NotFound, "api.tile", ""))
		return
	}
	data, err := d.log.Tile(r.Context(), s, int(level), int64(n))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data) // who does not get it asks again
}

// ProofIn names a look.
type ProofIn struct {
	Stated
	Dossier string `path:"dossier" doc:"The dossier."`
	Look    string `path:"look" doc:"The look, as the list of looks names it."`
}

// ProofOut is the proof, to be kept as a file.
type ProofOut struct {
	Disposition string `header:"Content-Disposition"`
	Body        ledger.Proof
}

// proofs lets who may read a look take home the proof of it.
func (d *door) proofs() {
	huma.Register(d.api, operation("prove-look", http.MethodGet, "/dossiers/{dossier}/looks/{look}/proof", "dossiers", "Prove a look",
		"Gives the look as far as this caller may know it, its place in the log and a signed checkpoint. A verifier of a hundred lines checks it without asking anyone."), d.proof)
}

func (d *door) proof(ctx context.Context, in *ProofIn) (*ProofOut, error) {
	proof, err := d.Office.ProofOfLook(ctx, dossier.ID(in.Dossier), dossier.ID(in.Look), d.LogKey)
	if err != nil {
		return nil, d.problem(ctx, "prove-look", err)
	}
	return &ProofOut{Disposition: `attachment; filename="bewijs.json"`, Body: proof}, nil
}

//go:build linux

// Package torture breaks the house on purpose and judges what is left: kills,
// power cuts, fail-over, races, clocks that jump, deliveries that come twice or
// late, disks that are full or hang. Every fault is done to the whole house
// below its doors, and judged by the same questions: is what was acknowledged
// there, is it there once, has every answer its look, does the log verify.
//
// The short form of each runs in make test; EENDRACHT_TORTURE=1 is the long one.
package torture

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ledger"
	"eendracht/internal/ledger/keeper"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// Site says where a house has its data: a folder, and the address of a
// database when that is PostgreSQL (then the folder holds the keys).
type Site struct {
	Dir string
	URL string
}

// Store names the engine of a site, for the table.
func (s Site) Store() string {
	if s.URL != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// House is the program below its doors, on the data of a site.
type House struct {
	Site   Site
	Store  store.Store
	Office *casework.Office
	Keeper *keeper.Keeper
}

// Open puts a house together. A nil now is the clock of the machine.
func Open(ctx context.Context, at Site, now func() time.Time, log *slog.Logger) (*House, error) {
	if now == nil {
		now = time.Now
	}
	if err := store.MakeFolder(at.Dir); err != nil {
		return nil, err
	}
	s, err := openStore(ctx, at)
	if err != nil {
		return nil, err
	}
	h, err := furnish(ctx, at, s, now, log)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return h, nil
}

func openStore(ctx context.Context, at Site) (store.Store, error) {
	if at.URL != "" {
		return store.OpenPostgres(ctx, at.URL)
	}
	return store.OpenSQLite(ctx, at.Dir)
}

func furnish(ctx context.Context, at Site, s store.Store, now func() time.Time, log *slog.Logger) (*House, error) {
	safe, err := vault.Open(ctx, filepath.Join(at.Dir, "keys.json"), s, rand.Reader)
	if err != nil {
		return nil, err
	}
	law, err := statute.Shipped()
	if err != nil {
		return nil, err
	}
	engine, err := access.New(law)
	if err != nil {
		return nil, err
	}
	key, err := keeper.OpenKey(ctx, filepath.Join(at.Dir, "ledger.key"), s, rand.Reader)
	if err != nil {
		return nil, err
	}
	h := &House{Site: at, Store: s}
	h.Office = casework.New(casework.Parts{
		Store: s, Vault: safe, Access: engine, Law: law, Log: log, NewID: drawID,
		Now: func(context.Context) time.Time { return now() }, Book: store.OpenShredBook(filepath.Join(at.Dir, "shred.list")),
	})
	if _, err := h.Office.Reshred(ctx); err != nil {
		return nil, err
	}
	h.Keeper = &keeper.Keeper{Store: s, Key: key, Owner: string(drawID(ctx)), Now: now, Log: log}
	return h, nil
}

// Close seals what waits and closes the archive.
func (h *House) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	h.Keeper.SealAll(ctx)
	return h.Store.Close()
}

// Verify holds the archive of a site against its log, as eendracht verify does.
func Verify(ctx context.Context, at Site) (ledger.Report, error) {
	audit, err := openAudit(ctx, at)
	if err != nil {
		return ledger.Report{}, err
	}
	defer audit.Close() //nolint:errcheck // only reads
	return (&ledger.Checker{Source: audit}).Check(ctx)
}

func openAudit(ctx context.Context, at Site) (*store.Audit, error) {
	if at.URL != "" {
		return store.AuditPostgres(ctx, at.URL)
	}
	return store.AuditSQLite(ctx, at.Dir)
}

// drawn remembers the identifiers that one call into the house drew: the last
// one of an opening or a command is that of its look.
type drawn struct {
	mu   sync.Mutex
	last dossier.ID
}

type drawnKey struct{}

// drawing gives a context in which identifiers are remembered.
func drawing(ctx context.Context) (context.Context, *drawn) {
	d := &drawn{}
	return context.WithValue(ctx, drawnKey{}, d), d
}

// look gives the identifier that was drawn last.
func (d *drawn) look() dossier.ID {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

func drawID(ctx context.Context) dossier.ID {
	raw := make([]byte, 17)
	_, _ = rand.Read(raw) // does not fail: crypto/rand ends the program instead
	id := dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))[:26])
	if d, ok := ctx.Value(drawnKey{}).(*drawn); ok {
		d.mu.Lock()
		d.last = id
		d.mu.Unlock()
	}
	return id
}

package sim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/ijw/post"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// town is the municipality: the platform itself on a real archive, its desk,
// its post office and its door on the loopback network.
type town struct {
	store  store.Store
	vault  *vault.Vault
	office *casework.Office
	desk   *desk.Desk
	post   *post.Post
	clock  *clock

	waiting  chan request // requests that wait for a decision
	undecide atomic.Int64
	story    func(dossier.ID) string

	mu      sync.Mutex
	flawed  []error
	stalls  atomic.Int64
	refused atomic.Int64 // messages that were taken in for good, with their flaws
	anew    atomic.Int64 // allocation messages that were refused and told anew
}

type request struct{ dossier, task dossier.ID }

const (
	municipality = "9901"
	teamID       = dossier.ID("o-team")
	hubSecret    = "a secret of the simulator, on the loopback network only"
)

// clock runs faster than life, so that a retry does not take minutes.
type clock struct {
	start, began time.Time
	speed        int
	ahead        atomic.Int64 // set forward by so much
}

func (c *clock) now(context.Context) time.Time {
	return c.start.Add(time.Since(c.began)*time.Duration(c.speed) + time.Duration(c.ahead.Load()))
}

// newTown opens the platform in a folder.
func newTown(ctx context.Context, c Config, hubURL string) (*town, error) {
	t := &town{waiting: make(chan request, 1<<16), clock: &clock{start: c.Start, began: time.Now(), speed: c.Speed}}
	var err error
	if t.store, err = store.OpenSQLite(ctx, c.Dir); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "sim.newTown", err)
	}
	if err := t.furnish(ctx, c, hubURL); err != nil {
		return nil, errors.Join(err, t.store.Close())
	}
	return t, nil
}

func (t *town) furnish(ctx context.Context, c Config, hubURL string) error {
	const op = "sim.furnish"
	dir, seed := c.Dir, c.Seed
	law, err := statute.Load()
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	engine, err := access.New(law)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	dice := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24)})
	source := &locked{dice: dice}
	if t.vault, err = vault.Open(ctx, filepath.Join(dir, "keys.json"), t.store, source); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	log := slog.New(slog.DiscardHandler)
	t.office = casework.New(casework.Parts{
		Store: t.store, Vault: t.vault, Access: engine, Law: law, Now: t.clock.now, NewID: source.id, Log: log, Keep: 1 << 15,
	})
	t.desk = &desk.Desk{Office: t.office, Codes: t.store, Outside: func(code string) bool { return code != municipality }}
	secret := filepath.Join(dir, "hub.secret")
	if err := os.WriteFile(secret, []byte(hubSecret), 0o600); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	t.post, err = post.New(post.Parts{
		Settings: post.Settings{Partners: []post.Partner{{
			Name: "hub", Codes: []string{"*"}, Envelope: "plain", URL: hubURL, Secret: secret, SecretHash: post.HashSecret(hubSecret),
		}}},
		Desk: tap{t}, Office: t.office, Parcels: t.store, Directory: t.store, Now: t.clock.now, Random: source.float, Log: log, Workers: 32, Patience: patience,
	})
	return err
}

// locked is a source of chance that many may use.
type locked struct {
	mu   sync.Mutex
	dice *rand.ChaCha8
}

func (l *locked) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dice.Read(p)
}

func (l *locked) id(context.Context) dossier.ID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return dossier.ID(fmt.Sprintf("%016x%010x", l.dice.Uint64(), l.dice.Uint64()>>24))
}

func (l *locked) float() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return float64(l.dice.Uint64()>>11) / (1 << 53)
}

// tap lets a worker of the municipality see the requests that come in.
type tap struct{ *town }

// Receive takes a message in at the desk.
func (t tap) Receive(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error) {
	receipt, findings, err := t.desk.Receive(ctx, r)
	return t.seen(receipt, findings, err)
}

// Refuse takes a message in for good.
func (t tap) Refuse(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error) {
	t.refused.Add(1)
	receipt, findings, err := t.desk.Refuse(ctx, r)
	return t.seen(receipt, findings, err)
}

// seen puts on the desk of the municipality's workers what they must act on: a
// request, the end of someone's care who died or moved, an allocation message
// that was refused. What came before, or of which the first answer was lost, is
// looked up in its dossier.
func (t tap) seen(receipt desk.Receipt, findings []ijw.Finding, err error) (desk.Receipt, []ijw.Finding, error) {
	if err != nil {
		return receipt, findings, err
	}
	for _, done := range receipt.Changed {
		r := request{dossier: done.Dossier}
		story := t.story(done.Dossier)
		switch number := receipt.Type[len(receipt.Type)-3:]; {
		case number == "315" || number == "317":
			if !receipt.Again && len(done.New) > 1 {
				r.task = done.New[1]
			}
		case number == "307" && endings[story] != "":
		case number == "302" && story == StoryBounced:
		default:
			continue
		}
		t.undecide.Add(1)
		t.waiting <- r
	}
	return receipt, findings, err
}

// people makes the organisations.
func (t *town) people(ctx context.Context, providers []string) error {
	orgs := []store.Org{
		{ID: "o-gem", Name: "Gemeente Merelwaarde", Kind: "municipality", Municipality: municipality, Active: true},
		{ID: teamID, Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: municipality, Phone: "0392000000", Active: true},
	}
	for i, agb := range providers {
		kind := []string{"youth_care", "wmo_care"}[i%2]
		orgs = append(orgs, store.Org{ID: dossier.ID("o-" + agb), Name: "Aanbieder " + agb, Kind: kind, AGB: agb, Phone: "0391000000", Active: true})
	}
	return t.store.PutOrgs(ctx, orgs)
}

// family opens the dossier of a client, asked for by the client.
func (t *town) family(ctx context.Context, c *client) (dossier.ID, error) {
	ctx = casework.As(ctx, casework.Caller{
		Who: access.Who{User: dossier.ID("u-" + c.bsn), Kind: access.Citizen, Name: c.first + " " + c.last}, Purpose: "own", Flow: "sim",
	})
	born, err := nl.ParseDate(c.birth)
	if err != nil {
		return "", fault.Wrap(fault.Internal, "sim.family", err)
	}
	done, err := t.office.Do(ctx, casework.Wish{Command: dossier.AskHelp{
		Municipality: municipality, Team: teamID, TeamName: "Wijkteam", TeamPhone: "0392000000",
		Me: dossier.NewPerson{
			Name: nl.Name{Given: c.first, Family: c.last}, Birth: born, Sex: "f", BSN: c.bsn,
			Address: dossier.Address{Street: "Dorpsweg", Number: "1", Postcode: "1234AB", Place: "Merelwaarde"},
		},
		Words: "Wij hebben hulp nodig.", Channel: "web", Laws: []string{c.law},
	}})
	return done.Dossier, err
}

// deliver lets the post office work until the context ends.
func (t *town) deliver(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := t.post.Round(ctx, "sim")
		if err != nil && ctx.Err() == nil {
			t.stalls.Add(1) // what was leased comes free again
		}
		if n > 0 {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// read folds a dossier as the archive holds it, past every cache and view.
func (t *town) read(ctx context.Context, id dossier.ID) (*dossier.Dossier, error) {
	const op = "sim.read"
	_, sealed, err := t.store.Load(ctx, id, 0)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	entries := make([]dossier.Entry, 0, len(sealed))
	for _, s := range sealed {
		owner, body := keyOwner(id, s.Body)
		plain, err := t.vault.Open(ctx, owner, string(s.ID), body)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		entry, err := dossier.Decode(bytes.Clone(plain))
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		entries = append(entries, entry)
	}
	return dossier.Fold(dossier.New(id), entries...), nil
}

// slotted is the first byte of what is sealed with a key of its own slot; the
// length and the name of the slot follow (package casework).
const slotted = 2

// keyOwner names the data key of a sealed entry.
func keyOwner(id dossier.ID, sealed []byte) (owner string, body []byte) {
	if len(sealed) < 2 || sealed[0] != slotted || len(sealed) < 2+int(sealed[1]) {
		return "dossier:" + string(id), sealed
	}
	n := 2 + int(sealed[1])
	return "dossier:" + string(id) + "/" + string(sealed[2:n]), sealed[n:]
}

// serve listens on the loopback network.
func serve(handler http.Handler) (*http.Server, string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", fault.Wrap(fault.Unavailable, "sim.serve", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() { _ = server.Serve(listener) }() // ends when the server is closed
	return server, "http://" + listener.Addr().String(), nil
}

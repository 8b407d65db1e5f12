package store

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

// Place gives the sealed pieces of a content, where they lie outside the archive;
// NotFound when one is not there.
type Place func(ctx context.Context, id, content dossier.ID, n int) ([]byte, error)

// heldBy is a content that an entry names.
type heldBy struct {
	dossier string
	held    Held
}

// Contents holds what documents contain against the hashes in their entries,
// which the log covers, and tells how many it held. It needs no key. A nil place
// is the archive itself. What no entry names is not looked at: it may be on its way.
// The first that differs is a *ledger.Finding.
func (a *Audit) Contents(ctx context.Context, place Place) (int, error) {
	var all []heldBy
	err := a.stream(ctx, func(v []driver.Value) error {
		if held, _, ok := HeldIn(bytesOf(v[1])); ok {
			all = append(all, heldBy{textOf(v[0]), held})
		}
		return nil
	}, `SELECT dossier, body FROM entry WHERE kind IN ('document.added', 'document.revised') ORDER BY dossier, seq`)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, "store.Audit.Contents", err)
	}
	if place == nil {
		place = a.piece
	}
	for n, one := range all {
		if err := one.check(ctx, place); err != nil {
			return n, err
		}
	}
	return len(all), nil
}

func (a *Audit) piece(ctx context.Context, id, content dossier.ID, n int) ([]byte, error) {
	var body []byte
	found := false
	err := a.stream(ctx, func(v []driver.Value) error {
		body, found = bytesOf(v[0]), true
		return nil
	}, getPiece, string(id), string(content), int64(n))
	if err == nil && !found {
		err = fault.New(fault.NotFound, "store.Audit.piece", "")
	}
	return body, err
}

func (h heldBy) check(ctx context.Context, place Place) error {
	finding := &ledger.Finding{Table: "piece", Key: h.dossier + "/" + string(h.held.Content)}
	sum := sha256.New()
	for n := range h.held.Pieces {
		body, err := place(ctx, dossier.ID(h.dossier), h.held.Content, n)
		if fault.Is(err, fault.NotFound) {
			finding.Wrong = ledger.Removed
			return finding
		}
		if err != nil {
			return fault.Wrap(fault.Unavailable, "store.Audit.Contents", err)
		}
		sum.Write(body) //nolint:errcheck // a hash takes all
	}
	if [sha256.Size]byte(sum.Sum(nil)) != h.held.Hash {
		finding.Wrong = ledger.Edited
		return finding
	}
	return nil
}

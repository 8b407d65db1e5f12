package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ledger/keeper"
)

// keyOfLog is the file of the key that signs checkpoints, beside the master keyset.
const keyOfLog = "ledger.key"

// openLog gives what keeps the log going, and the key that it signs with.
func (a *app) openLog(ctx context.Context, at Place) error {
	key, err := keeper.OpenKey(ctx, filepath.Join(at.Data, keyOfLog), a.store, rand.Reader)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "eendracht.openLog", err)
	}
	a.keeper = &keeper.Keeper{
		Store: a.store, Key: key, Owner: string(newID(rand.Reader)), Now: func() time.Time { return a.office.Now(ctx) }, Log: a.log,
	}
	return nil
}

// sealTimeout bounds the sealing of what is left when the program stops.
const sealTimeout = 10 * time.Second

// sealLast seals what is left, so that an archive at rest is covered as a whole.
func (a *app) sealLast() {
	if a.keeper == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), sealTimeout)
	defer cancel()
	a.keeper.SealAll(ctx)
}

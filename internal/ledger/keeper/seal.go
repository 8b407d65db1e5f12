package keeper

import (
	"context"
	"log/slog"
	"time"

	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// The pace of sealing. Under load there is a checkpoint twice a second.
const (
	Pause       = 500 * time.Millisecond // between two looks for leaves that wait
	hold        = 10 * time.Second       // of the lease: as long does a crashed sealer hold up another
	cosignPause = 5 * time.Second        // between two requests to the witnesses
)

// Keeper seals what waits and has checkpoints cosigned.
type Keeper struct {
	Store     store.Ledger
	Key       *Key
	Owner     string // of this process
	Now       func() time.Time
	Log       *slog.Logger
	Witnesses []string // addresses of their service

	asked map[string]int64 // witness and origin → size that it signed last
}

// Run seals and asks witnesses until the context ends, then seals what is left.
func (k *Keeper) Run(ctx context.Context) {
	done := make(chan struct{})
	go func() { // a witness that hangs must not hold up sealing
		defer close(done)
		every(ctx, cosignPause, func() { k.Cosign(ctx) })
	}()
	every(ctx, Pause, func() { k.SealAll(ctx) })
	<-done
}

func every(ctx context.Context, pause time.Duration, do func()) {
	ticks := time.NewTicker(pause)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			do()
		}
	}
}

// SealAll seals what waits at this moment, unless another process has the lease.
func (k *Keeper) SealAll(ctx context.Context) (leaves int64) {
	for ctx.Err() == nil {
		done, err := k.Store.Seal(ctx, store.Seal{Owner: k.Owner, Now: k.Now().UTC().Truncate(time.Microsecond), Hold: hold, Name: k.Key.Name(), Sign: k.Key.Sign})
		if err != nil {
			k.Log.ErrorContext(ctx, "the log was not sealed", "err", err)
			return leaves
		}
		if leaves += done.Leaves; !done.More {
			return leaves
		}
	}
	return leaves
}

// Cosign asks every witness to sign the newest checkpoint, and keeps what they
// signed with it.
func (k *Keeper) Cosign(ctx context.Context) {
	if len(k.Witnesses) == 0 {
		return
	}
	c, err := k.Store.Checkpoint(ctx, 0)
	if err != nil || c.Cosigned > 0 { // none yet, or nothing new
		return
	}
	for _, address := range k.Witnesses {
		line, err := k.askWitness(ctx, address, c)
		if err != nil {
			k.Log.WarnContext(ctx, "a witness did not sign", "witness", address, "err", err)
			continue
		}
		c.Note, c.Cosigned = c.Note+line, c.Cosigned+1
	}
	if c.Cosigned == 0 {
		return
	}
	if err := k.Store.PutCosigned(ctx, c); err != nil { // thinned out meanwhile: the next one follows
		k.Log.InfoContext(ctx, "a cosigned checkpoint was replaced meanwhile", "err", err)
	}
}

func (k *Keeper) tiles(ctx context.Context, shard ledger.Shard) ledger.TileOf {
	return func(level int, n int64, _ int) ([]byte, error) { return k.Store.Tile(ctx, shard, level, n) }
}

package casework

import (
	"context"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// ProofOfLook proves that a look into a dossier stands in the log: for who may
// read that look, and no more of it than LooksOf tells them. Key is the public
// line of the installation. It faults with Conflict (text key "ledger.waits")
// while the look waits to be sealed, a second or less.
func (o *Office) ProofOfLook(ctx context.Context, id, look dossier.ID, key string) (ledger.Proof, error) {
	const op = "casework.ProofOfLook"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return ledger.Proof{}, fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return ledger.Proof{}, fault.Wrap(fault.NotFound, op, err)
	}
	may := o.Access.MayLooks(d, ask)
	if !may.Allow {
		return ledger.Proof{}, fault.New(fault.NotFound, op, "")
	}
	if _, err := o.Store.Look(ctx, o.lookOf(o.NewID(ctx), ask, may, d, "looks")); err != nil {
		return ledger.Proof{}, fault.Wrap(fault.Unavailable, op, err)
	}
	row, err := o.Store.LookRow(ctx, string(id), look)
	if err != nil {
		return ledger.Proof{}, fault.Wrap(fault.Unavailable, op, err)
	}
	l, err := store.LookOf(row)
	if err != nil {
		return ledger.Proof{}, err
	}
	if len(o.told(d, ask, []store.Look{l})) == 0 {
		return ledger.Proof{}, fault.New(fault.NotFound, op, "")
	}
	return ProveLook(ctx, o.Store, row, key)
}

// ProveLook proves the row of a look, for who may read any: doors use ProofOfLook.
func ProveLook(ctx context.Context, log store.Ledger, row ledger.LookRow, key string) (ledger.Proof, error) {
	const op = "casework.ProveLook"
	shard, n, err := log.FindLeaf(ctx, row.Leaf(), time.UnixMicro(row.At).UTC())
	if fault.Is(err, fault.NotFound) {
		return ledger.Proof{}, fault.New(fault.Conflict, op, "ledger.waits")
	}
	if err != nil {
		return ledger.Proof{}, err
	}
	c, err := log.Checkpoint(ctx, shard)
	if err != nil {
		return ledger.Proof{}, err
	}
	p, err := row.Prove(c.Note, key, n, func(level int, n int64, _ int) ([]byte, error) { return log.Tile(ctx, shard, level, n) })
	return p, fault.Wrap(fault.Unavailable, op, err)
}

package vault

import (
	"bytes"
	"context"
	"encoding/binary"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"eendracht/internal/fault"
)

// rewrapBatch is how many keys are read at a time.
const rewrapBatch = 256

// Rewrapped counts what a rotation did.
type Rewrapped struct {
	Seen    int // data keys looked at
	Changed int // wrapped anew with the primary key
}

// Rewrap wraps every data key with the primary key of the master keyset in a
// file, in batches, while others read and write. It may be broken off and begun
// again: what is wrapped with the primary key already is left. Progress, when
// not nil, hears after each batch.
func Rewrap(ctx context.Context, file Keyfile, keys Keys, progress func(Rewrapped)) (done Rewrapped, err error) {
	const op = "vault.Rewrap"
	handle, err := file.read()
	if err != nil {
		return done, fault.Wrap(fault.Unavailable, op, err)
	}
	master, err := aead.New(handle)
	if err != nil {
		return done, fault.Wrap(fault.Unavailable, op, err)
	}
	prefix := primaryPrefix(handle)
	after := ""
	for {
		list, err := keys.KeysLike(ctx, "", after, rewrapBatch)
		if err != nil || len(list) == 0 {
			return done, fault.Wrap(fault.Unavailable, op, err)
		}
		for _, w := range list {
			done.Seen++
			after = w.Owner
			if bytes.HasPrefix(w.Key, prefix) {
				continue
			}
			plain, err := master.Decrypt(w.Key, []byte(w.Owner))
			if err != nil {
				return done, fault.Wrap(fault.Unavailable, op, err)
			}
			anew, err := master.Encrypt(plain, []byte(w.Owner))
			if err != nil {
				return done, fault.Wrap(fault.Internal, op, err)
			}
			err = keys.SwapKey(ctx, w.Owner, w.Key, anew)
			if fault.Is(err, fault.Conflict) {
				continue // dropped meanwhile, or wrapped anew by another
			}
			if err != nil {
				return done, err
			}
			done.Changed++
		}
		if progress != nil {
			progress(done)
		}
	}
}

// primaryPrefix gives what every ciphertext of the primary key begins with.
func primaryPrefix(handle *keyset.Handle) []byte {
	info := handle.KeysetInfo()
	return binary.BigEndian.AppendUint32([]byte{1}, info.GetPrimaryKeyId()) // Tink: a one, then the id of the key
}

// DropOld takes all keys but the primary one out of the master keyset, after a
// last round in which nothing was left to wrap anew. What was wrapped with them,
// in an old backup or a write-ahead log, opens no more.
func DropOld(ctx context.Context, file Keyfile, keys Keys) (dropped int, err error) {
	const op = "vault.DropOld"
	for {
		round, err := Rewrap(ctx, file, keys, nil)
		if err != nil {
			return 0, err
		}
		if round.Changed == 0 {
			break
		}
	}
	handle, err := file.read()
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	primary := handle.KeysetInfo().GetPrimaryKeyId()
	manager := keyset.NewManagerFromHandle(handle)
	for _, key := range handle.KeysetInfo().GetKeyInfo() {
		if key.GetKeyId() == primary {
			continue
		}
		if err := manager.Delete(key.GetKeyId()); err != nil {
			return 0, fault.Wrap(fault.Internal, op, err)
		}
		dropped++
	}
	if handle, err = manager.Handle(); err != nil {
		return 0, fault.Wrap(fault.Internal, op, err)
	}
	_, err = file.write(handle)
	return dropped, fault.Wrap(fault.Unavailable, op, err)
}

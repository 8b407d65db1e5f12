package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"

	"eendracht/internal/fault"
)

// preloadMost is how many keys one Preload takes at most: a dossier has a key
// per person and retention class.
const preloadMost = 512

// Preload unwraps the keys of all owners that begin with a prefix, in one
// question to the store, so that reading many entries asks for none of them.
func (v *Vault) Preload(ctx context.Context, prefix string) error {
	const op = "vault.Preload"
	list, err := v.keys.KeysLike(ctx, prefix, "", preloadMost)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	for _, w := range list {
		if _, ok := v.cache.get(w.Owner); ok {
			continue
		}
		key, err := v.master.Decrypt(w.Key, []byte(w.Owner))
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		box, err := boxOf(key)
		if err != nil {
			return fault.Wrap(fault.Internal, op, err)
		}
		v.cache.put(w.Owner, box)
	}
	return nil
}

// Evict takes owners out of memory, after their keys were dropped elsewhere.
func (v *Vault) Evict(owners ...string) {
	for _, owner := range owners {
		v.cache.drop(owner)
	}
}

func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

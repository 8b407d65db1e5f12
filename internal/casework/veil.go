package casework

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// nameContext binds sealed names of accounts to their use.
const nameContext = "name"

// veil seals the name, telephone and e-mail of a resident's account with the key
// of that account: when the key goes, so do they.
type veil struct {
	vault *vault.Vault
	keys  store.Keys
}

// Cover seals for an account.
func (v veil) Cover(ctx context.Context, user dossier.ID, plain []byte) ([]byte, error) {
	return v.vault.Seal(ctx, accountOwner(user), nameContext, plain)
}

// Uncover opens what Cover sealed; nothing when the key of the account is gone.
func (v veil) Uncover(ctx context.Context, user dossier.ID, sealed []byte) ([]byte, error) {
	plain, err := v.vault.Open(ctx, accountOwner(user), nameContext, sealed)
	if err == nil {
		return plain, nil
	}
	if _, gone := v.keys.Key(ctx, accountOwner(user)); fault.Is(gone, fault.NotFound) {
		return nil, nil
	}
	return nil, err
}

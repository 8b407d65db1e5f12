// Package vault keeps content secret: a data key per owner (today a dossier or
// an account), wrapped by the installation's master keyset, and keyed hashes
// for search. Dropping an owner's key makes everything sealed with it
// unreadable for ever, in every backup of the data.
package vault

import (
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Keys keeps wrapped data keys, apart from the data. PutKey faults with
// Conflict when the owner has a key already, Key with NotFound when it has none.
type Keys interface {
	PutKey(ctx context.Context, owner string, wrapped []byte) error
	Key(ctx context.Context, owner string) ([]byte, error)
	DropKey(ctx context.Context, owner string) error
	// KeysLike gives up to n keys whose owner begins with a prefix, in order,
	// after an owner ("" the first).
	KeysLike(ctx context.Context, prefix, after string, n int) ([]store.Wrapped, error)
	// SwapKey faults with Conflict when the wrapped key is another than was.
	SwapKey(ctx context.Context, owner string, was, now []byte) error
}

const (
	keyBytes   = 32
	nonceBytes = 12
	version1   = 1 // the first byte of what is sealed
	// searchOwner is the owner of the secret from which search keys are derived.
	searchOwner = "search"
	// keep is how many unwrapped data keys stay in memory.
	keep = 16_384
)

// Vault seals and opens. It is safe for concurrent use.
type Vault struct {
	master tink.AEAD
	keys   Keys
	random io.Reader
	cache  *cache
	search []byte
	tokens sync.Map // kind → key of its tokens, derived once
}

// Open opens the vault with the master keyset in a file; the file is made, only
// for its owner to read, when there is none and no data key exists yet.
// A missing file beside existing keys is refused: a new one could open nothing.
func Open(ctx context.Context, keyfile string, keys Keys, random io.Reader) (*Vault, error) {
	return OpenFile(ctx, Keyfile{Path: keyfile}, keys, random)
}

// OpenFile is Open with a file that a key service may have sealed. The service
// is asked when the file is read: at the start, and after a rotation.
func OpenFile(ctx context.Context, keyfile Keyfile, keys Keys, random io.Reader) (*Vault, error) {
	const op = "vault.Open"
	_, err := keys.Key(ctx, searchOwner)
	fresh := fault.Is(err, fault.NotFound)
	if err != nil && !fresh {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	master, err := openMaster(keyfile, fresh)
	if err != nil {
		return nil, err
	}
	return With(ctx, master, keys, random)
}

// With opens the vault with a master key that lies elsewhere: a key service
// (KMS, HSM) by the interface of Tink.
func With(ctx context.Context, master tink.AEAD, keys Keys, random io.Reader) (v *Vault, err error) {
	v = &Vault{master: master, keys: keys, random: guarded(random), cache: newCache(keep)}
	v.search, err = v.dataKey(ctx, searchOwner)
	return v, err
}

// Seal encrypts for an owner. The context says what it is (an entry's id): what
// is sealed opens only with the same owner and context.
func (v *Vault) Seal(ctx context.Context, owner, context string, plain []byte) ([]byte, error) {
	const op = "vault.Seal"
	box, err := v.box(ctx, owner, true)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 1+nonceBytes, 1+nonceBytes+len(plain)+box.Overhead())
	out[0] = version1
	if _, err := io.ReadFull(v.random, out[1:]); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return box.Seal(out, out[1:], plain, bound(owner, context)), nil
}

// Open decrypts what Seal made. It faults with Unavailable when the key is gone
// or the content was tampered with: neither may be shown.
func (v *Vault) Open(ctx context.Context, owner, context string, sealed []byte) ([]byte, error) {
	const op = "vault.Open"
	if len(sealed) < 1+nonceBytes || sealed[0] != version1 {
		return nil, fault.New(fault.Unavailable, op, "")
	}
	box, err := v.box(ctx, owner, false)
	if err != nil {
		return nil, err
	}
	plain, err := box.Open(nil, sealed[1:1+nonceBytes], sealed[1+nonceBytes:], bound(owner, context))
	if err != nil {
		return nil, &fault.Error{Code: fault.Unavailable, Op: op, Err: err}
	}
	return plain, nil
}

// Forget drops the key of an owner: what was sealed for it can never be read
// again here. Another process reads on until its cache turns over or it restarts.
func (v *Vault) Forget(ctx context.Context, owner string) error {
	err := v.keys.DropKey(ctx, owner)
	v.cache.drop(owner) // last: a reader may have put it back meanwhile
	return fault.Wrap(fault.Unavailable, "vault.Forget", err)
}

// Token gives the keyed hash by which a value can be found, per kind of value.
// Without the vault's secret it tells nothing, not even for a BSN.
func (v *Vault) Token(kind, value string) []byte {
	mac := hmac.New(sha256.New, v.tokenKey(kind))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

func (v *Vault) tokenKey(kind string) []byte {
	if key, ok := v.tokens.Load(kind); ok {
		return key.([]byte)
	}
	key, err := hkdf.Key(sha256.New, v.search, nil, "eendracht token "+kind, keyBytes)
	if err != nil {
		panic(err) // only for lengths that HKDF cannot give
	}
	v.tokens.Store(kind, key)
	return key
}

func bound(owner, context string) []byte {
	out := make([]byte, 0, len(owner)+1+len(context))
	out = append(append(out, owner...), 0)
	return append(out, context...)
}

// box gives the cipher of an owner, making a key on first use when asked.
func (v *Vault) box(ctx context.Context, owner string, create bool) (cipher.AEAD, error) {
	if box, ok := v.cache.get(owner); ok {
		return box, nil
	}
	key, err := v.unwrap(ctx, owner)
	if fault.Is(err, fault.NotFound) && create {
		key, err = v.dataKey(ctx, owner)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "vault.box", unreadable(err))
	}
	box, err := boxOf(key)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "vault.box", err)
	}
	v.cache.put(owner, box)
	return box, nil
}

// unreadable turns "there is no key" into "this cannot be read": to the reader
// of content the difference is nobody's business.
func unreadable(err error) error {
	if fault.Is(err, fault.NotFound) {
		return &fault.Error{Code: fault.Unavailable, Op: "vault.unreadable", Err: err}
	}
	return err
}

func (v *Vault) unwrap(ctx context.Context, owner string) ([]byte, error) {
	const op = "vault.unwrap"
	wrapped, err := v.keys.Key(ctx, owner)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	key, err := v.master.Decrypt(wrapped, []byte(owner))
	return key, fault.Wrap(fault.Unavailable, op, err)
}

// dataKey gives the owner's key, made now when there is none. Of two that are
// made at once the first one kept wins.
func (v *Vault) dataKey(ctx context.Context, owner string) ([]byte, error) {
	const op = "vault.dataKey"
	if key, err := v.unwrap(ctx, owner); !fault.Is(err, fault.NotFound) {
		return key, err
	}
	key := make([]byte, keyBytes)
	if _, err := io.ReadFull(v.random, key); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	wrapped, err := v.master.Encrypt(key, []byte(owner))
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	err = v.keys.PutKey(ctx, owner, wrapped)
	if fault.Is(err, fault.Conflict) {
		return v.unwrap(ctx, owner)
	}
	return key, fault.Wrap(fault.Unavailable, op, err)
}

// oneByOne guards a source of randomness that one caller may use at a time, as
// a seeded one.
type oneByOne struct {
	mu   sync.Mutex
	from io.Reader
}

// Read fills from the guarded source.
func (o *oneByOne) Read(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.from.Read(b)
}

func guarded(random io.Reader) io.Reader {
	if random == rand.Reader {
		return random // takes many callers
	}
	return &oneByOne{from: random}
}

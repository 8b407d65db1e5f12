// Package keeper keeps the log of an archive going: it holds the signing key,
// seals what waits, asks witnesses for their signature, and is the witness of
// others.
package keeper

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

// Facts keeps named values of the installation.
type Facts interface {
	Fact(ctx context.Context, name string) (string, error)
	SetFact(ctx context.Context, name, value string) error
}

// publicFact names the public line of the installation's key among the facts,
// so that another process with another key is refused.
const publicFact = "ledger.key"

// Key is what an installation or a witness signs with.
type Key struct {
	*ledger.Signer
	Public string // the line that others check with
}

// OpenKey reads the signing key in a file, which only its owner may read. It
// makes the file when the archive has no key yet; without the file beside an
// archive that has one it faults with Unavailable (text key "ledger.nokey"): a
// new key would begin a log that nobody has seen.
func OpenKey(ctx context.Context, path string, facts Facts, random io.Reader) (*Key, error) {
	const op = "keeper.OpenKey"
	known, err := facts.Fact(ctx, publicFact)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	key, err := readKey(path)
	if errors.Is(err, os.ErrNotExist) && known == "" {
		key, err = makeKey(path, "eendracht-"+newName(random), random)
	}
	if errors.Is(err, os.ErrNotExist) || err == nil && known != "" && known != key.Public {
		return nil, fault.New(fault.Unavailable, op, "ledger.nokey")
	}
	if err == nil && known == "" {
		err = facts.SetFact(ctx, publicFact, key.Public)
	}
	return key, fault.Wrap(fault.Unavailable, op, err)
}

// WitnessKey reads the key of a witness, or makes it in the name given.
func WitnessKey(path, name string, random io.Reader) (*Key, error) {
	key, err := readKey(path)
	if errors.Is(err, os.ErrNotExist) {
		key, err = makeKey(path, name, random)
	}
	return key, fault.Wrap(fault.Unavailable, "keeper.WitnessKey", err)
}

// newName gives twelve letters, so that no two installations have one name.
func newName(random io.Reader) string {
	raw := make([]byte, 12)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "unnamed" // making the key fails next, for the same reason
	}
	for i, b := range raw {
		raw[i] = 'a' + b%26
	}
	return string(raw)
}

func readKey(path string) (*Key, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	secret := strings.TrimSpace(string(raw))
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	public, err := ledger.PublicOf(secret)
	return &Key{signer, public}, err
}

func makeKey(path, name string, random io.Reader) (*Key, error) {
	secret, _, err := ledger.NewKey(random, name)
	if err != nil {
		return nil, err
	}
	if err := writeWhole(path, secret+"\n"); err != nil {
		return nil, err
	}
	return readKey(path)
}

// writeWhole puts a file in its place whole and durable, for its owner only.
func writeWhole(path, content string) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, ".new-*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// KeysCmd works with the keys of an installation, also while it is served.
type KeysCmd struct {
	Rotate  RotateCmd  `cmd:"" help:"Make a new master key and wrap all data keys with it."`
	DropOld DropOldCmd `cmd:"" name:"drop-old" help:"Take all master keys but the newest away."`
	Seal    SealCmd    `cmd:"" help:"Seal the file of master keys with a key service (--kms)."`
}

// RotateCmd makes a new master key and wraps all data keys anew.
type RotateCmd struct {
	Place
	Resume bool `help:"Make no new master key: go on with a rotation that was broken off."`
}

// Help tells how it can be broken off.
func (c *RotateCmd) Help() string {
	return `The new key serves at once; the old one still opens what it wrapped. It may be
broken off at any moment and gone on with by --resume. The data are not touched.
When it is done, and the backups of the keys are renewed: eendracht keys drop-old`
}

// DropOldCmd takes the old master keys away.
type DropOldCmd struct{ Place }

func openKeys(ctx context.Context, at Place) (*store.KeyStore, error) {
	if at.Database != "" {
		return store.OpenKeysPostgres(ctx, at.Database)
	}
	return store.OpenKeysSQLite(ctx, at.Data)
}

// Run rotates with progress.
func (c *RotateCmd) Run(ctx context.Context, s *Streams) (err error) {
	keys, err := openKeys(ctx, c.Place)
	if err != nil {
		return err
	}
	defer closing(keys, &err)
	path, err := c.keyfile()
	if err != nil {
		return err
	}
	if !c.Resume {
		if err := vault.Rotate(path); err != nil {
			return err
		}
	}
	done, err := vault.Rewrap(ctx, path, keys, func(r vault.Rewrapped) { fmt.Fprintf(s.Err, "%d keys seen, %d wrapped anew\n", r.Seen, r.Changed) })
	if err == nil {
		fmt.Fprintf(s.Out, "rotated: %d keys, %d wrapped anew\n", done.Seen, done.Changed)
	}
	return err
}

// Run wraps what is left and drops the old keys.
func (c *DropOldCmd) Run(ctx context.Context, s *Streams) (err error) {
	keys, err := openKeys(ctx, c.Place)
	if err != nil {
		return err
	}
	defer closing(keys, &err)
	path, err := c.keyfile()
	if err != nil {
		return err
	}
	n, err := vault.DropOld(ctx, path, keys)
	if err == nil {
		fmt.Fprintf(s.Out, "dropped %d old master keys\n", n)
	}
	return err
}

// SealCmd seals keys.json with a key service.
type SealCmd struct{ Place }

// Help tells what changes.
func (c *SealCmd) Help() string {
	return `keys.json then opens only with the key service; give --kms and --kms-token to every
command from now on. The master keys stay the same, so nothing is wrapped anew. Copies
of the file from before are still in clear: destroy them, or rotate afterwards.`
}

// Run seals the file.
func (c *SealCmd) Run(_ context.Context, s *Streams) error {
	path, err := c.keyfile()
	if err != nil {
		return err
	}
	if path.Service == nil {
		return fault.New(fault.Invalid, "eendracht.keys.seal", "vault.nokms")
	}
	if err := vault.Seal(path); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, "sealed")
	return nil
}

// keyfile gives the file of master keys, with the key service that seals it.
func (p Place) keyfile() (vault.Keyfile, error) {
	file := vault.Keyfile{Path: filepath.Join(p.Data, "keys.json")}
	if p.Kms == "" {
		return file, nil
	}
	token, err := os.ReadFile(p.KmsToken)
	if err != nil {
		return file, &fault.Error{Code: fault.Invalid, Op: "eendracht.keyfile", Key: "vault.token", Err: err}
	}
	service, err := vault.NewTransit(p.Kms, strings.TrimSpace(string(token)), nil)
	if err != nil {
		return file, err
	}
	file.Service = service
	return file, nil
}

func closing(keys *store.KeyStore, err *error) {
	if end := keys.Close(); *err == nil {
		*err = end
	}
}

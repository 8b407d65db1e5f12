package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// RestoreCmd writes a backup back and makes it fit to be served.
type RestoreCmd struct {
	Place
	Passphrase
	From string `help:"File with the data." required:"" type:"existingfile"`
	Keys string `help:"File with the keys." required:"" type:"existingfile"`
}

// Help tells what happens to what was erased after the backup.
func (c *RestoreCmd) Help() string {
	return `Restores into an empty folder or database. What was erased after the backup was
made is erased again before anything can be read: put the newest shred.list into
the data folder first when it is not in the keys file. The log goes on in another
tree, so that the one that was restored is not continued in two ways.

Example: eendracht restore --from data.ebk --keys keys.ebk --data new-folder --pass-file pass`
}

// Run restores, carries out the list, and says what is there.
func (c *RestoreCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.restore"
	if err := store.MakeFolder(c.Data); err != nil {
		return err
	}
	if c.Database != "" {
		if err := store.PreparePostgres(ctx, c.Database); err != nil {
			return err
		}
	}
	for _, path := range []string{c.From, c.Keys} {
		if err := c.one(ctx, s, path); err != nil {
			return err
		}
	}
	if err := c.newTree(ctx); err != nil {
		return err
	}
	a, err := openApp(ctx, c.Place, realHooks(), newLog(s.Err))
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.store.Ready(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	fmt.Fprintln(s.Out, "restored; what was erased since is erased. Now run: eendracht verify")
	return nil
}

// newTree begins another tree of the log before anything is written to it.
func (c *RestoreCmd) newTree(ctx context.Context) error {
	st, err := openStore(ctx, c.Place)
	if err != nil {
		return err
	}
	_, err = st.BeginShard(ctx, realHooks().now(ctx).Year())
	return errors.Join(err, st.Close())
}

func (c *RestoreCmd) one(ctx context.Context, s *Streams, path string) error {
	const op = "eendracht.restore"
	pass, err := c.Passphrase.read()
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer file.Close()
	plain, err := vault.OpenStream(file, pass)
	if err != nil {
		return err
	}
	return c.parts(ctx, func(take func(string, io.Reader) error) error {
		return store.ReadParts(plain, func(name string, body io.Reader) error {
			fmt.Fprintln(s.Err, name)
			if secret, ok := strings.CutPrefix(name, filePart); ok {
				return c.secret(secret, body)
			}
			if piece, ok := strings.CutPrefix(name, documentPart); ok {
				return restoreDocument(ctx, c.Documents, piece, body)
			}
			return take(name, body)
		})
	})
}

func (c *RestoreCmd) parts(ctx context.Context, read func(func(string, io.Reader) error) error) error {
	if c.Database != "" {
		return store.RestorePostgres(ctx, c.Database, read)
	}
	return read(func(name string, body io.Reader) error { return store.RestoreSQLite(c.Data, name, body) })
}

// secret puts a file of the keys in its place. The list of what was erased is
// added to the one that is there, which may be newer; any other file must be new.
func (c *RestoreCmd) secret(name string, body io.Reader) error {
	const op = "eendracht.secret"
	if !slices.Contains(secretFiles, name) {
		return fault.New(fault.Invalid, op, "backup.part", "part", name)
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return fault.Wrap(fault.Invalid, op, err)
	}
	path := filepath.Join(c.Data, name)
	was, err := os.ReadFile(path)
	switch {
	case err == nil && name != shredFile && !bytes.Equal(was, raw):
		return fault.New(fault.Conflict, op, "backup.notempty")
	case err == nil && name == shredFile:
		raw = append(was[:bytes.LastIndexByte(was, '\n')+1], raw...) // without a last line that a crash cut short
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return store.WriteWhole(path, raw)
}

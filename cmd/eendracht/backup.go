package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// Passphrase says where the passphrase of a backup comes from; a command line
// would show it to everyone on the machine.
type Passphrase struct {
	PassFile   string `help:"File whose first line is the passphrase, 12 signs or more." type:"existingfile" xor:"pass"`
	Passphrase string `help:"The passphrase, from the environment." env:"EENDRACHT_BACKUP_PASSPHRASE" hidden:"" xor:"pass"`
}

func (p Passphrase) read() ([]byte, error) {
	if p.PassFile == "" {
		return []byte(p.Passphrase), nil
	}
	raw, err := os.ReadFile(p.PassFile)
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	return bytes.TrimSpace(line), fault.Wrap(fault.Unavailable, "eendracht.passphrase", err)
}

// BackupCmd writes a backup, also while the archive is served.
type BackupCmd struct {
	Place
	Passphrase
	To    string `help:"File for the data. It must not be there yet." required:"" type:"path"`
	Keys  string `help:"File for the keys and the list of what was erased: keep it in another place than the data, with a passphrase of its own when you can." type:"path"`
	Quiet bool   `help:"Show no progress."`
}

// Help tells what belongs where.
func (c *BackupCmd) Help() string {
	return `The data alone open nothing: the keys go into a file of their own. Whoever holds
both, and the passphrase, reads everything. Keep a fresh copy of the keys file: it
also holds the list of what was erased, which a restored backup goes by.

Example: eendracht backup --data eendracht-data --to /backup/data.ebk --keys /safe/keys.ebk --pass-file pass`
}

// secretFiles lie in the data folder and belong with the keys.
var secretFiles = []string{"keys.json", keyOfLog, shredFile}

const filePart = "file/"

// Run writes the data first: what was erased after that moment is in the list
// that is read later, with the keys.
func (c *BackupCmd) Run(ctx context.Context, s *Streams) error {
	began := time.Now()
	size, err := c.write(ctx, s, c.To, func(out *store.PartsOut) error {
		return errors.Join(c.parts(ctx, false, out), backupDocuments(c.Documents, out))
	})
	if err != nil {
		return err
	}
	if c.Keys != "" {
		more, err := c.write(ctx, s, c.Keys, func(out *store.PartsOut) error { return c.secrets(ctx, out) })
		if err != nil {
			return err
		}
		size += more
	}
	fmt.Fprintf(s.Out, "backup: %d bytes in %.1f s\n", size, time.Since(began).Seconds())
	return nil
}

func (c *BackupCmd) parts(ctx context.Context, keys bool, out *store.PartsOut) error {
	if c.Database != "" {
		return store.BackupPostgres(ctx, c.Database, keys, out)
	}
	return store.BackupSQLite(ctx, c.Data, keys, out)
}

func (c *BackupCmd) secrets(ctx context.Context, out *store.PartsOut) error {
	if err := c.parts(ctx, true, out); err != nil {
		return err
	}
	for _, name := range secretFiles {
		raw, err := os.ReadFile(filepath.Join(c.Data, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return fault.Wrap(fault.Unavailable, "eendracht.secrets", err)
		}
		if err := out.Part(filePart+name, func(w io.Writer) error { _, err := w.Write(raw); return err }); err != nil {
			return err
		}
	}
	return nil
}

// write makes a file, encrypted, and takes it away again when anything fails: half
// a backup must not look like one.
func (c *BackupCmd) write(_ context.Context, s *Streams, path string, fill func(*store.PartsOut) error) (size int64, err error) {
	const op = "eendracht.backup"
	pass, err := c.Passphrase.read()
	if err != nil {
		return 0, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err = seal(file, pass, fill, c.progress(s)); err != nil {
		return 0, errors.Join(fault.Wrap(fault.Unavailable, op, err), file.Close())
	}
	info, err := file.Stat()
	err = errors.Join(err, file.Sync(), file.Close(), store.SyncFolder(filepath.Dir(path)))
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	return info.Size(), nil
}

func seal(file io.Writer, pass []byte, fill func(*store.PartsOut) error, progress func(string, int64)) error {
	sealed, err := vault.SealStream(file, pass)
	if err != nil {
		return err
	}
	out := store.NewPartsOut(sealed)
	out.Progress = progress
	if err := fill(out); err != nil {
		return err
	}
	return errors.Join(out.Close(), sealed.Close())
}

// progressStep is how many bytes of a part go by between two lines of progress.
const progressStep = 64 << 20

func (c *BackupCmd) progress(s *Streams) func(string, int64) {
	if c.Quiet {
		return nil
	}
	told := map[string]int64{}
	return func(part string, bytes int64) {
		if last, ok := told[part]; !ok || bytes-last >= progressStep {
			told[part] = bytes
			fmt.Fprintf(s.Err, "%s: %d MB\n", part, bytes>>20)
		}
	}
}

package store

import (
	"errors"
	"os"
	"path/filepath"

	"eendracht/internal/fault"
)

// MakeFolder makes a folder and those above it, for its owner only, and makes
// their names durable: a power cut may otherwise take away a whole archive
// whose every file was synced. It changes nothing where the folder is there.
func MakeFolder(path string) error {
	const op = "store.MakeFolder"
	path, err := filepath.Abs(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	var fresh []string
	for at := path; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		fresh = append(fresh, at)
	}
	err = os.MkdirAll(path, 0o700)
	for _, at := range fresh {
		err = errors.Join(err, syncDir(filepath.Dir(at)))
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

// WriteWhole puts a file in its place whole and durable, for its owner only; a
// crash leaves what was there or what is written, never half of it.
func WriteWhole(path string, content []byte) error {
	const op = "store.WriteWhole"
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*") // made with mode 0600
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fault.Wrap(fault.Unavailable, op, errors.Join(err, os.Remove(file.Name())))
	}
	return fault.Wrap(fault.Unavailable, op, errors.Join(os.Rename(file.Name(), path), syncDir(filepath.Dir(path))))
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(path string) error {
	return fault.Wrap(fault.Unavailable, "store.SyncFolder", syncDir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

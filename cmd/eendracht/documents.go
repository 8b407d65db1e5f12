package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"eendracht/internal/casework"
	"eendracht/internal/depot"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// documents gives the place for the content of documents; nil for the archive itself.
func (p Place) documents() (casework.Depot, error) {
	if p.Documents == "" {
		return nil, nil //nolint:nilnil // nil is "in the archive"
	}
	return depot.Open(p.Documents)
}

// documentPart begins the name of a part of a backup that is a piece of a document.
const documentPart = "document/"

// backupDocuments writes the pieces of a folder for documents: sealed, as they lie
// there. They never change; one that is erased meanwhile is left out.
func backupDocuments(dir string, out *store.PartsOut) error {
	if dir == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "[a-z0-9]*.[0-9]*"))
	if err != nil {
		return fault.Wrap(fault.Unavailable, "eendracht.backupDocuments", err)
	}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return fault.Wrap(fault.Unavailable, "eendracht.backupDocuments", err)
		}
		name := documentPart + filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
		if err := out.Part(name, func(w io.Writer) error { _, err := w.Write(raw); return err }); err != nil {
			return err
		}
	}
	return nil
}

// restoreDocument writes a piece back into a folder for documents.
func restoreDocument(_ context.Context, dir, name string, body io.Reader) error {
	const op = "eendracht.restoreDocument"
	if dir == "" {
		return fault.New(fault.Invalid, op, "paper.restore")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fault.New(fault.Invalid, op, "backup.part", "part", name)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = io.Copy(file, body)
	return fault.Wrap(fault.Unavailable, op, errors.Join(err, file.Sync(), file.Close()))
}

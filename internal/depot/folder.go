// Package depot keeps what documents hold outside the archive: sealed pieces in
// a folder. It knows no key and no name: whoever owns the place reads nothing.
package depot

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Folder keeps each piece as a file below a folder, which may lie on a file
// system of its own. It is safe for concurrent use, by several processes too.
type Folder struct{ path string }

// Open gives the depot in a folder, which must be there: a folder that is made
// anew when a disk is not mounted would take documents where nobody looks.
func Open(path string) (*Folder, error) {
	const op = "depot.Open"
	at, err := os.Stat(path)
	if err == nil && !at.IsDir() {
		err = os.ErrInvalid
	}
	return &Folder{path}, fault.Wrap(fault.Unavailable, op, err)
}

// name gives where a piece lies. Identifiers are letters and digits; anything
// else would name another place.
func (f *Folder) name(id, content dossier.ID, n int) (string, error) {
	for _, part := range []dossier.ID{id, content} {
		if part == "" || !filepath.IsLocal(string(part)) || filepath.Base(string(part)) != string(part) {
			return "", fault.New(fault.Internal, "depot.name", "")
		}
	}
	return filepath.Join(f.path, string(id), string(content)+"."+strconv.Itoa(n)), nil
}

// Put writes a piece aside and gives it its name only when all of it is durable.
func (f *Folder) Put(_ context.Context, id, content dossier.ID, n int, sealed []byte) error {
	const op = "depot.Put"
	name, err := f.name(id, content, n)
	if err != nil {
		return err
	}
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	file, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = file.Write(sealed)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Link(file.Name(), name) // never replaces what has the name
	}
	taken := errors.Is(err, os.ErrExist)
	err = errors.Join(err, os.Remove(file.Name()))
	if taken {
		return fault.Wrap(fault.Conflict, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, errors.Join(err, durable(dir), durable(f.path)))
}

// durable makes the names in a folder durable.
func durable(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get gives a piece; NotFound when it is not there.
func (f *Folder) Get(_ context.Context, id, content dossier.ID, n int) ([]byte, error) {
	const op = "depot.Get"
	name, err := f.name(id, content, n)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap(fault.NotFound, op, err)
	}
	return raw, fault.Wrap(fault.Unavailable, op, err)
}

// Drop takes all pieces of a content away; none is no fault.
func (f *Folder) Drop(_ context.Context, id, content dossier.ID, pieces int) error {
	const op = "depot.Drop"
	for n := range pieces {
		name, err := f.name(id, content, n)
		if err != nil {
			return err
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	dir := filepath.Join(f.path, string(id))
	if err := durable(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return nil
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Veil seals what names a resident before it is written, and opens it when it is
// read, with a key of that account alone.
type Veil interface {
	Cover(ctx context.Context, user dossier.ID, plain []byte) ([]byte, error)
	// Uncover gives what was covered; nothing when the key of the account is gone.
	Uncover(ctx context.Context, user dossier.ID, sealed []byte) ([]byte, error)
}

// citizenKind is the kind of accounts of residents.
const citizenKind = "citizen"

// naming is what the veil is over.
type naming struct {
	Name  string `json:"n,omitempty"`
	Phone string `json:"p,omitempty"`
	Email string `json:"e,omitempty"`
}

// SetVeil says what seals the names of residents, before the archive is used.
// Without one a resident's account with a name is refused, and read without it.
func (s *archive) SetVeil(v Veil) { s.veil = v }

// cover gives accounts as they are written: those of residents without anything
// that names them in the open.
func (s *archive) cover(ctx context.Context, users []User) ([]User, error) {
	const op = "store.cover"
	covered := slices.Clone(users)
	for i := range covered {
		u := &covered[i]
		u.veiled = nil
		what := naming{u.Name, u.Phone, u.Email}
		if u.Kind != citizenKind || what == (naming{}) {
			continue
		}
		if s.veil == nil {
			return nil, fault.New(fault.Internal, op, "")
		}
		plain, err := json.Marshal(what)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		if u.veiled, err = s.veil.Cover(ctx, u.ID, plain); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		u.Name, u.Phone, u.Email = "", "", ""
	}
	return covered, nil
}

// uncover gives accounts as they were before they were covered.
func (s *archive) uncover(ctx context.Context, users []User) error {
	const op = "store.uncover"
	for i := range users {
		u := &users[i]
		sealed := u.veiled
		if u.veiled = nil; len(sealed) == 0 || s.veil == nil {
			continue
		}
		plain, err := s.veil.Uncover(ctx, u.ID, sealed)
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		if len(plain) == 0 { // its key is gone
			continue
		}
		var what naming
		if err := json.Unmarshal(plain, &what); err != nil {
			return fault.Wrap(fault.Internal, op, err)
		}
		u.Name, u.Phone, u.Email = what.Name, what.Phone, what.Email
	}
	return nil
}

const openNames = `SELECT ` + userColumns + ` FROM account WHERE kind = 'citizen' AND (name <> '' OR phone <> '' OR email <> '') ORDER BY id LIMIT $1`

// veilBatch is how many accounts are covered at once.
const veilBatch = 500

// CoverNames seals the names of residents that stand in the open from before
// they were sealed, and tells how many there were.
func (s *archive) CoverNames(ctx context.Context) (int, error) {
	const op = "store.CoverNames"
	for n := 0; ; {
		rows, err := s.read.query(ctx, openNames, int64(veilBatch))
		users, err := collect(op, rows, err, scanUser)
		if err != nil || len(users) == 0 {
			return n, err
		}
		if err := s.PutUsers(ctx, users); err != nil {
			return n, err
		}
		n += len(users)
	}
}

// CoverNames zeroes the freed parts of the file, and empties its write-ahead log.
func (s *sqliteStore) CoverNames(ctx context.Context) (n int, err error) {
	rows, err := s.read.query(ctx, openNames, int64(1))
	some, err := collect("store.CoverNames", rows, err, scanUser)
	if err != nil || len(some) == 0 {
		return 0, err
	}
	err = s.overwriting(ctx, func() (err error) {
		n, err = s.archive.CoverNames(ctx)
		return err
	})
	return n, errors.Join(err, s.Scrub(ctx))
}

// CoverNames writes the table anew, so that no dead row is left of what stood there.
func (s *postgresStore) CoverNames(ctx context.Context) (int, error) {
	n, err := s.archive.CoverNames(ctx)
	if n > 0 && err == nil {
		_, err = s.db.ExecContext(ctx, `VACUUM FULL account`)
	}
	return n, fault.Wrap(fault.Unavailable, "store.CoverNames", err)
}

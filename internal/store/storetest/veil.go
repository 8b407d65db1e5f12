package storetest

import (
	"bytes"
	"context"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// mirror is a veil that turns the bytes around, bound to the account.
type mirror struct{ gone bool }

func turned(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] ^= 0xff
	}
	return out
}

func (m mirror) Cover(_ context.Context, user dossier.ID, plain []byte) ([]byte, error) {
	return append([]byte(user+"\x00"), turned(plain)...), nil
}

func (m mirror) Uncover(_ context.Context, user dossier.ID, sealed []byte) ([]byte, error) {
	of, rest, ok := bytes.Cut(sealed, []byte{0})
	if m.gone {
		return nil, nil
	}
	if !ok || string(of) != string(user) {
		return nil, fault.New(fault.Unavailable, "storetest.Uncover", "")
	}
	return turned(rest), nil
}

// A resident's name goes under the veil, however it is written and read; without
// a veil it is not written at all.
func veiled(t *testing.T, s store.Store) {
	ctx := t.Context()
	fatma := store.User{ID: "u1", Kind: "citizen", Roles: []string{}, Name: "Fatma Yıldız", Phone: "0612345670", Email: "fatma@voorbeeld.example", Active: true, Profile: []byte{1}}
	noor := store.User{ID: "u2", Org: "o1", Kind: "staff", Roles: []string{"worker"}, Name: "Noor", Active: true, Profile: []byte{}}
	is(t, s.PutUsers(ctx, []store.User{noor, fatma}), fault.Internal, "")
	_, err := s.User(ctx, "u2")
	is(t, err, fault.NotFound, "")

	s.SetVeil(mirror{})
	ok(t, s.PutUsers(ctx, []store.User{noor, fatma}))
	for _, want := range []store.User{fatma, noor} {
		got, err := s.User(ctx, want.ID)
		ok(t, err)
		same(t, "name", got.Name, want.Name)
		same(t, "phone", got.Phone, want.Phone)
		same(t, "email", got.Email, want.Email)
		same(t, "profile", string(got.Profile), string(want.Profile))
	}
	like, err := s.UsersLike(ctx, "citizen", 9)
	ok(t, err)
	same(t, "listed", like[0].Name, fatma.Name)
	fatma.Name = ""
	fatma.Phone, fatma.Email = "", ""
	ok(t, s.PutUsers(ctx, []store.User{fatma}))
	got, err := s.User(ctx, "u1")
	ok(t, err)
	same(t, "taken away", got.Name, "")

	fatma.Name = "Fatma"
	ok(t, s.PutUsers(ctx, []store.User{fatma}))
	s.SetVeil(mirror{gone: true})
	got, err = s.User(ctx, "u1")
	ok(t, err)
	same(t, "its key is gone", got.Name, "")
	n, err := s.CoverNames(ctx)
	ok(t, err)
	same(t, "stood in the open", n, 0)
}

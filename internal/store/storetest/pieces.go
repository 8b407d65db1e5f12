package storetest

import (
	"bytes"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func pieces(t *testing.T, s store.Store) {
	ctx := t.Context()
	id := begin(t, s, 2)
	large := bytes.Repeat([]byte{0, 1, 2, 255}, 150_000)
	ok(t, s.PutPiece(ctx, id, "c1", 0, large))
	ok(t, s.PutPiece(ctx, id, "c1", 1, []byte("end")))
	ok(t, s.PutPiece(ctx, id, "c2", 0, []byte("other")))
	is(t, s.PutPiece(ctx, id, "c1", 1, []byte("again")), fault.Conflict, "")
	got, err := s.Piece(ctx, id, "c1", 0)
	ok(t, err)
	same(t, "the piece", bytes.Equal(got, large), true)
	_, err = s.Piece(ctx, id, "c1", 2)
	is(t, err, fault.NotFound, "")
	_, err = s.Piece(ctx, newID("d"), "c1", 0)
	is(t, err, fault.NotFound, "")
	ok(t, s.DropPieces(ctx, id, "c1", 2))
	ok(t, s.DropPieces(ctx, id, "c1", 2))
	for n := range 2 {
		_, err = s.Piece(ctx, id, "c1", n)
		is(t, err, fault.NotFound, "")
	}
	erasePieces(t, s, id)
}

// erasePieces: what was erased takes its content along, the whole dossier all of it.
func erasePieces(t *testing.T, s store.Store, id dossier.ID) {
	ctx := t.Context()
	ok(t, s.PutPiece(ctx, id, "c3", 0, []byte("stays")))
	shred := shredOf(t, s, id, 1)
	shred.Contents = []store.ShredContent{{ID: "c2", Pieces: 1}}
	_, err := s.Erase(ctx, store.Append{Dossier: id, Expect: 2, Entries: entries(id, 2, 1)}, shred)
	ok(t, err)
	_, err = s.Piece(ctx, id, "c2", 0)
	is(t, err, fault.NotFound, "")
	_, err = s.Piece(ctx, id, "c3", 0)
	ok(t, err)
	whole := shredOf(t, s, id, 1)
	whole.Whole = true
	_, err = s.Erase(ctx, store.Append{Dossier: id, Expect: 3, Entries: entries(id, 3, 1)}, whole)
	ok(t, err)
	_, err = s.Piece(ctx, id, "c3", 0)
	is(t, err, fault.NotFound, "")
}

package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Pieces keeps what documents hold, in sealed pieces. It is the place for
// documents when no other is chosen.
type Pieces interface {
	// PutPiece keeps one piece of a content, from 0. The same piece twice is
	// kept once: it faults with Conflict when it is there already.
	PutPiece(ctx context.Context, id, content dossier.ID, n int, sealed []byte) error
	// Piece gives a piece, NotFound when there is none.
	Piece(ctx context.Context, id, content dossier.ID, n int) ([]byte, error)
	// DropPieces takes all pieces of a content away; none is no fault.
	DropPieces(ctx context.Context, id, content dossier.ID, pieces int) error
}

// ShredContent is a content of a document that goes.
type ShredContent struct {
	ID     dossier.ID `json:"id"`
	Pieces int        `json:"pieces"`
}

const (
	putPiece   = `INSERT INTO piece (dossier, content, n, body) VALUES ($1, $2, $3, $4)`
	getPiece   = `SELECT body FROM piece WHERE dossier = $1 AND content = $2 AND n = $3`
	dropPieces = `DELETE FROM piece WHERE dossier = $1 AND content = $2`
)

// PutPiece keeps one piece of a content.
func (s *archive) PutPiece(ctx context.Context, id, content dossier.ID, n int, sealed []byte) error {
	const op = "store.PutPiece"
	return trouble(op, s.write.do(ctx, op, func(t tx) error {
		_, err := t.exec(putPiece, string(id), string(content), int64(n), blob(sealed))
		return err
	}))
}

// Piece gives a piece of a content.
func (s *archive) Piece(ctx context.Context, id, content dossier.ID, n int) ([]byte, error) {
	rows, err := s.read.query(ctx, getPiece, string(id), string(content), int64(n))
	return one("store.Piece", rows, err, func(rows *sql.Rows, body *[]byte) error { return rows.Scan(body) })
}

// DropPieces takes all pieces of a content away.
func (s *archive) DropPieces(ctx context.Context, id, content dossier.ID, _ int) error {
	const op = "store.DropPieces"
	return s.write.do(ctx, op, func(t tx) error {
		_, err := t.exec(dropPieces, string(id), string(content))
		return err
	})
}

// Held is what a sealed entry tells in clear about the content of its document,
// so that whoever checks an archive needs no key: which it is, how many pieces,
// and their hash.
type Held struct {
	Content dossier.ID
	Pieces  int
	Hash    [sha256.Size]byte // SHA-256 of the sealed pieces, one after the other
}

// What a sealed entry with a document begins with: this byte, the hash, the
// number of pieces, the length of the name, the name; then the entry as it is
// sealed otherwise. The log covers all of it.
const (
	holding     = 3
	holdingHead = 1 + sha256.Size + 4 + 1
	nameMost    = 255
)

// Hold writes what an entry holds in front of it.
func Hold(h Held, sealed []byte) ([]byte, error) {
	if len(h.Content) == 0 || len(h.Content) > nameMost || h.Pieces < 1 {
		return nil, fault.New(fault.Internal, "store.Hold", "")
	}
	out := make([]byte, 0, holdingHead+len(h.Content)+len(sealed))
	out = append(append(out, holding), h.Hash[:]...)
	out = binary.BigEndian.AppendUint32(out, uint32(h.Pieces))
	out = append(append(out, byte(len(h.Content))), h.Content...)
	return append(out, sealed...), nil
}

// HeldIn reads what Hold wrote, and gives the entry as it is sealed otherwise;
// ok is false for one that holds nothing.
func HeldIn(body []byte) (h Held, sealed []byte, ok bool) {
	if len(body) < holdingHead || body[0] != holding {
		return Held{}, body, false
	}
	copy(h.Hash[:], body[1:])
	h.Pieces = int(binary.BigEndian.Uint32(body[1+sha256.Size:]))
	n := int(body[holdingHead-1])
	if len(body) < holdingHead+n {
		return Held{}, body, false
	}
	h.Content = dossier.ID(body[holdingHead : holdingHead+n])
	return h, body[holdingHead+n:], true
}

package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// LookRow is a look as it is stored.
type LookRow struct {
	Home    string // dossier, or ~user
	At      int64  // microseconds UTC
	ID      string
	User    string
	Org     string
	Version int64
	Detail  []byte
}

// Leaf gives the encoded leaf of the row.
func (r LookRow) Leaf() []byte {
	return Leaf{Look, Key{r.Home, r.At, r.ID}, LookDigest(r.User, r.Org, r.Version, r.Detail)}.Append(nil)
}

// Proof shows that one look stands in the log. Who holds it needs no access to
// anything: docs/verify/verify.mjs checks it. Numbers of leaves and times are
// well below 2^53, so JSON of any language reads them.
type Proof struct {
	Form       string   `json:"form"` // ProofForm
	Look       LookSaid `json:"look"`
	Leaf       int64    `json:"leaf"`       // number in the tree
	Path       []string `json:"path"`       // hashes up to the root, RFC 6962 2.1.1, hex
	Checkpoint string   `json:"checkpoint"` // signed note
	Key        string   `json:"key"`        // public line of the installation: compare it with what was published
}

// ProofForm names the form of a proof.
const ProofForm = "eendracht look proof 1"

// LookSaid is what a proof tells of a look: the columns, and the part of the
// detail that may be told. Of the rest it gives a hash.
type LookSaid struct {
	Home    string `json:"home"`
	At      int64  `json:"at"`
	ID      string `json:"id"`
	User    string `json:"user"`
	Org     string `json:"org"`
	Version int64  `json:"version"`
	Told    string `json:"told"` // JSON without its end, as it was hashed
	Kept    string `json:"kept"` // hash of the rest, hex
}

// Said gives what a proof tells of a row.
func (r LookRow) Said() LookSaid {
	told, kept := SplitDetail(r.Detail)
	sum := sha256.Sum256(kept)
	return LookSaid{Home: r.Home, At: r.At, ID: r.ID, User: r.User, Org: r.Org, Version: r.Version, Told: string(told), Kept: hex.EncodeToString(sum[:])}
}

// Prove makes a proof of the row that is leaf n of the tree of a checkpoint.
func (r LookRow) Prove(checkpoint, key string, n int64, read TileOf) (Proof, error) {
	c, err := ReadCheckpoint(checkpoint)
	if err != nil {
		return Proof{}, err
	}
	path, err := Inclusion(c.Size, n, read)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Form: ProofForm, Look: r.Said(), Leaf: n, Path: make([]string, 0, len(path)), Checkpoint: checkpoint, Key: key}
	for _, h := range path {
		p.Path = append(p.Path, Hex(h))
	}
	return p, p.Check()
}

// What a proof can fail on.
var (
	ErrForm      = errors.New("this is no proof of a look")
	ErrPath      = errors.New("the look does not stand in the log of this checkpoint")
	ErrSignature = errors.New("the checkpoint is not signed with this key")
)

// Check tells whether the proof holds for the checkpoint and key in it.
func (p Proof) Check() error {
	c, err := ReadCheckpoint(p.Checkpoint)
	kept, bad := hex.DecodeString(p.Look.Kept)
	if err != nil || bad != nil || len(kept) != digestSize || p.Form != ProofForm {
		return ErrForm
	}
	public, err := ReadPublic(p.Key)
	if err != nil || !public.Signed(p.Checkpoint) {
		return ErrSignature
	}
	path := make(tlog.RecordProof, 0, len(p.Path))
	for _, text := range p.Path {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) != digestSize {
			return ErrForm
		}
		path = append(path, Hash(raw))
	}
	l := p.Look
	leaf := Leaf{Look, Key{l.Home, l.At, l.ID}, lookDigest(l.User, l.Org, l.Version, sha256.Sum256([]byte(l.Told)), Hash(kept))}.Append(nil)
	if p.Leaf < 0 || p.Leaf >= c.Size || tlog.CheckRecord(path, c.Size, c.Root, p.Leaf, tlog.RecordHash(leaf)) != nil {
		return ErrPath
	}
	return nil
}

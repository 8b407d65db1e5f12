// Package ledger makes tampering show. Every entry, look, decision, set of
// policies, erasure and change by an administrator is a leaf of a Merkle tree (RFC 6962), one tree a year;
// signed checkpoints fix what the tree held, and others keep those. This room
// is pure: it hashes, encodes, proves and checks, and does no I/O.
package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 hash in the tree.
type Hash = tlog.Hash

// Kind is the table of which a row is a leaf.
type Kind byte

// The kinds of leaves; the byte stands first in the leaf.
const (
	Entry    Kind = 'E'
	Look     Kind = 'L'
	Decision Kind = 'D'
	Policy   Kind = 'P'
	Erased   Kind = 'X'
	Change   Kind = 'C'
)

// Tables names the table of each kind, in the order in which they are checked.
var Tables = []struct {
	Kind Kind
	Name string
}{{Entry, "entry"}, {Look, "look"}, {Decision, "decision"}, {Policy, "policy_set"}, {Erased, "erased"}, {Change, "change"}}

// Table gives the name of the table of a kind, or "?" for a kind that is none.
func (k Kind) Table() string {
	for _, t := range Tables {
		if t.Kind == k {
			return t.Name
		}
	}
	return "?"
}

// Key names a row: the dossier or user where it lies, its place there (number
// of an entry, else microseconds UTC) and its identifier.
type Key struct {
	Home   string
	Number int64
	ID     string
}

// String gives the key as people may read it in a finding.
func (k Key) String() string { return fmt.Sprintf("%s/%d/%s", k.Home, k.Number, k.ID) }

const digestSize = sha256.Size

// Leaf is what one row puts into the tree. Its encoding says which row it is
// of; the digest stands for all else in the row.
type Leaf struct {
	Kind   Kind
	Key    Key
	Digest Hash
}

// Append adds the encoding of the leaf: kind, home, number, id, digest. Text
// has its length in two bytes before it, a number has eight, big end first.
func (l Leaf) Append(b []byte) []byte {
	b = l.Key.Append(append(b, byte(l.Kind)))
	return append(b, l.Digest[:]...)
}

// Append adds the encoding of the key, as it stands in a leaf after its kind.
func (k Key) Append(b []byte) []byte {
	b = appendText(b, k.Home)
	b = binary.BigEndian.AppendUint64(b, uint64(k.Number))
	return appendText(b, k.ID)
}

// appendText adds text with its length. Nothing that the archive takes is
// longer than fits; more would be cut to a length that no row has.
func appendText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(min(len(s), 0xffff)))
	return append(b, s...)
}

// next gives the length of the first leaf in data; 0 when there is no whole one.
func next(data []byte) int {
	at := 1
	if len(data) < at+2 {
		return 0
	}
	at += 2 + int(binary.BigEndian.Uint16(data[at:])) + 8
	if len(data) < at+2 {
		return 0
	}
	at += 2 + int(binary.BigEndian.Uint16(data[at:])) + digestSize
	if len(data) < at {
		return 0
	}
	return at
}

// Each calls take with the encoding of every leaf in data, in order. It tells
// whether data was whole: nothing was left over.
func Each(data []byte, take func(leaf []byte) error) (whole bool, err error) {
	for len(data) > 0 {
		n := next(data)
		if n == 0 {
			return false, nil
		}
		if err := take(data[:n:n]); err != nil {
			return true, err
		}
		data = data[n:]
	}
	return true, nil
}

// Parse reads the encoding of one leaf; ok is false when it is none.
func Parse(leaf []byte) (l Leaf, ok bool) {
	if next(leaf) != len(leaf) || len(leaf) == 0 {
		return Leaf{}, false
	}
	l.Kind = Kind(leaf[0])
	n := int(binary.BigEndian.Uint16(leaf[1:]))
	l.Key.Home = string(leaf[3 : 3+n])
	l.Key.Number = int64(binary.BigEndian.Uint64(leaf[3+n:]))
	l.Key.ID = string(leaf[3+n+8+2 : len(leaf)-digestSize])
	copy(l.Digest[:], leaf[len(leaf)-digestSize:])
	return l, true
}

// placeOf gives the home and number of an encoded leaf.
func placeOf(leaf []byte) (home []byte, number int64) {
	n := int(binary.BigEndian.Uint16(leaf[1:]))
	return leaf[3 : 3+n], int64(binary.BigEndian.Uint64(leaf[3+n:]))
}

// keyOf gives the kind and key of an encoded leaf, without its digest.
func keyOf(leaf []byte) []byte { return leaf[:len(leaf)-digestSize] }

// Hasher hashes leaves without making garbage; one goroutine uses it at a time.
type Hasher struct{ buf []byte }

// Leaf gives the hash of an encoded leaf as RFC 6962 has it.
func (h *Hasher) Leaf(leaf []byte) Hash {
	h.buf = append(append(h.buf[:0], 0), leaf...)
	return sha256.Sum256(h.buf)
}

// node gives the hash of two hashes as RFC 6962 has it.
func node(left, right Hash) Hash {
	var b [1 + 2*digestSize]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+digestSize:], right[:])
	return sha256.Sum256(b[:])
}

// A stub stands where sealed content was erased: a zero, then the hash of what
// was there, so that the leaf can still be built. Sealed content never begins
// with a zero.
const stubSize = 1 + digestSize

// Stub gives what takes the place of erased content. A stub stays as it is.
func Stub(body []byte) []byte {
	if IsStub(body) {
		return body
	}
	sum := sha256.Sum256(body)
	return append([]byte{0}, sum[:]...)
}

// IsStub tells whether content was erased.
func IsStub(body []byte) bool { return len(body) == stubSize && body[0] == 0 }

func content(body []byte) Hash {
	if IsStub(body) {
		return Hash(body[1:])
	}
	return sha256.Sum256(body)
}

// EntryDigest stands for an entry: when it was recorded (microseconds UTC),
// its kind, and its sealed body or the stub of it.
func EntryDigest(at int64, kind string, body []byte) Hash {
	var room [128]byte
	sum := content(body)
	b := binary.BigEndian.AppendUint64(room[:0], uint64(at))
	return sha256.Sum256(append(appendText(b, kind), sum[:]...))
}

// saltMark begins the part of a look's detail that no proof discloses.
var saltMark = []byte(`,"salt":"`)

// SplitDetail parts the detail of a look into what its proof tells and what it
// keeps: parts, facts and the like may tell of what the reader may not know.
// The salt keeps what is kept from being guessed. A quote inside a text is
// escaped in JSON, so the mark is found nowhere else.
func SplitDetail(detail []byte) (told, kept []byte) {
	at := bytes.Index(detail, saltMark)
	if at < 0 {
		return nil, detail
	}
	return detail[:at], detail[at:]
}

// LookDigest stands for a look: who, for which organisation, on which version, and the detail.
func LookDigest(user, org string, version int64, detail []byte) Hash {
	told, kept := SplitDetail(detail)
	return lookDigest(user, org, version, sha256.Sum256(told), sha256.Sum256(kept))
}

func lookDigest(user, org string, version int64, told, kept Hash) Hash {
	var room [192]byte
	b := appendText(appendText(room[:0], user), org)
	b = binary.BigEndian.AppendUint64(b, uint64(version))
	return sha256.Sum256(append(append(b, told[:]...), kept[:]...))
}

// DecisionDigest stands for a decision that no look tells of.
func DecisionDigest(user, org, dossier string, version, allow int64, detail []byte) Hash {
	var room [256]byte
	sum := sha256.Sum256(detail)
	b := appendText(appendText(appendText(room[:0], user), org), dossier)
	b = binary.BigEndian.AppendUint64(b, uint64(version))
	b = binary.BigEndian.AppendUint64(b, uint64(allow))
	return sha256.Sum256(append(b, sum[:]...))
}

// PolicyDigest stands for a set of policies.
func PolicyDigest(body []byte) Hash {
	sum := sha256.Sum256(body)
	return sha256.Sum256(sum[:])
}

// ErasedDigest stands for an erasure: who decided, for which organisation, on
// which ground, and of which tables the rows went.
func ErasedDigest(user, org, ground, what string) Hash {
	var room [256]byte
	return sha256.Sum256(appendText(appendText(appendText(appendText(room[:0], user), org), ground), what))
}

// ChangeDigest stands for a change of the directory or the settings: who, of
// which kind, about what, and the sealed detail.
func ChangeDigest(user, kind, subject string, detail []byte) Hash {
	var room [256]byte
	sum := sha256.Sum256(detail)
	return sha256.Sum256(append(appendText(appendText(appendText(room[:0], user), kind), subject), sum[:]...))
}

// Hex gives a hash as text.
func Hex(h Hash) string { return hex.EncodeToString(h[:]) }

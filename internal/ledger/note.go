package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Shard is a tree of its own: the year, and which of that year: the first, or
// one that was begun after a restore, so that no tree is ever continued in two ways.
type Shard int64

const perYear = 1000

// ShardOf gives the first tree of a year.
func ShardOf(year int) Shard { return Shard(year) * perYear }

// Year is the year of the shard.
func (s Shard) Year() int { return int(s / perYear) }

// String gives "2026", or "2026.1" for the second tree of a year.
func (s Shard) String() string {
	if again := s % perYear; again != 0 {
		return fmt.Sprintf("%d.%d", s/perYear, again)
	}
	return strconv.FormatInt(int64(s/perYear), 10)
}

// ReadShard reads what String gives.
func ReadShard(text string) (Shard, bool) {
	year, again, more := strings.Cut(text, ".")
	y, err := strconv.ParseUint(year, 10, 16)
	n := uint64(0)
	if err == nil && more {
		n, err = strconv.ParseUint(again, 10, 10)
	}
	s := Shard(y)*perYear + Shard(n)
	return s, err == nil && n < perYear && s.String() == text
}

// Checkpoint says what a tree was at a moment. Its text is that of C2SP
// tlog-checkpoint, with the time as an extension line.
type Checkpoint struct {
	Name  string // of the installation
	Shard Shard
	Size  int64
	Root  Hash
	At    time.Time // UTC, to the microsecond
}

// Origin names the tree: the installation's name and the shard.
func (c Checkpoint) Origin() string { return c.Name + "/" + c.Shard.String() }

// Text gives what is signed.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %d\n", c.Origin(), c.Size, base64.StdEncoding.EncodeToString(c.Root[:]), c.At.UnixMicro())
}

// strict takes one spelling of the same bytes only.
var strict = base64.StdEncoding.Strict()

var errCheckpoint = errors.New("this is not a checkpoint")

// ReadCheckpoint reads a checkpoint with or without signatures and checks none.
func ReadCheckpoint(text string) (c Checkpoint, err error) {
	body, _, signed := strings.Cut(text, "\n\n")
	if !signed {
		body = strings.TrimSuffix(body, "\n")
	}
	lines := strings.Split(body, "\n")
	if len(lines) < 3 {
		return c, errCheckpoint
	}
	at := strings.LastIndexByte(lines[0], '/')
	if at < 1 {
		return c, errCheckpoint
	}
	var ok bool
	c.Name = lines[0][:at]
	if c.Shard, ok = ReadShard(lines[0][at+1:]); !ok {
		return c, errCheckpoint
	}
	c.Size, err = strconv.ParseInt(lines[1], 10, 64)
	root, bad := strict.DecodeString(lines[2])
	if err != nil || bad != nil || c.Size < 1 || len(root) != digestSize {
		return c, errCheckpoint
	}
	c.Root = Hash(root)
	for _, line := range lines[3:] {
		if rest, ok := strings.CutPrefix(line, "time "); ok {
			micros, err := strconv.ParseInt(rest, 10, 64)
			if err != nil {
				return c, errCheckpoint
			}
			c.At = time.UnixMicro(micros).UTC()
		}
	}
	if c.Text() != body+"\n" { // one text for one checkpoint
		return c, errCheckpoint
	}
	return c, nil
}

// NewKey makes the key of an installation or a witness: the secret line for
// its file, and the public line that others check with.
func NewKey(random io.Reader, name string) (secret, public string, err error) {
	return note.GenerateKey(random, name)
}

// PublicOf gives the public line of a secret line.
func PublicOf(secret string) (string, error) {
	name, key, err := readSecret(secret)
	if err != nil {
		return "", err
	}
	return note.NewEd25519VerifierKey(name, key.Public().(ed25519.PublicKey))
}

func readSecret(secret string) (name string, key ed25519.PrivateKey, err error) {
	signer, err := note.NewSigner(strings.TrimSpace(secret))
	if err != nil {
		return "", nil, err
	}
	parts := strings.SplitN(strings.TrimSpace(secret), "+", 5) // PRIVATE, KEY, name, hash, key: the last may hold a plus
	raw, err := strict.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return "", nil, errors.New("this is no signing key")
	}
	return signer.Name(), ed25519.NewKeyFromSeed(raw[1:]), nil
}

// Signer signs for one origin, or for a witness.
type Signer struct {
	name string
	key  ed25519.PrivateKey
}

// NewSigner reads the secret line of a key file.
func NewSigner(secret string) (*Signer, error) {
	name, key, err := readSecret(secret)
	return &Signer{name, key}, err
}

// Name is that of the installation or witness.
func (s *Signer) Name() string { return s.name }

// Sign gives the signed note of a checkpoint. The name of the signature is the
// origin, as the format asks, so it is another one per shard with the same key.
func (s *Signer) Sign(c Checkpoint) (string, error) {
	raw, err := note.Sign(&note.Note{Text: c.Text()}, plainSigner{c.Origin(), s.key})
	return string(raw), err
}

// keyID gives the four bytes that a signature names its key with.
func keyID(name string, alg byte, public ed25519.PublicKey) uint32 {
	sum := sha256.Sum256(append(append([]byte(name+"\n"), alg), public...))
	return binary.BigEndian.Uint32(sum[:])
}

const (
	algPlain    = 1 // Ed25519 over the text
	algCosigned = 4 // C2SP cosignature/v1: Ed25519 over the time and the text
)

type plainSigner struct {
	name string
	key  ed25519.PrivateKey
}

func (s plainSigner) Name() string { return s.name }
func (s plainSigner) KeyHash() uint32 {
	return keyID(s.name, algPlain, s.key.Public().(ed25519.PublicKey))
}
func (s plainSigner) Sign(text []byte) ([]byte, error) { return ed25519.Sign(s.key, text), nil }

// Cosign adds nothing to the checkpoint and gives the line of the witness's
// own signature, which says when it was given (C2SP cosignature/v1).
func (s *Signer) Cosign(c string, at time.Time) string {
	text, _, _ := strings.Cut(c, "\n\n")
	text += "\n"
	seconds := uint64(at.Unix())
	raw := binary.BigEndian.AppendUint32(nil, keyID(s.name, algCosigned, s.key.Public().(ed25519.PublicKey)))
	raw = binary.BigEndian.AppendUint64(raw, seconds)
	raw = append(raw, ed25519.Sign(s.key, cosigned(seconds, text))...)
	return "— " + s.name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
}

func cosigned(seconds uint64, text string) []byte {
	return fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", seconds, text)
}

// Public is who may have signed: an installation, whose shards sign under
// their origin, or a witness.
type Public struct {
	Name string
	key  ed25519.PublicKey
}

// ReadPublic reads a public line: name+hash+key.
func ReadPublic(line string) (Public, error) {
	line = strings.TrimSpace(line)
	verifier, err := note.NewVerifier(line)
	if err != nil {
		return Public{}, err
	}
	parts := strings.SplitN(line, "+", 3)
	raw, err := strict.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return Public{}, errors.New("this is no public key")
	}
	return Public{verifier.Name(), raw[1:]}, nil
}

// Signed tells whether the installation signed the checkpoint under its origin.
func (p Public) Signed(checkpoint string) bool {
	c, err := ReadCheckpoint(checkpoint)
	if err != nil || c.Name != p.Name {
		return false
	}
	for _, raw := range signatures(checkpoint, c.Origin(), keyID(c.Origin(), algPlain, p.key)) {
		if text := signedText(checkpoint); ed25519.Verify(p.key, []byte(text), raw) {
			return true
		}
	}
	return false
}

// Cosigned tells whether the witness cosigned the checkpoint.
func (p Public) Cosigned(checkpoint string) bool {
	for _, raw := range signatures(checkpoint, p.Name, keyID(p.Name, algCosigned, p.key)) {
		if len(raw) == 8+ed25519.SignatureSize && ed25519.Verify(p.key, cosigned(binary.BigEndian.Uint64(raw), signedText(checkpoint)), raw[8:]) {
			return true
		}
	}
	return false
}

func signedText(checkpoint string) string {
	text, _, _ := strings.Cut(checkpoint, "\n\n")
	return text + "\n"
}

// signatures gives the signatures of a note under a name and key, without the key's mark.
func signatures(checkpoint, name string, key uint32) (all [][]byte) {
	_, lines, _ := strings.Cut(checkpoint, "\n\n")
	for line := range strings.Lines(lines) {
		rest, ok := strings.CutPrefix(line, "— "+name+" ")
		raw, err := strict.DecodeString(strings.TrimSuffix(rest, "\n"))
		if ok && err == nil && len(raw) > 4 && binary.BigEndian.Uint32(raw) == key {
			all = append(all, raw[4:])
		}
	}
	return all
}

// CountSigned gives the number of signature lines of a note.
func CountSigned(checkpoint string) int {
	_, lines, _ := strings.Cut(checkpoint, "\n\n")
	return strings.Count(lines, "\n")
}

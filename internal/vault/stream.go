package vault

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"io"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"

	"eendracht/internal/fault"
)

// A backup is encrypted as a stream (AES-256-GCM in segments, each bound to its
// place, the last one marked), with a key from a passphrase. The head says how.
const (
	streamMark    = "EENDRACHT-BACKUP-1\n"
	saltBytes     = 16
	rounds        = 600_000 // of PBKDF2 with SHA-256
	segment       = 1 << 20
	passphraseMin = 12
)

// SealStream encrypts what is written to it, until it is closed. It faults with
// Invalid when the passphrase is shorter than 12 bytes.
func SealStream(w io.Writer, passphrase []byte) (io.WriteCloser, error) {
	const op = "vault.SealStream"
	if len(passphrase) < passphraseMin {
		return nil, fault.New(fault.Invalid, op, "backup.passphrase")
	}
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(rand.Reader, salt); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	box, err := streamBox(passphrase, salt)
	if err != nil {
		return nil, err
	}
	head := append([]byte(streamMark), salt...)
	if _, err := w.Write(head); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	out, err := box.NewEncryptingWriter(w, head)
	return out, fault.Wrap(fault.Internal, op, err)
}

// OpenStream decrypts what SealStream wrote. Reading faults when the passphrase
// is another, when anything was changed, or when the end is cut off.
func OpenStream(r io.Reader, passphrase []byte) (io.Reader, error) {
	const op = "vault.OpenStream"
	head := make([]byte, len(streamMark)+saltBytes)
	if _, err := io.ReadFull(r, head); err != nil || !bytes.HasPrefix(head, []byte(streamMark)) {
		return nil, fault.New(fault.Invalid, op, "backup.none")
	}
	box, err := streamBox(passphrase, head[len(streamMark):])
	if err != nil {
		return nil, err
	}
	in, err := box.NewDecryptingReader(r, head)
	return in, fault.Wrap(fault.Invalid, op, err)
}

func streamBox(passphrase, salt []byte) (*subtle.AESGCMHKDF, error) {
	const op = "vault.streamBox"
	key, err := pbkdf2.Key(sha256.New, string(passphrase), salt, rounds, keyBytes)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	box, err := subtle.NewAESGCMHKDF(key, "SHA256", keyBytes, segment, 0)
	return box, fault.Wrap(fault.Internal, op, err)
}

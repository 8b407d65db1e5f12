package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"eendracht/internal/fault"
)

// fileMaster is the master keyset in a file. Another process may rotate it
// meanwhile: it is read anew when the file changed, so that what is wrapped here
// is wrapped with the newest key, and what was wrapped there opens here.
type fileMaster struct {
	path string
	mu   sync.Mutex
	aead tink.AEAD
	at   time.Time // of the file, when it was read
}

// Encrypt wraps with the newest primary key.
func (m *fileMaster) Encrypt(plain, owner []byte) ([]byte, error) {
	box, err := m.newest()
	if err != nil {
		return nil, err
	}
	return box.Encrypt(plain, owner)
}

// Decrypt unwraps with whichever key of the set wrapped it.
func (m *fileMaster) Decrypt(wrapped, owner []byte) ([]byte, error) {
	m.mu.Lock()
	box := m.aead
	m.mu.Unlock()
	plain, err := box.Decrypt(wrapped, owner)
	if err == nil {
		return plain, nil
	}
	if box, err = m.newest(); err != nil {
		return nil, err
	}
	return box.Decrypt(wrapped, owner)
}

func (m *fileMaster) newest() (tink.AEAD, error) {
	info, err := os.Stat(m.path)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if info.ModTime().Equal(m.at) {
		return m.aead, nil
	}
	handle, err := readKeyset(m.path)
	if err != nil {
		return nil, err
	}
	if m.aead, err = aead.New(handle); err != nil {
		return nil, err
	}
	m.at = info.ModTime()
	return m.aead, nil
}

// openMaster opens the master keyset; with create it makes one when the file
// is not there. The file is the secret of the installation: it belongs in a
// safe place of its own, never in a backup of the data.
func openMaster(path string, create bool) (*fileMaster, error) {
	const op = "vault.openMaster"
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		if !create {
			return nil, fault.New(fault.Unavailable, op, "vault.nomaster")
		}
		_, err = makeMaster(path)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	m := &fileMaster{path: path}
	if _, err := m.newest(); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return m, nil
}

func readKeyset(path string) (*keyset.Handle, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
}

func makeMaster(path string) ([]byte, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	return writeMaster(path, handle)
}

// writeMaster writes a keyset beside the old one and puts it in its place, so
// that a crash leaves one of the two whole.
func writeMaster(path string, handle *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&out)); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // made with mode 0600
	if err != nil {
		return nil, err
	}
	_, err = file.Write(out.Bytes())
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return nil, err
	}
	return out.Bytes(), syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable, so that the new file is
// there after a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Rotate adds a new primary key to the master keyset in a file. What the older
// keys wrapped stays readable; new data keys are wrapped with the new one.
func Rotate(path string) error {
	const op = "vault.Rotate"
	handle, err := readKeyset(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	manager := keyset.NewManagerFromHandle(handle)
	id, err := manager.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if err := manager.SetPrimary(id); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if handle, err = manager.Handle(); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	_, err = writeMaster(path, handle)
	return fault.Wrap(fault.Unavailable, op, err)
}

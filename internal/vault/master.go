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
	file Keyfile
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
	info, err := os.Stat(m.file.Path)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if info.ModTime().Equal(m.at) {
		return m.aead, nil
	}
	handle, err := m.file.read()
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
func openMaster(file Keyfile, create bool) (*fileMaster, error) {
	const op = "vault.openMaster"
	_, err := os.Stat(file.Path)
	if errors.Is(err, os.ErrNotExist) {
		if !create {
			return nil, fault.New(fault.Unavailable, op, "vault.nomaster")
		}
		_, err = file.make()
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	m := &fileMaster{file: file}
	if _, err := m.newest(); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return m, nil
}

// keysetName is what the key service binds the sealed keyset to.
const keysetName = "eendracht/master-keyset"

// Keyfile is the file of the master keyset, and the key service (KMS, HSM) that
// seals it by the interface of Tink. Without one the file holds the keyset in
// clear, for its owner to read alone.
type Keyfile struct {
	Path    string
	Service tink.AEAD
}

// read gives the keyset. A file that is sealed otherwise than the Keyfile says
// is refused with what to do.
func (f Keyfile) read() (*keyset.Handle, error) {
	raw, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, err
	}
	sealed := bytes.Contains(raw, []byte(`"encryptedKeyset"`))
	switch {
	case sealed && f.Service == nil:
		return nil, fault.New(fault.Invalid, "vault.read", "vault.sealed")
	case !sealed && f.Service != nil:
		return nil, fault.New(fault.Invalid, "vault.read", "vault.unsealed")
	case sealed:
		return keyset.ReadWithAssociatedData(keyset.NewJSONReader(bytes.NewReader(raw)), f.Service, []byte(keysetName))
	}
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
}

func (f Keyfile) make() ([]byte, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	return f.write(handle)
}

// write writes a keyset beside the old one and puts it in its place, so that a
// crash leaves one of the two whole.
func (f Keyfile) write(handle *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if f.Service != nil {
		err = handle.WriteWithAssociatedData(keyset.NewJSONWriter(&out), f.Service, []byte(keysetName))
	} else {
		err = insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&out))
	}
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(filepath.Dir(f.Path), ".keys-*") // made with mode 0600
	if err != nil {
		return nil, err
	}
	_, err = file.Write(out.Bytes())
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(file.Name(), f.Path); err != nil {
		return nil, err
	}
	return out.Bytes(), syncFolder(filepath.Dir(f.Path))
}

// Seal seals a keyset that lay in clear with the key service of the Keyfile.
// The keys stay the same; only the file changes.
func Seal(f Keyfile) error {
	const op = "vault.Seal"
	handle, err := Keyfile{Path: f.Path}.read()
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = f.write(handle)
	return fault.Wrap(fault.Unavailable, op, err)
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
func Rotate(file Keyfile) error {
	const op = "vault.Rotate"
	handle, err := file.read()
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
	_, err = file.write(handle)
	return fault.Wrap(fault.Unavailable, op, err)
}

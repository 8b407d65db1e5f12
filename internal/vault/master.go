package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"eendracht/internal/fault"
)

// readMaster reads the master keyset; with create it makes one when the file
// is not there. The file is the secret of the installation: it belongs in a
// safe place of its own, never in a backup of the data.
func readMaster(path string, create bool) (tink.AEAD, error) {
	const op = "vault.readMaster"
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if !create {
			return nil, fault.New(fault.Unavailable, op, "vault.nomaster")
		}
		raw, err = makeMaster(path)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	master, err := aead.New(handle)
	return master, fault.Wrap(fault.Unavailable, op, err)
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
	raw, err := os.ReadFile(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
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

//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"

	"eendracht/internal/fault"
)

// lockFolder takes the lock of an archive folder until the file is closed. The
// kernel drops it when the process ends, however it ends.
func lockFolder(path string) (*os.File, error) {
	const op = "store.lockFolder"
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	err = errors.Join(err, file.Close())
	return nil, &fault.Error{Code: fault.Conflict, Op: op, Key: "store.locked", Err: err}
}

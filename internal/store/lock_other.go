//go:build !unix

package store

import (
	"os"

	"eendracht/internal/fault"
)

// lockFolder refuses: without a lock two processes could serve one folder.
func lockFolder(string) (*os.File, error) {
	return nil, fault.New(fault.Unavailable, "store.lockFolder", "store.nolock")
}

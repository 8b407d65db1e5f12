package store

import "sync"

// versionsMost bounds what a process remembers of versions.
const versionsMost = 1 << 17

// versions remembers the versions of dossiers that are durable, on an engine
// whose one writer is this process. Only the writer adds to it.
type versions struct {
	mu sync.RWMutex
	of map[string]int64 // by dossier; "" is the epoch of the directory
}

func newVersions() *versions { return &versions{of: map[string]int64{}} }

func (v *versions) get(dossier string) (int64, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	n, ok := v.of[dossier]
	return n, ok
}

// both gives a version and the epoch of one and the same moment.
func (v *versions) both(dossier string) (version, epoch int64, ok bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	version, known := v.of[dossier]
	epoch, there := v.of[""]
	return version, epoch, known && there
}

// settle takes over what a transaction made durable.
func (v *versions) settle(fresh map[string]int64) {
	if len(fresh) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.of)+len(fresh) > versionsMost {
		clear(v.of)
	}
	for dossier, n := range fresh {
		v.of[dossier] = n
	}
}

// forget drops everything, when it is not certain what became durable.
func (v *versions) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	clear(v.of)
}

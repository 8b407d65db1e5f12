package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"eendracht/internal/fault"
)

// ShredBook is the list of what was erased in a file of its own, so that it
// survives also when the keys are restored from an old backup. A line is one
// Shred as JSON; it holds identifiers and no content.
type ShredBook struct {
	path string
	mu   sync.Mutex
}

// OpenShredBook names the file; it is made at the first line.
func OpenShredBook(path string) *ShredBook { return &ShredBook{path: path} }

// Add makes a line durable before anything is erased.
func (b *ShredBook) Add(s Shred) error {
	const op = "store.ShredBook.Add"
	line, err := json.Marshal(s)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	file, err := os.OpenFile(b.path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if err = dropHalf(file); err == nil {
		_, err = file.Write(append(line, '\n'))
	}
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = syncDir(filepath.Dir(b.path))
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

// dropHalf takes away a last line that a crash cut short, so that the next one
// is not written behind it.
func dropHalf(file *os.File) error {
	raw, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	if whole := bytes.LastIndexByte(raw, '\n') + 1; whole < len(raw) {
		return file.Truncate(int64(whole))
	}
	return nil
}

// All gives every line once, oldest first. A last line that a crash cut short is left out:
// nothing was erased yet when it was written.
func (b *ShredBook) All() ([]Shred, error) {
	const op = "store.ShredBook.All"
	b.mu.Lock()
	defer b.mu.Unlock()
	raw, err := os.ReadFile(b.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	var all []Shred
	seen := map[string]bool{}
	whole := raw[:bytes.LastIndexByte(raw, '\n')+1]
	lines := bufio.NewScanner(bytes.NewReader(whole))
	lines.Buffer(nil, len(whole)+1)
	for lines.Scan() {
		var s Shred
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		if !seen[string(s.ID)] {
			seen[string(s.ID)] = true
			all = append(all, s)
		}
	}
	return all, fault.Wrap(fault.Unavailable, op, lines.Err())
}

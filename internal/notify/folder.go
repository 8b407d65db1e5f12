package notify

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"eendracht/internal/fault"
)

// Folder puts letters in a folder instead of sending them: for the demonstration.
type Folder struct {
	Dir  string
	From string
}

// Send writes the letter as a file; the same letter is the same file.
func (f Folder) Send(_ context.Context, l Letter) error {
	const op = "notify.Folder"
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	m, err := SMTP{From: f.From}.message(l)
	if err != nil {
		return fault.Wrap(fault.Invalid, op, err)
	}
	name := l.At.UTC().Format("20060102T150405.000000") + "-" + l.ID + ".eml"
	return fault.Wrap(fault.Unavailable, op, m.WriteToFile(filepath.Join(f.Dir, name)))
}

// Letters gives the newest letters of the folder as they were written.
func (f Folder) Letters(most int) ([]string, error) {
	const op = "notify.Letters"
	files, err := os.ReadDir(f.Dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	var letters []string
	for _, file := range slices.Backward(files) {
		if len(letters) == most || !strings.HasSuffix(file.Name(), ".eml") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(f.Dir, file.Name()))
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		letters = append(letters, string(raw))
	}
	return letters, nil
}

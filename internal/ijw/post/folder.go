package post

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

// A drop folder has two sides: out, where we leave letters and the partner its
// acknowledgements, and in, the other way round. A letter is KIND-NAME.xml; a
// file KIND-NAME.ack says that it was taken, KIND-NAME.nak that it was refused.
const (
	outFolder = "out"
	inFolder  = "in"
	ackFile   = ".ack"
	nakFile   = ".nak"
	xmlFile   = ".xml"
)

// drop leaves a letter in a folder. It is whole, on the disk and under its name
// before drop returns; leaving it again changes nothing.
func drop(folder string, l Letter) error {
	sum := sha256.Sum256([]byte(l.From + "/" + l.Ref)) // an identification may hold what no file name can
	name := l.Kind + "-" + hex.EncodeToString(sum[:8]) + xmlFile
	return place(filepath.Join(folder, outFolder), name, l.Content)
}

// place writes a file beside its name, flushes it, and gives it its name.
func place(folder, name string, content []byte) error {
	const op = "post.place"
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	f, err := os.CreateTemp(folder, ".post-*")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, errors.Join(err, os.Remove(f.Name())))
	}
	return flush(folder)
}

// flush makes the names in a folder durable.
func flush(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "post.flush", err)
	}
	return fault.Wrap(fault.Unavailable, "post.flush", errors.Join(d.Sync(), d.Close()))
}

// Folders looks into the drop folders of all partners: what came in is taken
// in, and what was acknowledged is noted.
func (p *Post) Folders(ctx context.Context) error {
	var all []error
	for _, partner := range p.Settings.Partners {
		if partner.Folder == "" {
			continue
		}
		all = append(all, p.collect(ctx, partner), p.confirm(ctx, partner))
	}
	return errors.Join(all...)
}

// collect takes in what lies in a folder, and leaves an acknowledgement.
func (p *Post) collect(ctx context.Context, from Partner) error {
	in := filepath.Join(from.Folder, inFolder)
	names, err := files(in, xmlFile)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := p.pick(ctx, from, in, name); err != nil {
			return err
		}
	}
	return nil
}

func (p *Post) pick(ctx context.Context, from Partner, folder, name string) error {
	const op = "post.pick"
	path := filepath.Join(folder, name)
	at, err := os.Stat(path)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	reply, letter := Reply{Code: CodeFormat, Final: true}, Letter{}
	if at.Size() <= ijw.MaxBytes {
		raw, err := os.ReadFile(path)
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		if letter, err = Peek(raw); err == nil {
			reply = Reply{Code: CodeSender, Final: true}
			if from.Speaks(letter.From) {
				reply = p.Take(ctx, letter)
			}
		}
	}
	if !reply.Accepted && !reply.Final {
		return nil // it stays where it is
	}
	end := ackFile
	if !reply.Accepted {
		end = nakFile
	}
	_, said := Plain{}.Answer(letter, reply, p.Now(ctx))
	if err := place(folder, strings.TrimSuffix(name, xmlFile)+end, said); err != nil {
		return err
	}
	return fault.Wrap(fault.Unavailable, op, os.Remove(path))
}

// confirm notes what a partner acknowledged or refused, and clears it away.
func (p *Post) confirm(ctx context.Context, from Partner) error {
	out := filepath.Join(from.Folder, outFolder)
	for _, end := range []string{ackFile, nakFile} {
		names, err := files(out, end)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := p.note(ctx, out, strings.TrimSuffix(name, end), end); err != nil {
				return err
			}
		}
	}
	return nil
}

// note notes one acknowledgement. The letter goes first: an acknowledgement
// that is left behind by a crash has no letter and is cleared away next time.
func (p *Post) note(ctx context.Context, folder, name, end string) error {
	const op = "post.note"
	path := filepath.Join(folder, name+xmlFile)
	raw, err := os.ReadFile(path)
	if err == nil {
		err = p.noted(ctx, raw, end)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, os.Remove(filepath.Join(folder, name+end)))
}

func (p *Post) noted(ctx context.Context, raw []byte, end string) error {
	letter, err := Peek(raw)
	if err != nil {
		return err
	}
	trouble := ""
	if end == nakFile {
		trouble = CodeRefused
	}
	err = p.Parcels.ConfirmParcel(ctx, letter.To, letter.Ref, trouble, p.Now(ctx))
	if fault.Is(err, fault.NotFound) {
		return nil // nothing of ours: the folder was filled by another program
	}
	return err
}

// files gives the names in a folder with an ending, in order; none when there
// is no such folder yet.
func files(folder, end string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "post.files", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), end) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

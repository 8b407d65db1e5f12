//go:build linux

package lossy

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// Load takes a folder in, as if it had lain on the disk for long.
func Load(dir string) (*Disk, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	uid, gid := ownerOf(info)
	d := New(uid, gid)
	d.root.mode = syscall.S_IFDIR | uint32(info.Mode().Perm())
	return d, d.load(d.root, dir)
}

func ownerOf(info os.FileInfo) (uid, gid uint32) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Uid, s.Gid
	}
	return 0, 0
}

func (d *Disk) load(into *thing, dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range list {
		info, err := entry.Info()
		if err != nil {
			return err
		}
		path := filepath.Join(dir, entry.Name())
		uid, gid := ownerOf(info)
		t := d.make(syscall.S_IFREG|uint32(info.Mode().Perm()), uid, gid)
		switch {
		case entry.IsDir():
			t = d.make(syscall.S_IFDIR|uint32(info.Mode().Perm()), uid, gid)
			err = d.load(t, path)
		case info.Mode()&os.ModeSymlink != 0:
			t.mode = syscall.S_IFLNK | 0o777
			t.link, err = os.Readlink(path)
		case info.Mode().IsRegular():
			t.safe, err = os.ReadFile(path)
			t.data = append([]byte(nil), t.safe...)
		default:
			continue // a socket or the like, of a process that is no more
		}
		if err != nil {
			return err
		}
		into.names[entry.Name()], into.kept[entry.Name()] = t, t
	}
	return nil
}

// Save writes what lies on a disk that was cut into a folder that is not there yet.
func (d *Disk) Save(dir string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.gone {
		return errors.New("the disk is in use: cut it first")
	}
	return d.root.save(dir)
}

func (t *thing) save(path string) error {
	var err error
	switch t.mode & syscall.S_IFMT {
	case syscall.S_IFDIR:
		if err = os.Mkdir(path, 0o700); err != nil {
			return err
		}
		for name, inner := range t.names {
			if err := inner.save(filepath.Join(path, name)); err != nil {
				return err
			}
		}
	case syscall.S_IFLNK:
		return os.Symlink(t.link, path)
	default:
		err = os.WriteFile(path, t.data, 0o600)
	}
	return errors.Join(err, os.Chmod(path, os.FileMode(t.mode&0o777)), os.Lchown(path, int(t.uid), int(t.gid)))
}

//go:build linux

package lossy

import (
	"context"
	"maps"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Mount is a disk that lies under a folder.
type Mount struct {
	server *fuse.Server
}

// MountAt puts a disk under a folder, for every user of the machine. It needs
// /dev/fuse and root. Never let the process that mounts use what lies there:
// the runtime may wait for a page that only it can bring.
func (d *Disk) MountAt(dir string) (*Mount, error) {
	valid := time.Hour // nobody else changes anything
	server, err := fs.Mount(dir, &node{disk: d, thing: d.root}, &fs.Options{
		MountOptions:    fuse.MountOptions{AllowOther: true, DirectMountStrict: true, FsName: "lossy", Name: "lossy", DisableReadDirPlus: true},
		EntryTimeout:    &valid,
		AttrTimeout:     &valid,
		NullPermissions: true,
		RootStableAttr:  &fs.StableAttr{Ino: d.root.ino},
	})
	if err != nil {
		return nil, err
	}
	return &Mount{server}, nil
}

// Unmount takes the disk away; whoever still uses it hears errors.
func (m *Mount) Unmount() error { return m.server.Unmount() }

// Able tells whether this machine can mount, and why not.
func Able() error {
	f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return syscall.EPERM
	}
	return nil
}

// node is a thing as FUSE knows it.
type node struct {
	fs.Inode
	disk  *Disk
	thing *thing
}

var (
	_ fs.NodeLookuper   = (*node)(nil)
	_ fs.NodeGetattrer  = (*node)(nil)
	_ fs.NodeSetattrer  = (*node)(nil)
	_ fs.NodeOpener     = (*node)(nil)
	_ fs.NodeCreater    = (*node)(nil)
	_ fs.NodeReader     = (*node)(nil)
	_ fs.NodeWriter     = (*node)(nil)
	_ fs.NodeFsyncer    = (*node)(nil)
	_ fs.NodeMkdirer    = (*node)(nil)
	_ fs.NodeUnlinker   = (*node)(nil)
	_ fs.NodeRmdirer    = (*node)(nil)
	_ fs.NodeRenamer    = (*node)(nil)
	_ fs.NodeReaddirer  = (*node)(nil)
	_ fs.NodeSymlinker  = (*node)(nil)
	_ fs.NodeReadlinker = (*node)(nil)
	_ fs.NodeStatfser   = (*node)(nil)
	_ fs.NodeAllocater  = (*node)(nil)
)

// as gives the node of a thing below this one.
func (n *node) as(ctx context.Context, t *thing, out *fuse.EntryOut) *fs.Inode {
	t.tell(&out.Attr)
	return n.NewInode(ctx, &node{disk: n.disk, thing: t}, fs.StableAttr{Mode: t.mode & syscall.S_IFMT, Ino: t.ino})
}

func (t *thing) tell(out *fuse.Attr) {
	out.Ino, out.Mode, out.Uid, out.Gid, out.Nlink = t.ino, t.mode, t.uid, t.gid, 1
	out.Size = uint64(len(t.data) + len(t.link))
	out.Blocks = (out.Size + 511) / 512
	out.Blksize = page
	at := t.at
	out.SetTimes(&at, &at, &at)
}

// Lookup finds a name.
func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad != 0 {
		return nil, bad
	}
	t, ok := n.thing.names[name]
	if !ok {
		return nil, syscall.ENOENT
	}
	return n.as(ctx, t, out), 0
}

// Getattr tells what a thing is.
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		n.thing.tell(&out.Attr)
	}
	return bad
}

// Setattr changes length, permissions or owner. The last two are kept at once.
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.writable()
	}
	t := n.thing
	if size, ok := in.GetSize(); ok && bad == 0 {
		if int64(size) > int64(len(t.data)) {
			bad = n.disk.roomy()
		}
		if bad == 0 {
			n.disk.resize(t, int64(size))
		}
	}
	if bad != 0 {
		return bad
	}
	if mode, ok := in.GetMode(); ok {
		t.mode = t.mode&syscall.S_IFMT | mode&0o7777
	}
	if uid, ok := in.GetUID(); ok {
		t.uid = uid
	}
	if gid, ok := in.GetGID(); ok {
		t.gid = gid
	}
	t.tell(&out.Attr)
	return 0
}

// Open opens a file; there is nothing to remember of it.
func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 && flags&(syscall.O_WRONLY|syscall.O_RDWR) != 0 {
		bad = n.disk.writable()
	}
	return nil, fuse.FOPEN_KEEP_CACHE, bad
}

// born makes a thing with a name in this folder, for whoever asks.
func (n *node) born(ctx context.Context, name string, mode uint32, link string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.roomy()
	}
	if bad != 0 {
		return nil, bad
	}
	var uid, gid uint32
	if caller, ok := fuse.FromContext(ctx); ok {
		uid, gid = caller.Uid, caller.Gid
	}
	t := n.disk.make(mode, uid, gid)
	t.link = link
	n.disk.put(step{folder: n.thing, name: name, to: t})
	return n.as(ctx, t, out), 0
}

// Create makes a file.
func (n *node) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inner, bad := n.born(ctx, name, syscall.S_IFREG|mode&0o7777, "", out)
	return inner, nil, fuse.FOPEN_KEEP_CACHE, bad
}

// Mkdir makes a folder.
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.born(ctx, name, syscall.S_IFDIR|mode&0o7777, "", out)
}

// Symlink makes a link.
func (n *node) Symlink(ctx context.Context, target, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.born(ctx, name, syscall.S_IFLNK|0o777, target, out)
}

// Readlink reads a link.
func (n *node) Readlink(context.Context) ([]byte, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	return []byte(n.thing.link), bad
}

// Read reads from a file.
func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad != 0 {
		return nil, bad
	}
	end := min(off+int64(len(dest)), int64(len(n.thing.data)))
	if off >= end {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(slices.Clone(n.thing.data[off:end])), 0
}

// Write writes into a file.
func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.write(n.thing, data, off)
	}
	if bad != 0 {
		return 0, bad
	}
	return uint32(len(data)), 0
}

// Allocate makes a file longer, with zeros.
func (n *node) Allocate(_ context.Context, _ fs.FileHandle, off, size uint64, mode uint32) syscall.Errno {
	if mode != 0 {
		return syscall.EOPNOTSUPP
	}
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.roomy()
	}
	if end := int64(off + size); bad == 0 && end > int64(len(n.thing.data)) {
		n.disk.resize(n.thing, end)
	}
	return bad
}

// Fsync keeps a file's content or a folder's names.
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		n.disk.sync(n.thing)
	}
	return bad
}

// remove takes a name away, of a folder only when it is empty.
func (n *node) remove(name string, folder bool) syscall.Errno {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.writable()
	}
	t, ok := n.thing.names[name]
	switch {
	case bad != 0:
		return bad
	case !ok:
		return syscall.ENOENT
	case folder && len(t.names) > 0:
		return syscall.ENOTEMPTY
	}
	n.disk.put(step{folder: n.thing, name: name})
	return 0
}

// Unlink removes a file.
func (n *node) Unlink(_ context.Context, name string) syscall.Errno { return n.remove(name, false) }

// Rmdir removes an empty folder.
func (n *node) Rmdir(_ context.Context, name string) syscall.Errno { return n.remove(name, true) }

// Rename gives a thing another name, in the place of what had it.
func (n *node) Rename(_ context.Context, name string, into fs.InodeEmbedder, as string, flags uint32) syscall.Errno {
	const noReplace = 1 // RENAME_NOREPLACE
	to, ok := into.(*node)
	if !ok || flags&^noReplace != 0 {
		return syscall.EINVAL
	}
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad == 0 {
		bad = n.disk.writable()
	}
	t, ok := n.thing.names[name]
	was, taken := to.thing.names[as]
	switch {
	case bad != 0:
		return bad
	case !ok:
		return syscall.ENOENT
	case taken && flags == noReplace:
		return syscall.EEXIST
	case taken && len(was.names) > 0:
		return syscall.ENOTEMPTY
	}
	n.disk.put(step{folder: to.thing, name: as, to: t, also: &step{folder: n.thing, name: name}})
	return 0
}

// Readdir lists a folder.
func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	bad := n.disk.enter()
	defer n.disk.leave()
	if bad != 0 {
		return nil, bad
	}
	list := make([]fuse.DirEntry, 0, len(n.thing.names))
	for _, name := range slices.Sorted(maps.Keys(n.thing.names)) {
		t := n.thing.names[name]
		list = append(list, fuse.DirEntry{Name: name, Mode: t.mode & syscall.S_IFMT, Ino: t.ino})
	}
	return fs.NewListDirStream(list), 0
}

// Statfs tells of much room: what is full is decided by how the disk behaves.
func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Frsize, out.Blocks, out.Bfree, out.Bavail, out.NameLen = page, page, 1<<28, 1<<27, 1<<27, 255
	return 0
}

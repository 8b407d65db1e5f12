//go:build linux

package lossy

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// mounted gives a disk under a folder, skipping loudly where that cannot be.
func mounted(t *testing.T) (*Disk, string) {
	t.Helper()
	if err := Able(); err != nil {
		t.Skipf("SKIPPED, no disk was mounted: %v (needs root and /dev/fuse)", err)
	}
	d, dir := New(0, 0), t.TempDir()
	m, err := d.MountAt(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.Behave(Fine)
		if err := m.Unmount(); err != nil {
			t.Error(err)
		}
	})
	return d, dir
}

// shell runs a line in another process: never this one, which may not even ask
// for that folder while it starts the other.
func shell(t *testing.T, dir, line string) (string, error) {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", `cd "$1" && eval "$2"`, "sh", dir, line)
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func TestAsOthersSeeIt(t *testing.T) {
	d, dir := mounted(t)
	out, err := shell(t, dir, `set -e
		mkdir -p in/deep; echo one >in/deep/f; ln -s f in/deep/l; cat in/deep/l; mv in/deep/f in/g; echo two >>in/g
		cat in/g; ls in in/deep; rm in/deep/l; rmdir in/deep; chmod 600 in/g; stat -c '%a %s' in/g; truncate -s 3 in/g; cat in/g; echo; sync in/g in .`)
	want := "one\none\ntwo\nin:\ndeep\ng\n\nin/deep:\nl\n600 8\none"
	if err != nil || out != want {
		t.Fatalf("%v\n%q\n%q", err, out, want)
	}
	if syncs, writes := d.Synced(); syncs < 3 || writes < 2 {
		t.Fatalf("%d syncs, %d writes", syncs, writes)
	}
	d.Cut(dice(), true)
	if out, err := shell(t, "/", "cat "+filepath.Join(dir, "in", "g")+"x"); err == nil {
		t.Fatalf("after the cut it answers %q", out)
	}
	if raw, err := os.ReadFile(filepath.Join(saved(t, d), "in", "g")); err != nil || string(raw) != "one" {
		t.Fatalf("%q, %v", raw, err)
	}
}

func TestItMisbehavesAsToldTo(t *testing.T) {
	d, dir := mounted(t)
	if out, err := shell(t, dir, "echo x >f; sync f"); err != nil {
		t.Fatal(out, err)
	}
	for state, want := range map[State]string{Full: "No space left", ReadOnly: "Read-only"} {
		d.Behave(state)
		if out, err := shell(t, dir, "/bin/echo more >>f"); err == nil || !strings.Contains(out, want) {
			t.Errorf("%v: %q, %v", state, out, err)
		}
		if out, err := shell(t, dir, "cat f"); err != nil || out != "x" {
			t.Errorf("reading: %q, %v", out, err)
		}
	}
	d.Behave(Hanging)
	answered := make(chan error, 1)
	go func() {
		_, err := shell(t, dir, "echo y >>f")
		answered <- err
	}()
	select {
	case err := <-answered:
		t.Errorf("a disk that hangs answered: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	d.Behave(Fine)
	if err := <-answered; err != nil {
		t.Error(err)
	}
	if out, err := shell(t, dir, "cat f"); err != nil || out != "x\ny" {
		t.Errorf("afterwards: %q, %v", out, err)
	}
}

func TestAbleSaysWhyNot(t *testing.T) {
	err := Able()
	if _, missing := os.Stat("/dev/fuse"); missing != nil && err == nil {
		t.Fatal("able without /dev/fuse")
	}
	if os.Getuid() != 0 && err == nil {
		t.Fatal("able without root")
	}
	if err != nil && !errors.Is(err, os.ErrPermission) && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.EPERM) {
		t.Fatalf("an odd reason: %v", err)
	}
}

//go:build linux

package torture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"eendracht/internal/store/pgtest"
)

// Cluster is a PostgreSQL server that may be killed, cut off, copied and
// promoted. Its socket lies in Room; its data may lie elsewhere.
type Cluster struct {
	Bin  string
	Room string // folder of the socket and of what the server logs
	Data string
	// Set are settings, as "name=value", beside those of every cluster.
	Set []string

	server *exec.Cmd
	ended  chan error
	watch  io.Closer // ends the server when this process ends, however that ends
}

// watchman stops a server when its input ends: with the process that tests.
const watchman = `cat >/dev/null; kill -INT "$1" 2>/dev/null`

// NewCluster makes the data of a cluster, without a database but its own. It
// faults with NotFound where there is no PostgreSQL.
func NewCluster(ctx context.Context, room, data string) (*Cluster, error) {
	bin, err := pgtest.Binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{Bin: bin, Room: room, Data: data}
	return c, c.tool(ctx, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions", "--wal-segsize=4")
}

// tool runs one of the server's programs as the user that the server runs as.
func (c *Cluster) tool(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(c.Bin, name), args...)
	if err := errors.Join(pgtest.AsServerUser(cmd, c.Room), c.own()); err != nil {
		return err
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// own gives the folder of the data, when it is there and empty, to the server's user.
func (c *Cluster) own() error {
	if _, err := os.Stat(c.Data); err != nil {
		return nil //nolint:nilerr // not made yet: the program makes it
	}
	return pgtest.AsServerUser(&exec.Cmd{}, c.Data)
}

// Start starts the server and waits until it answers. A server whose processes
// of before still end is tried again for a while.
func (c *Cluster) Start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	for {
		err := c.launch()
		if err == nil {
			err = c.answers(ctx)
		}
		if err == nil {
			return nil
		}
		c.Kill()
		if ctx.Err() != nil {
			said, _ := os.ReadFile(filepath.Join(c.Room, "log")) // what there is of it
			return fmt.Errorf("%w: %s", err, last(said, 2000))
		}
		pause(ctx, 200*time.Millisecond)
	}
}

func last(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

func (c *Cluster) launch() error {
	args := []string{"-D", c.Data, "-k", c.Room, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "shared_buffers=32MB"}
	for _, s := range c.Set {
		args = append(args, "-c", s)
	}
	said, err := os.OpenFile(filepath.Join(c.Room, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer said.Close()
	cmd := exec.Command(filepath.Join(c.Bin, "postgres"), args...)
	if err := pgtest.AsServerUser(cmd, c.Room); err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		return err
	}
	c.server, c.ended = cmd, make(chan error, 1)
	go func(ended chan error) { ended <- cmd.Wait(); close(ended) }(c.ended)
	watch := exec.Command("/bin/sh", "-c", watchman, "sh", strconv.Itoa(cmd.Process.Pid))
	input, err := watch.StdinPipe()
	if err != nil {
		return err
	}
	c.watch = input
	if err := watch.Start(); err != nil {
		return err
	}
	go func() { _ = watch.Wait() }() // how it ended tells nothing
	return nil
}

// answers waits until the server takes a connection.
func (c *Cluster) answers(ctx context.Context) error {
	for {
		conn, err := pgx.Connect(ctx, c.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case over := <-c.ended:
			return fmt.Errorf("the server ended: %w", errors.Join(over, err))
		case <-ctx.Done():
			return fmt.Errorf("the server does not come up: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// URL gives the address of a database.
func (c *Cluster) URL(database string) string { return clusterURL(database, c.Room) }

func clusterURL(database, host string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database, RawQuery: url.Values{"host": {host}}.Encode()}
	return u.String()
}

// Kill ends every process of the server at once (kill -9), as when the machine
// stops. Each is a group of its own, so they are found by their parent.
func (c *Cluster) Kill() {
	if c.server == nil {
		return
	}
	master := c.server.Process.Pid
	_ = syscall.Kill(master, syscall.SIGSTOP) // so that it starts no more of them
	for _, pid := range childrenOf(master) {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may be gone already
	}
	c.end(syscall.SIGKILL)
}

// KillMaster ends the postmaster alone (kill -9): its children notice by themselves.
func (c *Cluster) KillMaster() { c.end(syscall.SIGKILL) }

// Stop stops the server as one does.
func (c *Cluster) Stop() { c.end(syscall.SIGINT) }

func (c *Cluster) end(by syscall.Signal) {
	if c.server == nil {
		return
	}
	_ = c.server.Process.Signal(by) // it may have ended already
	for range c.ended {             // until it is closed
	}
	_ = c.watch.Close() // ends the watchman
	c.server = nil
}

// childrenOf gives the processes whose parent is this one.
func childrenOf(parent int) []int {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	var all []int
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		_, rest, _ := strings.Cut(string(raw), ") ")
		var state string
		var of int
		if n, _ := fmt.Sscan(rest, &state, &of); n != 2 || of != parent {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			all = append(all, pid)
		}
	}
	return all
}

// Run runs one statement on a database of the server.
func (c *Cluster) Run(ctx context.Context, database, text string) error {
	conn, err := pgx.Connect(ctx, c.URL(database))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}

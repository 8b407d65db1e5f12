package bench

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"eendracht/internal/fault"
)

// Engine is a PostgreSQL server, whose processor time belongs to a request as
// much as that of the program that asks it. The zero Engine uses none: SQLite
// works inside the server's own process.
type Engine struct{ postmaster int64 }

// findEngine finds the process of a database's server on this machine; the zero
// Engine when it runs elsewhere or the system has no /proc.
func findEngine(ctx context.Context, database string) (Engine, error) {
	const op = "bench.findEngine"
	db, err := sql.Open("pgx", database)
	if err != nil {
		return Engine{}, fault.Wrap(fault.Unavailable, op, err)
	}
	defer db.Close() //nolint:errcheck // only asked one thing
	var backend int64
	if err := db.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		return Engine{}, fault.Wrap(fault.Unavailable, op, err)
	}
	p, ok := process(fmt.Sprint(backend))
	if !ok || p.name != "postgres" {
		return Engine{}, nil
	}
	return Engine{postmaster: p.parent}, nil
}

// CPU gives the processor time of the server and all its processes until now.
func (e Engine) CPU() time.Duration {
	if e.postmaster == 0 {
		return 0
	}
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0
	}
	var sum time.Duration
	for _, folder := range folders {
		p, ok := process(filepath.Base(folder))
		switch {
		case !ok:
		case p.pid == e.postmaster:
			sum += p.used + p.children // those that ended are counted with it
		case p.parent == e.postmaster:
			sum += p.used
		}
	}
	return sum
}

// stat is what /proc tells of a process.
type stat struct {
	pid, parent    int64
	name           string
	used, children time.Duration // children: those that ended and were waited for
}

// process reads /proc/PID/stat as proc(5) describes it.
func process(pid string) (stat, bool) {
	raw, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return stat{}, false
	}
	// The name in parentheses may hold anything, so fields count from its end.
	head, rest, _ := strings.Cut(string(raw), ") ")
	_, name, _ := strings.Cut(head, "(")
	f := strings.Fields(rest)
	const parent, user, system, childUser, childSystem = 1, 11, 12, 13, 14 // less 3 of the man page
	if len(f) <= childSystem {
		return stat{}, false
	}
	return stat{
		pid: number(pid), parent: number(f[parent]), name: name,
		used:     time.Duration(number(f[user])+number(f[system])) * tick,
		children: time.Duration(number(f[childUser])+number(f[childSystem])) * tick,
	}, true
}

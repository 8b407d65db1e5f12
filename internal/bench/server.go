package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"eendracht/internal/fault"
)

// Server is a server under measurement: a process of its own, so that its
// processor time and memory are its own.
type Server struct {
	Addr  string        // host:port
	Ready time.Duration // from the start of the process until it listened
	cmd   *exec.Cmd
	ended chan error
}

// hail begins the line in which a server says where it listens.
const hail = "Eendracht: http://"

// endWithin bounds how long a server may take to end well.
const endWithin = 20 * time.Second

// Start starts a program of this house and waits until it says where it
// listens. What it writes to standard error goes to errs.
func Start(ctx context.Context, errs io.Writer, program string, args ...string) (*Server, error) {
	const op = "bench.Start"
	s := &Server{cmd: exec.CommandContext(ctx, program, args...), ended: make(chan error, 1)}
	s.cmd.Stderr = errs
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = endWithin
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	lines := bufio.NewScanner(out)
	for s.Addr == "" && lines.Scan() {
		s.Addr, _ = strings.CutPrefix(lines.Text(), hail)
		if s.Addr == lines.Text() {
			s.Addr = ""
		}
	}
	s.Ready = time.Since(began)
	go func() {
		_, _ = io.Copy(io.Discard, out) // nothing more of it matters
		s.ended <- s.cmd.Wait()
	}()
	if s.Addr == "" {
		return nil, fault.Wrap(fault.Unavailable, op, fmt.Errorf("%s %s ended before it listened: %w", program, strings.Join(args, " "), errors.Join(lines.Err(), <-s.ended)))
	}
	return s, nil
}

// Stop asks the server to end and waits until it has.
func (s *Server) Stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fault.Wrap(fault.Unavailable, "bench.Stop", err)
	}
	return fault.Wrap(fault.Unavailable, "bench.Stop", <-s.ended)
}

// tick is the unit of processor times in /proc, as Linux fixes it for programs.
const tick = 10 * time.Millisecond

// CPU gives the processor time that the server's process has used until now,
// in steps of 10 ms; zero where the system has no /proc.
func (s *Server) CPU() time.Duration {
	p, _ := process(strconv.Itoa(s.cmd.Process.Pid)) // zero where there is none
	return p.used
}

// Memory gives the resident memory of the server's process in bytes; zero where
// the system has no /proc.
func (s *Server) Memory() int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	return number(fields[0]) << 10
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// playing names what this test program plays when it is started as a server.
const playing = "EENDRACHT_BENCH_PLAYS"

func TestMain(m *testing.M) {
	switch os.Getenv(playing) {
	case "server":
		fmt.Println("something else first")
		fmt.Println(hail + "127.0.0.1:4711")
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGTERM)
		for began := time.Now(); time.Since(began) < 100*time.Millisecond; { // uses processor time
		}
		<-asked
		return
	case "broken":
		fmt.Fprintln(os.Stderr, "it will not start")
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// ended gives a process that is no more, for a server that uses no time.
func ended() *exec.Cmd {
	return &exec.Cmd{Process: &os.Process{Pid: 1 << 30}}
}

func TestServerIsStartedWatchedAndStopped(t *testing.T) {
	t.Setenv(playing, "server")
	s, err := Start(t.Context(), os.Stderr, os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if s.Addr != "127.0.0.1:4711" || s.Ready <= 0 {
		t.Errorf("got %q after %v", s.Addr, s.Ready)
	}
	if runtime.GOOS == "linux" {
		for began := time.Now(); s.CPU() == 0; time.Sleep(tick) {
			if time.Since(began) > 10*time.Second {
				t.Fatal("a process that works uses no processor time")
			}
		}
		if s.Memory() < 1<<20 {
			t.Errorf("a Go program takes %d bytes", s.Memory())
		}
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	if s.Memory() != 0 {
		t.Error("it is still there")
	}
}

func TestServerThatDoesNotListenIsAFault(t *testing.T) {
	t.Setenv(playing, "broken")
	var errs bytes.Buffer
	_, err := Start(t.Context(), &errs, os.Args[0])
	if err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("got %v, want how it ended", err)
	}
	if !strings.Contains(errs.String(), "it will not start") {
		t.Errorf("what it said is lost: %q", &errs)
	}
}

func TestProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: only Linux has /proc as it is read here")
	}
	p, ok := process(fmt.Sprint(os.Getpid()))
	if !ok || p.pid != int64(os.Getpid()) || p.parent != int64(os.Getppid()) || p.name == "" {
		t.Errorf("got %+v", p)
	}
	if _, ok := process("0"); ok {
		t.Error("there is no process 0")
	}
	if (Engine{}).CPU() != 0 {
		t.Error("no engine uses no time")
	}
	if (Engine{postmaster: int64(os.Getppid())}).CPU() < p.used {
		t.Error("the time of a child is not counted")
	}
}

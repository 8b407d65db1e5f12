// Package e2e tells the acceptance story to the program as its users run it:
// the built binary, over HTTP and in a browser, on both stores.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/region"
	"eendracht/internal/store/pgtest"
)

// families is how many families the region of a test has beside the story's.
const families = 12

var binary string

func TestMain(m *testing.M) {
	if os.Getenv("EENDRACHT_TEST_URL") != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "eendracht-e2e-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "eendracht")
	build := exec.Command("go", "build", "-o", binary, "../cmd/eendracht")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the program does not build: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// house is a running program with its region.
type house struct {
	t     *testing.T
	url   string
	story region.Story
	plan  *region.Region
}

// onBothStores runs a test on SQLite and on PostgreSQL.
func onBothStores(t *testing.T, test func(t *testing.T, h *house)) {
	t.Run("sqlite", func(t *testing.T) { test(t, start(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, start(t, "--database", pgtest.URL(t))) })
}

// start runs the demonstration on a free port and waits until it is ready.
func start(t *testing.T, more ...string) *house {
	t.Helper()
	if url := os.Getenv("EENDRACHT_TEST_URL"); url != "" && len(more) == 0 { // a demonstration that runs already
		plan := region.Plan(1, families, nl.On(time.Now()))
		return &house{t: t, url: url, story: plan.Story, plan: plan}
	}
	args := append([]string{"demo", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--families", fmt.Sprint(families)}, more...)
	ctx, cancel := context.WithCancel(context.Background())
	program := exec.CommandContext(ctx, binary, args...)
	program.Cancel = func() error { return program.Process.Signal(syscall.SIGTERM) }
	program.WaitDelay = 20 * time.Second
	var said bytes.Buffer
	program.Stderr = &said
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := program.Wait(); err != nil && t.Failed() {
			t.Logf("the program ended with %v and said:\n%s", err, said.String())
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "Eendracht: "); ok {
			go io.Copy(io.Discard, out) //nolint:errcheck // the rest is nobody's concern
			plan := region.Plan(1, families, nl.On(time.Now()))
			return &house{t: t, url: url, story: plan.Story, plan: plan}
		}
	}
	t.Fatalf("the program did not start:\n%s", said.String())
	return nil
}

// caller is a client of the API with a session as one person.
type caller struct {
	h       *house
	token   string
	purpose string
}

// as begins a session as a person of the story, for a purpose.
func (h *house) as(user any, purpose string) caller {
	h.t.Helper()
	var out struct{ Token string }
	c := caller{h: h, purpose: purpose}
	c.call("POST", "/demo/sessions", map[string]any{"user": fmt.Sprint(user)}, http.StatusOK, &out)
	c.token = out.Token
	return c
}

// call sends a request, wants a status, and decodes the answer when out is not nil.
func (c caller) call(method, path string, body any, want int, out any) {
	c.h.t.Helper()
	var payload []byte
	contentType := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		payload, contentType = b, "application/xml"
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.h.t.Fatal(err)
		}
		payload = raw
	}
	request, err := http.NewRequest(method, c.h.url+"/api/v1"+path, bytes.NewReader(payload))
	if err != nil {
		c.h.t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Purpose", c.purpose)
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		c.h.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only read from
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		c.h.t.Fatal(err)
	}
	if answer.StatusCode != want {
		c.h.t.Fatalf("%s %s: status %d, want %d: %s", method, path, answer.StatusCode, want, raw)
	}
	switch o := out.(type) {
	case nil:
	case *[]byte:
		*o = raw
	default:
		if err := json.Unmarshal(raw, out); err != nil {
			c.h.t.Fatalf("%s %s: %v: %s", method, path, err, raw)
		}
	}
}

package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"eendracht/internal/fault"
)

// keyLength is that of an idempotency key; each request that has one gets its own.
const keyLength = 16

// Request is one request, written once and sent many times, so that making it
// costs the load generator nothing.
type Request struct {
	raw []byte
	key int // where its idempotency key stands; 0: it has none
}

// NewRequest writes a request with its headers ("Name", "value" in turn).
func NewRequest(method, path string, body []byte, headers ...string) Request {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\n", method, path)
	for i := 0; i+1 < len(headers); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", headers[i], headers[i+1])
	}
	if body != nil {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return Request{raw: b.Bytes()}
}

// keyed gives the request with an idempotency key of its own per sending.
func (r Request) keyed() Request {
	head := []byte("Idempotency-Key: " + string(bytes.Repeat([]byte("0"), keyLength)) + "\r\n")
	line := bytes.Index(r.raw, []byte("\r\n")) + 2
	return Request{raw: slices.Concat(r.raw[:line], head, r.raw[line:]), key: line + len("Idempotency-Key: ")}
}

// Cell is what one server did under one load.
type Cell struct {
	Rate float64       `json:"requestsPerSecond"`
	P50  time.Duration `json:"p50"`
	P95  time.Duration `json:"p95"`
	P99  time.Duration `json:"p99"`
	CPU  float64       `json:"cpuMillisecondsPerRequest"`               // of the server's process; 0 where the system does not tell
	DB   float64       `json:"databaseMillisecondsPerRequest,omitzero"` // processor time of PostgreSQL
}

// Load sends the requests in turn over so many connections, each waiting for its
// answer, and measures for a while after a warm-up. Each connection has requests
// of its own when there are enough. Any answer other than 200 is a fault: a
// figure of refusals would look splendid.
func Load(ctx context.Context, s *Server, e Engine, requests []Request, connections int, warm, measured time.Duration) (Cell, error) {
	l := loader{addr: s.Addr, requests: requests, connections: connections, stop: make(chan struct{})}
	failed := make(chan error, connections)
	var senders sync.WaitGroup
	for n := range connections {
		senders.Go(func() { failed <- l.send(ctx, n) })
	}
	err := l.rest(ctx, failed, warm)
	from, cpu, db := time.Now(), s.CPU(), e.CPU()
	if err == nil {
		err = l.rest(ctx, failed, measured)
	}
	until := time.Now()
	cpu, db = s.CPU()-cpu, e.CPU()-db
	close(l.stop)
	senders.Wait()
	if err != nil {
		return Cell{}, err
	}
	return l.cell(from, until, cpu, db)
}

type loader struct {
	addr        string
	requests    []Request
	connections int
	stop        chan struct{}
	mu          sync.Mutex
	done        []sent
}

// sent is one answered request.
type sent struct {
	at   time.Time // of the answer
	took time.Duration
}

// rest waits while the senders send, or gives the first fault.
func (l *loader) rest(ctx context.Context, failed <-chan error, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case err := <-failed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// send is one connection.
func (l *loader) send(ctx context.Context, n int) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", l.addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "bench.send", err)
	}
	defer conn.Close() //nolint:errcheck // all answers were read
	in := bufio.NewReaderSize(conn, 64<<10)
	mine, key := l.share(n), make([]byte, 0, keyLength)
	done := make([]sent, 0, 1<<14)
	for count := 0; ; count++ {
		select {
		case <-l.stop:
			l.mu.Lock()
			l.done = append(l.done, done...)
			l.mu.Unlock()
			return nil
		default:
		}
		r := mine[count%len(mine)]
		if r.key > 0 {
			key = strconv.AppendInt(key[:0], time.Now().UnixNano()<<6|int64(n&63), 16)
			copy(r.raw[r.key:r.key+keyLength], key)
		}
		began := time.Now()
		if err := exchange(conn, in, r.raw); err != nil {
			return err
		}
		now := time.Now()
		done = append(done, sent{now, now.Sub(began)})
	}
}

// share gives the requests of one connection, written anew because a key is
// filled in where they stand.
func (l *loader) share(n int) []Request {
	var mine []Request
	for i := n % len(l.requests); i < len(l.requests); i += l.connections {
		mine = append(mine, Request{raw: bytes.Clone(l.requests[i].raw), key: l.requests[i].key})
	}
	return mine
}

func exchange(conn io.Writer, in *bufio.Reader, raw []byte) error {
	const op = "bench.exchange"
	if _, err := conn.Write(raw); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 500)) // only to tell of it
		return fault.Wrap(fault.Unavailable, op, fmt.Errorf("%s answered %s: %s", bytes.SplitN(raw, []byte("\r\n"), 2)[0], answer.Status, said))
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return fault.Wrap(fault.Unavailable, op, err)
}

// cell sums up what was answered in a stretch of time.
func (l *loader) cell(from, until time.Time, cpu, db time.Duration) (Cell, error) {
	var took []time.Duration
	for _, s := range l.done {
		if s.at.After(from) && !s.at.After(until) {
			took = append(took, s.took)
		}
	}
	if len(took) == 0 {
		return Cell{}, fault.New(fault.Unavailable, "bench.cell", "bench.silent")
	}
	slices.Sort(took)
	return Cell{
		Rate: float64(len(took)) / until.Sub(from).Seconds(),
		P50:  took[len(took)/2], P95: took[len(took)*95/100], P99: took[len(took)*99/100],
		CPU: cpu.Seconds() * 1000 / float64(len(took)), DB: db.Seconds() * 1000 / float64(len(took)),
	}, nil
}

package bench

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 3}, 2.5}} {
		if got := median(c.values); got != c.want {
			t.Errorf("%v: got %v, want %v", c.values, got, c.want)
		}
	}
	if got := median(nil); !math.IsNaN(got) {
		t.Errorf("nothing has the median %v", got)
	}
}

func TestMedianLiesBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 20).Draw(t, "values")
		held := append([]float64(nil), values...)
		m := median(values)
		below, above := 0, 0
		for i, v := range values {
			if v != held[i] {
				t.Fatal("the values were reordered")
			}
			if v <= m {
				below++
			}
			if v >= m {
				above++
			}
		}
		if 2*below < len(values) || 2*above < len(values) {
			t.Fatalf("%v is not in the middle of %v", m, values)
		}
	})
}

func TestRatioIsThatOfEachRound(t *testing.T) {
	// The second round fell in a slow moment of the machine, for both alike.
	house := []Cell{{Rate: 200}, {Rate: 20}, {Rate: 220}}
	naive := []Cell{{Rate: 100}, {Rate: 10}, {Rate: 100}}
	if got := ratio(house, naive); got != 2 {
		t.Errorf("got %v, want 2", got)
	}
}

func TestRequestIsWhatItSays(t *testing.T) {
	r := NewRequest(http.MethodPost, "/notes?dossier=d", []byte(`{"a":1}`), "Purpose", "help").keyed()
	copy(r.raw[r.key:], "0123456789abcdef")
	var got *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	cell, err := Load(t.Context(), &Server{Addr: strings.TrimPrefix(server.URL, "http://"), cmd: ended()}, Engine{}, []Request{r}, 1, 0, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	server.Close() // no request is under way any more
	if got.Method != http.MethodPost || got.URL.String() != "/notes?dossier=d" || got.Header.Get("Purpose") != "help" || string(body) != `{"a":1}` {
		t.Errorf("got %s %s %v %s", got.Method, got.URL, got.Header, body)
	}
	if key := got.Header.Get("Idempotency-Key"); len(key) != keyLength || key == strings.Repeat("0", keyLength) {
		t.Errorf("got the key %q, want one of its own", key)
	}
	if cell.Rate <= 0 || cell.P50 <= 0 || cell.P99 < cell.P50 {
		t.Errorf("got %+v", cell)
	}
}

func TestARefusalIsNoFigure(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "not you", http.StatusForbidden)
	}))
	defer server.Close()
	_, err := Load(t.Context(), &Server{Addr: strings.TrimPrefix(server.URL, "http://"), cmd: ended()}, Engine{}, []Request{NewRequest(http.MethodGet, "/", nil)}, 2, 0, time.Second)
	if err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("got %v, want the refusal", err)
	}
}

func TestEachConnectionHasRequestsOfItsOwn(t *testing.T) {
	var all []Request
	for _, path := range []string{"/a", "/b", "/c", "/d", "/e"} {
		all = append(all, NewRequest(http.MethodGet, path, nil))
	}
	l := loader{requests: all, connections: 2}
	seen := map[string]int{}
	for n := range 2 {
		for _, r := range l.share(n) {
			seen[string(r.raw)]++
		}
	}
	if len(seen) != len(all) {
		t.Errorf("%d of %d requests are sent", len(seen), len(all))
	}
	for raw, n := range seen {
		if n != 1 {
			t.Errorf("%d connections send %q", n, raw)
		}
	}
	if many := (&loader{requests: all[:1], connections: 8}).share(7); len(many) != 1 {
		t.Errorf("a connection too many has %d requests, want the one that there is", len(many))
	}
}

// naive starts the naive handlers on SQLite with a stock.
func naive(t *testing.T, group bool) string {
	t.Helper()
	n, err := OpenNaive(t.Context(), t.TempDir(), "", group)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(n.Handler())
	t.Cleanup(func() {
		server.Close()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	addr := strings.TrimPrefix(server.URL, "http://")
	s := Stock{
		Dossiers: map[string]json.RawMessage{"d": json.RawMessage(`{"dossier":"d"}`)},
		Work:     []json.RawMessage{json.RawMessage(`{"n":1}`), json.RawMessage(`{"n":2}`)},
		Hits:     []Hit{{Token: "9999AA/1", Rows: []json.RawMessage{json.RawMessage(`{"by":"address"}`)}}},
	}
	for range 2 { // a second stock comes in place of the first
		if err := stock(t.Context(), addr, s); err != nil {
			t.Fatal(err)
		}
	}
	return server.URL
}

func TestNaiveAnswersWithItsStockAndLogs(t *testing.T) {
	for name, group := range map[string]bool{"a transaction each": false, "grouped": true} {
		t.Run(name, func(t *testing.T) {
			url := naive(t, group)
			for _, c := range []struct{ method, path, body, want string }{
				{"GET", "/dossiers/d", "", `{"dossier":"d"}`},
				{"GET", "/work", "", `{"items":[{"n":1},{"n":2}]}`},
				{"POST", "/searches", `{"postcode":"9999AA","number":"1"}`, `{"items":[{"by":"address"}]}`},
				{"POST", "/searches", `{"postcode":"9999AA","number":"2"}`, `{"items":[]}`},
				{"POST", "/notes?dossier=d", `{"words":"a"}`, `{"version":1}`},
			} {
				if status, got := ask(t, c.method, url+c.path, c.body); status != http.StatusOK || got != c.want {
					t.Errorf("%s %s: got %d %s, want %s", c.method, c.path, status, got, c.want)
				}
			}
			if status, _ := ask(t, "GET", url+"/dossiers/none", ""); status != http.StatusInternalServerError {
				t.Errorf("an unknown dossier gives %d", status)
			}
			if status, _ := ask(t, "POST", url+"/notes?dossier=d", "no JSON"); status != http.StatusInternalServerError {
				t.Errorf("a note that is no JSON gives %d", status)
			}
		})
	}
}

func TestNaiveIsAsDurableAsTheHouse(t *testing.T) {
	n, err := OpenNaive(t.Context(), t.TempDir(), "", false)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close() //nolint:errcheck // a temporary folder
	var journal string
	var synchronous int
	if err := n.db.QueryRow(`PRAGMA journal_mode`).Scan(&journal); err != nil {
		t.Fatal(err)
	}
	if err := n.db.QueryRow(`PRAGMA synchronous`).Scan(&synchronous); err != nil {
		t.Fatal(err)
	}
	const full = 2
	if journal != "wal" || synchronous != full {
		t.Errorf("journal_mode %s, synchronous %d: a race against a server that loses writes proves nothing", journal, synchronous)
	}
}

func ask(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(raw)
}

func keys(key string, _ ...string) string { return key }

func TestTables(t *testing.T) {
	rows := []Row{
		{Store: "sqlite", Op: OpRead, Connections: 16, Server: House, Cell: Cell{Rate: 9000, P50: time.Millisecond, P99: 3 * time.Millisecond, CPU: 0.1}},
		{Store: "sqlite", Op: OpRead, Connections: 16, Server: NaivePlain, Ratio: 2.25, Cell: Cell{Rate: 4000, P50: 2 * time.Millisecond}},
	}
	var b bytes.Buffer
	if err := Write(&b, rows, keys); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"|9000", "|1.00 ms", "|0.100", "|2.25×", "bench.head.ratio", "bench.op.read"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	b.Reset()
	if err := WriteSizes(&b, []Size{{Families: 10, Warm: time.Millisecond, Cold: time.Second, Memory: 3 << 20}, {Families: 100, Warm: 3 * time.Millisecond / 2, Cold: time.Second}}, keys); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"|1.50 ms (1.50×)", "|1000.00 ms (1.00×)", "|3 MB"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

func TestJudge(t *testing.T) {
	rows := []Row{
		{Store: "sqlite", Op: OpRead, Connections: 16, Server: NaivePlain, Ratio: 1.5},
		{Store: "sqlite", Op: OpRead, Connections: 1, Server: NaivePlain, Ratio: 9},
		{Store: "sqlite", Op: OpRead, Connections: 16, Server: NaiveGroup, Ratio: 9},
		{Store: "postgresql", Op: OpNote, Connections: 16, Server: NaivePlain, Ratio: 0.49},
	}
	all := Judge(rows)
	if len(all) != 2 || !all[0].Met || all[1].Met {
		t.Errorf("got %+v, want the first met and the last not", all)
	}
}

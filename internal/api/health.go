package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health serves /healthz (the process runs), /readyz (the archive answers and
// its settings are safe) and /metrics, and gives the wrapper that counts.
func (d *door) health(mux *http.ServeMux) func(http.Handler) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "eendracht_request_seconds", Help: "Time to answer a request of the API.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5},
	}, []string{"operation", "status"})
	registry.MustRegister(seconds)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := d.Ready(r.Context()); err != nil {
			d.Log.WarnContext(r.Context(), "not ready", "err", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			counted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
			next.ServeHTTP(counted, r)
			seconds.WithLabelValues(pattern(r), strconv.Itoa(counted.status)).Observe(time.Since(began).Seconds())
		})
	}
}

// pattern names the operation without anything that a path may hold.
func pattern(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return strings.ReplaceAll(r.Pattern, Base, "")
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers and passes on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a stream flush through.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

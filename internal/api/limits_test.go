package api

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"eendracht/internal/signin"
)

// TestWhoTriesTooOftenForATokenWaits asks for tokens from one address.
func TestWhoTriesTooOftenForATokenWaits(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	limits := &signin.Limiter{Limits: signin.Limits{Entry: signin.Rate{PerSecond: 0.5, Burst: 2}}, Now: func() time.Time { return now }}
	d := &door{Parts: Parts{Machines: &signin.Machines{}, Limits: limits, Log: slog.New(slog.DiscardHandler)}}
	mux := http.NewServeMux()
	d.machines(mux)
	try := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", signin.TokenPath, strings.NewReader("grant_type=client_credentials"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	for range 2 {
		if w := try("192.0.2.1:1"); w.Code != http.StatusUnauthorized {
			t.Errorf("a refusal is %d", w.Code)
		}
	}
	if w := try("192.0.2.1:2"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := try("192.0.2.2:1"); w.Code != http.StatusUnauthorized {
		t.Errorf("another address: %d", w.Code)
	}
}

package main

import (
	"io"
	"log/slog"
)

// newLog writes JSON lines. Faults carry no personal data, and nothing else
// with personal data is ever logged.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

package upload_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/fault"
	"eendracht/internal/upload"
)

func TestWhatContentIs(t *testing.T) {
	for content, want := range map[string]upload.Kind{
		"<?xml version=\"1.0\"?><a/>": upload.XML, "\xef\xbb\xbf <a/>": upload.XML, "%PDF-1.7 x": upload.PDF, "\x89PNG\r\n\x1a\nx": upload.PNG, "\xff\xd8\xff\xe0": upload.JPEG,
		"gewone woorden": upload.Text, "": upload.Unknown, "   ": upload.Unknown, "MZ\x90": upload.Unknown, "\x7fELF": upload.Unknown, "#!/bin/sh": upload.Unknown,
		"PK\x03\x04": upload.Unknown, "\xd0\xcf\x11\xe0": upload.Unknown, "<html><body>": upload.Unknown, "<!DOCTYPE html>": upload.Unknown, "<svg onload=x>": upload.Unknown,
		"<?xml version='1.0'?><SCRIPT>": upload.Unknown, "\x00\x01": upload.Unknown, "a\x00b": upload.Unknown, "\xff\xfe\xfd": upload.Unknown,
		"<a>" + strings.Repeat("é", 2000): upload.XML,
	} {
		if got := upload.KindOf([]byte(content)); got != want {
			t.Errorf("%.30q is %q, want %q", content, got, want)
		}
	}
}

// clamd is a scanner that speaks INSTREAM and answers as told; it tells what it was sent.
func clamd(t *testing.T, answer func(content []byte) string) (upload.Clamd, func() []byte) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	got := make(chan []byte, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			content, ok := instream(conn)
			if ok {
				got <- content
				_, _ = io.WriteString(conn, answer(content))
			}
			_ = conn.Close()
		}
	}()
	return upload.Clamd{Addr: listener.Addr().String(), Wait: 2 * time.Second}, func() []byte { return <-got }
}

func instream(r io.Reader) ([]byte, bool) {
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(r, command); err != nil || string(command) != "zINSTREAM\x00" {
		return nil, false
	}
	var all []byte
	for {
		var length [4]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return nil, false
		}
		n := binary.BigEndian.Uint32(length[:])
		if n == 0 {
			return all, true
		}
		chunk := make([]byte, n)
		if _, err := io.ReadFull(r, chunk); err != nil {
			return nil, false
		}
		all = append(all, chunk...)
	}
}

func says(s string) func([]byte) string { return func([]byte) string { return s } }

func TestTheScannerDecides(t *testing.T) {
	content := []byte("<a>" + strings.Repeat("x", 200_000) + "</a>") // more than one chunk
	for answer, want := range map[string]fault.Code{
		"stream: OK\x00": "", "stream: Eicar-Signature FOUND\x00": fault.Invalid, "INSTREAM size limit exceeded. ERROR\x00": fault.Unavailable, "": fault.Unavailable,
		"stream: \x00": fault.Unavailable, "OK": fault.Unavailable, "stream:  FOUND": fault.Unavailable, "stream: OK FOUND OK": fault.Unavailable,
	} {
		scanner, got := clamd(t, says(answer))
		checker := &upload.Checker{Scanner: scanner, Log: slog.New(slog.DiscardHandler)}
		if err := checker.Check(t.Context(), content, 1<<20, upload.XML); fault.Of(err) != want {
			t.Errorf("%q: %v", answer, err)
		}
		if !bytes.Equal(got(), content) {
			t.Errorf("%q: the scanner got something else", answer)
		}
	}
}

func TestWithoutItsScannerNothingComesIn(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := listener.Addr().String()
	_ = listener.Close()
	hung, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hung.Close() })
	for name, addr := range map[string]string{"gone": gone, "hung": hung.Addr().String()} {
		kept := 0
		keep := func(context.Context, []byte) error { kept++; return nil }
		for when, want := range map[string]string{upload.Refuse: "upload.down", upload.Quarantine: "upload.kept", "": "upload.down"} {
			checker := &upload.Checker{Scanner: upload.Clamd{Addr: addr, Wait: 200 * time.Millisecond}, WhenDown: when, Keep: keep, Log: slog.New(slog.DiscardHandler)}
			err := checker.Check(t.Context(), []byte("<a/>"), 100, upload.XML)
			if key, _ := fault.Message(err); !fault.Is(err, fault.Unavailable) || key != want {
				t.Errorf("%s, %q: %v", name, when, err)
			}
		}
		if kept != 1 {
			t.Errorf("%s: kept %d times", name, kept)
		}
	}
	full := &upload.Checker{
		Scanner: upload.Clamd{Addr: gone, Wait: 200 * time.Millisecond}, WhenDown: upload.Quarantine, Log: slog.New(slog.DiscardHandler),
		Keep: func(context.Context, []byte) error { return fault.New(fault.Unavailable, "test", "") },
	}
	if key, _ := fault.Message(full.Check(t.Context(), []byte("<a/>"), 100, upload.XML)); key != "upload.down" {
		t.Errorf("what could not be kept was said to be: %s", key)
	}
}

func TestSizeAndKind(t *testing.T) {
	var none *upload.Checker
	for name, test := range map[string]struct {
		content string
		want    fault.Code
	}{"right": {"<a/>", ""}, "too large": {"<a>" + strings.Repeat("x", 100), fault.TooLarge}, "another kind": {"%PDF-1.7", fault.Invalid}, "a program": {"MZ", fault.Invalid}} {
		if err := none.Check(t.Context(), []byte(test.content), 50, upload.XML); fault.Of(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoContentBreaksIt throws bytes at it.
func TestNoContentBreaksIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "content")
		if kind := upload.KindOf(content); kind == upload.XML && bytes.HasPrefix(content, []byte("MZ")) {
			t.Fatal("a program passes as XML")
		}
	})
}

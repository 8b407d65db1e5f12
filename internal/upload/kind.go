// Package upload looks at what people and programs send before anything else
// does: how much it is, what it really is, and whether a virus scanner knows it.
package upload

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"eendracht/internal/fault"
)

// Kind is what content is by its first bytes, whatever its name says.
type Kind string

// The kinds that may come in somewhere. Everything else is Unknown: programs,
// scripts, pages, archives and documents with macros.
const (
	XML     Kind = "application/xml"
	PDF     Kind = "application/pdf"
	PNG     Kind = "image/png"
	JPEG    Kind = "image/jpeg"
	Text    Kind = "text/plain"
	Unknown Kind = ""
)

// headBytes is how much of the beginning tells what content is.
const headBytes = 1024

var magic = []struct {
	kind  Kind
	begin []byte
}{
	{PDF, []byte("%PDF-")},
	{PNG, []byte("\x89PNG\r\n\x1a\n")},
	{JPEG, []byte("\xff\xd8\xff")},
}

// dangerous begins what a browser or machine would run.
var dangerous = [][]byte{
	[]byte("MZ"), []byte("\x7fELF"), []byte("\xca\xfe\xba\xbe"), []byte("\xfe\xed\xfa"), []byte("#!"), []byte("PK\x03\x04"), []byte("\xd0\xcf\x11\xe0"),
	[]byte("Rar!"), []byte("7z\xbc\xaf"), []byte("\x1f\x8b"),
}

// active marks text that a browser would run.
var active = [][]byte{[]byte("<script"), []byte("<!doctype html"), []byte("<html"), []byte("<svg"), []byte("<?php")}

// KindOf tells what content is by its first bytes.
func KindOf(content []byte) Kind {
	head := content[:min(len(content), headBytes)]
	for _, d := range dangerous {
		if bytes.HasPrefix(head, d) {
			return Unknown
		}
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, m.begin) {
			return m.kind
		}
	}
	return textKind(head, len(content) > headBytes)
}

func textKind(head []byte, cut bool) Kind {
	text := bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for n := 0; cut && n < utf8.UTFMax && !utf8.Valid(text); n++ { // the last character may be cut in two
		text = text[:len(text)-1]
	}
	if !utf8.Valid(text) || slices.ContainsFunc(text, func(b byte) bool { return b < ' ' && b != '\n' && b != '\r' && b != '\t' }) {
		return Unknown
	}
	low := bytes.ToLower(text)
	if slices.ContainsFunc(active, func(mark []byte) bool { return bytes.Contains(low, mark) }) {
		return Unknown
	}
	trimmed := bytes.TrimLeft(low, " \r\n\t")
	switch {
	case len(trimmed) == 0:
		return Unknown
	case trimmed[0] == '<':
		return XML
	}
	return Text
}

// Scanner tells whether content is known to do harm.
type Scanner interface {
	// Scan gives the name of what was found, "" for nothing; Unavailable when it
	// could not look.
	Scan(ctx Context, content []byte) (found string, err error)
}

// refused is the fault of content that may not come in.
func refused(key string, args ...string) error {
	return fault.New(fault.Invalid, "upload.Check", key, args...)
}

package upload

import (
	"bytes"
	"compress/zlib"
	"context"
	"io"
	"regexp"
	"slices"

	"eendracht/internal/fault"
)

// DocumentMost is the largest file of a document, in bytes.
const DocumentMost = 25 << 20

var documentKinds = []Kind{PDF, JPEG, PNG, Text}

// DocumentKinds gives what a document may be.
func DocumentKinds() []Kind { return slices.Clone(documentKinds) }

// Found is what the looks at a document gave.
type Found struct {
	Kind    Kind
	Body    []byte // drawn anew when it is a picture
	Scanned bool   // a scanner is connected and found nothing
	Held    bool   // the scanner could not look, and what comes in is to be kept apart
}

// Document looks at a file that someone sends in as a document: size, kind,
// scanner; and cleans it. It faults with TooLarge, Invalid (another kind, or
// harmful) or Unavailable (the scanner could not look, and that is refused).
func (c *Checker) Document(ctx context.Context, content []byte) (Found, error) {
	const op = "upload.Document"
	kind := KindOf(content)
	switch {
	case len(content) > DocumentMost:
		return Found{}, fault.New(fault.TooLarge, op, "upload.large")
	case !slices.Contains(documentKinds, kind):
		return Found{}, refused("upload.document.kind")
	case kind == PDF && Active(content):
		return Found{}, refused("upload.active")
	}
	found := Found{Kind: kind}
	if c != nil && c.Scanner != nil {
		clean, err := c.Rescan(ctx, content)
		switch {
		case err != nil && c.WhenDown == Quarantine:
			found.Held = true
		case err != nil:
			return Found{}, err
		case !clean:
			return Found{}, refused("upload.harmful")
		}
		found.Scanned = !found.Held
	}
	body, err := Clean(content, kind)
	found.Body = body
	return found, err
}

// Rescan asks the scanner alone. It faults with Unavailable when it could not
// look, or when there is none: then nothing can be let out.
func (c *Checker) Rescan(ctx context.Context, content []byte) (clean bool, err error) {
	const op = "upload.Rescan"
	if c == nil || c.Scanner == nil {
		return false, fault.New(fault.Unavailable, op, "upload.down")
	}
	found, err := c.Scanner.Scan(ctx, content)
	if err != nil {
		c.Log.ErrorContext(ctx, "the scanner cannot look", "err", err, "then", c.WhenDown)
		return false, &fault.Error{Code: fault.Unavailable, Op: op, Key: "upload.down", Err: err}
	}
	if found != "" {
		c.Log.WarnContext(ctx, "harmful content was refused", "found", found, "bytes", len(content))
	}
	return found == "", nil
}

// acts are the names in a PDF of what runs, or of files that it carries along.
var acts = [][]byte{[]byte("/JavaScript"), []byte("/JS"), []byte("/Launch"), []byte("/EmbeddedFile"), []byte("/RichMedia"), []byte("/XFA")}

// What is unpacked of a PDF to look into it, in bytes: in all, and of one stream.
const (
	unpackMost   = 64 << 20
	unpackStream = 8 << 20
)

// Active tells whether a PDF holds something that runs or that it carries along,
// in what stands in it in clear or packed as object streams. A PDF that is
// encrypted, or larger than is looked into, counts as such.
func Active(pdf []byte) bool {
	clear := unpacked(pdf)
	if bytes.Contains(clear, []byte("/Encrypt")) || acting(clear) {
		return true
	}
	left := unpackMost
	for rest := pdf; ; {
		at := bytes.Index(rest, []byte("/ObjStm"))
		if at < 0 {
			return false
		}
		rest = rest[at+len("/ObjStm"):]
		start := bytes.Index(rest, []byte("stream"))
		if start < 0 {
			return false
		}
		body, err := unpack(bytes.TrimLeft(rest[start+len("stream"):], "\r\n"))
		left -= len(body)
		if err != nil || left < 0 || acting(body) {
			return true
		}
	}
}

// unpacked gives what stands in clear in a PDF: all but its packed streams, in
// which any bytes may stand by chance.
func unpacked(pdf []byte) []byte {
	clear := make([]byte, 0, min(len(pdf), 1<<20))
	for {
		begin := streamBegin.FindIndex(pdf)
		if begin == nil {
			return append(clear, pdf...)
		}
		clear, pdf = append(clear, pdf[:begin[1]]...), pdf[begin[1]:]
		end := bytes.Index(pdf, []byte("endstream"))
		if end < 0 {
			return append(clear, pdf...)
		}
		pdf = pdf[end:]
	}
}

var streamBegin = regexp.MustCompile(`>>\s*stream\r?\n`)

// acting tells whether one of the names stands there as a whole; a name may hide
// its letters behind numbers (#4A is J).
func acting(text []byte) bool {
	for _, name := range acts {
		for rest := text; ; {
			at := bytes.Index(rest, name)
			if at < 0 {
				break
			}
			rest = rest[at+len(name):]
			if len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n\x00/<>[](){}%"), rest[0]) >= 0 || name[len(name)-1] == 'e' {
				return true
			}
		}
	}
	return hidden(text)
}

// hidden tells whether a name writes a letter as a number, which honest writers
// of PDF do for signs alone.
func hidden(text []byte) bool {
	for i := 0; i+2 < len(text); i++ {
		if text[i] != '#' || i == 0 {
			continue
		}
		letter := unhex(text[i+1])<<4 | unhex(text[i+2])
		name := bytes.LastIndexByte(text[max(0, i-40):i], '/')
		if isHex(text[i+1]) && isHex(text[i+2]) && name >= 0 && (letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z') &&
			bytes.IndexAny(text[max(0, i-40)+name:i], " \r\n\t<>[]()") < 0 {
			return true
		}
	}
	return false
}

func isHex(b byte) bool { return b >= '0' && b <= '9' || b >= 'A' && b <= 'F' || b >= 'a' && b <= 'f' }

func unhex(b byte) byte {
	switch {
	case b >= '0' && b <= '9':
		return b - '0'
	case b >= 'a':
		return b - 'a' + 10
	}
	return b - 'A' + 10
}

func unpack(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r, unpackStream+1))
	if err == nil && len(body) > unpackStream {
		err = io.ErrShortBuffer
	}
	return body, err
}

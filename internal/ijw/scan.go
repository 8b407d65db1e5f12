package ijw

import (
	"bytes"
	"errors"
	"io"

	"eendracht/internal/fault"
)

// window is a sliding view of a byte stream: buf[pos:] has been read from the
// stream and not yet been consumed. Slices that it hands out are good until the
// next call.
type window struct {
	in    io.Reader
	buf   []byte
	pos   int
	lines int   // line ends before buf[mark]
	mark  int   // how far they have been counted
	total int64 // bytes read from the stream
	limit int64
	ended bool
}

const windowSize = 8 << 10

// fill reads more of the stream behind what is not yet consumed. At the end of
// the stream it sets ended and returns nil.
func (w *window) fill() error {
	if w.pos > 0 {
		w.line()
		w.buf = w.buf[:copy(w.buf, w.buf[w.pos:])]
		w.pos, w.mark = 0, 0
	}
	if len(w.buf) == cap(w.buf) {
		w.buf = append(make([]byte, 0, 2*cap(w.buf)), w.buf...)
	}
	for range 100 {
		n, err := w.in.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		w.total += int64(n)
		switch {
		case w.total > w.limit:
			return fault.New(fault.TooLarge, "ijw.Read", "ijw.too_large")
		case errors.Is(err, io.EOF):
			w.ended = true
			return nil
		case err != nil:
			return fault.Wrap(fault.Unavailable, "ijw.Read", err)
		case n > 0:
			return nil
		}
	}
	return fault.Wrap(fault.Unavailable, "ijw.Read", io.ErrNoProgress)
}

// upTo gives what stands before the next mark and whether the mark was found;
// without one it gives the rest of the stream.
func (w *window) upTo(mark string) (before []byte, found bool, err error) {
	seen := 0
	for {
		if i := index(w.buf[w.pos+seen:], mark); i >= 0 {
			return w.buf[w.pos : w.pos+seen+i], true, nil
		}
		if w.ended {
			return w.buf[w.pos:], false, nil
		}
		seen = max(len(w.buf)-w.pos-len(mark)+1, 0)
		if err := w.fill(); err != nil {
			return nil, false, err
		}
	}
}

func index(b []byte, mark string) int {
	if len(mark) == 1 {
		return bytes.IndexByte(b, mark[0])
	}
	return bytes.Index(b, []byte(mark))
}

// peek gives the next n bytes, or fewer at the end of the stream.
func (w *window) peek(n int) ([]byte, error) {
	for len(w.buf)-w.pos < n && !w.ended {
		if err := w.fill(); err != nil {
			return nil, err
		}
	}
	return w.buf[w.pos:min(w.pos+n, len(w.buf))], nil
}

// starts tells whether the stream goes on with this mark.
func (w *window) starts(mark string) (bool, error) {
	next, err := w.peek(len(mark))
	return string(next) == mark, err
}

// take consumes n bytes of the window.
func (w *window) take(n int) { w.pos += n }

// line gives the line on which the stream stands, from 1.
func (w *window) line() int {
	w.lines += bytes.Count(w.buf[w.mark:w.pos], []byte{'\n'})
	w.mark = w.pos
	return w.lines + 1
}

// tag gives a start tag without its angle brackets; the stream stands behind
// "<". A ">" inside quotes does not end the tag.
func (w *window) tag() (inner []byte, found bool, err error) {
	inner, found, err = w.upTo(">")
	if err != nil || !found || bytes.IndexByte(inner, '=') < 0 || openQuote(inner) == 0 {
		return inner, found, err
	}
	for n, quote := 0, byte(0); ; {
		for ; n < len(w.buf)-w.pos; n++ {
			b := w.buf[w.pos+n]
			switch {
			case quote != 0 && b == quote:
				quote = 0
			case quote == 0 && (b == '"' || b == '\''):
				quote = b
			case quote == 0 && b == '>':
				return w.buf[w.pos : w.pos+n], true, nil
			}
		}
		if w.ended {
			return nil, false, nil
		}
		if err := w.fill(); err != nil {
			return nil, false, err
		}
	}
}

// openQuote gives the quote that is still open at the end of b, or 0.
func openQuote(b []byte) byte {
	for {
		i := bytes.IndexAny(b, `"'`)
		if i < 0 {
			return 0
		}
		quote := b[i]
		end := bytes.IndexByte(b[i+1:], quote)
		if end < 0 {
			return quote
		}
		b = b[i+end+2:]
	}
}

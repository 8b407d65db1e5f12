package upload

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"eendracht/internal/fault"
)

// Clamd asks a ClamAV daemon over TCP (command INSTREAM).
type Clamd struct {
	Addr string        // host:port
	Wait time.Duration // the longest that one look may take; 0 is 20 seconds
}

const (
	clamdWait  = 20 * time.Second
	clamdChunk = 64 << 10 // bytes per chunk
	clamdSays  = 4 << 10  // the most that it may answer, in bytes
)

// Scan gives the name of what the daemon found, "" for nothing.
func (c Clamd) Scan(ctx context.Context, content []byte) (string, error) {
	const op = "upload.Scan"
	said, err := c.ask(ctx, content)
	if err == nil {
		var found string
		if found, err = verdict(said); err == nil {
			return found, nil
		}
	}
	return "", &fault.Error{Code: fault.Unavailable, Op: op, Key: "upload.down", Err: err}
}

func (c Clamd) ask(ctx context.Context, content []byte) (string, error) {
	wait := c.Wait
	if wait == 0 {
		wait = clamdWait
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.Addr)
	if err != nil {
		return "", err
	}
	defer conn.Close() //nolint:errcheck // what was said is said
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return "", err
		}
	}
	if err := stream(conn, content); err != nil {
		return "", err
	}
	said, err := io.ReadAll(io.LimitReader(conn, clamdSays))
	return string(said), err
}

// stream sends content in chunks, each with its length before it; a chunk of no
// length ends it.
func stream(w io.Writer, content []byte) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	var length [4]byte
	for len(content) > 0 {
		chunk := content[:min(len(content), clamdChunk)]
		content = content[len(chunk):]
		binary.BigEndian.PutUint32(length[:], uint32(len(chunk)))
		if _, err := w.Write(length[:]); err != nil {
			return err
		}
		if _, err := w.Write(chunk); err != nil {
			return err
		}
	}
	_, err := w.Write([]byte{0, 0, 0, 0})
	return err
}

// verdict reads what the daemon says. Only the words for "nothing found" let
// content in; whatever else it says is no verdict.
func verdict(said string) (string, error) {
	said = strings.TrimRight(said, "\x00\r\n ")
	rest, ok := strings.CutPrefix(said, "stream: ")
	if !ok {
		return "", errors.New("the scanner says " + said)
	}
	if rest == "OK" {
		return "", nil
	}
	if name, found := strings.CutSuffix(rest, " FOUND"); found && name != "" {
		return name, nil
	}
	return "", errors.New("the scanner says " + said)
}

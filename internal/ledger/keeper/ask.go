package keeper

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// The door of a witness is that of C2SP tlog-witness.
const (
	AddPath    = "/add-checkpoint"
	bodyMost   = 64 << 10
	askTimeout = 4 * time.Second
	sizeType   = "text/x.tlog.size"
)

var asking = &http.Client{Timeout: askTimeout}

// askWitness asks for the signature on a checkpoint with the proof that it
// grew from the one that the witness signed before.
func (k *Keeper) askWitness(ctx context.Context, address string, c store.Checkpoint) (line string, err error) {
	if k.asked == nil {
		k.asked = map[string]int64{}
	}
	key := address + " " + c.Shard.String()
	old := k.asked[key]
	for range 2 { // once more with the size that the witness tells
		var knows int64
		line, knows, err = k.send(ctx, address, c, old)
		if err == nil {
			k.asked[key] = c.Size
			return line, nil
		}
		if knows < 0 || knows > c.Size {
			return "", err
		}
		old = knows
	}
	return "", err
}

// send gives the line of the witness, or with an error the size that it knows,
// -1 when it does not tell.
func (k *Keeper) send(ctx context.Context, address string, c store.Checkpoint, old int64) (line string, knows int64, err error) {
	proof, err := ledger.Consistency(c.Size, old, k.tiles(ctx, c.Shard))
	if err != nil {
		return "", -1, err
	}
	var body strings.Builder
	fmt.Fprintf(&body, "old %d\n", old)
	for _, h := range proof {
		body.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	body.WriteString("\n" + c.Note)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(address, "/")+AddPath, strings.NewReader(body.String()))
	if err != nil {
		return "", -1, err
	}
	answer, err := asking.Do(request)
	if err != nil {
		return "", -1, err
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	said, err := io.ReadAll(io.LimitReader(answer.Body, bodyMost))
	if err != nil {
		return "", -1, err
	}
	if answer.StatusCode == http.StatusConflict && answer.Header.Get("Content-Type") == sizeType {
		if knows, err = strconv.ParseInt(strings.TrimSpace(string(said)), 10, 64); err == nil {
			return "", knows, errors.New("the witness knows another checkpoint")
		}
	}
	if answer.StatusCode != http.StatusOK {
		return "", -1, fmt.Errorf("the witness answered %s", answer.Status)
	}
	if line = string(said); !strings.HasPrefix(line, "— ") || strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
		return "", -1, errors.New("the witness gave no signature")
	}
	return line, -1, nil
}

package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"eendracht/internal/fault"
)

// client calls the house as one user, for what is prepared before the load.
type client struct {
	addr, token, purpose string
}

// signIn begins a session of the demonstration.
func signIn(ctx context.Context, addr, user, purpose string) (client, error) {
	c := client{addr: addr, purpose: purpose}
	var said struct {
		Token string `json:"token"`
	}
	raw, err := c.call(ctx, http.MethodPost, "/api/v1/demo/sessions", map[string]string{"user": user})
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	c.token = said.Token
	return c, err
}

// headers gives what every request of this user carries.
func (c client) headers() []string {
	return []string{"Authorization", "Bearer " + c.token, "Purpose", c.purpose}
}

func (c client) call(ctx context.Context, method, path string, body any) ([]byte, error) {
	const op = "bench.call"
	var said []byte
	if body != nil {
		var err error
		if said, err = json.Marshal(body); err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+c.addr+path, bytes.NewReader(said))
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	r.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
		r.Header.Set("Purpose", c.purpose)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s answered %s: %s", method, path, answer.Status, raw)
	}
	return raw, fault.Wrap(fault.Unavailable, op, err)
}

// get reads an answer into a value.
func (c client) get(ctx context.Context, path string, into any) error {
	raw, err := c.call(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return fault.Wrap(fault.Internal, "bench.get", json.Unmarshal(raw, into))
}

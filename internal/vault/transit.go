package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"eendracht/internal/fault"
)

// How long the key service may take, and how much it may answer.
const (
	transitPatience = 10 * time.Second
	transitMost     = 1 << 20
)

// Transit is a key in the transit engine of HashiCorp Vault or OpenBao, as an
// AEAD by the interface of Tink. The key never leaves the service; it must be of
// a kind that authenticates associated data (aes256-gcm96, chacha20-poly1305).
type Transit struct {
	mount  string // …/v1/transit
	key    string
	token  string
	client *http.Client
}

// NewTransit gives the key at an address …/v1/MOUNT/keys/NAME. Only TLS, or the
// machine itself, is taken: the token and the keyset travel. A nil client is one
// with a short patience.
func NewTransit(address, token string, client *http.Client) (*Transit, error) {
	const op = "vault.NewTransit"
	at, err := url.Parse(address)
	mount, key, found := strings.Cut(address, "/keys/")
	if err != nil || !found || key == "" || strings.Contains(key, "/") || !strings.Contains(mount, "/v1/") || at.User != nil || at.RawQuery != "" {
		return nil, fault.New(fault.Invalid, op, "vault.kms")
	}
	near := at.Hostname() == "127.0.0.1" || at.Hostname() == "::1" || at.Hostname() == "localhost"
	if at.Scheme != "https" && (at.Scheme != "http" || !near) {
		return nil, fault.New(fault.Invalid, op, "vault.kms")
	}
	if token == "" {
		return nil, fault.New(fault.Invalid, op, "vault.token")
	}
	if client == nil {
		client = &http.Client{Timeout: transitPatience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &Transit{mount: mount, key: key, token: token, client: client}, nil
}

type transitText struct {
	Plain  []byte `json:"plaintext,omitempty"` // encoding/json writes base64, as the service wants
	Cipher string `json:"ciphertext,omitempty"`
	With   []byte `json:"associated_data,omitempty"`
}

// Encrypt lets the service seal a text with what it belongs to.
func (t *Transit) Encrypt(plain, with []byte) ([]byte, error) {
	answer, err := t.ask("encrypt", transitText{Plain: plain, With: with})
	if err == nil && answer.Cipher == "" {
		err = errors.New("the key service gave no ciphertext")
	}
	return []byte(answer.Cipher), err
}

// Decrypt lets the service open what it sealed; another key, text or belonging
// is an error.
func (t *Transit) Decrypt(sealed, with []byte) ([]byte, error) {
	answer, err := t.ask("decrypt", transitText{Cipher: string(sealed), With: with})
	return answer.Plain, err
}

// ask sends one question. The interface of Tink carries no context; the client
// has its own patience.
func (t *Transit) ask(what string, question transitText) (answer transitText, err error) {
	body, err := json.Marshal(question)
	if err != nil {
		return answer, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), transitPatience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.mount+"/"+what+"/"+t.key, bytes.NewReader(body))
	if err != nil {
		return answer, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Vault-Token", t.token)
	got, err := t.client.Do(r)
	if err != nil {
		return answer, err
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, transitMost))
	if err != nil {
		return answer, err
	}
	if got.StatusCode != http.StatusOK {
		return answer, fmt.Errorf("the key service answered %d", got.StatusCode) // never its body: it may repeat what was sent
	}
	var whole struct {
		Data transitText `json:"data"`
	}
	if err := json.Unmarshal(raw, &whole); err != nil {
		return answer, errors.New("the key service answered no JSON")
	}
	return whole.Data, nil
}

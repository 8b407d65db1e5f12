package post

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"eendracht/internal/fault"
)

// Settings say with whom messages are exchanged, and how. They are a JSON file
// of the installation; secrets stand in it as hashes or as names of files.
type Settings struct {
	Partners []Partner `json:"partners"`
	// CertificateHeader names the header in which the proxy in front tells the
	// SHA-256 of the client certificate. The proxy must strip it from what comes
	// from outside; "" when nothing stands in front.
	CertificateHeader string `json:"certificate_header,omitempty"`
}

// Partner is an organisation, or a hub, with which messages are exchanged.
type Partner struct {
	Name     string   `json:"name"`
	Codes    []string `json:"codes"`    // AGB and municipality codes for which it sends and receives; "*" all others
	Envelope string   `json:"envelope"` // stuf, provider or plain

	URL     string `json:"url,omitempty"`    // where it receives: https, or http on this machine alone
	CA      string `json:"ca,omitempty"`     // file with the certificates that its server is checked against
	Cert    string `json:"cert,omitempty"`   // file with our certificate, for mutual TLS
	Key     string `json:"key,omitempty"`    // file with its private key
	Secret  string `json:"secret,omitempty"` // file with the secret that we send it
	Seconds int    `json:"seconds,omitempty"`
	Folder  string `json:"folder,omitempty"` // drop folder with in and out, instead of URL

	SecretHash  string `json:"secret_hash,omitempty"` // SHA-256 in hex of the secret that it sends us
	Fingerprint string `json:"fingerprint,omitempty"` // SHA-256 in hex of its client certificate
}

// maxSettings is the largest settings file, in bytes.
const maxSettings = 1 << 20

// LoadSettings reads the settings of the message traffic; Invalid when they
// could not work or would not be safe.
func LoadSettings(path string) (Settings, error) {
	const op = "post.LoadSettings"
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) > maxSettings {
		return Settings{}, fault.New(fault.Invalid, op, "post.config", "what", path)
	}
	var s Settings
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Settings{}, fault.New(fault.Invalid, op, "post.config", "what", err.Error())
	}
	for _, p := range s.Partners {
		if what := p.flaw(); what != "" {
			return Settings{}, fault.New(fault.Invalid, op, "post.config", "what", p.Name+": "+what)
		}
	}
	return s, nil
}

// flaw names what is wrong with a partner, "" when nothing is.
func (p Partner) flaw() string {
	_, known := Envelopes()[p.Envelope]
	at, err := url.Parse(p.URL)
	switch {
	case len(p.Codes) == 0:
		return "codes"
	case !known:
		return "envelope"
	case p.URL != "" && p.Folder != "":
		return "url, folder"
	case p.URL != "" && (err != nil || !safe(at)):
		return "url"
	case (p.Cert == "") != (p.Key == ""):
		return "cert, key"
	case p.SecretHash != "" && !isHash(p.SecretHash):
		return "secret_hash"
	case p.Fingerprint != "" && !isHash(p.Fingerprint):
		return "fingerprint"
	}
	return ""
}

// safe tells whether an address is encrypted, or never leaves this machine.
func safe(at *url.URL) bool {
	host := at.Hostname()
	return at.Scheme == "https" && host != "" || at.Scheme == "http" && (host == "127.0.0.1" || host == "localhost" || host == "::1")
}

func isHash(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == sha256.Size
}

// For gives the partner that receives for a code ("*": for all others).
func (s Settings) For(code string) (Partner, bool) {
	for _, p := range s.Partners {
		if slices.Contains(p.Codes, code) {
			return p, true
		}
	}
	return Partner{}, false
}

// Speaks tells whether the partner may send messages of an organisation.
func (p Partner) Speaks(code string) bool {
	return slices.Contains(p.Codes, code) || slices.Contains(p.Codes, "*")
}

// Envelopes are the ways of wrapping, by the name that settings use.
func Envelopes() map[string]Envelope {
	return map[string]Envelope{"plain": Plain{}, "stuf": StUF{}, "provider": Push{}}
}

// Gate recognises who is at a door. Settings is the one of this package;
// another, that knows accounts of machines, may take its place.
type Gate interface {
	// Partner gives who sent the request; false when that is nobody known.
	Partner(r *http.Request) (Partner, bool)
}

// Partner recognises a partner by its client certificate or its secret
// (Authorization: Bearer). Only hashes are compared, in constant time.
func (s Settings) Partner(r *http.Request) (Partner, bool) {
	certificate, secret := "", ""
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		certificate = HashSecret(string(r.TLS.PeerCertificates[0].Raw))
	}
	if s.CertificateHeader != "" {
		certificate = strings.ToLower(strings.ReplaceAll(r.Header.Get(s.CertificateHeader), ":", ""))
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && token != "" {
		secret = HashSecret(token)
	}
	for _, p := range s.Partners {
		if equal(p.Fingerprint, certificate) || equal(p.SecretHash, secret) {
			return p, true
		}
	}
	return Partner{}, false
}

// equal compares a hash of the settings with one of a request; "" equals nothing.
func equal(want, got string) bool {
	return want != "" && got != "" && subtle.ConstantTimeCompare([]byte(strings.ToLower(want)), []byte(got)) == 1
}

// HashSecret gives the hash of a secret as the settings hold it. Secrets are
// random and long, so that a plain hash does not give them away.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

const defaultTimeout = 30 * time.Second

// client makes the HTTP client for a partner: it follows no redirect and
// trusts what the settings name.
func (p Partner) client() (*http.Client, error) {
	const op = "post.client"
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if p.CA != "" {
		raw, err := os.ReadFile(p.CA)
		config.RootCAs = x509.NewCertPool()
		if err != nil || !config.RootCAs.AppendCertsFromPEM(raw) {
			return nil, fault.New(fault.Invalid, op, "post.config", "what", "ca")
		}
	}
	if p.Cert != "" {
		pair, err := tls.LoadX509KeyPair(p.Cert, p.Key)
		if err != nil {
			return nil, fault.New(fault.Invalid, op, "post.config", "what", "cert, key")
		}
		config.Certificates = []tls.Certificate{pair}
	}
	timeout := defaultTimeout
	if p.Seconds > 0 {
		timeout = time.Duration(p.Seconds) * time.Second
	}
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 32, IdleConnTimeout: time.Minute, ResponseHeaderTimeout: timeout},
	}, nil
}

// secret reads the secret that we send the partner.
func (p Partner) secret() (string, error) {
	if p.Secret == "" {
		return "", nil
	}
	raw, err := os.ReadFile(p.Secret)
	if err != nil {
		return "", fault.New(fault.Invalid, "post.secret", "post.config", "what", "secret")
	}
	return strings.TrimSpace(string(raw)), nil
}

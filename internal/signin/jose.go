package signin

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/fault"
)

// safeAlgorithms are the signatures that count, whatever a token says of
// itself: asymmetric ones only, so "none" and shared secrets never do.
var safeAlgorithms = []jose.SignatureAlgorithm{
	jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.RS256, jose.EdDSA,
}

// minRSA is the least number of bits of an RSA key that counts.
const minRSA = 2048

// Key is a private key that signs tokens. Its id is its thumbprint (RFC 7638).
type Key struct {
	signer jose.Signer
	public jose.JSONWebKey
}

// NewKey makes a signing key of a private key: PS256 for RSA, ES256 or ES384
// for elliptic curves, EdDSA for Ed25519.
func NewKey(private crypto.Signer) (*Key, error) {
	const op = "signin.NewKey"
	alg, err := algorithmOf(private)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, op, err)
	}
	key := jose.JSONWebKey{Key: private, Algorithm: string(alg), Use: "sig"}
	print, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, op, err)
	}
	key.KeyID = base64.RawURLEncoding.EncodeToString(print)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, op, err)
	}
	return &Key{signer: signer, public: key.Public()}, nil
}

func algorithmOf(private crypto.Signer) (jose.SignatureAlgorithm, error) {
	switch k := private.(type) {
	case *rsa.PrivateKey:
		if k.N.BitLen() >= minRSA {
			return jose.PS256, nil
		}
	case *ecdsa.PrivateKey:
		switch k.Curve.Params().BitSize {
		case 256:
			return jose.ES256, nil
		case 384:
			return jose.ES384, nil
		}
	case ed25519.PrivateKey:
		return jose.EdDSA, nil
	}
	return "", errors.New("a key of RSA 2048, P-256, P-384 or Ed25519 is needed")
}

// ReadKey reads a private key from a PEM file (PKCS 8, PKCS 1 or SEC 1). A file
// that others on the machine may read is refused.
func ReadKey(path string) (*Key, error) {
	const op = "signin.ReadKey"
	wrong := func(why string) error {
		return fault.New(fault.Invalid, op, "signin.config.key", "file", path, "why", why)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, wrong("does not exist or cannot be read")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, wrong("others may read it; chmod 600")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, wrong("cannot be read")
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, wrong("holds no PEM block")
	}
	private, err := parsePrivate(block.Bytes)
	if err != nil {
		return nil, wrong(err.Error())
	}
	return NewKey(private)
}

func parsePrivate(der []byte) (crypto.Signer, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		if signer, ok := key.(crypto.Signer); ok {
			return signer, nil
		}
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errors.New("holds no private key of RSA, P-256, P-384 or Ed25519")
}

// Public gives the public half, as a key set shows it.
func (k *Key) Public() jose.JSONWebKey { return k.public }

// Sign gives claims as a signed token (JWS, compact).
func (k *Key) Sign(claims any) (string, error) {
	token, err := jwt.Signed(k.signer).Claims(claims).Serialize()
	return token, fault.Wrap(fault.Internal, "signin.Sign", err)
}

// assertion proves to a token endpoint who we are (RFC 7523, private_key_jwt).
func (k *Key) assertion(client, audience, id string, now time.Time) (string, error) {
	return k.Sign(jwt.Claims{
		Issuer: client, Subject: client, Audience: jwt.Audience{audience}, ID: id,
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(time.Minute)),
	})
}

// verify checks the signature of a token with one of the allowed algorithms and
// a key of the right id, and gives its payload. Keys that a token carries or
// points to itself count for nothing.
func verify(raw string, allowed []jose.SignatureAlgorithm, find func(kid string) ([]jose.JSONWebKey, error)) ([]byte, error) {
	token, err := jose.ParseSignedCompact(raw, allowed)
	if err != nil {
		return nil, err
	}
	header := token.Signatures[0].Protected
	keys, err := find(header.KeyID)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if key.Use != "" && key.Use != "sig" || key.Algorithm != "" && key.Algorithm != header.Algorithm || !strong(key) {
			continue
		}
		if payload, err := token.Verify(key.Key); err == nil {
			return payload, nil
		}
	}
	return nil, errors.New("no key of the sender fits the signature")
}

func strong(key jose.JSONWebKey) bool {
	rsaKey, is := key.Key.(*rsa.PublicKey)
	return key.IsPublic() && key.Valid() && (!is || rsaKey.N.BitLen() >= minRSA)
}

// withID gives the keys of a set by id; all of them when a token names none.
func withID(set *jose.JSONWebKeySet, kid string) []jose.JSONWebKey {
	if set == nil {
		return nil
	}
	if kid == "" {
		return set.Keys
	}
	return set.Key(kid)
}

func algorithms(names []string) []jose.SignatureAlgorithm {
	if len(names) == 0 {
		return []jose.SignatureAlgorithm{jose.PS256, jose.ES256, jose.RS256}
	}
	var out []jose.SignatureAlgorithm
	for _, name := range names {
		if alg := jose.SignatureAlgorithm(name); slices.Contains(safeAlgorithms, alg) {
			out = append(out, alg)
		}
	}
	return out
}

// fingerprint reads a SHA-256 in hexadecimal, with or without colons.
func fingerprint(s string) ([sha256.Size]byte, bool) {
	raw, err := hex.DecodeString(strings.ReplaceAll(s, ":", ""))
	if err != nil || len(raw) != sha256.Size {
		return [sha256.Size]byte{}, false
	}
	return [sha256.Size]byte(raw), true
}

func equal(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

func itoa(n int) string { return strconv.Itoa(n) }

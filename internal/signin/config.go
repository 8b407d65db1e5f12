package signin

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// The kinds of provider.
const (
	KindCitizen = "citizen" // DigiD-class: tells who a resident is by BSN
	KindStaff   = "staff"   // an organisation's own provider
	KindPartner = "partner" // eHerkenning-class: tells the organisation too
	kindDemo    = "demo"    // the embedded one; cannot be configured
)

// Config is the file of sign-in providers and machine clients.
type Config struct {
	Base      string           `json:"base"` // address of this installation as browsers see it, https://…
	Key       string           `json:"key"`  // file with our private key (PEM), for providers that name none
	Rules     Rules            `json:"rules,omitempty"`
	Providers []ProviderConfig `json:"providers"`
	Machines  []MachineConfig  `json:"machines,omitempty"`
	Limits    Limits           `json:"limits,omitzero"`
	dir       string
}

// ProviderConfig is one sign-in provider.
type ProviderConfig struct {
	ID           string            `json:"id"`   // lower case letters, digits and dashes
	Kind         string            `json:"kind"` // citizen, staff or partner
	Name         map[string]string `json:"name"` // by language: what stands on the button
	Issuer       string            `json:"issuer"`
	Client       string            `json:"client"`                 // our client_id there
	Key          string            `json:"key,omitempty"`          // file with our private key for this provider
	Scopes       []string          `json:"scopes,omitempty"`       // beside openid
	ACR          []string          `json:"acr"`                    // values to ask for, weakest first
	Levels       map[string]int    `json:"levels,omitempty"`       // levels of the provider's own acr values
	Minimum      int               `json:"minimum,omitempty"`      // level below which it counts for nothing
	Algorithms   []string          `json:"algorithms,omitempty"`   // of its tokens; default PS256, ES256, RS256
	BSN          string            `json:"bsn,omitempty"`          // citizen: claim with the BSN, when it is not in sub
	Organisation dossier.ID        `json:"organisation,omitempty"` // staff: whose provider this is
	OrgClaim     string            `json:"organisation_claim,omitempty"`
	Account      string            `json:"account,omitempty"` // claim that names the account: email, or account (our own id)
	Roles        *RoleClaim        `json:"roles,omitempty"`
}

// RoleClaim lets a provider say which roles its people have, out of a list.
type RoleClaim struct {
	Claim string            `json:"claim"`
	Allow map[string]string `json:"allow"` // value of the claim → role here
}

// MachineConfig is a client that is no person, bound to one organisation.
type MachineConfig struct {
	ID           string              `json:"id"`
	Name         string              `json:"name"`
	Organisation dossier.ID          `json:"organisation"`
	Certificates []string            `json:"certificates,omitempty"` // SHA-256 of client certificates, hexadecimal
	Keys         *jose.JSONWebKeySet `json:"jwks,omitempty"`         // public keys of private_key_jwt
	From         []netip.Prefix      `json:"from,omitempty"`         // networks it may come from; none is any
}

// ReadConfig reads the file of sign-in providers and checks all of it. The
// fault names every mistake, in words for whoever edits the file.
func ReadConfig(path string) (*Config, error) {
	const op = "signin.ReadConfig"
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "signin.config.file", Args: []string{"file", path}, Err: err}
	}
	c := &Config{dir: filepath.Dir(path)}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "signin.config.json", Args: []string{"file", path, "why", err.Error()}, Err: err}
	}
	if wrong := c.check(); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, op, "signin.config.wrong", "file", path, "why", strings.Join(wrong, "; "))
	}
	return c, nil
}

func (c *Config) check() []string {
	var wrong []string
	say := func(ok bool, words string) {
		if !ok {
			wrong = append(wrong, words)
		}
	}
	say(safeURL(c.Base) && !strings.HasSuffix(c.Base, "/"), "base: https address without a slash at the end")
	say(len(c.Providers)+len(c.Machines) > 0, "providers: none, and no machines")
	seen := map[string]bool{}
	for i, p := range c.Providers {
		at := "providers[" + p.ID + "]: "
		say(named(p.ID) && !seen[p.ID], "providers: number "+itoa(i+1)+" needs an id of its own (a-z, 0-9, -)")
		seen[p.ID] = true
		for _, words := range p.check(c) {
			wrong = append(wrong, at+words)
		}
	}
	for i, m := range c.Machines {
		say(named(m.ID) && !seen["m:"+m.ID], "machines: number "+itoa(i+1)+" needs an id of its own (a-z, 0-9, -)")
		seen["m:"+m.ID] = true
		for _, words := range m.check() {
			wrong = append(wrong, "machines["+m.ID+"]: "+words)
		}
	}
	return wrong
}

func (p ProviderConfig) check(c *Config) []string {
	var wrong []string
	say := func(ok bool, words string) {
		if !ok {
			wrong = append(wrong, words)
		}
	}
	say(slices.Contains([]string{KindCitizen, KindStaff, KindPartner}, p.Kind), "kind: citizen, staff or partner")
	say(p.Name["nl"] != "", "name: needs nl")
	say(safeURL(p.Issuer), "issuer: https address")
	say(p.Client != "", "client: missing")
	say(p.Key != "" || c.Key != "", "key: no private key, here or for all")
	say(len(p.ACR) > 0, "acr: say which levels to ask for")
	for _, acr := range p.ACR {
		say((&Provider{ProviderConfig: p}).level(acr) > LevelNone, "acr: the level of "+acr+" is not known; put it in levels")
	}
	for _, alg := range p.Algorithms {
		say(slices.Contains(safeAlgorithms, jose.SignatureAlgorithm(alg)), "algorithms: "+alg+" is not allowed")
	}
	say(p.Kind != KindStaff || p.Organisation != "", "organisation: whose provider is this?")
	say(p.Kind != KindPartner || p.OrgClaim != "", "organisation_claim: which claim names the organisation?")
	say(p.Kind == KindCitizen || p.Account != "" || p.Roles != nil, "account or roles: how are accounts found?")
	say(p.Roles == nil || p.Roles.Claim != "" && len(p.Roles.Allow) > 0, "roles: needs claim and allow")
	return wrong
}

func (m MachineConfig) check() []string {
	var wrong []string
	if m.Organisation == "" {
		wrong = append(wrong, "organisation: missing")
	}
	if len(m.Certificates) == 0 && (m.Keys == nil || len(m.Keys.Keys) == 0) {
		wrong = append(wrong, "certificates or jwks: how is it recognised?")
	}
	for _, c := range m.Certificates {
		if _, ok := fingerprint(c); !ok {
			wrong = append(wrong, "certificates: "+c+" is no SHA-256 in hexadecimal")
		}
	}
	if m.Keys != nil {
		for _, k := range m.Keys.Keys {
			if !k.Valid() || !k.IsPublic() {
				wrong = append(wrong, "jwks: key "+k.KeyID+" must be a valid public key")
			}
		}
	}
	return wrong
}

// safeURL tells whether an address is https, or http on this very machine.
func safeURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	host := u.Hostname()
	return u.Scheme == "https" || u.Scheme == "http" && (host == "127.0.0.1" || host == "::1" || host == "localhost")
}

func named(id string) bool {
	return id != "" && len(id) <= 40 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

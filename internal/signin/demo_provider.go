package signin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
)

// What the demonstration's own provider and we call each other.
const (
	DemoProvider = "demo"
	DemoIssuer   = "https://demo.provider.invalid"
	DemoClient   = "eendracht"
	demoAccount  = "account" // the claim by which it names an account
)

// DemoACR is the level that the demonstration's provider gives unless asked otherwise.
const DemoACR = "http://eidas.europa.eu/LoA/substantial"

// DemoACRLow is the level by which one sees what a weak sign-in is.
const DemoACRLow = "http://eidas.europa.eu/LoA/low"

// NewDemoDoor makes the door of the demonstration: one provider, embedded, that
// speaks the same flow as any other. It takes the demonstration's mark (Demo),
// so there is none outside demo mode.
func NewDemoDoor(demo *Demo, office *casework.Office) (*Door, jose.JSONWebKey, error) {
	const op = "signin.NewDemoDoor"
	if demo == nil {
		return nil, jose.JSONWebKey{}, fault.New(fault.Forbidden, op, "signin.nodemo")
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, jose.JSONWebKey{}, fault.Wrap(fault.Unavailable, op, err)
	}
	key, err := NewKey(private)
	if err != nil {
		return nil, jose.JSONWebKey{}, err
	}
	config := ProviderConfig{
		ID: DemoProvider, Kind: kindDemo, Name: map[string]string{"nl": "Demonstratie"}, Issuer: DemoIssuer, Client: DemoClient,
		Account: demoAccount, ACR: []string{DemoACRLow, DemoACR}, Algorithms: []string{"ES256"}, Minimum: LevelLow,
	}
	p := &Provider{ProviderConfig: config, key: key, client: outside(), now: demo.desk.Now}
	return &Door{Desk: demo.desk, Office: office, Providers: []*Provider{p}, keys: []jose.JSONWebKey{key.Public()}}, key.Public(), nil
}

// Reach lets the demonstration's provider be asked within the program: nothing
// leaves it, and its address need not exist.
func (d *Door) Reach(provider http.Handler) {
	for _, p := range d.Providers {
		if p.Kind == kindDemo {
			p.client.Transport = inside{provider}
		}
	}
}

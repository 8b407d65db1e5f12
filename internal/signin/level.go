package signin

// The levels of assurance, as eIDAS has them, with one below.
const (
	LevelNone        = 0
	LevelBasic       = 1 // a password alone (DigiD Basis)
	LevelLow         = 2 // eIDAS low; DigiD Midden; eHerkenning EH2, EH2+
	LevelSubstantial = 3 // eIDAS substantial; DigiD Substantieel; eHerkenning EH3
	LevelHigh        = 4 // eIDAS high; DigiD Hoog; eHerkenning EH4
)

// acrLevels are the acr values that Dutch and European providers use (NL GOV
// assurance profile for OpenID Connect, DigiD, eTD). A provider's own values
// come from the configuration.
var acrLevels = map[string]int{
	"http://eidas.europa.eu/LoA/low":                                    LevelLow,
	"http://eidas.europa.eu/LoA/substantial":                            LevelSubstantial,
	"http://eidas.europa.eu/LoA/high":                                   LevelHigh,
	"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport": LevelBasic,
	"urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract":    LevelLow,
	"urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard":                  LevelSubstantial,
	"urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI":               LevelHigh,
	"urn:etoegang:core:assurance-class:loa2":                            LevelLow,
	"urn:etoegang:core:assurance-class:loa2plus":                        LevelLow,
	"urn:etoegang:core:assurance-class:loa3":                            LevelSubstantial,
	"urn:etoegang:core:assurance-class:loa4":                            LevelHigh,
}

// level gives the level of an acr value at a provider; none when it is not known.
func (p *Provider) level(acr string) int {
	if own, ok := p.Levels[acr]; ok {
		return own
	}
	return acrLevels[acr]
}

// acrFor gives the acr values to ask for: the provider's own list, of which
// those that are strong enough, weakest first as configured.
func (p *Provider) acrFor(level int) []string {
	var out []string
	for _, acr := range p.ACR {
		if p.level(acr) >= level {
			out = append(out, acr)
		}
	}
	return out
}

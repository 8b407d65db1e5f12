// Package envelope reads and writes what messages travel in: the StUF envelope
// between a municipality and its hub (StUF 3.01, interface GGk 2.1, namespace
// ggk0210), and the envelope of the providers' hub (Push). It knows addresses
// and references and carries the message as bytes, unread.
//
// What stands here was taken from the schemas of both interfaces; docs/messages.md
// says which parts and what could not be checked.
package envelope

import (
	"bytes"
	"strconv"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

// Kind is the berichtcode of an envelope.
type Kind string

// The kinds of envelope.
const (
	Di01 Kind = "Di01" // a message that starts an exchange
	Du01 Kind = "Du01" // a return message
	Fo01 Kind = "Fo01" // told afterwards: the message in an envelope could not be handled
	Bv03 Kind = "Bv03" // told at once: an envelope has arrived
	Fo03 Kind = "Fo03" // told at once: an envelope was refused
)

// System is a party with its software.
type System struct {
	Organisation   string // AGB code or municipality code, at most 200 characters
	Application    string // 3 to 50 characters
	Administration string // at most 50 characters; "" leaves it out
	User           string // at most 100 characters; "" leaves it out
}

// Envelope is a StUF message around an iWmo or iJw message, or about one.
type Envelope struct {
	Kind     Kind
	Sender   System
	Receiver System
	Ref      string // its own reference; in a Di01 and Du01 a random UUID (version 4) in lower case
	CrossRef string // reference of the envelope that it answers; not in a Di01
	At       string // when it was made: yyyymmddhhmmss, 8 to 17 digits (see Stamp)

	// Only in a Di01 and Du01.
	Function string  // what the message is: JW301, WMO305 (see Function)
	Software Version // of the application that made it
	Release  Version // of the standard
	Payload  []byte  // the message

	Fault *Problem // only in a Fo01 and Fo03
}

// Version is a version and subversion, 0 to 9999 each.
type Version struct {
	Major, Minor int
}

// VersionOf reads a release of the standard as "3.2".
func VersionOf(release string) (Version, error) {
	major, minor, _ := strings.Cut(release, ".")
	m, err := strconv.Atoi(major)
	n, errMinor := strconv.Atoi(minor)
	if err != nil || errMinor != nil || !(Version{m, n}).fits() {
		return Version{}, fault.New(fault.Invalid, "envelope.VersionOf", "ijwforms.version", "version", release)
	}
	return Version{m, n}, nil
}

func (v Version) fits() bool {
	return v.Major >= 0 && v.Major <= 9999 && v.Minor >= 0 && v.Minor <= 9999
}

// Problem is what a Fo01 or Fo03 says.
type Problem struct {
	Code    string // at most 7 characters; codes of the hubs are those of Codes
	Place   string // PlaceClient or PlaceServer: whose fault it is
	Says    string // at most 200 characters
	Details string // at most 1000 characters; "" leaves it out
}

// Whose fault a problem is, seen from who reports it.
const (
	PlaceClient = "client"
	PlaceServer = "server"
)

// Codes are the error codes of the hubs (list Fo01 of the standard). Their words
// are the text keys "ijwforms.fo01." with the code behind it.
var Codes = [...]string{
	"IB001", "IB002", "IB003", "IB004", "IB005", "IB006", "IB007", "IB008", "IB009", "IB010", "IB011", "IB012", "IB013",
	"IB014", "IB015", "IB016", "IB017", "IB018", "IB019", "IB020", "IB021", "IB022", "IB023",
	"IB901", "IB902", "IB903", "IB904", "IB905", "BRS01", "BRS02", "BRS03",
}

// Function gives what envelopes call a kind of message: "JW301".
func Function(law ijw.Law, kind ijw.Kind) string { return strings.ToUpper(string(law)) + kind.String() }

// Action gives the SOAPAction under which this kind of envelope is posted; ""
// for what only comes as an answer.
func (k Kind) Action() string {
	switch k {
	case Di01, Du01:
		return spaceGGK + "/ggk_" + string(k)
	case Fo01:
		return spaceStUF + "/Fo01"
	}
	return ""
}

// carries tells whether this kind of envelope has a message in it.
func (k Kind) carries() bool { return k == Di01 || k == Du01 }

// Receipt makes the Bv03 that says at once that this envelope has arrived.
func (e Envelope) Receipt(ref, at string) Envelope {
	return Envelope{Kind: Bv03, Sender: e.Receiver, Receiver: e.Sender, Ref: ref, At: at, CrossRef: e.Ref}
}

// Refusal makes the Fo03 that refuses this envelope at once, or with later the
// Fo01 that does so afterwards.
func (e Envelope) Refusal(ref, at string, p Problem, later bool) Envelope {
	answer := e.Receipt(ref, at)
	answer.Kind, answer.Fault = Fo03, &p
	if later {
		answer.Kind = Fo01
	}
	return answer
}

// Message reads and checks the message in the envelope. Besides the errors of
// ijw.Read it faults with Invalid when the message is not what the envelope says.
func (e Envelope) Message() (ijw.Message, []ijw.Finding, error) {
	m, found, err := ijw.Read(bytes.NewReader(e.Payload))
	if err != nil {
		return m, found, err
	}
	return m, found, claimed(e.Kind, e.Function, m)
}

func claimed(kind Kind, function string, m ijw.Message) error {
	_, answers := m.Kind.Answers()
	if is := Function(m.Law, m.Kind); is != function || kind != "" && (kind == Du01) != answers {
		return fault.New(fault.Invalid, "envelope.Message", "ijwforms.function", "said", short(function), "is", is)
	}
	return nil
}

// short keeps what a sentence shows of foreign text within bounds.
func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	return string(r[:min(len(r), 40)])
}

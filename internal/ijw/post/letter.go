// Package post carries official messages: a durable queue towards the partners,
// and doors through which theirs come in. It is a door: what a message means is
// decided by the desk, and content comes from and goes to casework alone.
package post

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"time"

	"eendracht/internal/fault"
)

// Letter is one message as it travels.
type Letter struct {
	Kind     string // JW305, WMO301 …
	From     string // official code of the sender: AGB or municipality code
	To       string
	Ref      string // the sender's identification
	CrossRef string // the identification of the message that this one answers; "" for a first one
	Content  []byte // the message itself
	// Outer is the reference of the envelope in which it came, in the words of
	// that kind of envelope; Answering that of the envelope that it answers.
	Outer, Answering string
}

// Reply is what the receiving machine says at once.
type Reply struct {
	Accepted bool
	Code     string // of the error, when it is not accepted
	Final    bool   // sending again will not help
	CrossRef string // the Ref that it is about
}

// Packet is a letter in its envelope, ready to be posted.
type Packet struct {
	Type   string // Content-Type
	Action string // SOAPAction; "" none
	Outer  string // reference of the envelope
	Body   []byte
}

// Envelope is the wrapping of messages on one side of the chain.
type Envelope interface {
	// Wrap puts a letter into its envelope. The same letter gets the same
	// reference each time, so that the other side knows a second copy.
	Wrap(l Letter, now time.Time) (Packet, error)
	// Open takes the letter out; an Invalid fault when this is no such envelope.
	// It may bring the refusal of an earlier letter instead, told by Reply.
	Open(contentType string, raw []byte) (Letter, *Reply, error)
	// Answer writes what the receiver says about a letter that came in.
	Answer(l Letter, r Reply, now time.Time) (contentType string, body []byte)
	// Read reads such an answer; an Invalid fault when it is none.
	Read(status int, raw []byte) (Reply, error)
}

// headerBytes is how far into a message its header is looked for.
const headerBytes = 16 << 10

var namespace = regexp.MustCompile(`/(jw|wmo)(3\d\d)/schema$`)

// header is what addresses a message. A return message repeats the header of
// what it answers, sender and receiver included, and adds its own identification.
type header struct {
	Afzender            string
	Ontvanger           string
	Identificatie       string `xml:"BerichtIdentificatie>Identificatie"`
	IdentificatieRetour string
	Claim               string `xml:"DeclaratieIdentificatie>Identificatie"` // in a 325, which has a header of its own
}

// Peek reads the address of a message from its header, without judging the rest.
// It faults with Invalid when there is none.
func Peek(content []byte) (Letter, error) {
	const op = "post.Peek"
	d := xml.NewDecoder(io.LimitReader(bytes.NewReader(content), headerBytes))
	l := Letter{Content: content}
	for {
		token, err := d.Token()
		if err != nil {
			return Letter{}, fault.Wrap(fault.Invalid, op, err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case l.Kind == "":
			part := namespace.FindStringSubmatch(start.Name.Space)
			if part == nil {
				return Letter{}, fault.New(fault.Invalid, op, "post.nomessage")
			}
			l.Kind = strings.ToUpper(part[1]) + part[2]
		case start.Name.Local == "Header":
			var h header
			if err := d.DecodeElement(&h, &start); err != nil {
				return Letter{}, fault.Wrap(fault.Invalid, op, err)
			}
			return l.addressed(h)
		}
	}
}

func (l Letter) addressed(h header) (Letter, error) {
	l.From, l.To, l.Ref, l.CrossRef = h.Afzender, h.Ontvanger, h.Identificatie, h.Claim
	if h.IdentificatieRetour != "" {
		l.From, l.To, l.Ref, l.CrossRef = h.Ontvanger, h.Afzender, h.IdentificatieRetour, h.Identificatie
	}
	if l.From == "" || l.To == "" || l.Ref == "" {
		return Letter{}, fault.New(fault.Invalid, "post.Peek", "post.nomessage")
	}
	return l, nil
}

// Plain is no envelope at all: the message is the body, its own header the
// address, and the answer a small JSON object. Drop folders and partners
// without an envelope of their own use it.
type Plain struct{}

// plainReply is an answer as JSON.
type plainReply struct {
	Accepted bool   `json:"accepted"`
	Code     string `json:"code,omitempty"`
	Final    bool   `json:"final,omitempty"`
	CrossRef string `json:"crossRef,omitempty"`
}

// Wrap gives the message as it is.
func (Plain) Wrap(l Letter, _ time.Time) (Packet, error) {
	return Packet{Type: "application/xml", Body: l.Content}, nil
}

// Open reads the address from the message.
func (Plain) Open(_ string, raw []byte) (Letter, *Reply, error) {
	l, err := Peek(raw)
	return l, nil, err
}

// Answer writes the answer as JSON.
func (Plain) Answer(l Letter, r Reply, _ time.Time) (string, []byte) {
	raw, err := json.Marshal(plainReply{r.Accepted, r.Code, r.Final, l.Ref})
	if err != nil {
		return "", nil // four plain values always make JSON
	}
	return "application/json", raw
}

// Read reads the answer.
func (Plain) Read(status int, raw []byte) (Reply, error) {
	var r plainReply
	if err := json.Unmarshal(raw, &r); err != nil {
		return Reply{}, fault.Wrap(fault.Invalid, "post.Read", err)
	}
	r.Accepted = r.Accepted && status < 300
	return Reply(r), nil
}

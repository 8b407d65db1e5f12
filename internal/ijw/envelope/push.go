package envelope

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

// Push is a message on the providers' side of the chain, as their hub takes it
// over HTTP (VSP-Koppeling REST Push 1.0): a form with metadata in JSON and the
// message.
type Push struct {
	Sender    Party
	Receivers []Party // 1 to 100
	Stream    Stream
	// References, all UUIDs: the conversation that binds a message and its return
	// message, this message, and the message that it answers ("" for none).
	Conversation, Trace, Answers string
	Reference                    string // the sender's own, at most 150 characters; "" leaves it out
	Context                      []Aspect
	Payload                      []byte // the message, or a zip with it (see Zip)
}

// Party is a partner by role and official code.
type Party struct {
	Role string // RoleProvider and so on
	Code string // AGB or municipality code; "" leaves it out
}

// Roles of parties.
const (
	RoleProvider     = "Instelling"
	RolePractice     = "Praktijk"
	RoleProfessional = "Zorgverlener"
	RoleMunicipality = "Gemeente"
)

// Stream says which kind of message this is.
type Stream struct {
	Type    string // "JW" or "WMO"
	Subtype string // "JW305"; "" leaves it out
	Version Version
	Action  string // what the hub is to do with it, see docs/messages.md
}

// Aspect is one thing that the sender says about how the message was made.
type Aspect struct {
	Key    string
	Values []string // 1 to 100
}

type pushParty struct {
	Role string `json:"rol"`
	Code string `json:"code,omitempty"`
}

type pushStream struct {
	Type       string `json:"berichttype"`
	Subtype    string `json:"berichtsubtype,omitempty"`
	Version    *int   `json:"berichtversie"`
	Subversion *int   `json:"berichtsubversie"`
	Action     string `json:"actie"`
}

type pushAspect struct {
	Key    string   `json:"sleutel"`
	Values []string `json:"waarde"`
}

// pushData is the metadata as it travels.
type pushData struct {
	Routing struct {
		Sender    pushParty   `json:"afzender"`
		Receivers []pushParty `json:"geadresseerden"`
		Stream    pushStream  `json:"berichtstroom"`
	} `json:"routeringgegevens"`
	References struct {
		Conversation string `json:"conversatieId"`
		Trace        string `json:"traceerId"`
		Answers      string `json:"alsAntwoordOp,omitempty"`
		Reference    string `json:"referentieId,omitempty"`
	} `json:"referentiegegevens"`
	Context []pushAspect `json:"verwerkingscontext,omitempty"`
}

// Bounds of the interface.
const (
	metadataPart  = "berichtMetadata"
	payloadPart   = "payload"
	metadataBytes = 1 << 20 // the interface has none; this is far above what fits its fields
	mostItems     = 100
)

// WrapPush writes the form and gives its content type, boundary included. What
// the interface would refuse gives an Invalid fault with a field, an oversized
// message TooLarge.
func WrapPush(p Push) (contentType string, body []byte, err error) {
	const op = "envelope.WrapPush"
	if err := p.check(op); err != nil {
		return "", nil, err
	}
	meta, err := json.Marshal(p.data())
	if err != nil {
		return "", nil, fault.Wrap(fault.Internal, op, err)
	}
	var b bytes.Buffer
	b.Grow(len(p.Payload) + len(meta) + 1024)
	w := multipart.NewWriter(&b)
	sum := sha256.Sum256(append(meta, p.Payload...)) // what it bounds cannot hold its own hash by accident
	if err := w.SetBoundary("eendracht-" + hex.EncodeToString(sum[:16])); err != nil {
		return "", nil, fault.Wrap(fault.Internal, op, err)
	}
	for _, part := range []struct {
		name, kind, file string
		content          []byte
	}{{metadataPart, "application/json", "", meta}, {payloadPart, "application/octet-stream", `; filename="bericht"`, p.Payload}} {
		to, err := w.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {`form-data; name="` + part.name + `"` + part.file}, "Content-Type": {part.kind},
		})
		if err == nil {
			_, err = to.Write(part.content)
		}
		if err != nil {
			return "", nil, fault.Wrap(fault.Internal, op, err)
		}
	}
	if err := w.Close(); err != nil {
		return "", nil, fault.Wrap(fault.Internal, op, err)
	}
	return w.FormDataContentType(), b.Bytes(), nil
}

func (p *Push) data() (d pushData) {
	d.Routing.Sender = pushParty(p.Sender)
	for _, to := range p.Receivers {
		d.Routing.Receivers = append(d.Routing.Receivers, pushParty(to))
	}
	s := p.Stream
	d.Routing.Stream = pushStream{s.Type, s.Subtype, &s.Version.Major, &s.Version.Minor, s.Action}
	r := &d.References
	r.Conversation, r.Trace, r.Answers, r.Reference = p.Conversation, p.Trace, p.Answers, p.Reference
	for _, a := range p.Context {
		d.Context = append(d.Context, pushAspect(a))
	}
	return d
}

// OpenPush reads a form as the hub sends it. It faults with TooLarge, or with
// Invalid when this is no such form; the fault's field names the part.
func OpenPush(contentType string, body []byte) (Push, error) {
	const op = "envelope.OpenPush"
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return Push{}, wrong(op, "Content-Type", "ijwforms.kind")
	}
	parts := map[string][]byte{}
	for form := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Push{}, wrong(op, "Content-Type", "ijwforms.value")
		}
		if err := keep(op, parts, part); err != nil {
			return Push{}, err
		}
	}
	p, err := metadata(op, parts[metadataPart])
	if err != nil {
		return Push{}, err
	}
	p.Payload = parts[payloadPart]
	if err := p.check(op); err != nil {
		return Push{}, err
	}
	return p, nil
}

func keep(op string, parts map[string][]byte, part *multipart.Part) error {
	name, most := part.FormName(), int64(MaxPayload)
	if name == metadataPart {
		most = metadataBytes
	}
	if _, twice := parts[name]; twice || name != metadataPart && name != payloadPart {
		return wrong(op, short(name), "ijwforms.place")
	}
	content, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return wrong(op, name, "ijwforms.value")
	case int64(len(content)) > most:
		return fault.New(fault.TooLarge, op, "ijwforms.large")
	}
	parts[name] = content
	return nil
}

func metadata(op string, raw []byte) (p Push, err error) {
	if raw == nil {
		return p, wrong(op, metadataPart, "ijwforms.missing")
	}
	var d pushData
	from := json.NewDecoder(bytes.NewReader(raw))
	from.DisallowUnknownFields()
	if from.Decode(&d) != nil || from.More() || !utf8.Valid(raw) {
		return p, wrong(op, metadataPart, "ijwforms.value")
	}
	s := d.Routing.Stream
	if s.Version == nil || s.Subversion == nil {
		return p, wrong(op, "berichtversie", "ijwforms.missing")
	}
	p.Sender = Party(d.Routing.Sender)
	for _, to := range d.Routing.Receivers {
		p.Receivers = append(p.Receivers, Party(to))
	}
	p.Stream = Stream{s.Type, s.Subtype, Version{*s.Version, *s.Subversion}, s.Action}
	r := d.References
	p.Conversation, p.Trace, p.Answers, p.Reference = r.Conversation, r.Trace, r.Answers, r.Reference
	for _, a := range d.Context {
		p.Context = append(p.Context, Aspect(a))
	}
	return p, nil
}

// check finds what the interface would refuse.
func (p *Push) check(op string) error {
	list := []field{
		{"rol", &p.Sender.Role, true, between(1, 100)}, {"code", &p.Sender.Code, false, between(1, 100)},
		{"berichttype", &p.Stream.Type, true, between(1, 60)}, {"berichtsubtype", &p.Stream.Subtype, false, between(1, 60)},
		{"actie", &p.Stream.Action, true, between(1, 60)},
		{"conversatieId", &p.Conversation, true, anyUUID}, {"traceerId", &p.Trace, true, anyUUID},
		{"alsAntwoordOp", &p.Answers, false, anyUUID}, {"referentieId", &p.Reference, false, between(1, 150)},
	}
	for i := range p.Receivers {
		to := &p.Receivers[i]
		list = append(list, field{"rol", &to.Role, true, between(1, 100)}, field{"code", &to.Code, false, between(1, 100)})
	}
	for i := range p.Context {
		a := &p.Context[i]
		list = append(list, field{"sleutel", &a.Key, true, between(1, 100)})
		if len(a.Values) == 0 || len(a.Values) > mostItems {
			return wrong(op, "waarde", "ijwforms.value")
		}
		for j := range a.Values {
			list = append(list, field{"waarde", &a.Values[j], true, between(1, 250)})
		}
	}
	if err := fitting(op, list); err != nil {
		return err
	}
	v := p.Stream.Version
	switch {
	case len(p.Receivers) == 0 || len(p.Receivers) > mostItems:
		return wrong(op, "geadresseerden", "ijwforms.missing")
	case len(p.Context) > mostItems:
		return wrong(op, "verwerkingscontext", "ijwforms.value")
	case v.Major < 0 || v.Major > 999 || v.Minor < 0 || v.Minor > 999:
		return wrong(op, "berichtversie", "ijwforms.value")
	case len(p.Payload) == 0:
		return wrong(op, payloadPart, "ijwforms.missing")
	case len(p.Payload) > MaxPayload:
		return fault.New(fault.TooLarge, op, "ijwforms.large")
	}
	return nil
}

// anyUUID tells whether s is a UUID of any version, in either case.
func anyUUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	plain := strings.ReplaceAll(s, "-", "")
	_, err := hex.DecodeString(plain)
	return err == nil && len(plain) == 32
}

// Message reads and checks the message, zipped or not. Besides the errors of
// Unzip and ijw.Read it faults with Invalid when the message is not what the
// stream says.
func (p *Push) Message() (ijw.Message, []ijw.Finding, error) {
	content, err := Unzip(p.Payload)
	if err != nil {
		return ijw.Message{}, nil, err
	}
	m, found, err := ijw.Read(bytes.NewReader(content))
	if err != nil {
		return m, found, err
	}
	return m, found, claimed("", p.Stream.Subtype, m)
}

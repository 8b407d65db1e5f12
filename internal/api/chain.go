package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/upload"
)

// chain registers requests for help, official messages, decisions and what the
// population register tells.
func (d *door) chain() {
	huma.Register(d.api, operation("ask-help", http.MethodPost, "/meldingen", "chain", "Ask for help",
		"Opens a dossier with the caller's request for help in their own words, or adds it to theirs. Who they are is known from their sign-in."), d.askHelp)
	op := operation("receive-message", http.MethodPost, "/messages", "chain", "Hand in an official message",
		"Takes in a 305, 307 or 315 of iWmo or iJw 3.2 from the provider that it names as its sender. Purpose: allocation.")
	op.MaxBodyBytes = ijw.MaxBytes
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/xml": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	huma.Register(d.api, op, d.receive)
	huma.Register(d.api, operation("decide", http.MethodPost, "/dossiers/{dossier}/decisions", "chain", "Decide on a request",
		"Takes the decision on a requested allocation. When it is granted the 301 leaves in the same transaction."), d.decide)
	xml := operation("read-message", http.MethodGet, "/dossiers/{dossier}/messages/{message}", "chain", "Read an official message",
		"Gives the message as it came in or went out.")
	xml.Responses = map[string]*huma.Response{"200": {Description: "The message", Content: map[string]*huma.MediaType{"application/xml": {Schema: &huma.Schema{Type: "string"}}}}}
	huma.Register(d.api, xml, d.readMessage)
	huma.Register(d.api, operation("take-registered", http.MethodPost, "/dossiers/{dossier}/registered", "chain", "Take over the registered family",
		"Takes over what the population register knows of the family of a person: nobody types it."), d.registered)
	huma.Register(d.api, operation("invite", http.MethodPost, "/dossiers/{dossier}/invitations", "chain", "Invite a person",
		"Gives a person of the dossier their own place in it, found by their BSN or phone number."), d.invite)
}

// AskHelpIn is a request for help.
type AskHelpIn struct {
	Stated
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body struct {
		Words  string   `json:"words" minLength:"1" maxLength:"20000"`
		Threat string   `json:"threat,omitempty" enum:"eviction,utilities,insurance,"`
		Laws   []string `json:"laws,omitempty" doc:"Empty: the laws that a first talk looks at."`
	}
}

func (d *door) askHelp(ctx context.Context, in *AskHelpIn) (*ResultOut, error) {
	done, err := d.Office.AskForHelp(ctx, casework.Help{
		Words: in.Body.Words, Threat: in.Body.Threat, Laws: in.Body.Laws, Channel: "web", Key: in.Key,
		Typed: []casework.Typed{{Item: "melding.words", Value: in.Body.Words}},
	})
	if err != nil {
		return nil, d.problem(ctx, "ask-help", err)
	}
	return resultOut(done), nil
}

// MessageIn is an official message as it was sent.
type MessageIn struct {
	Stated
	RawBody []byte `contentType:"application/xml"`
}

// Receipt says what a message did.
type Receipt struct {
	Type    string   `json:"type"`
	Ref     string   `json:"ref"`
	Changed []Result `json:"changed"`
	Again   bool     `json:"again,omitempty" doc:"It had come in before; nothing changed now."`
}

// ReceiptOut is a receipt as an answer.
type ReceiptOut struct{ Body Receipt }

func (d *door) receive(ctx context.Context, in *MessageIn) (*ReceiptOut, error) {
	if err := d.Uploads.Check(ctx, in.RawBody, ijw.MaxBytes, upload.XML, upload.Text); err != nil {
		return nil, d.problem(ctx, "receive-message", err)
	}
	receipt, findings, err := d.Messages.Receive(ctx, bytes.NewReader(in.RawBody))
	if err != nil {
		if f := withFindings(err, findings); f != nil {
			err = f
		}
		return nil, d.problem(ctx, "receive-message", err)
	}
	out := &ReceiptOut{Body: Receipt{Type: receipt.Type, Ref: receipt.Ref, Again: receipt.Again, Changed: []Result{}}}
	for range receipt.Changed { // which dossier it was is not the sender's to know
		out.Body.Changed = append(out.Body.Changed, Result{})
	}
	return out, nil
}

// withFindings gives a fault with a finding per flaw of the message.
func withFindings(err error, findings []ijw.Finding) error {
	if len(findings) == 0 {
		return nil
	}
	key, args := fault.Message(err)
	f := &fault.Error{Code: fault.Invalid, Op: "api.receive", Key: key, Args: args, Err: err}
	for _, finding := range findings {
		f.Fields = append(f.Fields, fault.Field{Name: finding.Path, Key: finding.Key, Args: finding.Args})
	}
	return f
}

// DecideIn is a decision on a request.
type DecideIn struct {
	OneDossier
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Task    string `json:"task"`
		Outcome string `json:"outcome" enum:"granted,refused,pending"`
		Words   string `json:"words" doc:"The reasons, plain; not for pending."`
		Reason  string `json:"reason,omitempty" maxLength:"1" doc:"Of a refusal: code of RedenAfwijzingVerzoek."`
	}
}

func (d *door) decide(ctx context.Context, in *DecideIn) (*ResultOut, error) {
	expect, err := seen(in.IfMatch)
	if err != nil {
		return nil, d.problem(ctx, "decide", err)
	}
	done, err := d.Messages.Rule(ctx, desk.Ruling{
		Dossier: dossier.ID(in.ID), Task: dossier.ID(in.Body.Task), Outcome: in.Body.Outcome, Words: in.Body.Words, Reason: in.Body.Reason, Key: in.Key, Expect: expect,
		Typed: []casework.Typed{{Item: "decision.words", Value: in.Body.Words}},
	})
	if err != nil {
		return nil, d.problem(ctx, "decide", err)
	}
	return resultOut(done), nil
}

// OneMessage names a message of a dossier.
type OneMessage struct {
	OneDossier
	Message string `path:"message" maxLength:"64"`
}

func (d *door) readMessage(ctx context.Context, in *OneMessage) (*Raw, error) {
	view, err := d.Office.Open(ctx, dossier.ID(in.ID))
	if err != nil {
		return nil, d.problem(ctx, "read-message", err)
	}
	for _, m := range view.Dossier.Messages {
		if string(m.ID) == in.Message {
			return raw("application/xml", m.Content), nil
		}
	}
	return nil, d.problem(ctx, "read-message", fault.New(fault.NotFound, "api.readMessage", ""))
}

// RegisteredIn names whose family to take over.
type RegisteredIn struct {
	OneDossier
	Body struct {
		Person string `json:"person"`
	}
}

func (d *door) registered(ctx context.Context, in *RegisteredIn) (*ResultOut, error) {
	if d.Registry == nil {
		return nil, d.problem(ctx, "take-registered", fault.New(fault.Unavailable, "api.registered", "api.noregistry"))
	}
	done, err := d.Office.TakeRegistered(ctx, dossier.ID(in.ID), dossier.ID(in.Body.Person), d.Registry)
	if err != nil {
		return nil, d.problem(ctx, "take-registered", err)
	}
	return resultOut(done), nil
}

// InviteIn names whom to invite.
type InviteIn struct {
	OneDossier
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body struct {
		Person string `json:"person"`
	}
}

func (d *door) invite(ctx context.Context, in *InviteIn) (*ResultOut, error) {
	done, err := d.Office.Invite(ctx, dossier.ID(in.ID), dossier.ID(in.Body.Person), in.Key)
	if err != nil {
		return nil, d.problem(ctx, "invite", err)
	}
	return resultOut(done), nil
}

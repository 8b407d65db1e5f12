package post

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"eendracht/internal/fault"
)

// answerBytes is the most that is read of an answer.
const answerBytes = 1 << 20

// clients are the HTTP clients and secrets per partner address.
type clients map[string]line

type line struct {
	http   *http.Client
	secret string
}

func newClients(s Settings) (clients, error) {
	all := clients{}
	for _, p := range s.Partners {
		if p.URL == "" {
			continue
		}
		c, err := p.client()
		if err != nil {
			return nil, err
		}
		secret, err := p.secret()
		if err != nil {
			return nil, err
		}
		all[p.URL] = line{c, secret}
	}
	return all, nil
}

// deliver brings a letter to a partner by HTTP and gives its answer, and the
// reference of the envelope. Anything that is no answer is told as one: the
// network failed, or the other side is not what the settings say.
func (p *Post) deliver(ctx context.Context, to Partner, l Letter) (reply Reply, outer string) {
	envelope := Envelopes()[to.Envelope]
	packet, err := envelope.Wrap(l, p.Now(ctx))
	if err != nil {
		p.Log.WarnContext(ctx, "a message does not fit its envelope", "kind", l.Kind, "err", err)
		return Reply{Code: CodeContent, Final: true}, ""
	}
	reply, err = p.clients[to.URL].post(ctx, to.URL, envelope, packet)
	if err != nil {
		p.Log.WarnContext(ctx, "partner out of reach", "partner", to.Name, "err", err)
		return Reply{Code: CodeNetwork}, packet.Outer
	}
	return reply, packet.Outer
}

// post sends a packet and reads the answer. The error is that of the network;
// what is no answer is a Reply that says so.
func (l line) post(ctx context.Context, url string, e Envelope, packet Packet) (Reply, error) {
	const op = "post.post"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(packet.Body))
	if err != nil {
		return Reply{}, fault.Wrap(fault.Internal, op, err)
	}
	request.Header.Set("Content-Type", packet.Type)
	if packet.Action != "" {
		request.Header.Set("SOAPAction", `"`+packet.Action+`"`)
	}
	if l.secret != "" {
		request.Header.Set("Authorization", "Bearer "+l.secret)
	}
	response, err := l.http.Do(request)
	if err != nil {
		return Reply{}, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = response.Body.Close() }() // what was needed of it has been read
	said, err := io.ReadAll(io.LimitReader(response.Body, answerBytes))
	if err != nil {
		return Reply{}, fault.Wrap(fault.Unavailable, op, err)
	}
	reply, err := e.Read(response.StatusCode, said)
	switch status := response.StatusCode; {
	case err == nil:
		return reply, nil
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Reply{Code: CodeSender, Final: true}, nil
	}
	return Reply{Code: CodeAnswer}, nil // a proxy's page, a server that restarts: it may pass
}

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

// deliver brings a letter to a partner by HTTP and gives its answer. Anything
// that is no answer is told as one: the network failed, or the other side is
// not what the settings say.
func (p *Post) deliver(ctx context.Context, to Partner, l Letter) Reply {
	envelope := Envelopes()[to.Envelope]
	raw, err := envelope.Wrap(l)
	if err != nil {
		return Reply{Code: CodeContent, Final: true}
	}
	via := p.clients[to.URL]
	status, said, err := via.post(ctx, to.URL, envelope.ContentType(), raw)
	if err != nil {
		p.Log.WarnContext(ctx, "partner out of reach", "partner", to.Name, "err", err)
		return Reply{Code: CodeNetwork}
	}
	reply, err := envelope.Read(said)
	switch {
	case err == nil && (status < 300 || !reply.Accepted):
		return reply
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Reply{Code: CodeSender, Final: true}
	}
	return Reply{Code: CodeAnswer} // a proxy's page, a server that restarts: it may pass
}

func (l line) post(ctx context.Context, url, contentType string, body []byte) (int, []byte, error) {
	const op = "post.post"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fault.Wrap(fault.Internal, op, err)
	}
	request.Header.Set("Content-Type", contentType)
	if l.secret != "" {
		request.Header.Set("Authorization", "Bearer "+l.secret)
	}
	response, err := l.http.Do(request)
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = response.Body.Close() }() // what was needed of it has been read
	said, err := io.ReadAll(io.LimitReader(response.Body, answerBytes))
	return response.StatusCode, said, fault.Wrap(fault.Unavailable, op, err)
}

package post

import (
	"context"
	"errors"
	"io"
	"net/http"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

// envelopeBytes is the largest envelope: a message in base64, and its wrapping.
const envelopeBytes = ijw.MaxBytes/3*4 + 1<<20

// Handler is the door for partners: POST /messages/stuf, /messages/provider and
// /messages/plain, as far as these envelopes are known.
func (p *Post) Handler() http.Handler {
	mux := http.NewServeMux()
	for name, envelope := range Envelopes() {
		mux.Handle("POST /messages/"+name, p.door(envelope))
	}
	return mux
}

// door takes letters in one envelope. Who sends is known before a byte of the
// letter is read.
func (p *Post) door(e Envelope) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		partner, ok := p.Gate.Partner(r)
		if !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "unknown sender", http.StatusUnauthorized)
			return
		}
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, envelopeBytes))
		switch {
		case errors.As(err, new(*http.MaxBytesError)):
			p.answer(w, e, Letter{}, Reply{Code: CodeFormat, Final: true})
			return
		case err != nil:
			return // the sender broke off: nobody hears an answer
		}
		letter, refused, err := e.Open(r.Header.Get("Content-Type"), raw)
		switch {
		case err != nil:
			p.answer(w, e, Letter{}, Reply{Code: CodeFormat, Final: true})
			return
		case refused != nil:
			p.answer(w, e, letter, p.refused(r.Context(), *refused))
			return
		}
		if !partner.Speaks(letter.From) {
			p.answer(w, e, letter, Reply{Code: CodeSender, Final: true, CrossRef: letter.Ref})
			return
		}
		p.answer(w, e, letter, p.Take(r.Context(), letter))
	})
}

// refused notes that a partner refused a letter after it had arrived there.
func (p *Post) refused(ctx context.Context, r Reply) Reply {
	err := p.Parcels.RefuseParcel(ctx, r.CrossRef, r.Code, p.Now(ctx))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Reply{Code: CodeBusy}
	}
	return Reply{Accepted: true} // also of a letter that is none of ours: telling again would not help
}

// answer writes what the receiver says; a busy one also says it with the status.
func (p *Post) answer(w http.ResponseWriter, e Envelope, l Letter, r Reply) {
	kind, body := e.Answer(l, r, p.Now(context.Background()))
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	status := http.StatusOK
	switch {
	case r.Accepted:
	case !r.Final:
		w.Header().Set("Retry-After", "30")
		status = http.StatusServiceUnavailable
	case r.Code == CodeSender:
		status = http.StatusForbidden
	default:
		status = http.StatusUnprocessableEntity
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a sender that is gone sends again
}

package api

import (
	"encoding/json"
	"net"
	"net/http"
	"strconv"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
)

// maxToken is the most that a request at the doors of sign-in may hold, in bytes.
const maxToken = 64 << 10

// machines registers the doors of sign-in that no browser uses: tokens for
// machine clients, our public keys, and what a provider says is over.
func (d *door) machines(mux *http.ServeMux) {
	if d.Machines != nil {
		mux.HandleFunc("POST "+signin.TokenPath, d.token)
	}
	if d.Door != nil {
		mux.HandleFunc("GET "+signin.KeysPath, func(w http.ResponseWriter, _ *http.Request) { d.write(w, http.StatusOK, d.Door.Keys()) })
		mux.HandleFunc("POST "+signin.LogoutPath, d.loggedOut)
	}
}

// oauthError is an error as OAuth writes it (RFC 6749 5.2).
type oauthError struct {
	Error string `json:"error"`
}

// issued is a token as OAuth writes it (RFC 6749 5.1).
type issued struct {
	Token   string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
}

func (d *door) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxToken)
	if r.ParseForm() != nil {
		d.write(w, http.StatusBadRequest, oauthError{"invalid_request"})
		return
	}
	if err := d.Limits.AllowEntry(d.from(r)); err != nil {
		w.Header().Set("Retry-After", retryAfter(err))
		d.write(w, http.StatusTooManyRequests, oauthError{"temporarily_unavailable"})
		return
	}
	token, lasts, err := d.Machines.Token(r.Context(), r.PostForm, r.RemoteAddr)
	switch {
	case err == nil:
		d.write(w, http.StatusOK, issued{token, "Bearer", int(lasts.Seconds())})
	case fault.Is(err, fault.Invalid):
		d.write(w, http.StatusBadRequest, oauthError{"unsupported_grant_type"})
	case fault.Is(err, fault.SignIn):
		d.Log.WarnContext(r.Context(), "a machine client was refused", "err", err)
		d.write(w, http.StatusUnauthorized, oauthError{"invalid_client"})
	default:
		d.Log.ErrorContext(r.Context(), "no token for a machine client", "err", err)
		d.write(w, http.StatusServiceUnavailable, oauthError{"temporarily_unavailable"})
	}
}

// from names where a request comes from, for counting attempts.
func (d *door) from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return d.Limits.Address(host, r.Header.Values("X-Forwarded-For"))
}

// loggedOut ends the sessions that a provider says are over.
func (d *door) loggedOut(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxToken)
	if r.ParseForm() != nil {
		d.write(w, http.StatusBadRequest, oauthError{"invalid_request"})
		return
	}
	n, err := d.Door.Logout(r.Context(), r.PostForm.Get("logout_token"))
	switch {
	case err == nil:
		d.Log.InfoContext(r.Context(), "a provider ended sessions", "sessions", n)
		w.WriteHeader(http.StatusOK)
	case fault.Is(err, fault.Invalid):
		d.Log.WarnContext(r.Context(), "a logout token was refused", "err", err)
		d.write(w, http.StatusBadRequest, oauthError{"invalid_request"})
	default:
		d.Log.ErrorContext(r.Context(), "a logout token could not be handled", "err", err)
		d.write(w, http.StatusServiceUnavailable, oauthError{"temporarily_unavailable"})
	}
}

func (d *door) write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		d.Log.Warn("an answer could not be written", "err", err)
	}
}

// limited gives who calls, unless they or their organisation call too often.
func (d *door) limited(s signin.Signed, err error) (signin.Signed, error) {
	if err == nil {
		err = d.Limits.Allow(s)
	}
	return s, err
}

// retryAfter tells when to try again, as a header; "" when the status says nothing of it.
func retryAfter(err error) string {
	if fault.Is(err, fault.Unavailable) {
		return strconv.Itoa(30)
	}
	return signin.Wait(err)
}

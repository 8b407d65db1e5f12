package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	mail "github.com/wneessen/go-mail"

	"eendracht/internal/fault"
)

// How the line to the mail server is kept safe.
const (
	StartTLS = "starttls" // RFC 3207; refused when the server does not offer it
	FullTLS  = "tls"      // from the first byte (RFC 8314)
	NoTLS    = "none"     // for a server on this very machine
)

// SMTP sends by a mail server (RFC 5321).
type SMTP struct {
	Addr     string // host:port
	Safety   string // StartTLS, FullTLS or NoTLS
	User     string // "": without signing in
	Password string
	From     string         // address of the sender, and nothing else
	Roots    *x509.CertPool // nil: those of the system
}

// Check tells whether the settings make sense.
func (s SMTP) Check() error {
	const op = "notify.Check"
	host, _, err := net.SplitHostPort(s.Addr)
	switch {
	case err != nil:
		return fault.Wrap(fault.Invalid, op, err)
	case s.Safety != StartTLS && s.Safety != FullTLS && s.Safety != NoTLS:
		return fault.New(fault.Invalid, op, "notice.smtp.tls")
	case s.Safety == NoTLS && !local(host):
		return fault.New(fault.Invalid, op, "notice.smtp.open")
	case !strings.Contains(s.From, "@"):
		return fault.New(fault.Invalid, op, "notice.smtp.from")
	}
	return nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// client makes a client that dials by keep, so that the line can be closed
// whatever becomes of it.
func (s SMTP) client(keep *net.Conn) (*mail.Client, error) {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
	options := []mail.Option{mail.WithPort(n), mail.WithTimeout(sendTime), mail.WithoutNoop(), mail.WithTLSConfig(config)}
	dial := mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
		line, err := (&net.Dialer{Timeout: sendTime}).DialContext(ctx, network, address)
		*keep = line
		return line, err
	})
	switch s.Safety {
	case FullTLS:
		options = append(options, mail.WithSSL()) // closes its line itself
	case NoTLS:
		options = append(options, dial, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, dial, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(host, options...)
}

// message writes a letter as a mail.
func (s SMTP) message(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(s.From); err != nil {
		return nil, err
	}
	if err := m.To(l.To); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	_, host, _ := strings.Cut(s.From, "@")
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID + "@" + host)
	m.SetDateWithValue(l.At)
	m.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated") // RFC 3834: no answers of machines
	m.SetGenHeader(mail.Header("Content-Language"), l.Lang)
	if l.Stop != "" {
		m.SetGenHeader(mail.HeaderListUnsubscribe, "<"+l.Stop+">")
		m.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	return m, nil
}

// Send hands a letter over. What went wrong after the letter was on the line,
// and was not said by the server, leaves it unsure whether it has it.
func (s SMTP) Send(ctx context.Context, l Letter) error {
	const op = "notify.Send"
	m, err := s.message(l)
	if err != nil {
		return fault.Wrap(fault.Invalid, op, err)
	}
	var line net.Conn
	c, err := s.client(&line)
	if err != nil {
		return fault.Wrap(fault.Invalid, op, err)
	}
	defer func() {
		if line != nil {
			line.Close() //nolint:errcheck // it may be closed already
		}
	}()
	if err := c.DialWithContext(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	err = c.Send(m)
	if closing := c.Close(); err == nil && closing != nil && !m.IsDelivered() {
		err = closing
	}
	if err == nil || m.IsDelivered() {
		return nil
	}
	return fault.Wrap(fault.Unavailable, op, judged(err))
}

// judged says what a failure of sending means.
func judged(err error) error {
	var failed *mail.SendError
	if !errors.As(err, &failed) {
		return err
	}
	onTheLine := failed.Reason == mail.ErrSMTPDataClose || failed.Reason == mail.ErrWriteContent || failed.Reason == mail.ErrAmbiguous
	code := failed.ErrorCode()
	switch {
	case code >= 500:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	case code >= 400:
		return err
	case onTheLine:
		return fmt.Errorf("%w: %w", ErrUnsure, err)
	}
	return err
}

package notify_test

import (
	"errors"
	"net/mail"
	"strings"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/notify"
)

var letter = notify.Letter{
	ID: "abc123", To: "fatma@voorbeeld.example", Subject: "Er staat iets voor u klaar", Text: "Er staat iets voor u klaar.\n", Lang: "nl",
	Stop: "https://gemeente.example/notices/stop/u-1.ff", At: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
}

func (s *mailServer) sender(safety string) notify.SMTP {
	return notify.SMTP{Addr: s.addr, Safety: safety, From: "bericht@gemeente.example", Roots: s.roots}
}

// What a real server gets, by each way of keeping the line safe.
func TestALetterArrives(t *testing.T) {
	for safety, setup := range map[string]func(*mailServer){
		notify.StartTLS: nil, notify.FullTLS: func(s *mailServer) { s.full = true }, notify.NoTLS: func(s *mailServer) { s.plain = true },
	} {
		t.Run(safety, func(t *testing.T) {
			s := serveMail(t, setup)
			sender := s.sender(safety)
			if safety != notify.NoTLS {
				sender.User, sender.Password = "eendracht", "geheim"
			}
			if err := sender.Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			got := s.letters()
			if len(got) != 1 {
				t.Fatalf("%d letters", len(got))
			}
			if s.safe != (safety != notify.NoTLS) || sender.User != "" && s.auth != " eendracht geheim" {
				t.Errorf("safe %v, signed in as %q", s.safe, s.auth)
			}
			m, err := mail.ReadMessage(strings.NewReader(got[0]))
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{
				"From": "<bericht@gemeente.example>", "To": "<fatma@voorbeeld.example>", "Subject": letter.Subject, "Message-Id": "<abc123@gemeente.example>",
				"List-Unsubscribe": "<" + letter.Stop + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated",
				"Content-Language": "nl", "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
			} {
				if m.Header.Get(name) != want {
					t.Errorf("%s: %q, not %q", name, m.Header.Get(name), want)
				}
			}
			for name := range m.Header {
				if strings.HasPrefix(name, "X-") || name == "User-Agent" {
					t.Errorf("the letter tells of its program: %s", name)
				}
			}
		})
	}
}

// What each failure means: only what surely did not go is tried again.
func TestWhatAFailureMeans(t *testing.T) {
	for name, c := range map[string]struct {
		setup func(*mailServer)
		want  error // nil: try again
		wrong func(*notify.SMTP)
	}{
		"nobody there":               {wrong: func(s *notify.SMTP) { s.Addr = "127.0.0.1:1" }},
		"no such address":            {setup: func(s *mailServer) { s.refuse = "550 5.1.1 no such user" }, want: notify.ErrRefused},
		"a full box":                 {setup: func(s *mailServer) { s.refuse = "452 4.2.2 full" }},
		"broken after the letter":    {setup: func(s *mailServer) { s.hangUp = "body" }, want: notify.ErrUnsure},
		"offers no TLS":              {setup: func(s *mailServer) { s.plain = true }},
		"a certificate of no one":    {wrong: func(s *notify.SMTP) { s.Roots = nil }},
		"an address that is no such": {wrong: func(*notify.SMTP) {}, want: notify.ErrRefused},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveMail(t, c.setup)
			sender, l := s.sender(notify.StartTLS), letter
			if c.wrong != nil {
				c.wrong(&sender)
			}
			if strings.HasPrefix(name, "an address") {
				l.To = "geen adres"
			}
			err := sender.Send(t.Context(), l)
			if err == nil {
				t.Fatal("it went")
			}
			for _, kind := range []error{notify.ErrRefused, notify.ErrUnsure} {
				if errors.Is(err, kind) != (c.want == kind) {
					t.Errorf("%v: is %v: %v", err, kind, errors.Is(err, kind))
				}
			}
			if name == "offers no TLS" && len(s.letters()) > 0 {
				t.Error("a letter went in the open")
			}
		})
	}
}

func TestSettingsOfMail(t *testing.T) {
	good := notify.SMTP{Addr: "mail.example:587", Safety: notify.StartTLS, From: "a@b.example"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*notify.SMTP){
		"no port":           func(s *notify.SMTP) { s.Addr = "mail.example" },
		"unknown safety":    func(s *notify.SMTP) { s.Safety = "ssl" },
		"open to elsewhere": func(s *notify.SMTP) { s.Safety = notify.NoTLS },
		"no sender":         func(s *notify.SMTP) { s.From = "Eendracht" },
	} {
		bad := good
		change(&bad)
		if err := bad.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	here := good
	here.Addr, here.Safety = "127.0.0.1:25", notify.NoTLS
	if err := here.Check(); err != nil {
		t.Error(err)
	}
}

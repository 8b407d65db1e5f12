package notify_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// mailServer is a mail server on this machine that behaves as a test wants.
type mailServer struct {
	addr  string
	roots *x509.CertPool

	mu     sync.Mutex
	got    []string // what was taken
	auth   string   // what was signed in with
	safe   bool     // the last letter came by TLS
	full   bool     // TLS from the first byte
	refuse string   // answer to RCPT instead of taking it
	plain  bool     // offers no TLS
	hangUp string   // "body": breaks the line after the letter, without an answer
	lines  []net.Conn
}

// serveMail starts a mail server that ends with the test.
func serveMail(t *testing.T, setup func(*mailServer)) *mailServer {
	t.Helper()
	cert, roots := certificate(t)
	s := &mailServer{roots: roots}
	if setup != nil {
		setup(s)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = listener.Addr().String()
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	var running sync.WaitGroup
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		s.set(func(s *mailServer) { // a client that gave up may have left its line open
			for _, conn := range s.lines {
				conn.Close() //nolint:errcheck // it may be closed
			}
		})
		running.Wait()
	})
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.set(func(s *mailServer) { s.lines = append(s.lines, conn) })
			running.Go(func() {
				if s.full {
					conn = tls.Server(conn, config)
				}
				s.talk(conn, config, s.full)
			})
		}
	})
	return s
}

func (s *mailServer) letters() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.got...)
}

func (s *mailServer) set(change func(*mailServer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// talk speaks SMTP with one client.
func (s *mailServer) talk(conn net.Conn, config *tls.Config, safe bool) {
	defer func() { conn.Close() }() //nolint:errcheck // the client is gone
	in := bufio.NewReader(conn)
	say := func(lines ...string) { conn.Write([]byte(strings.Join(lines, "\r\n") + "\r\n")) } //nolint:errcheck // then the next read fails
	say("220 mail.example ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			s.greet(say, safe)
		case "STARTTLS":
			say("220 go on")
			up := tls.Server(conn, config)
			if up.Handshake() != nil {
				return
			}
			conn, safe = up, true
			in = bufio.NewReader(conn)
		case "AUTH":
			s.signIn(rest)
			say("235 welcome")
		case "MAIL", "RSET", "NOOP":
			say("250 fine")
		case "RCPT":
			s.mu.Lock()
			answer := s.refuse
			s.mu.Unlock()
			if answer == "" {
				answer = "250 fine"
			}
			say(answer)
		case "DATA":
			say("354 go on")
			if !s.take(in, safe) {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("500 what")
		}
	}
}

func (s *mailServer) greet(say func(...string), safe bool) {
	if safe || s.plain {
		say("250-mail.example", "250-8BITMIME", "250 AUTH PLAIN")
		return
	}
	say("250-mail.example", "250-8BITMIME", "250 STARTTLS")
}

func (s *mailServer) signIn(rest string) {
	_, word, _ := strings.Cut(rest, " ")
	raw, err := base64.StdEncoding.DecodeString(word)
	if err != nil {
		raw = []byte("unreadable")
	}
	s.set(func(s *mailServer) { s.auth = strings.ReplaceAll(string(raw), "\x00", " ") })
}

// take reads a letter and keeps it; false when the line is to break.
func (s *mailServer) take(in *bufio.Reader, safe bool) bool {
	var letter strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		letter.WriteString(line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got, s.safe = append(s.got, letter.String()), safe
	return s.hangUp != "body"
}

func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	what := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, what, what, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, roots
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/notify"
)

// MailFlags say by which server mail goes out.
type MailFlags struct {
	SMTP         string `help:"Mail server for notices, host:port; without it no mail goes out." name:"smtp" placeholder:"HOST:PORT"`
	SMTPTLS      string `help:"How the line to the mail server is kept safe: starttls, tls (from the first byte), or none for a server on this machine." name:"smtp-tls" enum:"starttls,tls,none" default:"starttls"`
	SMTPUser     string `help:"Account at the mail server." name:"smtp-user"`
	SMTPPassword string `help:"File with the password at the mail server." name:"smtp-password" type:"existingfile"`
	MailFrom     string `help:"Address from which notices come, without a name. Choose one that tells nothing." name:"mail-from"`
}

// openMail makes the poster of notices.
func (a *app) openMail(f MailFlags, base string) error {
	const op = "eendracht.openMail"
	if f.SMTP == "" {
		return nil
	}
	s := notify.SMTP{Addr: f.SMTP, Safety: f.SMTPTLS, User: f.SMTPUser, From: f.MailFrom}
	if f.SMTPPassword != "" {
		raw, err := os.ReadFile(f.SMTPPassword)
		if err != nil {
			return fault.Wrap(fault.Invalid, op, err)
		}
		s.Password = strings.TrimSpace(string(raw))
	}
	if err := s.Check(); err != nil {
		return err
	}
	a.openPoster(s, base)
	return nil
}

// openOutbox keeps the mail of the demonstration in a folder.
func (a *app) openOutbox(data, base string) {
	a.outbox = &notify.Folder{Dir: filepath.Join(data, "mail"), From: "proef@eendracht.example"}
	a.openPoster(*a.outbox, base)
}

func (a *app) openPoster(mail notify.Sender, base string) {
	a.office.Notify = true
	a.poster = &notify.Poster{
		Office: a.office, Store: a.store, Texts: a.texts, Mail: mail, Base: strings.TrimSuffix(base, "/"), Log: a.log,
		Now: func() time.Time { return a.office.Now(context.Background()) },
	}
}

// letters gives the page of the demonstration's mail its letters; nil outside it.
func (a *app) letters() func(int) ([]string, error) {
	if a.outbox == nil {
		return nil
	}
	return a.outbox.Letters
}

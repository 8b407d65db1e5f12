package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base32"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/ijw/post"
	"eendracht/internal/ledger/keeper"
	"eendracht/internal/notify"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/vault"
)

// Place says where the data is: a folder, and for production a PostgreSQL
// database. The folder then holds the key file alone.
type Place struct {
	Data      string `help:"Folder for data and keys." default:"eendracht-data" type:"path"`
	Database  string `help:"PostgreSQL address, postgres://user@host/name; without it SQLite in the data folder." env:"EENDRACHT_DATABASE"`
	Kms       string `help:"Key of a key service that seals keys.json: the address of a transit key of HashiCorp Vault or OpenBao, https://host/v1/transit/keys/name." env:"EENDRACHT_KMS"`
	KmsToken  string `help:"File with the token for the key service." type:"existingfile" env:"EENDRACHT_KMS_TOKEN"`
	Documents string `help:"Folder for the content of documents, sealed; without it the archive itself. It must be there." type:"existingdir" env:"EENDRACHT_DOCUMENTS"`
	Rules     string `help:"Folder with a municipality's own rules (*.cedar); they may only forbid." type:"existingdir"`
}

// app is the house with everything in its place.
type app struct {
	store    store.Store
	vault    *vault.Vault
	law      *statute.Set
	texts    *text.Catalogue
	office   *casework.Office
	signin   *signin.Desk
	messages *desk.Desk
	post     *post.Post     // the delivery queue and its doors
	keeper   *keeper.Keeper // of the log
	poster   *notify.Poster // of notices; nil: nobody is told
	outbox   *notify.Folder // of the demonstration
	log      *slog.Logger
	own      casework.OwnSettings // that the house is furnished with
	tls      *tls.Config          // nil: a proxy in front speaks TLS
}

// hooks let a simulator live in its own time with its own identifiers.
type hooks struct {
	now   func(context.Context) time.Time
	newID func(context.Context) dossier.ID
}

func realHooks() hooks {
	return hooks{
		now:   func(context.Context) time.Time { return time.Now() },
		newID: func(context.Context) dossier.ID { return newID(rand.Reader) },
	}
}

// newID gives an identifier of 130 random bits in lower case letters and digits.
func newID(random io.Reader) dossier.ID {
	raw := make([]byte, 17)
	if _, err := io.ReadFull(random, raw); err != nil {
		panic(err) // the system's randomness does not fail; without it nothing is safe
	}
	return dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))[:26])
}

// shredFile is the list of what was erased, in the data folder.
const shredFile = "shred.list"

func openStore(ctx context.Context, at Place) (store.Store, error) {
	if at.Database != "" {
		return store.OpenPostgres(ctx, at.Database)
	}
	return store.OpenSQLite(ctx, at.Data)
}

// openApp puts the house together on the data at a place.
func openApp(ctx context.Context, at Place, h hooks, log *slog.Logger) (*app, error) {
	if err := store.MakeFolder(at.Data); err != nil {
		return nil, err
	}
	st, err := openStore(ctx, at)
	if err != nil {
		return nil, err
	}
	a := &app{store: st, log: log}
	if err := a.furnish(ctx, at, h); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return a, nil
}

func (a *app) furnish(ctx context.Context, at Place, h hooks) (err error) {
	const op = "eendracht.furnish"
	file, err := at.keyfile()
	if err != nil {
		return err
	}
	if a.vault, err = vault.OpenFile(ctx, file, a.store, rand.Reader); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if a.texts, err = text.Shipped(); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if a.own, err = casework.ReadSettings(ctx, a.store); err != nil {
		return err
	}
	furnish := func(own casework.OwnSettings) (*statute.Set, *access.Engine, error) { return localHouse(at.Rules, own) }
	law, engine, err := furnish(a.own)
	if err != nil {
		return fault.Wrap(fault.Invalid, op, err)
	}
	a.law = law
	documents, err := at.documents()
	if err != nil {
		return err
	}
	a.office = casework.New(casework.Parts{
		Documents: documents,
		Store:     a.store, Vault: a.vault, Access: engine, Law: a.law, Now: h.now, NewID: h.newID, Log: a.log, Furnish: furnish,
		Book: store.OpenShredBook(filepath.Join(at.Data, shredFile)),
	})
	if n, err := a.office.Store.CoverNames(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	} else if n > 0 {
		a.log.WarnContext(ctx, "sealed the names of residents' accounts that stood in the open", "accounts", n)
	}
	// A restored backup must lose what was erased since, before anyone reads it.
	if n, err := a.office.Reshred(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	} else if n > 0 {
		a.log.WarnContext(ctx, "erased again what a restored backup held", "erasures", n)
	}
	a.signin = &signin.Desk{Store: a.store, Now: func() time.Time { return h.now(ctx) }, Random: rand.Reader}
	a.messages = &desk.Desk{Office: a.office, Codes: a.store}
	if err := a.openLog(ctx, at); err != nil {
		return err
	}
	return a.openPost("")
}

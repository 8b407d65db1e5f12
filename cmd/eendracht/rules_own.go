package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// RulesOwnerCmd says who keeps the settings of an installation of several
// municipalities.
type RulesOwnerCmd struct {
	Place
	Organisation string `arg:"" help:"Identifier of the organisation: the last part of its address on /admin."`
}

// Run writes it.
func (c *RulesOwnerCmd) Run(ctx context.Context, s *Streams) (err error) {
	st, err := openStore(ctx, c.Place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	org, err := st.Org(ctx, dossier.ID(c.Organisation))
	if err != nil {
		return err
	}
	if err := casework.SetOwner(ctx, st, org.ID); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, org.Name)
	return nil
}

// RulesEndCmd ends a setting from outside the house: for rules or terms that fit
// an older version of the program and not this one.
type RulesEndCmd struct {
	Place
	Kind string `arg:"" help:"rules, terms, theme or logo." enum:"rules,terms,theme,logo"`
}

// Help tells when to use it.
func (c *RulesEndCmd) Help() string {
	return `A house with own rules that do not fit does not open: leaving them out would show
more than the municipality wants. Mend them in the data of a copy, or end them here;
that stands in the log as a change by the system. Stop the program first on SQLite.`
}

// Run ends the setting.
func (c *RulesEndCmd) Run(ctx context.Context, s *Streams) (err error) {
	st, err := openStore(ctx, c.Place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	ended, err := casework.EndSetting(ctx, st, c.Kind, newID(rand.Reader), time.Now())
	if err == nil {
		fmt.Fprintf(s.Out, "%s: version %d ended\n", c.Kind, ended)
	}
	return err
}

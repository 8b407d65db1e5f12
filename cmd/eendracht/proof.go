package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"path/filepath"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger/keeper"
)

// ProofCmd proves that one look stands in the log.
type ProofCmd struct {
	Place
	Look    string `arg:"" help:"The look, as the family's page and the API name it."`
	Dossier string `help:"Its dossier; without it all looks are read to find it."`
}

// Help tells who uses it and how the proof is checked.
func (c *ProofCmd) Help() string {
	return `Writes the proof as JSON. Whoever holds it checks it without asking anyone:

  eendracht proof LOOK > bewijs.json
  node docs/verify/verify.mjs bewijs.json

With SQLite the program must be stopped; residents get theirs from their own page.`
}

// Run writes the proof.
func (c *ProofCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.proof"
	st, err := openStore(ctx, c.Place)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // nothing was written
	key, err := keeper.OpenKey(ctx, filepath.Join(c.Data, keyOfLog), st, rand.Reader)
	if err != nil {
		return err
	}
	row, err := st.LookRow(ctx, c.Dossier, dossier.ID(c.Look))
	if err != nil {
		return fault.Wrap(fault.NotFound, op, err)
	}
	proof, err := casework.ProveLook(ctx, st, row, key.Public)
	if err != nil {
		return err
	}
	out := json.NewEncoder(s.Out)
	out.SetIndent("", "  ")
	return fault.Wrap(fault.Internal, op, out.Encode(proof))
}

package web

import (
	"encoding/json"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// ownLookProof gives the proof of a look as a file: what the family can keep and
// check without asking us.
func (h *house) ownLookProof(v *visit) error {
	proof, err := h.Office.ProofOfLook(v.ctx, v.dossier(), dossier.ID(v.PathValue("look")), h.LogKey)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(proof, "", "  ")
	if err != nil {
		return fault.Wrap(fault.Internal, "web.ownLookProof", err)
	}
	head := v.ResponseWriter.Header()
	head.Set("Content-Type", "application/json")
	head.Set("Content-Disposition", `attachment; filename="bewijs.json"`)
	_, err = v.ResponseWriter.Write(append(raw, '\n'))
	return err
}

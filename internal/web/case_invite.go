package web

// invite gives a family or network member their own place in the dossier.
func (h *house) invite(v *visit) error {
	done, err := h.Office.Invite(v.ctx, v.dossier(), v.id("person"), v.value(fieldKey))
	if err != nil {
		return err
	}
	return h.see(v, caseURL(done.Dossier, "family"), "web.invited")
}

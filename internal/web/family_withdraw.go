package web

import (
	"eendracht/internal/dossier"
)

// ownWithdraw takes a consent back, from this moment on.
func (h *house) ownWithdraw(v *visit) error {
	consent := dossier.ID(v.PathValue("consent"))
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), dossier.WithdrawConsent{Consent: consent, Reason: v.value("reason")}))
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "sight"), "webfamily.consent.withdrawn")
}

package web

import "slices"

// caseRoutes are the pages of one family for those who work on it.
func (h *house) caseRoutes() []route {
	forms := []route{}
	for _, f := range []caseForm{endLeadForm, personForm, relationForm, custodyForm, stayForm, contactForm, closeDomainForm} {
		forms = append(forms, f.routes()...)
	}
	return slices.Concat(forms, clockRoutes(), []route{
		{pattern: "GET /case/{dossier}", handle: (*house).casePage},
		{pattern: "GET /case/{dossier}/melding", handle: (*house).meldingPage},
		{pattern: "GET /case/{dossier}/safety", strong: true, handle: (*house).safetyPage},
		{pattern: "POST /case/{dossier}/safety", strong: true, handle: (*house).weighSafety},
		{pattern: "GET /case/{dossier}/question", handle: (*house).questionPage},
		{pattern: "POST /case/{dossier}/question", handle: (*house).askQuestion},
		{pattern: "POST /case/{dossier}/question/{question}", handle: (*house).answerQuestion},
		{pattern: "GET /case/{dossier}/lead", handle: (*house).leadPage},
		{pattern: "POST /case/{dossier}/lead", handle: (*house).offerLead},
		{pattern: "POST /case/{dossier}/lead/{offer}/accept", handle: (*house).acceptLead},
		{pattern: "POST /case/{dossier}/lead/{offer}/decline", handle: (*house).declineLead},
		{pattern: "GET /case/{dossier}/lead/cover", handle: (*house).coverPage},
		{pattern: "POST /case/{dossier}/lead/cover", handle: (*house).coverLead},
		{pattern: "GET /case/{dossier}/family", handle: (*house).familyPage},
		{pattern: "POST /case/{dossier}/family/registered", handle: (*house).takeRegistered},
		{pattern: "POST /case/{dossier}/invite", handle: (*house).invite},
		{pattern: "GET /case/{dossier}/domains", handle: (*house).domainsPage},
		{pattern: "POST /case/{dossier}/domains", handle: (*house).openDomain},
		{pattern: "GET /case/{dossier}/part", handle: (*house).partPage},
		{pattern: "POST /case/{dossier}/part/note", handle: (*house).writeNote},
		{pattern: "POST /case/{dossier}/part/score", handle: (*house).giveScore},
		{pattern: "GET /case/{dossier}/looks", handle: (*house).looks},
	})
}

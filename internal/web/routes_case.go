package web

import "slices"

// caseRoutes are the pages of one family for those who work on it.
func (h *house) caseRoutes() []route {
	return slices.Concat([]route{
		{pattern: "GET /case/{dossier}", handle: (*house).casePage},
	})
}

package web

// tableRoutes are the pages of the reporting code and of the kitchen table.
func (h *house) tableRoutes() []route {
	return []route{
		{pattern: "GET /case/{dossier}/table", handle: (*house).table},
		{pattern: "POST /case/{dossier}/table", handle: (*house).writeTable},
		{pattern: "GET /case/{dossier}/concern/new", strong: true, handle: (*house).newConcern},
		{pattern: "POST /case/{dossier}/concern/new", strong: true, handle: (*house).raiseConcern},
		{pattern: "GET /case/{dossier}/concern/{concern}", strong: true, handle: (*house).concern},
		{pattern: "POST /case/{dossier}/concern/{concern}", strong: true, handle: (*house).stepConcern},
	}
}

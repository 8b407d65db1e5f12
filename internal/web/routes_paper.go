package web

// paperDoors are the ways to the documents of a dossier: of the family, of who
// carries the case, of a partner. What each reads, access decides.
var paperDoors = []struct{ base, purpose, flow string }{
	{"/plan/{dossier}", "own", "family.documents"}, {"/case/{dossier}", "", "case.documents"}, {"/partner/{dossier}", "", "web.documents"},
}

// paperRoutes are the pages of documents; each action has a file of its own.
func (h *house) paperRoutes() []route {
	var all []route
	for _, door := range paperDoors {
		add := func(method, tail string, most int64, handle func(*house, *visit) error) {
			all = append(all, route{pattern: method + " " + door.base + "/documents" + tail, purpose: door.purpose, flow: door.flow, max: most, handle: handle})
		}
		add("GET", "", 0, (*house).paperList)
		add("GET", "/new", 0, (*house).newPaper)
		add("POST", "/new", maxPaper, (*house).addPaper)
		add("GET", "/{document}", 0, (*house).paper)
		add("POST", "/{document}", maxPaper, (*house).changePaper)
		add("GET", "/{document}/file", 0, (*house).paperFile)
	}
	return all
}

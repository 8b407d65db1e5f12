package web

// chainRoutes are the pages of this part of the house; each action has a file of its own.
func (h *house) chainRoutes() []route {
	return []route{
		{pattern: "GET /case/{dossier}/decide/{task}", purpose: "decision", flow: "web.decide", handle: (*house).decision},
		{pattern: "POST /case/{dossier}/decide/{task}", purpose: "decision", flow: "web.decide", handle: (*house).decide},
		{pattern: "GET /case/{dossier}/chain", flow: "web.chain", handle: (*house).chainPage},
		{pattern: "GET /case/{dossier}/messages/{message}", flow: "web.chain", handle: (*house).messageFile},
		{pattern: "GET /task/{dossier}/{task}", flow: "web.task", handle: (*house).partnerTask},
		{pattern: "POST /task/{dossier}/{task}", flow: "web.task", handle: (*house).holdTask},
		{pattern: "GET /partner/{dossier}", flow: "web.partner", handle: (*house).partnerCase},
		{pattern: "GET /case/{dossier}/allocations/{number}", purpose: "decision", flow: "web.allocation", handle: (*house).municipalCare},
		{pattern: "POST /case/{dossier}/allocations/{number}", purpose: "decision", flow: "web.allocation", handle: (*house).actMunicipal},
		{pattern: "GET /care/{dossier}/{number}", flow: "web.care", handle: (*house).providerCare},
		{pattern: "POST /care/{dossier}/{number}", flow: "web.care", handle: (*house).actProvider},
		{pattern: "GET /care/{dossier}/messages/{message}", flow: "web.care", handle: (*house).careMessage},
		{pattern: "GET /case/{dossier}/quiet", purpose: "safety", strong: true, handle: (*house).quietPage},
		{pattern: "POST /case/{dossier}/quiet", purpose: "safety", strong: true, handle: (*house).hushTraffic},
		{pattern: "GET /messages", purpose: "allocation", flow: "web.messages", handle: (*house).messagesPage},
		{pattern: "POST /messages", purpose: "allocation", flow: "web.messages", max: maxMessage, handle: (*house).receive},
	}
}

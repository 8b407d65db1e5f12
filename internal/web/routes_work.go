package web

// workRoutes are the pages of one's own work and of lists of families.
func (h *house) workRoutes() []route {
	return []route{
		{pattern: "GET /work", handle: (*house).workList},
		{pattern: "GET /families", handle: (*house).families},
		{pattern: "GET /find", handle: (*house).findPage},
		{pattern: "POST /find", handle: (*house).find},
		{pattern: "GET /direction", handle: (*house).direction},
		{pattern: "GET /meter", handle: (*house).meterPage},
	}
}

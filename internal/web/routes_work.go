package web

// workRoutes are the pages of one's own work and of lists of families.
func (h *house) workRoutes() []route {
	return []route{
		{pattern: "GET /work", handle: (*house).workList},
		{pattern: "POST /queue/bulk", handle: (*house).doWork},
		{pattern: "POST /queue/filters", handle: (*house).keepFilter},
		{pattern: "POST /queue/filters/drop", handle: (*house).dropFilter},
		{pattern: "POST /queue/keys", handle: (*house).switchKeys},
		{pattern: "GET /queue/export", handle: (*house).exportWork},
		{pattern: "GET /families/export", handle: (*house).exportFamilies},
		{pattern: "GET /direction/export", handle: (*house).exportDirection},
		{pattern: "GET /calendar", handle: (*house).calendarPage},
		{pattern: "POST /calendar", handle: (*house).openCalendar},
		{pattern: "POST /calendar/end", handle: (*house).closeCalendar},
		{pattern: "GET /calendar/{secret}", open: true, handle: (*house).calendarFile},
		{pattern: "GET /families", handle: (*house).families},
		{pattern: "GET /find", handle: (*house).findPage},
		{pattern: "POST /find", handle: (*house).find},
		{pattern: "GET /direction", handle: (*house).direction},
		{pattern: "GET /meter", handle: (*house).meterPage},
	}
}

package web

// familyRoutes are the pages of this part of the house; each action has a file of its own.
func (h *house) familyRoutes() []route {
	return []route{}
}

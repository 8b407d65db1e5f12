package web

// workRoutes are the pages of this part of the house; each action has a file of its own.
func (h *house) workRoutes() []route {
	return []route{}
}

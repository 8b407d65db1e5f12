package web

import (
	"net/http"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// messageFile gives an official message as it came in or went out, byte for
// byte, to whoever has it in their view.
func (h *house) messageFile(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	m, ok := message(view, dossier.ID(v.PathValue("message")))
	if !ok {
		return fault.New(fault.NotFound, "web.messageFile", "")
	}
	w := v.ResponseWriter
	head := w.Header()
	head.Set("Content-Type", "application/xml")
	head.Set("Content-Disposition", `attachment; filename="`+fileName(m)+`"`)
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(m.Content)
	return fault.Wrap(fault.Unavailable, "web.messageFile", err)
}

// fileName names the file of a message; what the sender wrote is kept only as
// far as it is letters, digits and dashes.
func fileName(m dossier.Message) string {
	safe := func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}
	return strings.Map(safe, m.Type) + "-" + strings.Map(safe, m.Ref) + ".xml"
}

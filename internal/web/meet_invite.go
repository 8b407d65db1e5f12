package web

import (
	"net/http"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/ical"
	"eendracht/internal/web/look"
)

// invitation shows a meeting to whoever is invited, with what they may read.
func (h *house) invitation(v *visit) error {
	view, m, err := h.invited(v)
	if err != nil {
		return err
	}
	if governs(view) {
		http.Redirect(v.ResponseWriter, v.Request, caseURL(view.Dossier.ID, "meetings", string(m.Meeting)), http.StatusSeeOther)
		return nil
	}
	body := h.meetHead(v, view, m)
	body.Trail = []look.Link{{Text: view.Dossier.Name, URL: v.familyURL(view.Dossier.ID)}, {Text: v.meet("title")}}
	if m.State == dossier.MeetingComes {
		body.Agenda = v.agendaTable(view, nil)
		body.Agenda.Columns = body.Agenda.Columns[:2]
		for i := range body.Agenda.Rows {
			body.Agenda.Rows[i].Cells = body.Agenda.Rows[i].Cells[:2]
		}
	}
	return h.show(v, http.StatusOK, "meet-show", h.page(v, body.Head.Title, body))
}

func (h *house) invited(v *visit) (*access.View, dossier.Meeting, error) {
	open := h.openCase
	if v.signed.User.Kind == access.Citizen {
		open = func(v *visit) (*access.View, error) { return h.Office.Open(v.ctx, v.dossier()) }
	}
	view, err := open(v)
	if err != nil {
		return nil, dossier.Meeting{}, err
	}
	m, ok := view.Dossier.Meeting(dossier.ID(v.PathValue("meeting")))
	if !ok {
		return nil, m, fault.New(fault.NotFound, "web.invited", "")
	}
	return view, m, nil
}

// inviteFile gives the appointment for one's own calendar: no name in it.
func (h *house) inviteFile(v *visit) error {
	view, m, err := h.invited(v)
	if err != nil {
		return err
	}
	header := v.ResponseWriter.Header()
	header.Set("Content-Type", "text/calendar; charset=utf-8")
	header.Set("Content-Disposition", `attachment; filename="overleg.ics"`)
	header.Set("Cache-Control", "no-store")
	_, err = v.ResponseWriter.Write(ical.Bytes(ical.Event{
		UID: string(m.Meeting) + "@eendracht", Made: m.Asked, Start: m.Start(), Length: time.Duration(m.Minutes) * time.Minute,
		Title: v.meet("title"), Place: m.Place, URL: h.origin(v.Request) + meetingURL(view, m), Off: m.State == dossier.MeetingOff,
	}))
	return fault.Wrap(fault.Unavailable, "web.inviteFile", err)
}

// origin gives scheme and host under which the visitor knows the house.
func (h *house) origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || h.Signin.Secure {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

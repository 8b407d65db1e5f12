package web

import (
	"net/http"
	"net/url"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// privacyDesk is the work of the privacy officer: no queue, but the looks of
// the one dossier that a question is about.
func (h *house) privacyDesk(v *visit) error {
	if id := strings.TrimSpace(v.URL.Query().Get("dossier")); id != "" {
		http.Redirect(v.ResponseWriter, v.Request, caseURL(dossier.ID(url.PathEscape(id)), "looks"), http.StatusSeeOther)
		return nil
	}
	list, err := h.Office.Work(v.ctx, casework.WorkAsk{Limit: workPage})
	if err != nil {
		return err
	}
	body := workBody{
		Title: v.say.Say("web.work.title"),
		Head:  look.PageHead{Kicker: v.days.Near(v.today), Title: v.say.Say("web.privacy.title"), Text: v.say.Say("web.privacy.text")},
		Open: &look.Form{Action: "/work", Button: look.Button{Text: v.say.Say("web.privacy.button")}, Fields: []look.Field{
			{Kind: look.Text, Name: "dossier", Label: v.say.Say("web.privacy.dossier"), Hint: v.say.Say("web.privacy.dossier.hint"), Size: "medium"},
		}},
	}
	if len(list.Items) > 0 {
		next := h.workNext(v, list.Items[0])
		body.Next = &next
		body.Head.Text = v.say.Count("trust.desk.waits", len(list.Items))
		body.Table = v.workTable(list.Items[1:])
	}
	return h.show(v, http.StatusOK, "work-list", h.page(v, body.Title, body))
}

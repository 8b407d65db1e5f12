package web

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// What one can do with a document.
const (
	doRevise   = "revise"
	doWithdraw = "withdraw"
	doRescan   = "rescan"
)

// paperActions gives the forms for who may change a document: who added it, and
// who carries the case. A letter that was sent has none.
func (h *house) paperActions(v *visit, view *access.View, x dossier.Document, failed error) []actionForm {
	if x.Withdrawn || x.Letter != "" || !v.mayAddPaper(view) {
		return nil
	}
	var all []actionForm
	newest, _ := x.Newest()
	if newest.Scan == dossier.ScanHeld && view.May[dossier.ActIntake].Allow {
		all = append(all, h.folded(v, doRescan, v.say.Say("paper.rescan"), failed, look.Form{
			Button: look.Button{Text: v.say.Say("paper.rescan.button"), Style: look.Quiet},
		}))
	}
	if !governs(view) && x.By.User != v.signed.User.ID {
		return all
	}
	revise := h.folded(v, doRevise, v.say.Say("paper.revise"), failed, look.Form{
		Fields: append(v.fileFields(), look.Field{Kind: look.Text, Name: "why", Label: v.say.Say("paper.field.why"), Optional: true, MaxLength: 1000}),
		Button: look.Button{Text: v.say.Say("paper.revise.button"), Style: look.Quiet},
	})
	revise.Form.Multipart = true
	withdraw := h.folded(v, doWithdraw, v.say.Say("paper.withdraw"), failed, look.Form{
		Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.say.Say("paper.withdraw.button"), Style: look.Danger},
	})
	return append(all, revise, withdraw)
}

// changePaper carries out what was asked with a document.
func (h *house) changePaper(v *visit) error {
	id := dossier.ID(v.PathValue("document"))
	sent, broken := v.fileSent()
	view, err := h.openPapers(v)
	if err != nil {
		return err
	}
	switch v.value(fieldDo) {
	case doRevise:
		if err = broken; err == nil {
			err = h.layPaper(v, dossier.ReviseDocument{Document: id, Why: v.value("why")}, sent)
		}
		err = onFileOnly(err)
	case doWithdraw:
		_, err = h.Office.Do(v.ctx, v.wish(v.dossier(), dossier.WithdrawDocument{Document: id, Reason: v.value("reason")}))
	case doRescan:
		err = h.Office.Rescan(v.ctx, v.wish(v.dossier(), nil), id, h.Uploads.Rescan)
	default:
		return fault.New(fault.Invalid, "web.changePaper", "")
	}
	if mendable(err) {
		return h.showPaper(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, v.papers(string(id)), "paper.done."+v.value(fieldDo))
}

// onFileOnly is onFile for what a person can mend.
func onFileOnly(err error) error {
	if mendable(err) || fault.Is(err, fault.TooLarge) {
		return onFile(err)
	}
	return err
}

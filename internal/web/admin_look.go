package web

import (
	"bytes"
	"errors"
	"image/png"
	"io"
	"net/http"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// Limits of a logo: what a header shows sharply on a good screen.
const (
	logoBytes  = 200 << 10
	logoWide   = 1200 // pixels
	logoHeight = 600
)

// adminLookBody is what admin-look.html shows.
type adminLookBody struct {
	Trail   []look.Link
	Head    look.PageHead
	Facts   []look.Fact
	Summary look.ErrorSummary
	Fields  []look.Field
	Logo    look.Field // drawn as a file
	Has     bool       // a logo is there, which can be taken away
	Button  look.Button
}

func (h *house) lookPage(v *visit) error { return h.showLook(v, nil) }

func (h *house) showLook(v *visit, failed error) error {
	own, err := h.Office.Settings(v.ctx)
	if err != nil {
		return err
	}
	theme, logo, say := own[casework.SettingTheme], own[casework.SettingLogo], v.say.Say
	area := look.Field{Kind: look.Area, Name: "theme", Label: say("admin.look.theme"), Hint: say("admin.look.theme.hint"), Value: string(theme.Body), Rows: 12, Optional: true}
	file := look.Field{Kind: look.Text, Name: "logo", Label: say("admin.look.logo"), Hint: say("admin.look.logo.hint")}
	fields := append(h.hidden(v, 0), seenField(theme), look.Field{Kind: look.Hidden, Name: "seenlogo", Value: seenField(logo).Value}, area)
	form := v.formAgain(look.Form{Fields: append(fields, file)}, failed)
	last := len(form.Fields) - 1
	body := adminLookBody{
		Trail: v.settingTrail(say("admin.look.title")), Head: look.PageHead{Title: say("admin.look.title"), Text: say("admin.look.text")},
		Facts:   []look.Fact{{Term: say("admin.kind.theme"), Text: v.settingState(theme)}, {Term: say("admin.kind.logo"), Text: v.settingState(logo)}},
		Summary: form.Summary(), Fields: form.Fields[:last], Logo: form.Fields[last], Has: len(logo.Body) > 0, Button: look.Button{Text: say("admin.keep"), Style: look.Primary},
	}
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, formStatus(failed), "admin-look", page)
}

// changeLook keeps tokens and logo, each when it was changed.
func (h *house) changeLook(v *visit) error {
	const op = "web.changeLook"
	raw, err := v.sentLogo()
	if err != nil {
		return h.showLook(v, err)
	}
	theme := []byte(bytes.ReplaceAll(bytes.TrimSpace([]byte(v.FormValue("theme"))), []byte("\r\n"), []byte("\n")))
	if err := look.CheckTheme(theme); err != nil {
		return h.showLook(v, fault.In(op, fault.Field{Name: "theme", Key: "admin.look.bad"}))
	}
	err = h.Office.KeepSetting(v.ctx, casework.SettingTheme, v.settingVersion(), theme)
	if err == nil && (len(raw) > 0 || v.FormValue("nologo") != "") {
		v.PostForm.Set("seen", v.FormValue("seenlogo"))
		err = h.Office.KeepSetting(v.ctx, casework.SettingLogo, v.settingVersion(), raw)
	}
	if mendable(err) {
		return h.showLook(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/admin/settings", "admin.settings.kept")
}

// sentLogo gives the logo that was sent, drawn anew: what else lay in the file is
// gone. None was sent: nil.
func (v *visit) sentLogo() ([]byte, error) {
	const op = "web.sentLogo"
	bad := func(key string) error { return fault.In(op, fault.Field{Name: "logo", Key: key}) }
	file, _, err := v.FormFile("logo")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.TooLarge, op, err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, logoBytes+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.Unavailable, op, err)
	case len(raw) == 0:
		return nil, nil
	case len(raw) > logoBytes:
		return nil, bad("admin.look.large")
	}
	size, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, bad("admin.look.nopng")
	}
	if size.Width > logoWide || size.Height > logoHeight {
		return nil, bad("admin.look.large")
	}
	drawn, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, bad("admin.look.nopng")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, drawn); err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	return out.Bytes(), nil
}

package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/upload"
	"eendracht/internal/web/look"
)

// maxPaper is the most that a form with a document may send, in bytes: the file
// with room for the form around it. All of it stays in memory: a file of a family
// never lies on a disk unsealed.
const maxPaper = upload.DocumentMost + 1<<20

// The fields of a file: one for the camera, one for a file that is there already.
const (
	fieldPhoto = "photo"
	fieldFile  = "file"
)

// acceptFiles is what a browser offers to choose from. A telephone that keeps
// photos in another form sends them as JPEG when it reads this.
const acceptFiles = "image/jpeg,image/png,application/pdf,text/plain,.txt"

// paperFormBody is what paper-form.html shows.
type paperFormBody struct {
	caseFrame
	Title string
	Text  string
	Form  look.Form
}

// newPaper asks for a document.
func (h *house) newPaper(v *visit) error {
	view, err := h.openPapers(v)
	if err != nil {
		return err
	}
	if may := view.May[dossier.ActFile]; !may.Allow {
		return &fault.Error{Code: fault.Forbidden, Op: "web.newPaper", Key: may.Key, Args: may.Args}
	}
	return h.showNewPaper(v, view, nil)
}

func (h *house) showNewPaper(v *visit, view *access.View, failed error) error {
	title := v.say.Say("paper.new.title")
	body := paperFormBody{caseFrame: h.paperFrame(v, view, title), Title: v.paperTitled(title), Text: v.say.Say("paper.new.text")}
	body.Form = look.Form{Action: v.papers("new"), Multipart: true, Button: look.Button{Text: v.say.Say("paper.new.save")},
		Cancel: &look.Link{Text: v.say.Say("webfamily.cancel"), URL: v.papers()},
		Fields: append(v.fileFields(), look.Field{Kind: look.Text, Name: "title", Label: v.say.Say("paper.field.title"), Hint: v.say.Say("paper.field.title.hint"), Optional: true, MaxLength: 200, Value: v.value("title")})}
	if parts := v.paperParts(view); len(parts) > 0 {
		body.Form.Fields = append(body.Form.Fields, look.Field{
			Kind: look.Select, Name: "part", Label: v.say.Say("paper.field.part"), Hint: v.say.Say("paper.field.part.hint"),
			Options: append([]look.Option{{Text: v.say.Say("paper.where.none")}}, parts...), Value: v.value("part"),
		})
	}
	body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
	body.Form = body.Form.With(failed, v.say)
	return h.show(v, formStatus(failed), "paper-form", h.paperPage(v, view, title, body))
}

// fileFields ask for the file: by the camera where there is one, or from what is
// there already.
func (v *visit) fileFields() []look.Field {
	return []look.Field{
		{Kind: look.File, Name: fieldPhoto, Label: v.say.Say("paper.field.photo"), Accept: "image/jpeg,image/png", Capture: true, Large: true, Optional: true},
		{Kind: look.File, Name: fieldFile, Label: v.say.Say("paper.field.file"), Hint: v.say.Say("paper.field.file.hint"), Accept: acceptFiles, Large: true},
	}
}

// paperParts gives the parts in which the visitor may lay a document.
func (v *visit) paperParts(view *access.View) []look.Option {
	var options []look.Option
	for _, p := range openParts(view) {
		options = append(options, look.Option{Value: string(p.Person) + "/" + p.Domain, Text: v.fullPart(view, p)})
	}
	return options
}

// partChosen reads the chosen part; none is the dossier as a whole.
func (v *visit) partChosen() []dossier.Part {
	person, domain, ok := strings.Cut(v.value("part"), "/")
	if !ok {
		return nil
	}
	return []dossier.Part{{Person: dossier.ID(person), Domain: domain}}
}

// addPaper takes a document in.
func (h *house) addPaper(v *visit) error {
	sent, err := v.fileSent()
	view, failed := h.openPapers(v)
	if failed != nil {
		return failed
	}
	if err == nil {
		command := dossier.AddDocument{Title: v.paperTitle(sent), Parts: v.partChosen()}
		err = h.layPaper(v, command, sent)
	}
	if mendable(err) || fault.Is(err, fault.TooLarge) {
		return h.showNewPaper(v, view, onFile(err))
	}
	if err != nil {
		return err
	}
	return h.see(v, v.papers(), "paper.added")
}

// layPaper looks at what was sent and lays it away by a command.
func (h *house) layPaper(v *visit, command dossier.Command, sent fileSent) error {
	found, err := h.Uploads.Document(v.ctx, sent.body)
	if err != nil {
		return err
	}
	wish := v.wish(v.dossier(), command)
	if title := v.value("title"); title != "" {
		wish.Typed = []casework.Typed{{Item: "document.title", Value: title}}
	}
	_, err = h.Office.AddDocument(v.ctx, wish, casework.File{Media: string(found.Kind), Scan: scanOf(found), Body: found.Body})
	return err
}

// scanOf gives what the scanner said, as the dossier keeps it.
func scanOf(f upload.Found) string {
	switch {
	case f.Held:
		return dossier.ScanHeld
	case f.Scanned:
		return dossier.ScanClean
	}
	return dossier.ScanNone
}

// onFile puts a finding about what was sent beside the field of the file.
func onFile(err error) error {
	if len(fault.Fields(err)) > 0 || fault.Is(err, fault.Conflict) {
		return err
	}
	key, args := fault.Message(err)
	if fault.Is(err, fault.TooLarge) {
		key = "dossier.document.large"
	}
	return fault.In("web.onFile", fault.Field{Name: fieldFile, Key: key, Args: args})
}

// fileSent is a file as it came in.
type fileSent struct {
	name  string
	photo bool
	body  []byte
}

// fileSent reads the file of a form, a photo first. No file is a finding.
func (v *visit) fileSent() (fileSent, error) {
	const op = "web.fileSent"
	if err := v.ParseMultipartForm(maxPaper); err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			return fileSent{}, fault.New(fault.TooLarge, op, "dossier.document.large")
		}
		return fileSent{}, fault.New(fault.Invalid, op, "dossier.document.file")
	}
	for _, name := range []string{fieldPhoto, fieldFile} {
		for _, head := range v.MultipartForm.File[name] {
			body, err := bodyOf(head)
			if err != nil {
				return fileSent{}, fault.Wrap(fault.Unavailable, op, err)
			}
			if len(body) > 0 {
				return fileSent{filepath.Base(head.Filename), name == fieldPhoto, body}, nil
			}
		}
	}
	return fileSent{}, fault.In(op, fault.Field{Name: fieldFile, Key: "dossier.document.file"})
}

func bodyOf(head *multipart.FileHeader) ([]byte, error) {
	file, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it lies in memory
	return io.ReadAll(file)
}

// paperTitle gives the name that the sender typed, else that of the file, else
// "Foto van 29 november": nobody has to think of a name at night.
func (v *visit) paperTitle(sent fileSent) string {
	if typed := v.value("title"); typed != "" {
		return typed
	}
	kind := upload.KindOf(sent.body)
	name := strings.TrimSpace(strings.TrimSuffix(sent.name, filepath.Ext(sent.name)))
	if camera := kind == upload.JPEG || kind == upload.PNG; sent.photo || camera || name == "" || name == "." {
		return v.say.Say("paper.untitled", "day", v.days.Long(v.today))
	}
	if letters := []rune(name); len(letters) > 200 {
		name = string(letters[:200])
	}
	return name
}

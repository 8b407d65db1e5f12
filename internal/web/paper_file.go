package web

import (
	"mime"
	"net/http"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// The policies of a file on its own: nothing in it runs, loads or sends, and it
// stands in no page of another house. Browsers do not show a PDF in a sandbox of
// this kind: their viewer is one already, and what runs was refused at the door.
const (
	paperPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
	pdfPolicy   = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)

// paperFile sends a version of a document: inline what can be shown, as a file
// when asked. The look is durable before the first byte.
func (h *house) paperFile(v *visit) error {
	number, err := strconv.Atoi(v.FormValue("version"))
	if err != nil {
		number = 0
	}
	r, err := h.readPaper(v, number)
	if err != nil {
		return err
	}
	first, err := r.First(v.ctx)
	if err != nil {
		return err
	}
	header := v.ResponseWriter.Header()
	header.Set("Content-Security-Policy", policyOf(r.Version.Media))
	header.Set("Content-Type", mediaType(r.Version.Media))
	header.Set("Content-Length", strconv.FormatInt(r.Version.Bytes, 10))
	header.Set("Content-Disposition", disposition(r, v.FormValue("download") != ""))
	v.WriteHeader(http.StatusOK)
	if err := r.WriteTo(v.ctx, v.ResponseWriter, first); err != nil {
		h.Log.WarnContext(v.ctx, "a document was cut off", "err", err)
		panic(http.ErrAbortHandler) // the browser must not take what it got for the whole
	}
	return nil
}

// readPaper reads a document as the door of the visitor does: who may be the
// lead as lead first.
func (h *house) readPaper(v *visit, number int) (*casework.Reading, error) {
	id := dossier.ID(v.PathValue("document"))
	if v.caseDoor() && v.signed.User.Kind == access.Citizen {
		return nil, fault.New(fault.NotFound, "web.readPaper", "")
	}
	if v.caseDoor() && inMunicipality(v) && purposeOf(v.signed) == "intake" {
		r, err := h.Office.ReadDocument(h.inFlow(v, "lead"), v.dossier(), id, number)
		if !fault.Is(err, fault.NotFound) {
			return r, err
		}
	}
	return h.Office.ReadDocument(v.ctx, v.dossier(), id, number)
}

func policyOf(media string) string {
	if media == "application/pdf" {
		return pdfPolicy
	}
	return paperPolicy
}

func mediaType(media string) string {
	if media == "text/plain" {
		return "text/plain; charset=utf-8"
	}
	return media
}

// disposition names the file, and says whether a browser may show it.
func disposition(r *casework.Reading, download bool) string {
	how := "inline"
	if download {
		how = "attachment"
	}
	name := r.Document.Title + extension(r.Version.Media)
	if d := mime.FormatMediaType(how, map[string]string{"filename": name}); d != "" {
		return d
	}
	return how
}

func extension(media string) string {
	switch media {
	case "application/pdf":
		return ".pdf"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	}
	return ".txt"
}

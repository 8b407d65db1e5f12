// Package inspect writes the copy of a dossier that someone may take away: one
// page to read or print, and the same as JSON, in one archive. It shows what a
// view holds, and decides nothing.
package inspect

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

//go:embed copy.html
var files embed.FS

var page = template.Must(template.ParseFS(files, "copy.html"))

// copied is the copy as JSON.
type copied struct {
	Dossier  dossier.ID        `json:"dossier"`
	Name     string            `json:"name"`
	Made     time.Time         `json:"made"`
	Role     string            `json:"role"`
	Entries  []json.RawMessage `json:"entries"` // in the stored form of each kind
	State    *dossier.Dossier  `json:"state"`   // what follows from the entries, as far as it may be read
	Involved []access.That     `json:"involved"`
}

// JSON gives the copy for programs.
func JSON(v *access.View) ([]byte, error) {
	const op = "inspect.JSON"
	state := *v.Dossier
	state.Entries, state.Version = nil, 0 // the version counts what is held back
	out := copied{Dossier: state.ID, Name: state.Name, Made: v.Ask.Now, Role: v.Role, Entries: []json.RawMessage{}, State: &state, Involved: v.Others}
	for _, e := range v.Dossier.Entries {
		raw, err := dossier.Encode(e)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		out.Entries = append(out.Entries, raw)
	}
	raw, err := json.MarshalIndent(out, "", " ")
	return raw, fault.Wrap(fault.Internal, op, err)
}

// HTML gives the copy to read or print: one file without anything from elsewhere.
func HTML(v *access.View, say text.Voice) ([]byte, error) {
	var out bytes.Buffer
	err := page.Execute(&out, sheetOf(v, say))
	return out.Bytes(), fault.Wrap(fault.Internal, "inspect.HTML", err)
}

// Zip gives both in one archive.
func Zip(v *access.View, say text.Voice) ([]byte, error) {
	const op = "inspect.Zip"
	read, err := HTML(v, say)
	if err != nil {
		return nil, err
	}
	data, err := JSON(v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range []struct {
		name string
		body []byte
	}{{say.Say("inspect.file") + ".html", read}, {say.Say("inspect.file") + ".json", data}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: v.Ask.Now})
		if err == nil {
			_, err = io.Copy(w, bytes.NewReader(file.body))
		}
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, errors.Join(err, z.Close()))
		}
	}
	if err := z.Close(); err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	return out.Bytes(), nil
}

func day(t time.Time) string { return nl.On(t).String() }

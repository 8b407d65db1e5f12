package envelope

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"

	"eendracht/internal/fault"
)

// Wrap writes an envelope inside a SOAP 1.1 envelope, as it is posted; a Fo03 as
// the detail of a SOAP fault. What the interface would refuse gives an Invalid
// fault with a field, an oversized message TooLarge.
func Wrap(e Envelope) ([]byte, error) {
	const op = "envelope.Wrap"
	if err := e.check(op); err != nil {
		return nil, err
	}
	w := &writer{}
	w.Grow(len(e.Payload)/3*4 + 2048)
	w.WriteString(xml.Header)
	w.WriteString(`<soapenv:Envelope xmlns:soapenv="` + spaceSOAP + `" xmlns:StUF="` + spaceStUF + `" xmlns:GGK="` + spaceGGK + `">` +
		`<soapenv:Header/><soapenv:Body>`)
	if e.Kind == Fo03 {
		w.WriteString(`<soapenv:Fault><faultcode>soapenv:` + faultCode[e.Fault.Place] + `</faultcode>`)
		w.value("faultstring", e.Fault.Says)
		w.WriteString(`<detail>`)
	}
	w.envelope(&e)
	if e.Kind == Fo03 {
		w.WriteString(`</detail></soapenv:Fault>`)
	}
	w.WriteString(`</soapenv:Body></soapenv:Envelope>`)
	if w.err != nil {
		return nil, fault.Wrap(fault.Internal, op, w.err)
	}
	return w.Bytes(), nil
}

// faultCode gives SOAP's word for whose fault it is.
var faultCode = map[string]string{PlaceClient: "Client", PlaceServer: "Server"}

type writer struct {
	bytes.Buffer
	err error // of escaping, which a buffer never gives
}

func (w *writer) envelope(e *Envelope) {
	own := "StUF:"
	if e.Kind.carries() {
		own = "GGK:"
	}
	root := own + roots[e.Kind].name
	w.WriteString("<" + root + "><" + own + "stuurgegevens>")
	w.value("StUF:berichtcode", string(e.Kind))
	for _, party := range []struct {
		name string
		of   *System
	}{{"zender", &e.Sender}, {"ontvanger", &e.Receiver}} {
		w.WriteString("<StUF:" + party.name + ">")
		w.fields("StUF:", party.of.fields(false))
		w.WriteString("</StUF:" + party.name + ">")
	}
	w.fields("StUF:", e.references())
	w.WriteString("</" + own + "stuurgegevens>")
	switch {
	case e.Kind.carries():
		w.parameters(e)
	case e.Fault != nil:
		w.WriteString("<StUF:body>")
		w.fields("StUF:", e.Fault.fields())
		w.WriteString("</StUF:body>")
	}
	w.WriteString("</" + root + ">")
}

func (w *writer) parameters(e *Envelope) {
	n := e.numbers()
	w.WriteString("<GGK:parameters>")
	w.fields("GGK:", n.fields())
	w.WriteString("<GGK:bericht><GGK:xmlBestand>")
	w.Write(base64.StdEncoding.AppendEncode(w.AvailableBuffer(), e.Payload))
	w.WriteString("</GGK:xmlBestand></GGK:bericht></GGK:parameters>")
}

func (w *writer) fields(prefix string, list []field) {
	for _, f := range list {
		if *f.to != "" {
			w.value(prefix+f.name, *f.to)
		}
	}
}

func (w *writer) value(name, text string) {
	w.WriteString("<" + name + ">")
	if err := xml.EscapeText(w, []byte(text)); err != nil {
		w.err = err
	}
	w.WriteString("</" + name + ">")
}

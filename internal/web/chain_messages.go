package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/upload"
	"eendracht/internal/web/look"
)

// messagesBody is what chain-messages.html shows: the way in for official
// messages, and what came of the one that was just sent.
type messagesBody struct {
	Head     look.PageHead
	Receipt  *receiptBody
	Alert    *look.Alert
	Findings *look.Table
	Fields   []look.Field
	Action   string
	Button   look.Button
	Kinds    []look.Fact
}

// receiptBody says what a message did.
type receiptBody struct {
	Alert look.Alert
	Facts []look.Fact
}

// maxMessage is the most that an official message may weigh, in bytes, with
// room for the form around it.
const maxMessage = ijw.MaxBytes + 1<<20

// messagesPage shows the way in for official messages.
func (h *house) messagesPage(v *visit) error {
	return h.showMessages(v, http.StatusOK, h.messagesBody(v))
}

func (h *house) showMessages(v *visit, status int, body messagesBody) error {
	return h.show(v, status, "chain-messages", h.page(v, body.Head.Title, body))
}

// receive takes in an official message: a file, or pasted text.
func (h *house) receive(v *visit) error {
	content, err := v.messageSent()
	if err != nil {
		return err
	}
	body := h.messagesBody(v)
	if content == nil {
		body.Alert = &look.Alert{Tone: look.Late, Text: v.tell("messages.empty"), Loud: true}
		return h.showMessages(v, http.StatusUnprocessableEntity, body)
	}
	defer content.Close()
	receipt, findings, err := h.takeMessage(v, content)
	switch code := fault.Of(err); {
	case err == nil:
		body.Receipt = h.receiptBody(v, receipt)
		if len(findings) > 0 { // lines of a claim that were refused in its answer
			table := v.findingTable(findings)
			body.Findings = &table
		}
		return h.showMessages(v, http.StatusOK, body)
	case len(findings) > 0:
		table := v.findingTable(findings)
		body.Findings = &table
	case code != fault.Invalid && code != fault.Forbidden && code != fault.NotFound && code != fault.Conflict:
		return err
	}
	body.Alert = v.refusedAlert(err)
	if n := len(findings); n > 0 {
		body.Alert.Text = v.say.Count("web.chain.messages.wrong", n)
	}
	return h.showMessages(v, statusOf(fault.Of(err)), body)
}

// takeMessage looks at what was sent before it is read as a message.
func (h *house) takeMessage(v *visit, content io.Reader) (desk.Receipt, []ijw.Finding, error) {
	raw, err := io.ReadAll(io.LimitReader(content, ijw.MaxBytes+1))
	if err != nil {
		return desk.Receipt{}, nil, fault.Wrap(fault.Unavailable, "web.takeMessage", err)
	}
	if err := h.Uploads.Check(v.ctx, raw, ijw.MaxBytes, upload.XML, upload.Text); err != nil {
		return desk.Receipt{}, nil, err
	}
	return h.Messages.Receive(v.ctx, bytes.NewReader(raw))
}

// messageSent gives what was sent: the file before the pasted text, nil for neither.
func (v *visit) messageSent() (io.ReadCloser, error) {
	file, _, err := v.FormFile("file")
	switch {
	case err == nil:
		return file, nil
	case errors.As(err, new(*http.MaxBytesError)):
		return nil, fault.New(fault.TooLarge, "web.messageSent", "web.chain.messages.large")
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
		return nil, fault.New(fault.Invalid, "web.messageSent", "web.chain.messages.broken")
	}
	if pasted := v.PostFormValue("xml"); strings.TrimSpace(pasted) != "" { // byte for byte: the same message twice must be the same
		return io.NopCloser(strings.NewReader(pasted)), nil
	}
	return nil, nil //nolint:nilnil // nil is "nothing was sent", which the page says
}

// refusedAlert says why a message was not taken in, with the findings beside it.
func (v *visit) refusedAlert(err error) *look.Alert {
	key, args := fault.Message(err)
	alert := &look.Alert{Tone: look.Late, Title: v.tell("messages.refused"), Text: v.say.Say(key, args...), Loud: true}
	for _, f := range fault.Fields(err) {
		alert.Items = append(alert.Items, v.say.Say(f.Key, f.Args...))
	}
	return alert
}

// findingTable lists what is wrong with a message: the line, the place, a plain sentence.
func (v *visit) findingTable(findings []ijw.Finding) look.Table {
	table := look.Table{Caption: v.tell("messages.findings"), Columns: []look.Column{
		{Text: v.tell("col.line"), Number: true}, {Text: v.tell("col.wrong")}, {Text: v.tell("col.place")}, {Text: v.tell("col.rule")},
	}}
	for _, f := range findings {
		line := v.tell("messages.noline")
		if f.Line > 0 {
			line = strconv.Itoa(f.Line)
		}
		table.Rows = append(table.Rows, look.TableRow{Cells: []look.Cell{{Text: line}, {Text: v.say.Say(f.Key, f.Args...)}, {Text: f.Path}, {Text: f.Code}}})
	}
	return table
}

// receiptBody says what a message did, and for a request by when the answer comes.
func (h *house) receiptBody(v *visit, r desk.Receipt) *receiptBody {
	number := r.Type[len(r.Type)-3:]
	body := receiptBody{Alert: look.Alert{Tone: look.OK, Title: v.tell("messages.taken", "type", r.Type), Text: v.tell("messages.taken." + number), Loud: true}}
	if r.Again {
		body.Alert.Tone, body.Alert.Text = look.Plain, v.tell("messages.again")
	}
	body.Facts = []look.Fact{
		{Term: v.tell("messages.ref"), Text: r.Ref},
		{Term: v.tell("col.moment"), Text: v.days.Moment(v.now)},
		{Term: v.tell("messages.number"), Text: v.say.Count("web.chain.messages.products", len(r.Changed))},
	}
	if term, err := h.Law.Term("ijw.request", v.today); err == nil && number == "315" && !r.Again {
		body.Facts = append(body.Facts, look.Fact{Term: v.tell("messages.answer"), Text: v.days.Long(term.Due(v.today)), Note: h.article(v, "ijw.request", v.today)})
	}
	return &body
}

func (h *house) messagesBody(v *visit) messagesBody {
	return messagesBody{
		Head:   look.PageHead{Title: v.tell("messages.title"), Text: v.tell("messages.text")},
		Action: "/messages",
		Fields: append([]look.Field{
			{Kind: look.Area, Name: "xml", Label: v.tell("messages.paste"), Rows: 6, Optional: true, Value: v.value("xml")},
		}, h.hidden(v, 0)...),
		Button: look.Button{Text: v.tell("messages.send")},
		Kinds: []look.Fact{
			{Term: "JW315 · WMO315", Text: v.tell("messages.kind.315")},
			{Term: "JW305 · WMO305", Text: v.tell("messages.kind.305")},
			{Term: "JW307 · WMO307", Text: v.tell("messages.kind.307")},
		},
	}
}

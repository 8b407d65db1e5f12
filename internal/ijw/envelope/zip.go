package envelope

import (
	"archive/zip"
	"bytes"
	"io"

	"eendracht/internal/fault"
)

// Zip packs one message, as the providers' hub may want it. name is that of the
// file in it.
func Zip(name string, content []byte) ([]byte, error) {
	const op = "envelope.Zip"
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.Create(name)
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	return b.Bytes(), fault.Wrap(fault.Internal, op, err)
}

// Unzip gives the one message in a zip; what is no zip comes back as it is. It
// faults with Invalid for a zip that is broken, locked, or does not hold exactly
// one file (IB901, IB902, IB903, IB905), and with TooLarge for a message over
// MaxPayload (IB904), before more than that is unpacked.
func Unzip(raw []byte) ([]byte, error) {
	const op = "envelope.Unzip"
	if !bytes.HasPrefix(raw, []byte("PK")) {
		return raw, nil
	}
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, wrong(op, "zip", "ijwforms.fo01.IB901")
	}
	switch {
	case len(r.File) == 0:
		return nil, wrong(op, "zip", "ijwforms.fo01.IB905")
	case len(r.File) > 1:
		return nil, wrong(op, "zip", "ijwforms.fo01.IB902")
	case r.File[0].Flags&1 != 0:
		return nil, wrong(op, "zip", "ijwforms.fo01.IB903")
	}
	in, err := r.File[0].Open()
	if err != nil {
		return nil, wrong(op, "zip", "ijwforms.fo01.IB901")
	}
	content, err := io.ReadAll(io.LimitReader(in, MaxPayload+1))
	switch {
	case len(content) > MaxPayload:
		return nil, fault.New(fault.TooLarge, op, "ijwforms.large")
	case err != nil || in.Close() != nil || len(content) == 0:
		return nil, wrong(op, "zip", "ijwforms.fo01.IB901")
	}
	return content, nil
}

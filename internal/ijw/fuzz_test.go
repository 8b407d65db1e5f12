package ijw

import (
	"bytes"
	"testing"

	"eendracht/internal/fault"
)

func FuzzRead(f *testing.F) {
	for _, law := range []Law{Jeugdwet, Wmo} {
		for _, kind := range Kinds() {
			s, _ := shipped().schema("", law, kind)
			f.Add(render(generated(s).Example(1), s, styles().Example(2)))
			f.Add(render(mutants(s).Example(3).root, s, styles().Example(4)))
		}
	}
	for _, doc := range []string{
		"", "<", "<a", "<a/>", "<?xml version='1.0'?><a/>", "\uFEFF<a b=\"]]>\">&#x41;<![CDATA[x]]><!-- y --></a>",
		"<a xmlns='u' xmlns:b='v'><b:c b:d='e'/></a>", "<!DOCTYPE a><a/>", "\xff\xfe<\x00", "<a>\r\n</a>",
	} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		m, found, err := Read(bytes.NewReader(doc))
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("a file in memory gives %v", err)
			}
			return
		}
		if len(found) > MaxFindings {
			t.Fatalf("%d findings", len(found))
		}
		for _, x := range found {
			if x.Path == "" || x.Line < 1 || x.Key == "" {
				t.Fatalf("a finding without a place: %+v", x)
			}
		}
		_, again := typed(m)
		if len(found) > 0 {
			return
		}
		written, err := again.Bytes()
		if err != nil {
			t.Fatalf("a valid message cannot be written: %v", fault.Fields(err))
		}
		back, found, err := Read(bytes.NewReader(written))
		if err != nil || len(found) > 0 {
			t.Fatalf("what was written cannot be read: %v %v", err, found)
		}
		if lines(back.Root) != lines(again.Root) {
			t.Fatalf("got\n%s\nwant\n%s", lines(back.Root), lines(again.Root))
		}
	})
}

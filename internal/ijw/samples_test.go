package ijw

import (
	"bytes"
	"path/filepath"
	"testing"
)

func TestEveryShippedSampleIsJudgedAsTheSchemaJudgesIt(t *testing.T) {
	for _, row := range []struct {
		law  Law
		kind Kind
	}{
		{Jeugdwet, Kind301}, {Jeugdwet, Kind305}, {Jeugdwet, Kind307}, {Jeugdwet, Kind315}, {Wmo, Kind301}, {Wmo, Kind305},
	} {
		s, _ := shipped().schema("", row.law, row.kind)
		name := filepath.Base(xsd(t, row.law, row.kind))
		doc := sample(t, filepath.Join(string(row.law), "samples", name[:len(name)-4]+".xml"))
		m, found, err := Read(bytes.NewReader(doc))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		official := xmllint(t, xsd(t, row.law, row.kind), [][]byte{doc})[0]
		if official.valid != (len(found) == 0) {
			t.Errorf("%s: schema says %v (%s), we say %v", name, official.valid, official.says, found)
		}
		if m.Law != row.law || m.Kind != row.kind || m.Release != s.release {
			t.Errorf("%s is read as %s%s of %s", name, m.Law, m.Kind, m.Release)
		}
	}
}

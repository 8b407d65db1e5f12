package ijw

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// defective names the shipped samples that break their own schema, and where.
var defective = map[string]string{
	"JW318.xml": "RetourCode", // a code that the list does not have
}

func TestEveryShippedSampleIsJudgedAsTheSchemaJudgesIt(t *testing.T) {
	reference(t)
	judged := 0
	allKinds(t, func(t *testing.T, s *schema) {
		name := strings.ToUpper(string(s.law)) + s.kind.String() + ".xml"
		if _, err := os.Stat(filepath.Join(reference(t), string(s.law), "samples", name)); err != nil {
			t.Skipf("no sample %s", name)
		}
		judged++
		doc := sample(t, filepath.Join(string(s.law), "samples", name))
		m, found, err := Read(bytes.NewReader(doc))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		official := xmllint(t, xsd(t, s.law, s.kind), [][]byte{doc})[0]
		if official.valid != (len(found) == 0) {
			t.Errorf("%s: schema says %v (%s), we say %v", name, official.valid, official.says, found)
		}
		if where := defective[name]; where == "" != official.valid || !official.valid && !at(found, where, official.line) {
			t.Errorf("%s: schema says %s, we say %v", name, official.says, found)
		}
		if m.Law != s.law || m.Kind != s.kind || m.Release != s.release {
			t.Errorf("%s is read as %s%s of %s", name, m.Law, m.Kind, m.Release)
		}
	})
	if judged != 16 {
		t.Errorf("%d samples were judged, want 16", judged)
	}
}

func at(found []Finding, path string, line int) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return strings.Contains(f.Path, path) && f.Line == line })
}

// An early edition of the JW315 sample ended its allocation on 31 June.
func TestASampleWithThirtyOneJuneIsRefused(t *testing.T) {
	doc := sample(t, filepath.Join("jw", "samples", "JW315.xml"))
	wrong := bytes.Replace(doc, []byte("2027-06-30"), []byte("2027-06-31"), 1)
	if bytes.Equal(doc, wrong) {
		t.Fatal("the sample has no 30 June to change")
	}
	_, found, err := Read(bytes.NewReader(wrong))
	v := xmllint(t, xsd(t, Jeugdwet, Kind315), [][]byte{wrong})[0]
	if err != nil || v.valid || !at(found, "/AangevraagdProduct[1]/ToewijzingEinddatum", v.line) {
		t.Errorf("schema says %v %s, we say %v %v", v.valid, v.says, found, err)
	}
}

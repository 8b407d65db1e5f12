package ijw

import (
	"bytes"
	"flag"
	"strconv"
	"testing"

	"eendracht/internal/fault"
)

// How many messages per law and kind are compared with xmllint.
var (
	compareValid   = flag.Int("ijw.valid", 60, "generated valid messages per kind to compare with xmllint")
	compareMutants = flag.Int("ijw.mutants", 150, "mutants per kind to compare with xmllint")
)

func TestGeneratedMessagesAreJudgedAsXmllintJudgesThem(t *testing.T) {
	officialKinds(t, func(t *testing.T, s *schema) {
		var docs [][]byte
		for seed := range *compareValid {
			docs = append(docs, render(generated(s).Example(seed), s, styles().Example(seed)))
		}
		for i, v := range xmllint(t, xsd(t, s.law, s.kind), docs) {
			m, found, err := Read(bytes.NewReader(docs[i]))
			if err != nil || len(found) > 0 || !v.valid {
				t.Fatalf("message %d: %v %v, xmllint: %s\n%s", i, err, found, v.says, docs[i])
			}
			if m.Kind != s.kind || m.Law != s.law {
				t.Fatalf("read as %s%s", m.Law, m.Kind)
			}
		}
	})
}

func TestWhatWeWriteIsValid(t *testing.T) {
	officialKinds(t, func(t *testing.T, s *schema) {
		var docs [][]byte
		for seed := range *compareValid {
			_, doc := rewritten(t, generated(s).Example(seed), s)
			docs = append(docs, doc)
		}
		for i, v := range xmllint(t, xsd(t, s.law, s.kind), docs) {
			if !v.valid {
				t.Fatalf("xmllint: %s\n%s", v.says, docs[i])
			}
		}
	})
}

func TestMutantsAreRejectedWhereXmllintRejectsThem(t *testing.T) {
	officialKinds(t, func(t *testing.T, s *schema) {
		var docs [][]byte
		var whats []string
		for seed := range *compareMutants {
			m := mutants(s).Example(seed)
			as := styles().Example(seed)
			if as.newline == "" {
				as.newline = "\n" // so that lines mean something
			}
			docs, whats = append(docs, render(m.root, s, as)), append(whats, m.what)
		}
		rejected, sameLine, differ := 0, 0, 0
		for i, v := range xmllint(t, xsd(t, s.law, s.kind), docs) {
			lines, valid := levelOne(docs[i])
			if valid != v.valid {
				differ++
				t.Errorf("%s: xmllint says %v (%s), we say %v %v", whats[i], v.valid, v.says, valid, lines)
			}
			if valid {
				continue
			}
			rejected++
			if lines[0] == v.line {
				sameLine++
			} else {
				t.Errorf("%s: line %v, xmllint has %d: %s", whats[i], lines, v.line, v.says)
			}
		}
		if rejected < *compareMutants/2 {
			t.Errorf("only %d of %d mutants were wrong at all", rejected, *compareMutants)
		}
		t.Logf("%d mutants, %d rejected, %d differ, first finding on the same line in %d", *compareMutants, rejected, differ, sameLine)
	})
}

// levelOne gives the lines of the findings of level 1, and whether there are
// none. A file that cannot be used has the line where reading stopped.
func levelOne(doc []byte) (lines []int, valid bool) {
	_, found, err := Read(bytes.NewReader(doc))
	if _, args := fault.Message(err); err != nil {
		line, _ := strconv.Atoi(args[len(args)-3]) // "line", its number, "path", its path
		return []int{line}, false
	}
	for _, f := range found {
		if f.Level == 1 {
			lines = append(lines, f.Line)
		}
	}
	return lines, len(lines) == 0
}

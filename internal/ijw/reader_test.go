package ijw

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawnDocument draws a message, right or wrong, of any kind.
func drawnDocument(t *rapid.T) []byte {
	law := rapid.SampledFrom([]Law{Jeugdwet, Wmo}).Draw(t, "law")
	kind := rapid.SampledFrom(Kinds()).Draw(t, "kind")
	s := shipped().byKind[schemaKey{"3.2", law, kind}]
	as := styles().Draw(t, "style")
	if rapid.Bool().Draw(t, "wrong") {
		doc := render(mutants(s).Draw(t, "mutant").root, s, as)
		return doc[:rapid.IntRange(len(doc)/2, len(doc)).Draw(t, "length")]
	}
	return render(generated(s).Draw(t, "message"), s, as)
}

func TestAReaderReadsEachMessageAsIfItWereTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Reader{Reuse: rapid.Bool().Draw(t, "reuse")}
		for range rapid.IntRange(2, 5).Draw(t, "documents") {
			doc := drawnDocument(t)
			m, found, err := r.Read(bytes.NewReader(doc))
			want, wantFound, wantErr := Read(bytes.NewReader(doc))
			if !slices.EqualFunc(found, wantFound, func(a, b Finding) bool { return reflect.DeepEqual(a, b) }) {
				t.Fatalf("found %v, want %v", found, wantFound)
			}
			if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
				t.Fatalf("%v, want %v", err, wantErr)
			}
			if err == nil && lines(m.Root) != lines(want.Root) {
				t.Fatalf("got\n%s\nwant\n%s", lines(m.Root), lines(want.Root))
			}
		}
	})
}

func TestWithoutReuseMessagesStayAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, kept, said := new(Reader), []Message{}, []string{}
		for range 4 {
			m, _, err := r.Read(bytes.NewReader(drawnDocument(t)))
			if err != nil {
				continue
			}
			kept, said = append(kept, m), append(said, lines(m.Root))
		}
		for i, m := range kept {
			if got := lines(m.Root); got != said[i] {
				t.Fatalf("message %d became\n%s\nwas\n%s", i, got, said[i])
			}
		}
	})
}

func BenchmarkReader(b *testing.B) {
	doc := sample(b, "jw/samples/JW301.xml")
	for name, r := range map[string]*Reader{"keeps": {}, "reuses": {Reuse: true}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, found, err := r.Read(bytes.NewReader(doc)); err != nil || len(found) > 0 {
					b.Fatal(err, found)
				}
			}
		})
	}
}

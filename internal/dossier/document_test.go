package dossier

import "testing"

func sealedContent(id ID) Content {
	return Content{ID: id, Media: "image/png", Bytes: 100, Pieces: 1, Hash: []byte{1}, Slot: "-/wmo", Scan: ScanClean}
}

func TestDocuments(t *testing.T) {
	w := family(t)
	same(t, "added", w.do(AddDocument{Title: " Rapport ", Parts: []Part{w.part()}, Content: sealedContent("x-1")}), "document.added")
	x := w.d.Documents[0]
	equal(t, "title", x.Title, "Rapport")
	equal(t, "lies in its part", x.Parts[0], w.part())
	e, _ := w.d.Entry(x.Versions[0].Entry)
	equal(t, "is about the person of it", e.About[0], w.part().Person)
	same(t, "revised", w.do(ReviseDocument{x.Document, sealedContent("x-2"), "Alle bladzijden"}), "document.revised")
	newest, n := w.d.Documents[0].Newest()
	equal(t, "two versions", n, 2)
	equal(t, "the newest", newest.ID, ID("x-2"))
	equal(t, "the base was not changed", len(x.Versions), 1)
	w.refuses(
		invalid("no title", AddDocument{Content: sealedContent("x")}, "title", "dossier.document.title"),
		invalid("no file", AddDocument{Title: "x"}, "file", "dossier.document.file"),
		invalid("too large", AddDocument{Title: "x", Content: Content{ID: "x", Bytes: mostContent + 1}}, "file", "dossier.document.large"),
		invalid("a shut part", AddDocument{Title: "x", Content: sealedContent("x"), Parts: []Part{{Domain: "money"}}}, "parts", "dossier.domain.shut"),
		invalid("no such letter", AddDocument{Title: "x", Content: sealedContent("x"), Letter: "love", To: w.named("Mila")}, "letter", "dossier.document.letter"),
		invalid("a letter to nobody", AddDocument{Title: "x", Content: sealedContent("x"), Letter: LetterPlan}, "to", "dossier.person.unknown"),
		missing("unknown", ReviseDocument{"x-x", sealedContent("x"), ""}, "dossier.document.none"),
		missing("withdraw unknown", WithdrawDocument{"x-x", "x"}, "dossier.document.none"),
		invalid("withdraw without reason", WithdrawDocument{x.Document, " "}, "reason", "dossier.reason"))
	w.as(linde).refuses(
		conflict("another's document", ReviseDocument{x.Document, sealedContent("x"), ""}, "dossier.document.other"),
		conflict("another's document goes", WithdrawDocument{x.Document, "x"}, "dossier.document.other"))
	same(t, "withdrawn", w.as(joris).do(WithdrawDocument{x.Document, "De verkeerde"}), "document.withdrawn")
	w.refuses(conflict("a withdrawn one", ReviseDocument{x.Document, sealedContent("x"), ""}, "dossier.document.gone"))
}

func TestALetterStaysAsItWasSent(t *testing.T) {
	w := family(t)
	letter := AddDocument{Title: "Beschikking", Letter: LetterDecision, To: w.named("Mila"), Content: sealedContent("x-1")}
	equal(t, "asks to plan", letter.Need(w.d).Action, ActPlan)
	w.do(letter)
	x := w.d.Documents[0]
	equal(t, "to", x.To, w.named("Mila"))
	w.refuses(
		conflict("a new version", ReviseDocument{x.Document, sealedContent("x-2"), ""}, "dossier.document.sent"),
		conflict("withdrawn", WithdrawDocument{x.Document, "toch niet"}, "dossier.document.sent"))
}

func TestWhatTheScannerHeldNobodyReads(t *testing.T) {
	w := family(t)
	held := sealedContent("x-1")
	held.Scan = ScanHeld
	w.do(AddDocument{Title: "Foto", Content: held})
	x := w.d.Documents[0]
	equal(t, "held", x.Versions[0].Readable(), false)
	w.refuses(
		invalid("no verdict", ScanDocument{x.Document, "x-1", ScanNone}, "scan", "dossier.document.verdict"),
		missing("another content", ScanDocument{x.Document, "x-9", ScanClean}, "dossier.document.none"))
	same(t, "scanned", w.do(ScanDocument{x.Document, "x-1", ScanClean}), "document.scanned")
	equal(t, "free", w.d.Documents[0].Versions[0].Readable(), true)
	equal(t, "the base was not changed", x.Versions[0].Scan, ScanHeld)
	w.refuses(conflict("twice", ScanDocument{x.Document, "x-1", ScanHarmful}, "dossier.document.scanned"))
	equal(t, "asks to take in", ScanDocument{Document: x.Document}.Need(w.d).Action, ActIntake)
}

package dossier

// documentSamples are bodies of documents.
func documentSamples() []Body {
	content := Content{ID: "x-1", Media: "image/jpeg", Bytes: 240_000, Pieces: 1, Hash: []byte{1, 2, 3}, Slot: "p-mila/wmo", Scan: ScanClean}
	return []Body{
		DocumentAdded{"f-1", "Brief van de woningbouw", content, LetterDecision, "d-1", "p-mila"},
		DocumentRevised{"f-1", content, "Nu met alle bladzijden."},
		DocumentScanned{"f-1", "x-1", ScanClean},
		DocumentWithdrawn{"f-1", "Dit was de verkeerde brief."},
	}
}

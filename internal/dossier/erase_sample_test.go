package dossier

// eraseSamples are bodies of requests, decisions and records of erasure.
func eraseSamples() []Body {
	return []Body{
		ErasureAsked{"w-1", "p-zoe", "Ik wil niet dat dit bewaard blijft.", helper},
		ErasureDecided{"w-1", ErasureYes, EraseRequest, "Niemand anders heeft het nodig.", "p-zoe", []string{"jw"}, []ID{"e-9"}},
		DataErased{"w-1", []ID{"e-3", "e-9"}, "p-zoe", true, []string{"jw"}, EraseRequest, "9901", "o-team"},
	}
}

package dossier

func (b Opened) apply(f *folding, e Entry) {
	f.d.Name, f.d.Municipality, f.d.Team = b.Name, b.Municipality, b.Team
	f.d.OpenedAt, f.d.LeadGapSince = e.At, e.At
}

func (b MeldingReceived) apply(f *folding, e Entry) {
	list := own(f, slotMeldingen, &f.d.Meldingen)
	*list = append(*list, Melding{MeldingReceived: b, At: e.At})
}

func (b PersonStated) apply(f *folding, e Entry) {
	p := Person{
		ID: b.Person, Name: b.Name, Birth: b.Birth, Sex: b.Sex, BSN: b.BSN, Deceased: b.Deceased,
		Network: b.Network, Source: b.Source, Since: e.At, Entry: e.ID,
	}
	if old, ok := f.d.Person(b.Person); ok {
		p.Phone, p.Email, p.Since = old.Phone, old.Email, old.Since
	}
	place(own(f, slotPersons, &f.d.Persons), p, func(o *Person) bool { return o.ID == b.Person })
}

func (b ContactStated) apply(f *folding, _ Entry) {
	change(own(f, slotPersons, &f.d.Persons), func(p *Person) bool { return p.ID == b.Person },
		func(p *Person) { p.Phone, p.Email = b.Phone, b.Email })
}

func (b RelationStated) apply(f *folding, e Entry) {
	place(own(f, slotRelations, &f.d.Relations), Relation{b, e.Valid, e.ID},
		func(r *Relation) bool { return r.Relation == b.Relation })
}

func (b CustodyStated) apply(f *folding, e Entry) {
	place(own(f, slotCustody, &f.d.Custody), Custody{b, e.Valid, e.ID},
		func(c *Custody) bool { return e.Corrects != "" && c.Entry == e.Corrects })
}

func (b StayStated) apply(f *folding, e Entry) {
	place(own(f, slotStays, &f.d.Stays), Stay{b, e.Valid, e.ID},
		func(s *Stay) bool { return s.Stay == b.Stay })
}

func (b SafetyAssessed) apply(f *folding, e Entry) {
	place(own(f, slotSafety, &f.d.Safety), Safety{b, e.At, e.By, e.ID},
		func(s *Safety) bool { return e.Corrects != "" && s.Entry == e.Corrects })
	read := *own(f, slotMeldingen, &f.d.Meldingen)
	for i := range read {
		read[i].Read = true
	}
}

func (b DomainOpened) apply(f *folding, e Entry) {
	s := PartState{Part: b.Part, Reason: b.Reason, Since: e.At}
	if old, ok := f.d.Part(b.Part); ok {
		s.Scores = old.Scores
	}
	place(own(f, slotParts, &f.d.Parts), s, func(o *PartState) bool { return o.Part == b.Part })
}

func (b DomainClosed) apply(f *folding, _ Entry) {
	change(own(f, slotParts, &f.d.Parts), func(s *PartState) bool { return s.Part == b.Part },
		func(s *PartState) { s.Closed = true })
}

func (b ScoreGiven) apply(f *folding, e Entry) {
	score := Score{b, e.At, e.By, e.ID}
	change(own(f, slotParts, &f.d.Parts), func(s *PartState) bool { return s.Part == b.Part }, func(s *PartState) {
		scores := longer(s.Scores, score)
		if e.Corrects != "" {
			scores = append([]Score(nil), s.Scores...)
			place(&scores, score, func(o *Score) bool { return o.Entry == e.Corrects })
		}
		s.Scores = scores
	})
}

func (b VoiceRecorded) apply(f *folding, e Entry) {
	place(own(f, slotVoices, &f.d.Voices), Voice{b, e.At, e.By}, func(v *Voice) bool { return v.Voice == b.Voice })
}

// A later differing view of the same person on the same entry replaces the earlier.
func (b ViewDiffers) apply(f *folding, e Entry) {
	place(own(f, slotViews, &f.d.Views), View{b, e.At, e.By},
		func(v *View) bool { return v.Entry == b.Entry && v.Person == b.Person })
}

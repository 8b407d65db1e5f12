package access

import "eendracht/internal/dossier"

// erasures copies what was asked and decided about erasing. Who asked it, or
// whom it is about, reads it; the privacy officer decides on it; the
// municipality's side knows of it. It tells nothing of what the entries held.
func (r *redaction) erasures() {
	r.out.Erased = r.d.Erased
	for i := range r.d.Erasures {
		x := r.d.Erasures[i]
		mine := r.me != "" && (x.Person == r.me || x.By.User == r.ask.Who.User)
		switch {
		case r.as == rolePrivacy, r.gov():
			if !r.record("closing", isReadable) {
				continue
			}
		case !mine || !r.record("question", isMine):
			continue
		}
		if x.Person != "" && !r.knows(x.Person) && r.as != rolePrivacy {
			continue
		}
		r.out.Erasures = append(r.out.Erasures, x)
		r.shown[x.Erasure] = true
	}
}

// bodyErase decides on the entries of erasures.
func (r *redaction) bodyErase(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.ErasureAsked:
		return r.shown[b.Erasure]
	case dossier.ErasureDecided:
		return r.shown[b.Erasure] && len(b.Shared) == 0
	case dossier.DataErased:
		return r.gov() && r.shown[b.Erasure]
	}
	return false
}

// erasureOf gives the erasure that a body is about.
func erasureOf(body dossier.Body) (dossier.ID, bool) {
	switch b := body.(type) {
	case dossier.ErasureAsked:
		return b.Erasure, true
	case dossier.ErasureDecided:
		return b.Erasure, true
	case dossier.DataErased:
		return b.Erasure, true
	}
	return "", false
}

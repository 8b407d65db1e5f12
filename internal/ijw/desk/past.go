package desk

import (
	"bytes"

	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
)

// past is what was exchanged about the family, with what the ledger knows of
// claims beside it: on one platform an answer need not be a message.
type past struct {
	*rules.Memory
	claims []dossier.Claim
}

// Claimed is part of rules.Past.
func (p past) Claimed(at rules.Place, reference string) (rules.Claimed, bool) {
	line, ok := p.Memory.Claimed(at, reference)
	return p.judged(line), ok
}

// ClaimedOn is part of rules.Past.
func (p past) ClaimedOn(at rules.Place, number int64) []rules.Claimed {
	var list []rules.Claimed
	for _, line := range p.Memory.ClaimedOn(at, number) {
		if line = p.judged(line); !line.Rejected {
			list = append(list, line)
		}
	}
	return list
}

func (p past) judged(line rules.Claimed) rules.Claimed {
	for _, c := range p.claims {
		for _, l := range c.Lines {
			if l.Ref == line.Reference && !c.Answered.IsZero() {
				line.Answered, line.Rejected = c.Stands(l.Ref), !c.Stands(l.Ref)
			}
		}
	}
	return line
}

// recall reads back what was exchanged about the family. What is kept was right
// when it came or left, so that what cannot be read any more counts as absent.
func recall(d *dossier.Dossier) past {
	memory := rules.NewMemory()
	back := map[dossier.ID][]byte{}
	for _, r := range d.Returns {
		back[r.Message] = r.Content
	}
	for _, m := range d.Messages {
		for _, content := range [][]byte{m.Content, back[m.ID]} {
			if len(content) == 0 {
				continue
			}
			if message, found, err := ijw.Read(bytes.NewReader(content)); err == nil && len(found) == 0 {
				memory.Add(message)
			}
		}
	}
	return past{memory, d.Claims}
}

package notify

import (
	"context"
	"encoding/json"
	"errors"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// word is what a browser is given to show; the service worker reads it.
type word struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	URL   string `json:"url,omitempty"`
}

// push tells every device of someone. One that took it counts as told; devices
// that are gone are forgotten.
func (p *Poster) push(ctx context.Context, n store.Notice, to casework.NoticeTo) error {
	say := p.Texts.In(to.Lang)
	w := word{Title: say.Say("notice.subject"), Text: say.Say("notice.push"), URL: "/"}
	if to.Neutral {
		w = word{Title: say.Say("notice.neutral.subject"), Text: say.Say("notice.neutral.text"), URL: "/"}
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return fault.Wrap(fault.Internal, "notify.push", err)
	}
	told, gone := 0, 0
	var failed []error
	for _, device := range to.Push {
		over, err := p.Push.Push(ctx, device, raw)
		switch {
		case over:
			gone++
			if err := p.Office.ForgetDevice(ctx, n.User, device.Endpoint); err != nil {
				return err
			}
		case err != nil:
			failed = append(failed, err)
		default:
			told++
		}
	}
	switch {
	case told > 0:
		return nil
	case gone == len(to.Push):
		return ErrRefused
	}
	return errors.Join(failed...)
}

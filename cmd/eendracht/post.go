package main

import (
	"math/rand/v2"

	"eendracht/internal/ijw/post"
)

// openPost makes the post office of the settings in a file; without a file it
// delivers to those who work in this installation, and to nobody else.
func (a *app) openPost(path string) error {
	var settings post.Settings
	if path != "" {
		var err error
		if settings, err = post.LoadSettings(path); err != nil {
			return err
		}
	}
	made, err := post.New(post.Parts{
		Settings: settings, Desk: a.messages, Office: a.office, Parcels: a.store, Directory: a.store,
		Now: a.office.Now, Random: rand.Float64, Log: a.log,
	})
	if err != nil {
		return err
	}
	a.post = made
	a.messages.Outside = made.Outside
	return nil
}

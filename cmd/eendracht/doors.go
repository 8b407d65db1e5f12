package main

import (
	"context"
	"net/http"

	"eendracht/internal/region"
	"eendracht/internal/signin"
	"eendracht/internal/web"
)

// demoHandler gives the doors of the demonstration: one may choose a person,
// and the population register is that of the region.
func (a *app) demoHandler(ctx context.Context, r *region.Region) (http.Handler, error) {
	demo, err := signin.NewDemo(ctx, a.signin)
	if err != nil {
		return nil, err
	}
	d := doors{demo: demo, registry: r.Registry(), closing: ctx.Done(), bsn: bsnOf(r)}
	for _, p := range r.Story.Picks {
		d.picks = append(d.picks, web.Pick{User: p.User, Group: p.Group, Story: p.Story})
	}
	return a.handler(d)
}

// say says a text of the program itself. Its messages are in Dutch, the first
// language of those who install it.
func (a *app) say(key string, args ...string) string { return a.texts.In("nl").Say(key, args...) }

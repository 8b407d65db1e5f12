package web

import (
	"net/http"
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/signin/demoidp"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// choosePage is the page of the demonstration's provider: where DigiD would ask
// for proof, one chooses a person.
func (h *house) choosePage(v *visit) error {
	request, err := h.demo.Check(v.URL.Query())
	if err != nil {
		return err
	}
	body := signBody{Head: look.PageHead{Title: v.say.Say("web.signin.title"), Text: v.say.Say("web.signin.demo")}}
	if body.Groups, err = h.pickGroups(v); err != nil {
		return err
	}
	body.Tour = &look.Link{Text: v.say.Say("guide.tour.link"), URL: "/tour"}
	low := request.ACR == signin.DemoACRLow
	switch {
	case low:
		body.Alert = &look.Alert{Text: v.say.Say("web.sign.low")}
		body.Note = &look.Link{Text: v.say.Say("web.sign.demo.strong"), URL: "/signin"}
	case v.URL.Query().Get("prompt") != "login":
		q := v.URL.Query()
		q.Set("level", "low")
		body.Note = &look.Link{Text: v.say.Say("web.sign.demo.weak"), URL: demoidp.Authorize + "?" + q.Encode()}
	}
	return h.showSign(v, http.StatusOK, body)
}

func (h *house) pickGroups(v *visit) ([]pickGroup, error) {
	var groups []pickGroup
	for _, pick := range h.Picks {
		user, err := h.Demo.Person(v.ctx, pick.User)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, "web.pickGroups", err)
		}
		i := slices.IndexFunc(groups, func(g pickGroup) bool { return g.ID == pick.Group })
		if i < 0 {
			i = len(groups)
			groups = append(groups, pickGroup{ID: pick.Group, Title: v.say.Say("web.pick." + pick.Group)})
		}
		row := look.PersonChoice{
			Face: look.Face{Initials: picture.Initials(user.Name), Tint: tintOf(pick.Group)}, Who: user.Name, Role: v.say.Say(pick.Story),
			Post: demoidp.Authorize + "?" + v.URL.RawQuery, Name: "user", Value: string(user.ID),
		}
		groups[i].Picks = append(groups[i].Picks, row)
	}
	return groups, nil
}

// choose lets the chosen person sign in, as a provider would after proof.
func (h *house) choose(v *visit) error {
	request, err := h.demo.Check(v.URL.Query())
	if err != nil {
		return err
	}
	pick := v.id("user")
	if !slices.ContainsFunc(h.Picks, func(p Pick) bool { return p.User == pick }) {
		return fault.New(fault.NotFound, "web.choose", "")
	}
	user, err := h.Demo.Person(v.ctx, pick)
	if err != nil {
		return err
	}
	location, err := h.demo.Approve(request, pick, user.Name)
	if err != nil {
		return err
	}
	http.Redirect(v.ResponseWriter, v.Request, location, http.StatusSeeOther)
	return nil
}

package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// frontDoor holds the pages before and around being signed in.
func (h *house) frontDoor() []route {
	return []route{
		{pattern: "GET /{$}", open: true, handle: (*house).home},
		{pattern: "GET /signin", open: true, handle: (*house).signInPage},
		{pattern: "POST /signin", open: true, handle: (*house).signInAs},
		{pattern: "POST /signout", open: true, handle: (*house).signOut},
	}
}

// home sends everyone to where their work or plan is.
func (h *house) home(v *visit) error {
	if !v.known {
		http.Redirect(v.ResponseWriter, v.Request, "/signin", http.StatusSeeOther)
		return nil
	}
	http.Redirect(v.ResponseWriter, v.Request, h.placeOf(v.ctx, v.signed), http.StatusSeeOther)
	return nil
}

// placeOf gives where someone starts: a family member at the plan, or at the
// request for help when there is none; staff at their work.
func (h *house) placeOf(ctx context.Context, s signin.Signed) string {
	if s.User.Kind != access.Citizen {
		if s.Has("director") {
			return "/direction"
		}
		if s.Has("admin") {
			return "/law"
		}
		return "/work"
	}
	families, err := h.Office.Families(casework.As(ctx, h.Signin.Caller(s, "own", "web")), casework.FamilyAsk{Limit: 1})
	if err != nil || len(families.Items) == 0 {
		return "/help"
	}
	return planURL(families.Items[0].Dossier)
}

// signInBody is what the page of the door shows.
type signInBody struct {
	Head   look.PageHead
	Groups []pickGroup
	Empty  *look.Empty
}

type pickGroup struct {
	ID    string
	Title string
	Picks []look.PersonChoice
}

func (h *house) signInPage(v *visit) error {
	body := signInBody{Head: look.PageHead{Title: v.say.Say("web.signin.title")}}
	if h.Demo == nil {
		body.Empty = &look.Empty{Title: v.say.Say("web.signin.none"), Text: v.say.Say("web.signin.none.text")}
	} else {
		body.Head.Text = v.say.Say("web.signin.demo")
		groups, err := h.pickGroups(v)
		if err != nil {
			return err
		}
		body.Groups = groups
	}
	page := h.page(v, body.Head.Title, body)
	page.Family = false
	return h.show(v, http.StatusOK, "signin", page)
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
			Post: "/signin?to=" + url.QueryEscape(look.LocalPath(v.FormValue("to"))), Name: "user", Value: string(user.ID),
		}
		groups[i].Picks = append(groups[i].Picks, row)
	}
	return groups, nil
}

func tintOf(group string) picture.Tint {
	switch group {
	case "family":
		return picture.Family
	case "network":
		return picture.Near
	case "partner":
		return picture.Help
	}
	return picture.Team
}

func (h *house) signInAs(v *visit) error {
	if h.Demo == nil {
		return fault.New(fault.Forbidden, "web.signInAs", "signin.nodemo")
	}
	pick := v.id("user")
	if !slices.ContainsFunc(h.Picks, func(p Pick) bool { return p.User == pick }) {
		return fault.New(fault.NotFound, "web.signInAs", "")
	}
	token, err := h.Demo.SignIn(v.ctx, pick, v.say.Lang())
	if err != nil {
		return err
	}
	http.SetCookie(v.ResponseWriter, h.Signin.Cookie(token))
	http.Redirect(v.ResponseWriter, v.Request, look.LocalPath(v.FormValue("to")), http.StatusSeeOther)
	return nil
}

func (h *house) signOut(v *visit) error {
	if err := h.Signin.End(v.ctx, v.Request); err != nil {
		return err
	}
	http.SetCookie(v.ResponseWriter, h.Signin.Cookie(""))
	return h.see(v, "/signin", "web.signedout")
}

// person gives who is signed in, as the frame shows it.
func (h *house) person(v *visit) *look.Person {
	s := v.signed
	p := &look.Person{Name: s.User.Name, Role: v.say.Say("web.role." + roleOf(s)), Organisation: s.Org.Name, SignOutURL: "/signout"}
	p.Face = look.Face{Initials: picture.Initials(s.User.Name), Tint: picture.Team}
	if s.User.Kind == access.Citizen {
		p.Face.Tint = picture.Family
	}
	return p
}

// roleOf names what someone does in the house, for the frame.
func roleOf(s signin.Signed) string {
	switch {
	case s.User.Kind == access.Citizen:
		return "citizen"
	case s.Has("director"):
		return "director"
	case s.Has("privacy"):
		return "privacy"
	case s.Has("decider"):
		return "decider"
	case s.Has("worker"):
		return "worker"
	case s.Has("admin"):
		return "admin"
	}
	return "partner"
}

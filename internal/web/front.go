package web

import (
	"context"
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/signin"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// frontDoor holds the pages before and around being signed in.
func (h *house) frontDoor() []route {
	return []route{
		{pattern: "GET /{$}", open: true, handle: (*house).home},
		{pattern: "GET " + look.GuidePath, open: true, handle: (*house).guidePage},
		{pattern: "GET " + look.GuidePath + "/{screen}", open: true, handle: (*house).guideScreenPage},
		{pattern: "GET /tour", open: true, handle: (*house).tourPage},
		{pattern: "GET " + look.OfflinePath + "{lang}", open: true, handle: (*house).offlinePage},
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
			return "/admin"
		}
		return "/work"
	}
	families, err := h.Office.Families(casework.As(ctx, h.Signin.Caller(s, "own", "web")), casework.FamilyAsk{Limit: 1})
	if err != nil || len(families.Items) == 0 {
		return "/help"
	}
	return planURL(families.Items[0].Dossier)
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

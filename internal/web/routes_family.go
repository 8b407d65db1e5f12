package web

// familyRoutes are the pages of this part of the house; each action has a file of its own.
func (h *house) familyRoutes() []route {
	own := func(pattern, flow string, handle func(*house, *visit) error) route {
		return route{pattern: pattern, purpose: "own", flow: flow, handle: handle}
	}
	return []route{
		{pattern: "GET /help", purpose: "own", flow: "family.ask", open: true, handle: (*house).helpPage},
		own("POST /help", "family.ask", (*house).askHelp),
		own("GET /plan/{dossier}/asked/{melding}", "family.ask", (*house).askedPage),
		own("GET /plan/{dossier}", "family.plan", (*house).ourPlanPage),
		own("GET /plan/{dossier}/tasks/{task}", "family.task", (*house).ownTaskPage),
		own("POST /plan/{dossier}/tasks/{task}", "family.task", (*house).ownTask),
		own("GET /plan/{dossier}/helpers", "family.helpers", (*house).ourHelpersPage),
		own("GET /plan/{dossier}/sight", "family.sight", (*house).ourSightPage),
		own("GET /plan/{dossier}/consents/new", "family.consent", (*house).ownConsentPage),
		own("POST /plan/{dossier}/consents/new", "family.consent", (*house).ownConsent),
		own("POST /plan/{dossier}/consents/{consent}/withdraw", "family.consent", (*house).ownWithdraw),
		own("GET /plan/{dossier}/looks", "family.looks", (*house).ourLooksPage),
		own("GET /plan/{dossier}/looks/{look}/proof", "family.looks", (*house).ownLookProof),
		own("GET /plan/{dossier}/time", "family.time", (*house).ourTimePage),
		own("GET /plan/{dossier}/me", "family.me", (*house).aboutMePage),
		own("GET /plan/{dossier}/entries/{entry}/differ", "family.differ", (*house).ownDifferPage),
		own("POST /plan/{dossier}/entries/{entry}/differ", "family.differ", (*house).ownDiffer),
		own("GET /plan/{dossier}/own", "family.own", (*house).ownPlanDoor),
		own("GET /plan/{dossier}/own/{person}", "family.own", (*house).ownPlanPage),
		own("POST /plan/{dossier}/own/{person}", "family.own", (*house).dropOwnPlan),
		own("GET /plan/{dossier}/own/{person}/good", "family.own", (*house).ownGoodPage),
		own("POST /plan/{dossier}/own/{person}/good", "family.own", (*house).keepOwnGood),
		own("GET /plan/{dossier}/own/{person}/goals/{goal}", "family.own", (*house).ownGoalPage),
		own("POST /plan/{dossier}/own/{person}/goals/{goal}", "family.own", (*house).keepOwnGoal),
		own("GET /plan/{dossier}/own/{person}/hand", "family.own", (*house).ownHandPage),
		own("POST /plan/{dossier}/own/{person}/hand", "family.own", (*house).handOwnPlan),
		own("GET /plan/{dossier}/own/{person}/with", "family.invite", (*house).ownWithPage),
		own("POST /plan/{dossier}/own/{person}/with", "family.invite", (*house).inviteRelative),
		own("POST /plan/{dossier}/invitations/{invitation}/stop", "family.invite", (*house).stopInvitation),
		own("GET /plan/{dossier}/handed/{plan}", "family.own", (*house).handedPage),
		own("GET /plan/{dossier}/rights/new", "family.right", (*house).newRightPage),
		own("POST /plan/{dossier}/rights/new", "family.right", (*house).invokeRight),
		own("GET /plan/{dossier}/rights/{right}", "family.right", (*house).rightPage),
		{pattern: "GET /right/{dossier}/{right}", flow: "right.answer", handle: (*house).rightAnswerPage},
		{pattern: "POST /right/{dossier}/{right}", flow: "right.answer", handle: (*house).answerRight},
		own("GET /plan/{dossier}/questions/{question}", "family.question", (*house).ownQuestionPage),
		own("POST /plan/{dossier}/questions/{question}", "family.question", (*house).ownAnswer),
		own("GET /plan/{dossier}/voice", "family.voice", (*house).ownVoicePage),
		own("POST /plan/{dossier}/voice", "family.voice", (*house).ownVoice),
		{pattern: "GET /privacy", open: true, handle: (*house).privacyPage},
		{pattern: "GET /accessibility", open: true, handle: (*house).accessibilityPage},
	}
}

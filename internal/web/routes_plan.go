package web

// planRoutes are the pages of this part of the house; each action has a file of its own.
func (h *house) planRoutes() []route {
	return []route{
		{pattern: "GET /case/{dossier}/plan", handle: (*house).planList},
		{pattern: "GET /case/{dossier}/own/{plan}", handle: (*house).caseOwnPlan},
		{pattern: "POST /case/{dossier}/own/{plan}", handle: (*house).answerOwnPlan},
		{pattern: "POST /case/{dossier}/own/{plan}/goals/{goal}", handle: (*house).takeOwnGoal},
		{pattern: "GET /case/{dossier}/goals/new", handle: (*house).newGoal},
		{pattern: "POST /case/{dossier}/goals/new", handle: (*house).setGoal},
		{pattern: "GET /case/{dossier}/goals/{goal}", handle: (*house).goal},
		{pattern: "POST /case/{dossier}/goals/{goal}", handle: (*house).changeGoal},
		{pattern: "GET /case/{dossier}/tasks/new", handle: (*house).newTask},
		{pattern: "POST /case/{dossier}/tasks/new", handle: (*house).createTask},
		{pattern: "GET /case/{dossier}/tasks/{task}", handle: (*house).task},
		{pattern: "POST /case/{dossier}/tasks/{task}", handle: (*house).changeTask},
		{pattern: "GET /case/{dossier}/agree", handle: (*house).agreement},
		{pattern: "POST /case/{dossier}/agree", handle: (*house).agreePlan},
		{pattern: "GET /case/{dossier}/evaluate", handle: (*house).evaluation},
		{pattern: "POST /case/{dossier}/evaluate", handle: (*house).holdEvaluation},
		{pattern: "GET /case/{dossier}/share", handle: (*house).share},
		{pattern: "POST /case/{dossier}/share", handle: (*house).shareWith},
		{pattern: "GET /case/{dossier}/share/{involvement}/end", handle: (*house).endShare},
		{pattern: "POST /case/{dossier}/share/{involvement}/end", handle: (*house).unshare},
		{pattern: "GET /case/{dossier}/close", handle: (*house).closing},
		{pattern: "POST /case/{dossier}/close", handle: (*house).closeCase},
		{pattern: "POST /case/{dossier}/reopen", handle: (*house).reopen},
	}
}

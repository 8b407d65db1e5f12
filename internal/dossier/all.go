package dossier

// All gives a zero value of every command, in the order of a family's way
// through the work. Their names are stable: documents and the API use them.
func All() []Command {
	return []Command{
		AskHelp{}, AskAgain{}, WeighSafety{}, AskQuestion{}, AnswerQuestion{},
		OfferLead{}, AcceptLead{}, DeclineLead{}, CoverLead{}, EndLead{},
		StatePerson{}, StateRelation{}, StateCustody{}, StateStay{}, StateContact{},
		OpenDomain{}, CloseDomain{}, GiveScore{}, WriteNote{}, Speak{}, Differ{}, Retract{},
		Involve{}, EndInvolvement{}, GiveConsent{}, WithdrawConsent{},
		SetGoal{}, MeetGoal{}, DropGoal{}, AgreePlan{}, HoldEvaluation{},
		PlanMeeting{}, CancelMeeting{}, HoldMeeting{}, StartTalk{}, ReplyTalk{}, ReadTalk{},
		CreateTask{}, OfferTask{}, AcceptTask{}, DeclineTask{}, StartTask{}, ReportTask{}, FinishTask{}, ReturnTask{}, WithdrawTask{},
		ReceiveRequest{}, Decide{}, RecordSent{}, ReceiveStart{}, ReceiveStop{},
		ChangeAllocation{}, ReceiveAllocations{}, ReceiveWithdrawal{}, ReceiveChange{}, DecideChange{}, HoldRequest{}, ReceiveAnswer{},
		RecordDelivered{}, ReceiveClaim{}, ReceiveClaimAnswer{}, ReceiveReturn{}, RecordReply{}, AwaitReturn{}, ForbidTraffic{}, AllowTraffic{},
		PauseClock{}, ResumeClock{}, ExtendClock{}, MeetClock{}, LapseClocks{},
		BreakGlass{}, EndGlass{}, ReviewGlass{}, SetHold{}, ReviewHold{}, LiftHold{}, RaiseConcern{}, StepConcern{},
		HandOwnPlan{}, TakeOwnGoals{}, AnswerOwnPlan{}, InviteRelative{}, UninviteRelative{}, InvokeRight{}, AnswerRight{}, UndoTask{},
		GiveMandate{}, EndMandate{}, AskAboutLook{}, ShareVoice{}, AskErasure{}, DecideErasure{},
		AddDocument{}, ReviseDocument{}, ScanDocument{}, WithdrawDocument{},
		SetWatch{}, CloseDossier{}, ReopenDossier{},
	}
}

package desk_test

import (
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

func orderOf(id dossier.ID, c dossier.Command) casework.Wish {
	return casework.Wish{Dossier: id, Command: c}
}

func ptr(number string) *int64 {
	n, _ := strconv.ParseInt(number, 10, 64)
	return &n
}

func cents(n int64) *int64 { return &n }

func span(from, until string) nl.Span { return nl.Span{From: day(from), Until: day(until)} }

func (w *world) who(agb string) access.Who {
	caller, _ := casework.From(w.provider(agb)) // made a line ago
	return caller.Who
}

package look

import "eendracht/internal/web/look/days"

// Days says dates and times in a language; see package days.
type Days = days.Days

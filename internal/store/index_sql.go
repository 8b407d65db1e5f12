package store

import "strings"

// The texts of lists. Every list has the same first four arguments:
// $1 u:user, $2 o:organisation, $3 the day, $4 the purpose of the reader.
const (
	// theInvolvement picks the one involvement, valid on the day, that carries
	// a row of the dossier {d}: rather for the reader's purpose, rather the
	// user's own than the organisation's.
	theInvolvement = `(SELECT j.involvement FROM involvement j WHERE j.dossier = {d} AND j.subject IN ($1, $2)
		AND j.valid_from <= $3 AND j.valid_last >= $3
		ORDER BY CASE WHEN j.purpose = $4 THEN 0 ELSE 1 END, j.subject DESC, j.involvement LIMIT 1)`
	// The purpose plays no part in whether, but PostgreSQL wants every argument used.
	isInvolved = `EXISTS (SELECT 1 FROM involvement j WHERE j.dossier = {d} AND j.subject IN ($1, $2)
		AND j.valid_from <= $3 AND j.valid_last >= $3 AND ($4 = '' OR $4 <> ''))`

	familyColumns = `f.dossier, f.municipality, f.team, f.phase, f.safety, f.lead, f.lead_org, f.gap_since,
		f.changed, f.next_due, f.late, f.returned, f.tasks, f.keep, f.calm, f.label`
	byColumns = `i.involvement, i.usr, i.org, i.person, i.role, i.purpose, i.ground, i.scope, i.valid_from, i.valid_until`
	// A row that names the user needs no involvement, so it may have none.
	byMaybe = `COALESCE(i.involvement, ''), COALESCE(i.usr, ''), COALESCE(i.org, ''), COALESCE(i.person, ''), COALESCE(i.role, ''),
		COALESCE(i.purpose, ''), COALESCE(i.ground, ''), COALESCE(i.scope, ''), COALESCE(i.valid_from, 0), COALESCE(i.valid_until, 0)`
	workColumns = `w.dossier, w.item, w.kind, w.state, w.usr, w.org, w.rank, w.start, w.due, w.term, w.late, w.since, w.label`

	workWhere = ` AND w.late >= $5 AND w.due <= $6 AND w.rank <= $7 AND ($8 = '' OR w.dossier = $8)
		AND ($9 = '' OR $9 LIKE '% ' || w.kind || ' %')`
	workOrder = ` ORDER BY w.rank, w.due, w.since, w.dossier, w.item`
	workAfter = ` AND (w.rank, w.due, w.since, w.dossier, w.item) > ($10, $11, $12, $13, $14)`

	workMine = `SELECT ` + workColumns + `, ` + byMaybe + ` FROM work w
		LEFT JOIN involvement i ON i.dossier = w.dossier AND i.involvement = {pick}
		WHERE w.holder = $1` + workWhere + workAfter + workOrder + ` LIMIT $15`
	workOurs = `SELECT ` + workColumns + `, ` + byColumns + ` FROM work w
		JOIN involvement i ON i.dossier = w.dossier AND i.involvement = {pick}
		WHERE w.holder = $2` + workWhere + workAfter + workOrder + ` LIMIT $15`

	countMine = `SELECT w.late, w.due, w.rank FROM work w WHERE w.holder = $1` + workWhere + workOrder + ` LIMIT $11`
	countOurs = `SELECT w.late, w.due, w.rank FROM work w WHERE w.holder = $2` + workWhere + ` AND {involved}` + workOrder + ` LIMIT $11`

	// $10 is the day, or where the last page ended if that is earlier: so the
	// index is entered at the page, however deep that is.
	familyWhere = ` AND ($5 = '' OR f.phase = $5)`
	familiesOf  = `SELECT ` + familyColumns + `, ` + byColumns + ` FROM involvement i JOIN family f ON f.dossier = i.dossier
		WHERE i.subject = {s} AND i.valid_from <= $10 AND i.valid_last >= $3
		AND (i.valid_from, i.dossier, i.involvement) < ($6, $7, $8) AND i.involvement = {pick}` + familyWhere + `
		ORDER BY i.valid_from DESC, i.dossier DESC, i.involvement DESC LIMIT $9`
	familiesLed = `SELECT ` + familyColumns + `, ` + byColumns + ` FROM family f
		JOIN involvement i ON i.dossier = f.dossier AND i.involvement = {pick}
		WHERE f.lead = $6` + familyWhere + ` AND (f.changed, f.dossier) < ($7, $8)
		ORDER BY f.changed DESC, f.dossier DESC LIMIT $9`

	// Two ranges of one index: what is wrong, worst first, then what is only silent.
	stuckWhere = ` AND ($3 = 0 OR f.gap_since > 0) AND ($4 = 0 OR f.late > 0) AND ($5 = 0 OR f.returned > 0)
		AND (f.calm, f.changed, f.dossier) > ($6, $7, $8) ORDER BY f.calm, f.changed, f.dossier LIMIT $9`
	stuckWrong  = `SELECT ` + familyColumns + ` FROM family f WHERE f.municipality = $1 AND f.calm < 0 AND ($10 = 0 OR f.changed < $2)` + stuckWhere
	stuckSilent = `SELECT ` + familyColumns + ` FROM family f WHERE f.municipality = $1 AND f.calm = 0 AND f.changed < $2` + stuckWhere
)

// The texts as they run.
var (
	getWork       = both(workMine, workOurs, "7, 9, 12, 1, 2", "$15")
	getCount      = counted()
	getFamilies   = both(strings.ReplaceAll(familiesOf, "{s}", "$1"), strings.ReplaceAll(familiesOf, "{s}", "$2"), "25 DESC, 1 DESC, 17 DESC", "$9")
	getFamilyLeds = fill(familiesLed)
	getStuck      = both(stuckWrong, stuckSilent, "15, 9, 1", "$9")
)

// fill puts the involvement in for its place holders.
func fill(text string) string {
	d := "w.dossier"
	switch {
	case strings.Contains(text, "FROM involvement i"):
		d = "i.dossier"
	case strings.Contains(text, "FROM family f"):
		d = "f.dossier"
	}
	pick := strings.NewReplacer("{pick}", theInvolvement, "{involved}", isInvolved)
	return strings.ReplaceAll(pick.Replace(text), "{d}", d)
}

// both merges two lists that an index gives in order, each cut at the limit.
func both(a, b, order, limit string) string {
	return `SELECT * FROM (SELECT * FROM (` + fill(a) + `) a UNION ALL SELECT * FROM (` + fill(b) + `) b) both_lists ORDER BY ` + order + ` LIMIT ` + limit
}

// counted counts the most urgent rows of both holders, CountMost at most of each.
func counted() string {
	return `SELECT COUNT(*), COALESCE(SUM(late), 0), COALESCE(SUM(CASE WHEN due <= $10 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN rank <= 3 THEN 1 ELSE 0 END), 0)
		FROM (SELECT * FROM (` + fill(countMine) + `) a UNION ALL SELECT * FROM (` + fill(countOurs) + `) b) both_lists`
}

package store

import "strings"

// The texts of lists. Every list has the same first four arguments:
// $1 u:user, $2 o:organisation, $3 the day, $4 the purpose of the reader.
const (
	// theInvolvement picks the one involvement, valid on the day, that carries
	// a row of the dossier {d}: rather for the reader's purpose, rather the
	// user's own than the organisation's. It stays a lookup per row: a join
	// would tempt PostgreSQL to read all involvements and sort. The least of
	// keys that begin with both preferences needs no sorting per row.
	theInvolvement = `(SELECT SUBSTR(MIN(CASE WHEN j.purpose = $4 THEN '0' ELSE '1' END || CASE WHEN j.subject = $1 THEN '0' ELSE '1' END || j.involvement), 3)
		FROM involvement j WHERE j.dossier = {d} AND j.subject IN ($1, $2) AND j.valid_from <= $3 AND j.valid_last >= $3)`

	// isInvolved only asks whether. The purpose plays no part in that, but
	// PostgreSQL wants every argument used.
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

	// Each list picks its page first, in the order of an index, and only then
	// looks up the involvement of each row.
	workMine = `SELECT ` + workColumns + ` FROM work w WHERE w.holder = $1` + workWhere + workAfter + workOrder + ` LIMIT $15`
	workOurs = `SELECT ` + workColumns + ` FROM work w WHERE w.holder = $2 AND ` + isInvolved + workWhere + workAfter + workOrder + ` LIMIT $15`
	workList = `SELECT ` + workColumns + `, ` + byMaybe + ` FROM ({both} ORDER BY rank, due, since, dossier, item LIMIT $15) page
		LEFT JOIN involvement i ON i.dossier = w.dossier AND i.involvement = ` + theInvolvement + workOrder

	countMine = `SELECT w.late, w.due, w.rank FROM work w WHERE w.holder = $1` + workWhere + workOrder + ` LIMIT $11`
	countOurs = `SELECT w.late, w.due, w.rank FROM work w WHERE w.holder = $2` + workWhere + ` AND ` + isInvolved + workOrder + ` LIMIT $11`

	// $10 is the day, or where the last page ended if that is earlier: so the
	// index is entered at the page, however deep that is.
	familiesOf = `SELECT i.dossier, i.involvement, i.valid_from FROM involvement i
		WHERE i.subject = {s} AND i.valid_from <= $10 AND i.valid_last >= $3
		AND (i.valid_from, i.dossier, i.involvement) < ($6, $7, $8) AND i.involvement = {pick}
		AND ($5 = '' OR (SELECT f.phase FROM family f WHERE f.dossier = i.dossier) = $5)` + familyOrder + ` LIMIT $9`
	familyOrder  = ` ORDER BY i.valid_from DESC, i.dossier DESC, i.involvement DESC`
	familiesList = `SELECT ` + familyColumns + `, ` + byColumns + ` FROM ({both} ORDER BY valid_from DESC, dossier DESC, involvement DESC LIMIT $9) page
		JOIN family f ON f.dossier = page.dossier
		JOIN involvement i ON i.dossier = page.dossier AND i.involvement = page.involvement` + familyOrder
	familiesLed = `SELECT ` + familyColumns + `, ` + byColumns + ` FROM (
		SELECT f.dossier, {pick} AS carrying FROM family f WHERE f.lead = $6 AND ($5 = '' OR f.phase = $5) AND (f.changed, f.dossier) < ($7, $8)
		AND ` + isInvolved + ` ORDER BY f.changed DESC, f.dossier DESC LIMIT $9) page
		JOIN family f ON f.dossier = page.dossier
		JOIN involvement i ON i.dossier = page.dossier AND i.involvement = page.carrying
		ORDER BY f.changed DESC, f.dossier DESC`

	// Two ranges of one index: what is wrong, worst first, then what is only silent.
	stuckWhere = ` AND ($3 = 0 OR f.gap_since > 0) AND ($4 = 0 OR f.late > 0) AND ($5 = 0 OR f.returned > 0)
		AND (f.calm, f.changed, f.dossier) > ($6, $7, $8) ORDER BY f.calm, f.changed, f.dossier LIMIT $9`
	stuckWrong  = `SELECT ` + familyColumns + ` FROM family f WHERE f.municipality = $1 AND f.calm < 0 AND ($10 = 0 OR f.changed < $2)` + stuckWhere
	stuckSilent = `SELECT ` + familyColumns + ` FROM family f WHERE f.municipality = $1 AND f.calm = 0 AND f.changed < $2` + stuckWhere
)

// The texts as they run.
var (
	getWork  = strings.NewReplacer("w.", "page.", "{d}", "page.dossier", "{both}", both("page", workMine, workOurs)).Replace(workList)
	getCount = `SELECT COUNT(*), COALESCE(SUM(w.late), 0), COALESCE(SUM(CASE WHEN w.due <= $10 THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN w.rank <= 3 THEN 1 ELSE 0 END), 0) FROM (` + both("page", countMine, countOurs) + `) w`
	getFamilies = strings.ReplaceAll(familiesList, "{both}", both("page", of("$1"), of("$2")))
	getLed      = fill(familiesLed)
	getStuck    = both("page", stuckWrong, stuckSilent) + ` ORDER BY calm, changed, dossier LIMIT $9`
)

// of gives the families of one subject.
func of(subject string) string { return strings.ReplaceAll(familiesOf, "{s}", subject) }

// fill puts the involvement in for its place holders.
func fill(text string) string {
	d := "w.dossier"
	switch {
	case strings.Contains(text, "FROM involvement i"):
		d = "i.dossier"
	case strings.Contains(text, "FROM family f"):
		d = "f.dossier"
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "{pick}", theInvolvement), "{d}", d)
}

// both puts two lists together that an index gives in order, each cut at the limit.
func both(as, a, b string) string {
	return `SELECT * FROM (SELECT * FROM (` + fill(a) + `) a UNION ALL SELECT * FROM (` + fill(b) + `) b) ` + as
}

package store

// WithLanes replaces the lanes of looks of a PostgreSQL archive, to measure them.
func WithLanes(s Store, lanes int) {
	p, ok := s.(*postgresStore)
	if !ok {
		return
	}
	p.looks.close()
	p.looks = newPostgresLooks(p.db, lanes)
}

// Lists are the texts that answer lists and lookups, by name, with the number
// of their arguments.
func Lists() map[string]struct {
	Text string
	Args int
} {
	type list = struct {
		Text string
		Args int
	}
	return map[string]list{
		"work": {getWork, 15}, "count": {getCount, 11}, "families": {getFamilies, 10}, "led": {getLed, 9}, "stuck": {getStuck, 10},
		"found": {getFound, 2}, "head": {getHead, 8}, "entries": {getEntries, 3}, "used": {getUsed, 2}, "looks of": {looksOf, 4}, "looks by": {looksBy, 4},
		"session": {getSession, 2}, "org": {getOrg, 1}, "user": {getUser, 1}, "users of": {usersOf, 1}, "users like": {usersLike, 2},
		"lease": {leasing(""), 4}, "finish": {finishTimer, 2}, "end sessions": {dropSessions, 1}, "sessions of": {getSessionsOf, 2}, "subject": {getSubject, 1}, "drop work": {dropWork, 2}, "drop tokens": {dropTokens, 2},
		"lease parcels": {leasingParcels(""), 4}, "settle parcel": {settleParcel, 9}, "answer parcel": {answerParcel, 3}, "confirm parcel": {confirmParcel, 5},
		"decide parcel": {decideParcel, 8}, "parcel": {getParcel, 1}, "parcels of home": {parcelsOfHome, 4}, "parcels of peer": {ofPeer(parcelsOfHome), 4},
		"traffic open": {trafficOpen, 3}, "traffic done": {trafficDone, 3}, "traffic of peer": {ofPeer(trafficOpen), 3}, "parcel of": {parcelOf, 3}, "mark parcel": {markParcel, 3}, "refuse parcel": {refuseParcel, 3},
		"lease notices": {leasingNotices(""), 4}, "send notice": {sendNotice, 4}, "settle notice": {settleNotice, 7}, "doubt notices": {doubtNotices, 1},
		"notices of": {noticesOf, 2}, "notice choice": {getChoice, 1},
		"org by code": {getOrgByCode, 1}, "move head": {putHead, 4},
	}
}

// DSN names a SQLite file with the settings of an archive and others after them.
var DSN = dsn

// SafeSQLite reads back the settings of a connection.
var SafeSQLite = safeSQLite

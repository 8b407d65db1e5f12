package store

import (
	"context"
	"database/sql"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

const (
	addMeter = `INSERT INTO meter (org, flow, day, fresh, reused, confirmed, corrected, retyped) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (org, flow, day) DO UPDATE SET fresh = meter.fresh + excluded.fresh, reused = meter.reused + excluded.reused,
		confirmed = meter.confirmed + excluded.confirmed, corrected = meter.corrected + excluded.corrected, retyped = meter.retyped + excluded.retyped`
	getMeters = `SELECT org, flow, day, fresh, reused, confirmed, corrected, retyped FROM meter
		WHERE ($1 = '' OR org = $1) AND day >= $2 ORDER BY org, flow, day`
)

// Count adds to the counts of an organisation, flow and day.
func (s *archive) Count(ctx context.Context, m Meter) error {
	return s.write.do(ctx, "store.Count", func(t tx) error {
		_, err := t.exec(addMeter, string(m.Org), m.Flow, dayNumber(m.Day), m.New, m.Reused, m.Confirmed, m.Corrected, m.Retyped)
		return err
	})
}

// Meters gives the counts since a day; "" gives those of all organisations.
func (s *archive) Meters(ctx context.Context, org dossier.ID, since nl.Date) ([]Meter, error) {
	rows, err := s.read.query(ctx, getMeters, string(org), dayNumber(since))
	return collect("store.Meters", rows, err, func(rows *sql.Rows, m *Meter) error {
		var day int64
		err := rows.Scan(&m.Org, &m.Flow, &day, &m.New, &m.Reused, &m.Confirmed, &m.Corrected, &m.Retyped)
		m.Day = dayOf(day)
		return err
	})
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// archive is what both engines share: hand-written SQL, one text for both.
type archive struct {
	read       reader
	write      writer
	keys       reader
	keeper     writer // of keys
	keyTexts   keyTexts
	leaseText  string
	noticeText string
	parcelText string
	veil       Veil
}

// leasing gives the text of a lease for an engine.
func leasing(skip string) string { return strings.ReplaceAll(leaseTimers, "{skip}", skip) }

// reader asks outside of any transaction.
type reader interface {
	query(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// writer runs a change in a durable transaction, or not at all.
type writer interface {
	do(ctx context.Context, op string, change func(tx) error) error
}

// tx is a transaction under way. Its arguments are int64, string and []byte.
type tx interface {
	exec(text string, args ...any) (changed int64, err error)
	// number runs a text that gives one number; sql.ErrNoRows when it gives none.
	number(text string, args ...any) (int64, error)
	// each runs a text and calls take with every row.
	each(take func(*sql.Rows) error, text string, args ...any) error
	// moved tells that the version of a dossier, or with "" the epoch of the
	// directory, is another once the transaction is durable.
	moved(dossier string, to int64)
	// leaf adds encoded leaves of rows of this transaction to its sheaf.
	leaf(data []byte)
}

// step is one statement of an append. A unique or check violation in it means
// clash, which is nil for those that never clash.
type step struct {
	text  string
	args  []any
	clash error
}

// collect reads all rows.
func collect[T any](op string, rows *sql.Rows, err error, scan func(*sql.Rows, *T) error) ([]T, error) {
	if err != nil {
		return nil, trouble(op, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, trouble(op, err)
		}
		all = append(all, one)
	}
	return all, trouble(op, rows.Err())
}

// one gives the first row, NotFound when there is none.
func one[T any](op string, rows *sql.Rows, err error, scan func(*sql.Rows, *T) error) (T, error) {
	all, err := collect(op, rows, err, scan)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, op, "")
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// trouble turns an error of an engine into a fault: Conflict when a constraint
// refused, else Unavailable. A fault stays what it is.
func trouble(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case fault.Of(err) != fault.Internal:
		return fault.Wrap(fault.Unavailable, op, err)
	case errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(fault.NotFound, op, err)
	case clashed(err):
		return fault.Wrap(fault.Conflict, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

// clashed tells whether a unique or check constraint refused the statement.
func clashed(err error) bool { return sqliteClash(err) || postgresClash(err) }

// never stands for "no last day" where rows are ordered or compared by it.
const never = 99999999

func dayNumber(d nl.Date) int64 { return int64(d.Year*10000 + d.Month*100 + d.Day) }

func dayOf(n int64) nl.Date {
	if n == never {
		return nl.Date{}
	}
	return nl.Date{Year: int(n / 10000), Month: int(n / 100 % 100), Day: int(n % 100)}
}

func dayOrNever(d nl.Date) int64 {
	if d.IsZero() {
		return never
	}
	return dayNumber(d)
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// blob makes sure that "nothing" is stored as empty and not as NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// subject is how indexes name a user, else an organisation, else nobody.
func subject(user, org dossier.ID) string {
	switch {
	case user != "":
		return "u:" + string(user)
	case org != "":
		return "o:" + string(org)
	}
	return ""
}

// rowsOf widens an INSERT of one row to n rows.
func rowsOf(text string, width, n int) string {
	var b strings.Builder
	b.WriteString(text[:strings.Index(text, "VALUES")+len("VALUES")])
	for i := range n {
		b.WriteString(" (")
		for j := range width {
			b.WriteString("$" + strconv.Itoa(i*width+j+1))
			if j < width-1 {
				b.WriteString(", ")
			}
		}
		b.WriteString(")")
		if i < n-1 {
			b.WriteString(",")
		}
	}
	return b.String()
}

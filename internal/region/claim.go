package region

import (
	"fmt"
	"time"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// bill lets the provider claim the months of care that passed before a moment,
// each in the week after it (323). What else happens meanwhile goes first.
func (l *life) bill(before time.Time) {
	m := l.exchange
	if m == nil || l.bench() { // the dossiers of the load figures keep their length
		return
	}
	for l.err == nil {
		at := m.billDay()
		if at.IsZero() || !at.Before(before) {
			return
		}
		l.lapse(at)
		if at.After(l.now) {
			l.now = at
		} else {
			l.soon()
		}
		m.claim()
	}
}

// billDay gives when the next month is claimed: on the third to eighth day
// after it; zero when nothing is left to claim.
func (m *messages) billDay() time.Time {
	from, end := m.nextMonth(), m.until
	if !m.stopped.IsZero() && m.stopped.Before(end) {
		end = m.stopped
	}
	if end.Before(from) {
		return time.Time{}
	}
	day := lastOf(from).AddDays(3 + m.f.Number%6)
	return day.Midnight().Add(time.Duration(9*60+m.f.Number%300) * time.Minute)
}

// nextMonth gives the first day that was not claimed.
func (m *messages) nextMonth() nl.Date {
	if m.billed.IsZero() {
		return m.from
	}
	return m.billed.AddDays(1)
}

// lastOf gives the last day of the month of a day.
func lastOf(day nl.Date) nl.Date {
	return nl.Date{Year: day.Year, Month: day.Month, Day: 1}.AddMonths(1).AddDays(-1)
}

// tariffs are the prices of an hour per category of product, in cents; fictive.
var tariffs = map[string]int64{"45": 9120, "54": 11640, "50": 8460, "01": 3390, "02": 5820, "07": 6150}

// How claims go. Most providers deliver less than was allocated; a few claim
// more than fits, which is rejected and claimed anew as it should be.
const (
	claimsTooMuch  = 0.05
	mostDelivered  = 100 // percent
	leastDelivered = 55
)

// claim claims one month: the hours that were delivered, at the price of the product.
func (m *messages) claim() {
	from := m.nextMonth()
	until := lastOf(from)
	if m.until.Before(until) {
		until = m.until
	}
	m.billed = lastOf(from)
	days := int64(from.DaysUntil(until)) + 1
	if !m.stopped.IsZero() && m.stopped.Before(until) { // the line is about the month all the same
		days = int64(from.DaysUntil(m.stopped)) + 1
	}
	delivered := max(1, m.weekly*days*int64(m.money.between(leastDelivered, mostDelivered))/700)
	if m.money.chance(claimsTooMuch) {
		m.lodge(from, until, m.weekly*days)
	}
	m.lodge(from, until, delivered)
}

func (m *messages) lodge(from, until nl.Date, volume int64) {
	tariff := tariffs[m.product.Category]
	header := m.header(m.day(0))
	amount := ijw.SignedAmount(volume * tariff)
	m.send(ijw.New323(header, ijw.Claim{
		Number: fmt.Sprintf("D%d", firstNumber(m.f.Number, m.step)), Date: m.day(0), Total: amount,
		Period: nl.Span{From: nl.Date{Year: from.Year, Month: from.Month, Day: 1}, Until: lastOf(from)},
		Clients: []ijw.ClaimClient{{BSN: m.f.Persons[m.client].BSN, Lines: []ijw.ClaimLine{{
			Reference: header.ID + "1", Number: m.number, Category: m.product.Category, Code: m.product.Code, Period: nl.Span{From: from, Until: until},
			Volume: volume, Unit: hours, TariffCents: &tariff, Amount: amount,
		}}}},
	}))
}

package web_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
)

// A worker of the team blocks every message about a family, with the reason;
// then nothing leaves; the page says who and why, and lifts it. For others there
// is no such page.
func TestBlockOnMessages(t *testing.T) {
	w, a := allocatedTown(t)
	sanne, karin, bas, fatma := w.browse(w.story.Sanne), w.browse(w.story.Karin), w.browse(w.story.Planner), w.browse(w.story.Fatma)
	page := sanne.get(w.at("quiet"))
	holds(t, page, "Berichten over dit gezin mogen weg", "Blokkeer alle berichten")
	sanne.refused(http.StatusUnprocessableEntity, "Schrijf op waarom", page, "/quiet", "words", "")
	back := sanne.refused(http.StatusUnprocessableEntity, "Hij leest haar post", page, "/quiet", "words", "Hij leest haar post.", "until", "1-1-2001")
	holds(t, back, "Blokkeer alle berichten")
	sanne.sent(page, "/quiet", "words", "Hij leest haar post.")
	page = sanne.get(w.at("quiet"))
	holds(t, page, "Er mag nu geen bericht weg", "Hij leest haar post.", "Sanne", "tot iemand de blokkade opheft", "Hef de blokkade op")
	holds(t, sanne.get(w.at("safety")), "Berichten blokkeren")

	care := "/care/" + string(w.family) + "/" + a.Number
	holds(t, bas.get(care), "Start melden")
	bas.refused(http.StatusConflict, "Over dit gezin mag nu geen bericht weg", bas.get(care), `value="start"`)
	hides(t, bas.get(care), "leest haar post")
	for name, b := range map[string]*browser{"the provider": bas, "the family": fatma} {
		if code := b.status(w.at("quiet")); code != http.StatusNotFound {
			t.Errorf("%s has the page: %d", name, code)
		}
	}
	hides(t, karin.get(w.at("chain")), "leest haar post")
	holds(t, sanne.get(w.at("chain")), "Er mag nu geen bericht weg", "Bekijk de blokkade")

	sanne.refused(http.StatusUnprocessableEntity, "Schrijf op waarom", page, "/quiet", "words", "")
	sanne.sent(page, "/quiet", "words", "Zij woont nu veilig.")
	holds(t, sanne.get(w.at("quiet")), "Berichten over dit gezin mogen weg")
	bas.sent(bas.get(care), `value="start"`)
	holds(t, sanne.get(w.at("chain")), "Betaald", "Toewijzing", "Start van hulp")
	if _, refused := desk.Bounced(w.view(w.story.Karin, "decision").Dossier, a); refused {
		t.Error("an allocation that nobody refused counts as refused")
	}
	hides(t, karin.get(w.at("allocations/%s", a.Number)), "opnieuw")
	if w.view(w.story.Sanne, "safety").Dossier.Traffic != (*dossier.Silence)(nil) {
		t.Error("it is still blocked")
	}
}

// The mother reads in plain words which help was granted for herself, since when
// and what of it was used; the lead sees the money on the way of the help.
func TestTheFamilyReadsWhatWasGranted(t *testing.T) {
	w := newTown(t)
	w.ask()
	org, me, today := must(w.store.Org(t.Context(), w.story.YouthCare)), w.story.People[0].Profile, nl.On(time.Now())
	from := nl.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(-1)
	bas, karin, fatma := w.browse(w.story.Planner), w.browse(w.story.Karin), w.browse(w.story.Fatma)
	header := func(id string) ijw.Header {
		return ijw.Header{Law: ijw.Wmo, Sender: org.AGB, Receiver: w.story.Municipality, ID: id, Date: today}
	}
	client := ijw.Client{BSN: me.BSN, Birth: ijw.BirthOn(me.Birth), Sex: "2", Name: ijw.Name{Last: "Yıldız", First: "Fatma"}}
	product := ijw.Product{Category: "02", Code: "02A03"}
	send := func(m ijw.Message) {
		t.Helper()
		if answer := bas.upload(t, must(m.Bytes())); answer.Code != http.StatusOK {
			t.Fatalf("%d %s", answer.Code, words(answer.Body.String()))
		}
	}
	send(ijw.New315(header("M1"), client, []ijw.Request{{
		Reference: "FATMA-1", Product: &product, From: from, Until: today.AddDays(90), Volume: &ijw.Volume{Amount: 3, Unit: "04", Per: "2"}, Referrer: ijw.Referrer{Kind: "01", Name: "huisarts"},
	}}))
	hides(t, fatma.get("/plan/"+string(w.family)), "Hulp die de gemeente toekende")
	for _, k := range w.view(w.story.Karin, "decision").Dossier.Tasks {
		if k.Type == dossier.TaskDecision {
			karin.sent(karin.get(w.at("decide/%s", k.Task)), "/decide/", "outcome", "granted")
		}
	}
	holds(t, fatma.get("/plan/"+string(w.family)), "Hulp die de gemeente toekende", "3 uur per week", "De gemeente zei ja op", "De hulp is nog niet begonnen")
	number, err := strconv.ParseInt(w.view(w.story.Karin, "decision").Dossier.Allocations[0].Number, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	send(ijw.New305(header("M2"), client, []ijw.Start{{Number: &number, Product: &product, AllocationFrom: from, From: from, Status: ijw.StatusFirst}}))
	tariff, month := int64(6000), nl.Span{From: from, Until: from.AddMonths(1).AddDays(-1)}
	claim := func(id string, volume int64) ijw.Message {
		return ijw.New323(header(id), ijw.Claim{Number: "D" + id, Period: month, Date: today, Total: ijw.SignedAmount(volume * tariff), Clients: []ijw.ClaimClient{{BSN: me.BSN, Lines: []ijw.ClaimLine{{
			Reference: id, Number: number, Category: "02", Code: "02A03", Period: month, Volume: volume, Unit: "04", TariffCents: &tariff, Amount: ijw.SignedAmount(volume * tariff),
		}}}}})
	}
	if answer := bas.upload(t, must(claim("C1", 900).Bytes())); answer.Code != http.StatusOK {
		t.Fatalf("%d", answer.Code)
	} else { // refused at once, and the page says why
		holds(t, answer.Body.String(), "TR321")
	}
	send(claim("C2", 10))
	holds(t, fatma.get("/plan/"+string(w.family)), "De hulp begon op", "Tot nu toe is 10 uur gebruikt", "600")
	holds(t, karin.get(w.at("chain")), "Betaald", "toegekend", "afgekeurd", "Declaratie")
}

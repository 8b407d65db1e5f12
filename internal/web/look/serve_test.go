package look

import (
	"os"
	"testing"
	"time"
)

// TestServeKitchen serves the kitchen for as long as EENDRACHT_KITCHEN says
// ("10m"), so that a person can look at every part in a browser.
func TestServeKitchen(t *testing.T) {
	lasts, err := time.ParseDuration(os.Getenv("EENDRACHT_KITCHEN"))
	if err != nil {
		t.Skip("set EENDRACHT_KITCHEN=10m to look at the kitchen in a browser")
	}
	server := kitchenServer(t)
	if to := os.Getenv("EENDRACHT_KITCHEN_URL_FILE"); to != "" {
		if err := os.WriteFile(to, []byte(server.URL), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Log("look at ", server.URL)
	time.Sleep(lasts)
}

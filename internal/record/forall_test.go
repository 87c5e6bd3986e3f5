package record_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/record"
)

// TestForAll: the placeholders of every account are restored with the secrets of one; a
// secret that it has not is still missing.
func TestForAll(t *testing.T) {
	own := record.ForAll(record.Secret{Name: "token", Account: "mine", Value: "t+1"})
	for url, want := range map[string]string{
		"/${wxtool:token:mine}/":           "/t+1/",
		"/${wxtool:token:shop}/":           "/t+1/",
		"/${wxtool:token}/":                "/t+1/",
		"/?a=${wxtool:token.encoded:shop}": "/?a=t%2B1",
		"/${wxtool:}token}/":               "/${wxtool:token}/",
		"/${wxtool:app_secret:shop}/":      "",
		"/${wxtool:tok:token}/":            "",
	} {
		for r, err := range record.Read(strings.NewReader(`{"version":2,"method":"GET","url":"`+url+`"}`+"\n"), own) {
			if want == "" && !errors.Is(err, record.ErrSecret) || want != "" && (err != nil || r.Exchange.Request.URL != want) {
				t.Errorf("%s: %+v, %v, want %q", url, r, err, want)
			}
		}
	}
}

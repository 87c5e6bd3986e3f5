package jsonerr_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wxtool/internal/jsonerr"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{``, "body: unexpected end of JSON input"},
		{`{"Name":`, "body: unexpected end of JSON input"},
		{`hello`, "body: invalid character 'h' looking for beginning of value"},
		{`[]`, "body: must not be a JSON array"},
		{`{"Name":5}`, "Name: must not be a JSON number"},
		{`{"In":{"N":"x"}}`, "In.N: must not be a JSON string"},
		{`{"Bogus":1}`, `body: unknown field "Bogus"`},
		{`{"At":"yesterday"}`, "body: holds a time that is not written like 2025-07-01T08:00:00+08:00"},
	} {
		var v struct {
			Name string
			In   struct{ N int }
			At   time.Time
		}
		d := json.NewDecoder(strings.NewReader(tt.text))
		d.DisallowUnknownFields()
		err := d.Decode(&v)
		if err == nil {
			t.Errorf("%s: no error", tt.text)
		} else if got := jsonerr.Describe(err, "body"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

package cli

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

// TestLogEntries: entries are those of env.Append, in each language, with and without
// colour, and as JSON.
func TestLogEntries(t *testing.T) {
	const escaped = "\x1b[31m\"é\n 1234567890123456789"
	diagnoses := []callback.Diagnosis{
		{Scheme: "signature", Got: "0000", Reason: "mismatch", Hint: "no common mistake explains it"},
		{Scheme: "signature", Got: "0001", Reason: "mismatch", Hint: "no common mistake explains it"},
		{Scheme: "msg_signature", Got: escaped, Reason: "unsorted", Hint: "it was signed with the Token of profile " + escaped},
		{Scheme: escaped, Expected: escaped, Reason: "stale"}, {},
	}
	for _, o := range []ui.Options{{Color: "never"}, {Color: "always"}, {Color: "never", Lang: lang.Chinese}, {JSON: true}} {
		env := &ui.Env{Options: o}
		entries := logEntries{env: env}
		for n, d := range append(diagnoses, diagnoses...) {
			line := int64(n*n) << n
			want := env.Append([]byte("x"), logEntry{line, d, env.Lang})
			if got := entries.append([]byte("x"), line, d); string(got) != string(want) {
				t.Errorf("%+v: %q, want %q", o, got, want)
			}
		}
	}
}

package sandbox_test

import (
	"encoding/json"
	"slices"
	"testing"

	"wxtool/internal/sandbox"
)

// TestNoTagsOverHTTP: that a user has no tags any more is another thing than
// that nothing is said of tags, on the way through JSON too.
func TestNoTagsOverHTTP(t *testing.T) {
	w := newTown(t)
	for _, tt := range []struct{ given, has []string }{
		{[]string{"2", "3"}, []string{"2", "3"}},
		{nil, []string{"2", "3"}},
		{[]string{}, []string{}},
		{nil, []string{}},
	} {
		body, err := json.Marshal(sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi", Tags: tt.given})
		if err != nil {
			t.Fatal(err)
		}
		res := w.ask("POST", "/sandbox/do", string(body))
		var out sandbox.Outcome
		if err := json.Unmarshal(res.Body.Bytes(), &out); err != nil || res.Code != 200 || !slices.Equal(out.User.Tags, tt.has) {
			t.Errorf("%s: %d %s, want the tags %q", body, res.Code, res.Body, tt.has)
		}
	}
}

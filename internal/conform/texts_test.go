package conform_test

import (
	"testing"

	"wxtool/internal/conform"
	"wxtool/internal/lang"
	"wxtool/internal/wxtest"
)

// TestTexts: each case says in both languages what it requires, and its source.
func TestTexts(t *testing.T) {
	for _, s := range settings() {
		e := conform.Endpoint{Account: s.account(), Pushes: s.pushes(t)}
		for _, c := range conform.Cases(&e) {
			id := c.ID(s.platform)
			wxtest.CheckText(t, id, c.Requirement)
			if c.Remedy != (lang.Text{}) {
				wxtest.CheckText(t, id, c.Remedy)
			}
			if c.Source == "" {
				t.Errorf("%s has no source", id)
			}
		}
	}
}

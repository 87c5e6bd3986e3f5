package verdict_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"wxtool/internal/verdict"
)

// TestPageIsFresh fails when a rule changed and docs/verdicts.md did not.
func TestPageIsFresh(t *testing.T) {
	var page bytes.Buffer
	if err := verdict.WriteMarkdown(&page); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("../../docs/verdicts.md")
	if err != nil || !bytes.Equal(page.Bytes(), kept) {
		t.Errorf("docs/verdicts.md is stale, run: go generate ./... (%v)", err)
	}
}

// TestPageHasEveryRule, with its sentences, and no element that a browser would
// take for HTML.
func TestPageHasEveryRule(t *testing.T) {
	var page strings.Builder
	if err := verdict.WriteMarkdown(&page); err != nil {
		t.Fatal(err)
	}
	for _, r := range verdict.Rules() {
		_, rest, found := strings.Cut(page.String(), "\n### "+string(r.Topic)+"/"+r.ID+"\n")
		section, _, _ := strings.Cut(rest, "\n#")
		if !found || !strings.Contains(section, "*"+string(r.Level)+".*") || !strings.Contains(section, r.Source.Page) || !strings.Contains(section, r.Source.WeCom) {
			t.Errorf("%s/%s: section %q", r.Topic, r.ID, section)
		}
		for _, f := range r.Findings {
			if !strings.Contains(section, "`"+f.Text.EN+"`") {
				t.Errorf("%s/%s: %q is not in the page", r.Topic, r.ID, f.Text.EN)
			}
		}
	}
	for line := range strings.Lines(page.String()) {
		for i, part := range strings.Split(line, "`") {
			if i%2 == 0 && strings.Contains(part, "<") {
				t.Errorf("HTML outside of code: %s", line)
			}
		}
	}
}

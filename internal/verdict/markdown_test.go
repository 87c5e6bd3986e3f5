package verdict_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// TestPageIsFresh fails when a rule changed and a page in docs did not.
func TestPageIsFresh(t *testing.T) {
	for name, l := range map[string]lang.Language{"verdicts.md": lang.English, "verdicts.zh-CN.md": lang.Chinese} {
		var page bytes.Buffer
		if err := verdict.WriteMarkdown(&page, l); err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile("../../docs/" + name)
		if err != nil || !bytes.Equal(page.Bytes(), kept) {
			t.Errorf("docs/%s is stale, run: go generate ./... (%v)", name, err)
		}
	}
}

// TestPageHasEveryRule, with its sentences, and no element that a browser would
// take for HTML.
func TestPageHasEveryRule(t *testing.T) {
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		checkPage(t, l)
	}
}

func checkPage(t *testing.T, l lang.Language) {
	t.Helper()
	var page strings.Builder
	if err := verdict.WriteMarkdown(&page, l); err != nil {
		t.Fatal(err)
	}
	for _, r := range verdict.Rules() {
		_, rest, found := strings.Cut(page.String(), "\n### "+string(r.Topic)+"/"+r.ID+"\n")
		section, _, _ := strings.Cut(rest, "\n#")
		if !found || !strings.Contains(section, "*"+string(r.Level)+".*") || l == lang.English && !strings.Contains(section, r.Source.Page) || l == lang.English && !strings.Contains(section, r.Source.WeCom) {
			t.Errorf("%s/%s: section %q", r.Topic, r.ID, section)
		}
		for _, f := range r.Findings {
			if !strings.Contains(section, "`"+f.Text.In(l)+"`") {
				t.Errorf("%s/%s: %q is not in the page", r.Topic, r.ID, f.Text.In(l))
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

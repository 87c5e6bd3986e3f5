package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// An action must be pinned to a commit, because a tag can be moved. The comment names the
// tag.
var (
	action = regexp.MustCompile(`(?m)^\s*(?:- )?uses: *(.*)$`)
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

func TestActionsArePinned(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*.y*ml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		uses := action.FindAllStringSubmatch(string(text), -1)
		if len(uses) == 0 {
			t.Errorf("%s: the test found no action", file)
		}
		for _, use := range uses {
			if !pinned.MatchString(use[1]) {
				t.Errorf("%s: %s is not pinned to a commit, with its version in a comment", file, use[1])
			}
		}
	}
}

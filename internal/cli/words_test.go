package cli

import (
	"fmt"
	"testing"

	"wxtool/internal/wxtest"
)

// TestWords: every text around verdicts has both languages.
func TestWords(t *testing.T) {
	for w, text := range words {
		wxtest.CheckText(t, fmt.Sprintf("word %d (%s)", w, text.EN), text)
	}
}

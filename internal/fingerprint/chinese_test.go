package fingerprint_test

import (
	"testing"

	"wxtool/internal/fingerprint"
	"wxtool/internal/wxtest"
)

// TestEveryRowIsInBothLanguages: no cause lacks a language.
func TestEveryRowIsInBothLanguages(t *testing.T) {
	for _, row := range fingerprint.Rows() {
		wxtest.CheckText(t, row.ID+" cause", row.Cause)
		wxtest.CheckText(t, row.ID+" remedy", row.Remedy)
	}
}

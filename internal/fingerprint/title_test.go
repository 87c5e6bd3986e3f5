package fingerprint_test

import (
	"strings"
	"testing"

	"wxtool/internal/fingerprint"
)

func TestTitle(t *testing.T) {
	for body, want := range map[string]string{
		"":                            "",
		"<xml><Title>x</Title></xml>": "",
		"<!DOCTYPE html>\n<title>a &amp; b</title>":       "a & b",
		"\ufeff\n<HTML><TITLE lang=en>\n a\n b </TITLE >": "a b",
		"<html><title":            "",
		"<html><title>":           "",
		"<html><title></title>":   "",
		"<html>İ<TITLE>x</TITLE>": "", // its lower case is longer
		"<html>İ<title>x</title>": "x",
		"<html>" + strings.Repeat(" ", 64<<10) + "<title>x</title>": "",
	} {
		if got := fingerprint.Title([]byte(body)); got != want {
			t.Errorf("%.40q: %q, want %q", body, got, want)
		}
	}
}

package errcode_test

import (
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/lang"
	"wxtool/internal/wxapi/errcode"
	"wxtool/internal/wxtest"
)

// TestEveryEntryIsInBothLanguages: no entry lacks a language. The meaning in Chinese is
// in the words of the platform, whatever they are.
func TestEveryEntryIsInBothLanguages(t *testing.T) {
	for _, e := range errcode.All() {
		name := fmt.Sprintf("%d %s", e.Code, e.Platform)
		if e.Meaning.EN == "" || e.Meaning.ZH == "" {
			t.Errorf("%s: meaning %+v", name, e.Meaning)
		}
		for column, text := range map[string]lang.Text{"cause": e.Cause, "remedy": e.Remedy} {
			if text != (lang.Text{}) {
				wxtest.CheckText(t, name+" "+column, text)
			}
		}
		if strings.Contains(e.Source.ZH, "译文") {
			wxtest.CheckText(t, name+" meaning", e.Meaning)
		}
		for source := range strings.SplitSeq(e.Source.ZH, "；") {
			if !strings.HasPrefix(source, "https://") {
				wxtest.CheckChinese(t, name+" source", source)
			}
		}
		wxtest.CheckChinese(t, name+" family", errcode.Family(e.Code).ZH+"族")
	}
}

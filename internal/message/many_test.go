package message_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// TestTooManyElements: a body of <a/> elements would take forty times its size in
// memory.
func TestTooManyElements(t *testing.T) {
	xml := func(n int) string {
		return "<xml><ToUserName>gh_1</ToUserName>" + strings.Repeat("<a/>", n-1) + "</xml>"
	}
	json := func(n int) string { return `{"ToUserName":"gh_1"` + strings.Repeat(`,"a":[]`, n-1) + "}" }
	for name, text := range map[string]func(int) string{
		"XML": xml, "XML, not in the usual form": func(n int) string { return "<?xml version='1.0'?><!-- -->" + xml(n) },
		"JSON": json, "JSON, not in the usual form": func(n int) string { return strings.Replace(json(n), `"a":[]`, `"a\n":[]`, 1) },
	} {
		var f message.Flat
		if err := f.Read([]byte(text(10_000))); err != nil || len(f.Elements()) != 10_000 {
			t.Errorf("%s: %d elements, %v", name, len(f.Elements()), err)
		}
		err := f.Read([]byte(text(10_001)))
		if !errors.Is(err, message.ErrSyntax) || !strings.Contains(fmt.Sprint(err), "more than 10000") || len(f.Elements()) != 0 {
			t.Errorf("%s: one too many: %v", name, err)
		}
	}
}

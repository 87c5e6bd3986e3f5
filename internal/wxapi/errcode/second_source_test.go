package errcode_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"wxtool/internal/wxapi/errcode"
)

// TestAgreesWithASecondSource: the terms share at least half of the characters of the
// shorter one with an independent source, or a person compared them and marked the line.
func TestAgreesWithASecondSource(t *testing.T) {
	text, err := os.ReadFile("testdata/second_source.txt")
	if err != nil {
		t.Fatal(err)
	}
	compared := map[string]int{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		line, looked := strings.CutPrefix(line, "! ")
		part := strings.SplitN(line, " ", 3)
		code, err := strconv.Atoi(part[0])
		if err != nil || len(part) < 3 {
			t.Fatalf("%q is not a code, a platform and a term", line)
		}
		i := slices.IndexFunc(errcode.Lookup(code), func(e errcode.Entry) bool { return e.Of(part[1]) })
		if i < 0 {
			t.Errorf("%s is not in the table", line)
			continue
		}
		compared[part[1]]++
		term := errcode.Lookup(code)[i].Meaning.ZH
		if alike(term, part[2]) == looked {
			t.Errorf("%s: the table has %s (marked as looked at: %v)", line, term, looked)
		}
	}
	for _, platform := range platforms() {
		if compared[platform] < 40 {
			t.Errorf("%d terms of %s compared, want 40", compared[platform], platform)
		}
	}
}

func platforms() []string { return []string{errcode.MP, errcode.Work} }

// alike compares the sets of Han characters and of Latin words.
func alike(a, b string) bool {
	x, y := wordSet(a), wordSet(b)
	common := 0
	for word := range x {
		if y[word] {
			common++
		}
	}
	return 2*common >= min(len(x), len(y))
}

func wordSet(text string) map[string]bool {
	words := map[string]bool{}
	latin := func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !latin(r) }) {
		words[word] = true
	}
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			words[string(r)] = true
		}
	}
	return words
}

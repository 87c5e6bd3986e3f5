// Package errcode explains the error codes of the Official Account and WeCom
// platforms, and those of their encryption libraries, offline.
//
// The table is codes.txt; to add a code, add a block. [Lookup] parses the blocks of one
// code, [All], [Near] and [Search] parse the whole file once.
// All functions are safe for concurrent use.
package errcode

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"wxtool/internal/lang"
)

// The values of Entry.Platform. Codes of both platforms have Both or Crypt.
const (
	MP    = "mp"    // Official Account, mini program, open platform
	Work  = "work"  // WeCom
	Both  = "both"  // the same on both
	Crypt = "crypt" // return codes of the official encryption libraries
)

// Official pages that list the codes.
const (
	PageMP   = "https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html"
	PageWork = "https://open.work.weixin.qq.com/devtool/query?e=" // the code follows
)

// Entry is the meaning of a code on a platform. Cause and Remedy are empty where they
// are not known.
type Entry struct {
	Code     int
	Platform string
	Meaning  lang.Text // the Chinese one mostly in the words of the platform
	Cause    lang.Text
	Remedy   lang.Text
	Source   lang.Text // official pages or other sources
}

// Of reports whether e applies to the platform; "" is any.
func (e Entry) Of(platform string) bool {
	shared := e.Platform == Both || e.Platform == Crypt
	return platform == "" || e.Platform == platform || shared && platform != Crypt
}

//go:embed codes.txt
var codes string

// known parses the whole codes.txt once. A test parses the file, so errors are
// impossible here.
var known = sync.OnceValue(func() table { t, _ := parse(codes); return t })

// All returns a copy of all entries, sorted by code.
func All() []Entry { return slices.Clone(known().entries) }

// Family returns the topic of the range of codes that contains code, empty if unknown.
func Family(code int) lang.Text {
	f, _ := preamble().family(code)
	return f.meaning
}

// Near returns the entries of the codes closest to code in its family, at most three
// codes, sorted by code. An empty platform means any.
func Near(code int, platform string) []Entry {
	const most = 3
	family, ok := known().family(code)
	if !ok {
		return nil
	}
	var near []int
	for _, e := range known().entries {
		if family.contains(e.Code) && e.Of(platform) && !slices.Contains(near, e.Code) {
			near = append(near, e.Code)
		}
	}
	away := func(n int) int { return max(n-code, code-n) }
	slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(away(a), away(b)) })
	near = near[:min(most, len(near))]
	return slices.DeleteFunc(All(), func(e Entry) bool { return !e.Of(platform) || !slices.Contains(near, e.Code) })
}

// Search returns the entries that contain every word of text, in any field and any case.
// Entries with all words in their meaning are first. If text is empty, it returns nil.
func Search(text string) []Entry {
	words := strings.Fields(lower(text))
	if len(words) == 0 {
		return nil
	}
	var first, rest []Entry
	for _, e := range known().entries {
		switch title := both(e.Meaning); {
		case hasAll(title, words):
			first = append(first, e)
		case hasAll(strings.Join([]string{title, both(e.Cause), both(e.Remedy), both(e.Source)}, " "), words):
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

func both(t lang.Text) string { return t.EN + " " + t.ZH }

func hasAll(text string, words []string) bool {
	text = lower(text)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

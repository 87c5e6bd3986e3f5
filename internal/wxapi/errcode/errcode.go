// Package errcode explains the error codes of the Official Account and WeCom
// platforms, and those of their encryption libraries, offline.
//
// The table is codes.txt: to add a code, add a block. It is read at the first
// look-up, so a program that asks nothing pays nothing.
package errcode

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// The values of Entry.Platform. What both platforms share has Both or Crypt.
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

// Entry is what one platform means by one code. No field is empty.
type Entry struct {
	Code     int
	Platform string
	Meaning  string
	Term     string // the meaning in Chinese, mostly in the platform's own words
	Cause    string
	Remedy   string
	Source   string // where this comes from: official pages, or what else
}

// Of reports whether e applies to the platform; "" is any.
func (e Entry) Of(platform string) bool {
	shared := e.Platform == Both || e.Platform == Crypt
	return platform == "" || e.Platform == platform || shared && platform != Crypt
}

//go:embed codes.txt
var codes string

// known is codes.txt as read at the first look-up. A test reads the whole file,
// so there is no error to tell.
var known = sync.OnceValue(func() table { t, _ := parse(codes); return t })

// All returns every entry, sorted by code. The slice is the caller's.
func All() []Entry { return slices.Clone(known().entries) }

// Lookup returns the entries of a code, one per platform that has it; nil if
// none has.
func Lookup(code int) []Entry {
	var found []Entry
	for _, e := range known().entries {
		if e.Code == code {
			found = append(found, e)
		}
	}
	return found
}

// Family says what the codes around this one are about, "" if nothing is known
// of them.
func Family(code int) string {
	f, _ := known().family(code)
	return f.meaning
}

// Near returns the entries of a platform, "" being any, of at most three codes
// that are closest to code within its family, sorted by code.
func Near(code int, platform string) []Entry {
	const most = 3
	family, ok := known().family(code)
	if !ok {
		return nil
	}
	var near []int
	for _, e := range known().entries {
		if family.holds(e.Code) && e.Of(platform) && !slices.Contains(near, e.Code) {
			near = append(near, e.Code)
		}
	}
	away := func(n int) int { return max(n-code, code-n) }
	slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(away(a), away(b)) })
	near = near[:min(most, len(near))]
	return slices.DeleteFunc(All(), func(e Entry) bool { return !e.Of(platform) || !slices.Contains(near, e.Code) })
}

// Search returns the entries that have every word of text in some field, in any
// case; those that have them in their meaning come first. Without a word it
// returns nil.
func Search(text string) []Entry {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return nil
	}
	var first, rest []Entry
	for _, e := range known().entries {
		switch title := e.Meaning + " " + e.Term; {
		case hasAll(title, words):
			first = append(first, e)
		case hasAll(strings.Join([]string{title, e.Cause, e.Remedy, e.Source}, " "), words):
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

func hasAll(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

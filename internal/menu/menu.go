// Package menu is a model of the custom menus (自定义菜单) of an Official Account
// or of a WeCom application: it reads and writes menu files, checks them against
// the limits of the platform, and compares them.
//
// # The menu file
//
//	button:
//	  - name: 今日歌曲
//	    type: click
//	    key: V1001_TODAY_MUSIC
//	  - name: 菜单
//	    sub_button:
//	      - name: 搜索
//	        type: view
//	        url: https://www.soso.com/
//	conditional:
//	  - matchrule:
//	      tag_id: 2
//	    button:
//	      - …
//
// JSON of the same form is read too, and so are the bodies and answers of the
// platform's API; see [Parse]. A user sees the first conditional menu (个性化菜单)
// in the file whose rule matches them, or else the default menu.
//
// # Concurrency and errors
//
// Functions do not change their arguments and keep no state. What is wrong with a
// file is returned as a list of [Problem], never as an error.
//
// Official pages: developers.weixin.qq.com/doc/service/api/custommenu/ and
// developer.work.weixin.qq.com/document/path/90231.
package menu

import (
	"fmt"
	"iter"
	"slices"
)

// Platform selects the rules of a platform.
type Platform string

const (
	MP   Platform = "mp"   // Official Account
	Work Platform = "work" // WeCom application
)

// File is the content of a menu file. Default is nil if the file has no default
// menu; that of the account then stays unchanged.
type File struct {
	Name        string // for problems
	Platform    Platform
	Default     *Menu
	Conditional []Conditional

	single bool           // the file is the body of one menu/addconditional
	lines  map[string]int // by path, see File.line
}

// Menu is the bar of buttons at the bottom of a chat.
type Menu struct{ Button []Button }

// Conditional is a menu for the users that its rule matches. The platform assigns
// the MenuID; it is empty in a menu file.
type Conditional struct {
	Menu
	MatchRule MatchRule
	MenuID    string
}

// Button has an action, given by its Type, or opens the menu SubButton and has no
// type.
type Button struct {
	Name, Type, Key, URL string
	MediaID, ArticleID   string
	AppID, PagePath      string
	SubButton            []Button

	// Website marks a button that was made on the platform's website and has a
	// type that the API cannot set. It is shown, but never sent.
	Website bool
	Value   string // of a Website button
}

// MatchRule selects the users of a conditional menu. The platform has refused the
// fields from Sex on since 2021 (65320), and a menu that has one matches no user.
type MatchRule struct {
	TagID, ClientPlatformType              string
	Sex, Country, Province, City, Language string
}

// HasRule reports whether a conditional menu of the file has exactly this rule.
func (f *File) HasRule(r MatchRule) bool {
	return slices.ContainsFunc(f.Normalize().Conditional, func(c Conditional) bool { return c.MatchRule == r })
}

// Settable reports whether the API can set all buttons of the default menu.
func (f *File) Settable() bool {
	if f.Default != nil {
		for _, b := range f.Default.all("") {
			if !b.settable() {
				return false
			}
		}
	}
	return true
}

// all yields every button of both levels, a parent before its sub menu, with its
// path; path is that of the list of buttons.
func (m *Menu) all(path string) iter.Seq2[string, *Button] {
	return func(yield func(string, *Button) bool) {
		for i := range m.Button {
			b, at := &m.Button[i], fmt.Sprintf("%s[%d]", path, i)
			if !yield(at, b) {
				return
			}
			for j := range b.SubButton {
				if !yield(fmt.Sprintf("%s.sub_button[%d]", at, j), &b.SubButton[j]) {
					return
				}
			}
		}
	}
}

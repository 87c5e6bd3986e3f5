// Package menu knows the custom menus (自定义菜单) of an Official Account and of
// a WeCom application: how a menu file is read and written, what the platform
// refuses, how two menus differ, and which calls make one into the other.
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
// The same in JSON, and everything the platform itself sends or takes, is read
// too; see [Parse]. Of the conditional menus (个性化菜单) the first in the file
// that fits a user is shown, else the default menu.
//
// Official pages: developers.weixin.qq.com/doc/service/api/custommenu/ and
// developer.work.weixin.qq.com/document/path/90231.
package menu

import (
	"fmt"
	"iter"
	"slices"
)

// Platform is whose rules hold.
type Platform string

const (
	MP   Platform = "mp"   // Official Account
	Work Platform = "work" // WeCom application
)

// File is what a menu file holds. Default is nil where it holds none, which
// leaves the account's default menu alone.
type File struct {
	Name        string // of the file, for problems
	Platform    Platform
	Default     *Menu
	Conditional []Conditional

	bare  bool           // the body of one menu/addconditional
	lines map[string]int // by path, see File.line
}

// Menu is the bar of buttons at the bottom of a chat.
type Menu struct{ Button []Button }

// Conditional is a menu for the users that its rule matches. MenuID is the
// platform's name for it, "" in a file of the user's.
type Conditional struct {
	Menu
	MatchRule MatchRule
	MenuID    string
}

// Button does something by its Type, or opens SubButton and has no type.
type Button struct {
	Name, Type, Key, URL string
	MediaID, ArticleID   string
	AppID, PagePath      string
	SubButton            []Button

	// Website marks a button that was made on the platform's website and is of
	// a type that the API cannot set. It is shown, and never sent.
	Website bool
	Value   string // what a Website button sends
}

// MatchRule says who gets a conditional menu. The members from Sex on are
// refused since 2021 with 65320, and a menu that has one matches nobody.
type MatchRule struct {
	TagID, ClientPlatformType              string
	Sex, Country, Province, City, Language string
}

// HasRule reports whether a conditional menu of the file has this very rule.
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

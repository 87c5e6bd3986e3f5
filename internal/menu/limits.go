package menu

import "slices"

// How many there may be, and how long, in bytes.
const (
	maxTop = 3
	maxSub = 5
	maxKey = 128
	maxURL = 1024
)

// MaxDomains is to how many domains all conditional menus together may lead.
const MaxDomains = 3

// Error codes of menu/create and menu/addconditional that do not depend on
// where a button stands. Official Account: the table of global return codes;
// WeCom: developer.work.weixin.qq.com/document/path/90313.
const (
	codeButtonCount   = 40016
	codeLevels        = 40022
	codeSubCount      = 40023
	codeEscape        = 40033 // \uXXXX in the body
	codeMediaID       = 40118
	codeSubMissing    = 41007
	codeArticleID     = 53600
	codeNoDefault     = 65303
	codeEmptyRule     = 65304
	codeNoConditional = 65307 // a conditional menu without buttons
	codeNoType        = 65308
	codeDomains       = 65316
	codeBadURL        = 65317
	codeCharset       = 65318 // "must use utf-8 charset", also for a type in upper case
	codePrivate       = 65320
)

// codes are the error codes that differ between the two levels.
type codes struct{ kind, name, key, url, domain, missing int }

// codesAt are those of the top level (1) or the second; a conditional menu has
// its own for two of them.
func codesAt(level int, conditional bool) codes {
	c := codes{kind: 40017, name: 40018, key: 40019, url: 40020, domain: 40055, missing: 40017}
	if level > 1 {
		c = codes{kind: 40024, name: 40025, key: 40026, url: 40027, domain: 40054, missing: 40024}
	}
	if conditional {
		c.domain, c.missing = codeBadURL, codeNoType
	}
	return c
}

// nameLimit is how many bytes a name may have. On an Official Account's top
// level longer names than the page allows have been seen to pass, so that only
// above sure it is an error.
func nameLimit(platform Platform, level int) (limit, sure int) {
	switch {
	case level == 1 && platform == MP:
		return 16, 60
	case level == 1:
		return 16, 16
	case platform == MP:
		return 60, 60
	}
	return 40, 40
}

// kind is a button type and the members it needs beside name.
type kind struct {
	name  string
	needs []string
}

// kinds are a platform's button types in the order of its page; the last is
// that which opens a mini program.
func kinds(platform Platform) []kind {
	key, shared := []string{"key"}, []kind{}
	for _, name := range []string{"click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"} {
		needs := key
		if name == "view" {
			needs = []string{"url"}
		}
		shared = append(shared, kind{name, needs})
	}
	if platform == Work {
		return append(shared, kind{"view_miniprogram", []string{"appid", "pagepath"}})
	}
	return append(shared,
		kind{"media_id", []string{"media_id"}}, kind{"view_limited", []string{"media_id"}},
		kind{"article_id", []string{"article_id"}}, kind{"article_view_limited", []string{"article_id"}},
		kind{"miniprogram", []string{"url", "appid", "pagepath"}})
}

// kindNamed finds a type of the platform.
func kindNamed(platform Platform, name string) (kind, bool) {
	all := kinds(platform)
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{}, false
	}
	return all[i], true
}

func kindNames(platform Platform) []string {
	var list []string
	for _, k := range kinds(platform) {
		list = append(list, k.name)
	}
	return list
}

// websiteTypes are what menus made on the website have beside these, see
// developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.
func websiteTypes() []string {
	return []string{"text", "img", "photo", "video", "voice", "news"}
}

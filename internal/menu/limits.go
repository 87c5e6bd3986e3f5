package menu

import "slices"

// How many buttons there may be, and how long their values, in bytes.
const (
	maxTop = 3
	maxSub = 5
	maxKey = 128
	maxURL = 1024
)

// MaxDomains is how many different domains all conditional menus together may
// lead to.
const MaxDomains = 3

// Error codes of menu/create and menu/addconditional that do not depend on the
// level of a button. Official Account: the table of global return codes;
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
	codePersonal      = 65320
)

// codes are the error codes that depend on the level.
type codes struct{ kind, name, key, url, domain, missing int }

// codesAt returns the error codes of the top level (1) or the second (2).
// Conditional menus have two codes of their own.
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

// nameLimit returns how many bytes a name may have, and from how many on it is
// certain that the platform refuses it: on the top level, Official Accounts have
// accepted names that are longer than the page allows.
func nameLimit(platform Platform, level int) (limit, certain int) {
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

// buttonType is a type of button and the fields that it needs besides name.
type buttonType struct {
	name  string
	needs []string
}

// buttonTypes returns the types of a platform in the order of its page. The last
// one opens a mini program.
func buttonTypes(platform Platform) []buttonType {
	key, shared := []string{"key"}, []buttonType{}
	for _, name := range []string{"click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"} {
		needs := key
		if name == "view" {
			needs = []string{"url"}
		}
		shared = append(shared, buttonType{name, needs})
	}
	if platform == Work {
		return append(shared, buttonType{"view_miniprogram", []string{"appid", "pagepath"}})
	}
	return append(shared,
		buttonType{"media_id", []string{"media_id"}}, buttonType{"view_limited", []string{"media_id"}},
		buttonType{"article_id", []string{"article_id"}}, buttonType{"article_view_limited", []string{"article_id"}},
		buttonType{"miniprogram", []string{"url", "appid", "pagepath"}})
}

// typeNamed finds a type of a platform by its name.
func typeNamed(platform Platform, name string) (buttonType, bool) {
	all := buttonTypes(platform)
	i := slices.IndexFunc(all, func(k buttonType) bool { return k.name == name })
	if i < 0 {
		return buttonType{}, false
	}
	return all[i], true
}

func typeNames(platform Platform) []string {
	var list []string
	for _, k := range buttonTypes(platform) {
		list = append(list, k.name)
	}
	return list
}

// websiteTypes returns the types that only menus made on the website have, see
// developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.
func websiteTypes() []string {
	return []string{"text", "img", "photo", "video", "voice", "news"}
}

package menu

import (
	"fmt"
	"net/url"
	"strings"
)

// conditionals checks the conditional menus, which only Official Accounts have.
func (v *validator) conditionals() {
	f := v.file
	if f.Platform == Work {
		v.fail("conditional", 0, "WeCom has no conditional menus").Hint = "--platform mp if this is an Official Account's"
		return
	}
	switch {
	case f.bare:
		v.warn("matchrule", codeNoDefault, "the account must have a default menu before").Hint = "put both into one file: button for the default menu, conditional for this one"
	case f.Default == nil:
		v.fail("conditional", codeNoDefault, "there is no default menu, which must be set before").Hint = "add button: with the menu of everyone else"
	}
	for i := range f.Conditional {
		at := spot{f.conditionalPath(i), 1, true}
		v.menu(&f.Conditional[i].Menu, at)
		v.rule(&f.Conditional[i].MatchRule, at.join("matchrule"))
	}
	v.domains()
	v.hidden()
}

func (f *File) conditionalPath(i int) string {
	if f.bare {
		return ""
	}
	return fmt.Sprintf("conditional[%d]", i)
}

func (v *validator) rule(r *MatchRule, path string) {
	if len(given(r.members())) == 0 {
		v.fail(path, codeEmptyRule, "is empty, it needs tag_id or client_platform_type")
	}
	for _, m := range given(r.private()) {
		v.fail(path+"."+m.name, codePrivate, "is refused, menus no longer depend on personal data").Hint = "use tag_id"
	}
	if strings.Trim(r.TagID, "0123456789") != "" {
		v.fail(path+".tag_id", 0, "is %q, it must be the number of a tag", cutText(r.TagID, 40)).Hint = "tags/get lists the numbers"
	}
	if c := r.ClientPlatformType; c != "" && (len(c) != 1 || c < "1" || c > "3") {
		v.fail(path+".client_platform_type", 0, "is %q, it must be 1 (iOS), 2 (Android) or 3 (other)", cutText(c, 40))
	}
}

// domains: all conditional menus together may lead to three. Host names are
// counted; the page does not say whether those of one owner are one.
func (v *validator) domains() {
	all := v.file.Conditional
	hosts := Hosts(all)
	if len(hosts) <= MaxDomains {
		return
	}
	for i := range all {
		for path, b := range all[i].all(spot{path: v.file.conditionalPath(i)}.join("button")) {
			if hostOf(b) == hosts[MaxDomains] {
				v.fail(path+".url", codeDomains, "is a fourth domain: all conditional menus together may lead to %d, here %s", MaxDomains, strings.Join(hosts[:MaxDomains+1], ", "))
				return
			}
		}
	}
}

// Hosts returns the different hosts that menus lead to, in their order.
func Hosts(menus []Conditional) []string {
	var hosts []string
	seen := map[string]bool{}
	for i := range menus {
		for _, b := range menus[i].all("") {
			if host := hostOf(b); host != "" && !seen[host] {
				seen[host], hosts = true, append(hosts, host)
			}
		}
	}
	return hosts
}

// hostOf is where a button leads, in small letters; "" if nowhere.
func hostOf(b *Button) string {
	u, err := url.Parse(b.URL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// hidden: the first menu that fits is shown, so that a narrower one after it
// never is. An answer of menu/get has its own order.
func (v *validator) hidden() {
	first := map[MatchRule]int{}
	for i, c := range v.file.Conditional {
		rule := MatchRule{TagID: c.MatchRule.TagID, ClientPlatformType: c.MatchRule.ClientPlatformType}
		for _, wider := range []MatchRule{rule, {TagID: rule.TagID}, {ClientPlatformType: rule.ClientPlatformType}} {
			if j, ok := first[wider]; ok {
				v.warn(v.file.conditionalPath(i), 0, "is never shown, %s stands before it and fits the same users", v.file.conditionalPath(j))
				break
			}
		}
		if _, twice := first[rule]; !twice && rule == c.MatchRule && rule != (MatchRule{}) && c.MenuID == "" {
			first[rule] = i
		}
	}
}

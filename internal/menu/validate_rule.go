package menu

import (
	"fmt"
	"net/url"
	"strings"
)

// conditionals checks the conditional menus. WeCom has none.
func (v *validator) conditionals() {
	f := v.file
	if f.Platform == Work {
		v.fail("conditional", 0, "WeCom has no conditional menus").Hint = "use --platform mp if the file is for an Official Account"
		return
	}
	switch {
	case f.single:
		v.warn("matchrule", codeNoDefault, "the account must have a default menu first").Hint = "put both into one file: button for the default menu, conditional for this one"
	case f.Default == nil:
		v.fail("conditional", codeNoDefault, "the file has no default menu, which must be set first").Hint = "add button: with the menu for all other users"
	}
	for i := range f.Conditional {
		at := location{f.conditionalPath(i), 1, true}
		v.menu(&f.Conditional[i].Menu, at)
		v.rule(&f.Conditional[i].MatchRule, at.join("matchrule"))
	}
	v.domains()
	v.shadowed()
}

func (f *File) conditionalPath(i int) string {
	if f.single {
		return ""
	}
	return fmt.Sprintf("conditional[%d]", i)
}

func (v *validator) rule(r *MatchRule, path string) {
	if len(nonEmpty(r.fields())) == 0 {
		v.fail(path, codeEmptyRule, "is empty, it needs tag_id or client_platform_type")
	}
	for _, m := range nonEmpty(r.personal()) {
		v.fail(path+"."+m.name, codePersonal, "is refused, because the platform no longer matches personal data").Hint = "use tag_id"
	}
	if strings.Trim(r.TagID, "0123456789") != "" {
		v.fail(path+".tag_id", 0, "is %q, it must be the number of a tag", truncate(r.TagID, 40)).Hint = "tags/get lists the numbers"
	}
	if c := r.ClientPlatformType; c != "" && (len(c) != 1 || c < "1" || c > "3") {
		v.fail(path+".client_platform_type", 0, "is %q, it must be 1 (iOS), 2 (Android) or 3 (other)", truncate(c, 40))
	}
}

// domains reports a fourth domain. Host names are counted, because the page does
// not say whether several hosts of one owner count as one domain.
func (v *validator) domains() {
	all := v.file.Conditional
	hosts := Hosts(all)
	if len(hosts) <= MaxDomains {
		return
	}
	for i := range all {
		for path, b := range all[i].all(location{path: v.file.conditionalPath(i)}.join("button")) {
			if hostOf(b) == hosts[MaxDomains] {
				v.fail(path+".url", codeDomains, "is a fourth domain (%s); all conditional menus together may lead to %d", strings.Join(hosts[:MaxDomains+1], ", "), MaxDomains)
				return
			}
		}
	}
}

// Hosts returns the different hosts that menus lead to, in the order of the menus.
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

// hostOf returns the host that a button leads to, in lower case, or "".
func hostOf(b *Button) string {
	u, err := url.Parse(b.URL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// shadowed reports conditional menus that are never shown, because one before them
// matches the same users. Menus with a MenuID are not in the order of matching.
func (v *validator) shadowed() {
	first := map[MatchRule]int{}
	for i, c := range v.file.Conditional {
		rule := MatchRule{TagID: c.MatchRule.TagID, ClientPlatformType: c.MatchRule.ClientPlatformType}
		for _, wider := range []MatchRule{rule, {TagID: rule.TagID}, {ClientPlatformType: rule.ClientPlatformType}} {
			if j, ok := first[wider]; ok {
				v.warn(v.file.conditionalPath(i), 0, "is never shown, because %s comes first and matches the same users", v.file.conditionalPath(j))
				break
			}
		}
		if _, duplicate := first[rule]; !duplicate && rule == c.MatchRule && rule != (MatchRule{}) && c.MenuID == "" {
			first[rule] = i
		}
	}
}

package menu

import (
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/nearest"
)

// leaf checks a button without a sub menu.
func (v *validator) leaf(b *Button, at location) {
	found, known := typeNamed(v.file.Platform, b.Type)
	switch {
	case b.Type == "" && b.SubButton != nil && b.target() == "":
		v.fail(at.path+".sub_button", codeSubMissing, "is empty, a sub menu has 1 to %d buttons", maxSub)
		return
	case b.Type == "":
		v.fail(at.path+".type", at.codes().missing, "is missing, a button has a type or a sub_button").Hint = fittingType(b)
		return
	case !known:
		v.unknownType(b, at)
		return
	}
	for _, m := range b.fields()[2:] {
		path, needed := at.path+"."+m.name, slices.Contains(found.needs, m.name)
		switch {
		case needed && *m.value == "":
			v.fail(path, missingCode(m.name, at), "is missing, type %s needs it", b.Type)
		case !needed && *m.value != "":
			v.warn(path, 0, "is not a field of type %s, which takes %s", b.Type, strings.Join(found.needs, ", "))
		case needed:
			v.value(m, path, at)
		}
	}
}

func missingCode(name string, at location) int {
	switch name {
	case "key":
		return at.codes().key
	case "url":
		return at.codes().url
	case "media_id":
		return codeMediaID
	case "article_id":
		return codeArticleID
	}
	return 0
}

// fittingType suggests a type by the fields that a button has.
func fittingType(b *Button) string {
	switch {
	case b.Key != "":
		return "add type: click"
	case b.URL != "":
		return "add type: view"
	}
	return ""
}

func (v *validator) unknownType(b *Button, at location) {
	path, all := at.path+".type", typeNames(v.file.Platform)
	if lower := strings.ToLower(b.Type); lower != b.Type && slices.Contains(all, lower) {
		v.fail(path, codeCharset, "%s must be in lower case", quoted(b.Type)).Hint = "write " + lower
		return
	}
	p := v.fail(path, at.codes().kind, "%s is not a button type", quoted(b.Type))
	_, elsewhere := typeNamed(other(v.file.Platform), b.Type)
	near := nearest.Of(b.Type, all)
	switch {
	case slices.Contains(websiteTypes(), b.Type):
		p.Text += " of the API, only of menus made on the website"
		p.Hint = websiteHint(b.Type)
	case elsewhere:
		names := map[Platform]string{MP: "Official Accounts", Work: "WeCom"}
		p.Text += " of " + names[v.file.Platform] + ", only of " + names[other(v.file.Platform)]
		p.Hint = "use --platform " + string(other(v.file.Platform)) + " if the file is for " + names[other(v.file.Platform)]
		if strings.HasSuffix(b.Type, "miniprogram") {
			p.Hint = "write " + all[len(all)-1]
		}
	case near == nil:
		p.Hint = "known: " + strings.Join(all, ", ")
	default:
		p.Hint = "did you mean " + near[0] + "?"
	}
}

func other(p Platform) Platform {
	if p == Work {
		return MP
	}
	return Work
}

// value checks a field that the type needs.
func (v *validator) value(m field, path string, at location) {
	size := len(*m.value)
	switch {
	case m.name == "key" && size > maxKey:
		v.fail(path, at.codes().key, "has %d bytes (%s), more than the %d allowed", size, characters(*m.value), maxKey)
	case m.name == "url" && size > maxURL:
		v.fail(path, at.codes().url, "has %d bytes, more than the %d allowed", size, maxURL)
	case m.name == "url" && !isWeb(*m.value):
		v.fail(path, at.codes().domain, "%s is not a URL that begins with http:// or https:// and a domain", quoted(*m.value))
	case m.name == "url":
		v.authorize(*m.value, path)
	case m.name == "appid" && (len(*m.value) != 18 || !strings.HasPrefix(*m.value, "wx")):
		v.warn(path, 0, "%s does not look like an appid, which is wx and 16 letters or digits", quoted(*m.value))
	}
}

func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

package menu

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (v *validator) button(b *Button, at location) {
	if b.Website {
		v.warn(at.path, 0, "%s was made on the website with type %s, which the API cannot set; it is left out", quoted(b.Name), b.Type).Hint = websiteHint(b.Type)
		return
	}
	v.name(b, at)
	v.texts(b, at)
	if len(b.SubButton) > 0 {
		v.parent(b, at)
		return
	}
	v.leaf(b, at)
}

func websiteHint(kind string) string {
	if kind == "text" {
		return "use type click and have your server reply"
	}
	return "use type media_id with permanent material"
}

// name checks the length of a name in bytes of UTF-8.
func (v *validator) name(b *Button, at location) {
	limit, certain := nameLimit(v.file.Platform, at.level)
	size := len(b.Name)
	p := Problem{Path: at.path + ".name", Level: Error, Errcode: at.codes().name}
	p.Line = v.file.line(p.Path)
	switch {
	case strings.TrimSpace(b.Name) == "":
		v.add(p, "is missing or empty")
	case size > limit:
		if size <= certain {
			p.Level = Warning
		}
		v.add(p, "%s has %d bytes (%s), more than the %d allowed; the phone shows %s",
			quoted(b.Name), size, characters(b.Name), limit, quoted(Shown(b.Name, at.level > 1)))
	}
}

// characters counts the characters of a value that is too long.
func characters(s string) string {
	return fmt.Sprintf("%d characters", utf8.RuneCountInString(s))
}

func quoted(s string) string { return fmt.Sprintf("%q", truncate(s, 80)) }

// texts checks for characters that no value may contain. The platform accepts raw
// UTF-8 and no \uXXXX, which JSON needs for a control character.
func (v *validator) texts(b *Button, at location) {
	for _, m := range nonEmpty(b.fields()) {
		control := strings.IndexFunc(*m.value, unicode.IsControl)
		switch path := at.path + "." + m.name; {
		case control >= 0 && strings.ContainsRune("\b\f\n\r\t", rune((*m.value)[control])):
			v.warn(path, 0, "contains %q, a line break or tab", (*m.value)[control])
		case control >= 0:
			v.fail(path, codeEscape, "contains a control character: %s", quoted(*m.value))
		case strings.Contains(*m.value, `\u`):
			v.warn(path, codeEscape, `contains \u as text: %s`, quoted(*m.value)).Hint = `write the character itself; YAML decodes \uXXXX only in double quotes`
		}
	}
}

// parent checks a button that opens a sub menu.
func (v *validator) parent(b *Button, at location) {
	path, count := at.path+".sub_button", 0
	if at.level > 1 {
		v.fail(path, codeLevels, "is a third level; a menu has two")
		return
	}
	if b.Type != "" {
		v.fail(at.path+".type", at.codes().kind, "cannot be combined with sub_button, a button has either an action or a sub menu")
	}
	for _, m := range nonEmpty(b.fields()[2:]) {
		v.warn(at.path+"."+m.name, 0, "is ignored, because a button with a sub menu has no action")
	}
	for i := range b.SubButton {
		if b.SubButton[i].settable() {
			count++
		}
		v.button(&b.SubButton[i], location{fmt.Sprintf("%s[%d]", path, i), at.level + 1, at.conditional})
	}
	switch {
	case count > maxSub:
		v.fail(path, codeSubCount, "has %d buttons, a sub menu has 1 to %d", count, maxSub)
	case count == 0:
		v.warn(at.path, 0, "%s is left out, because its whole sub menu is", quoted(b.Name))
	}
}

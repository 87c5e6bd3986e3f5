package menu

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (v *validator) button(b *Button, at spot) {
	if b.Website {
		v.warn(at.path, 0, "%s is made on the website, the API cannot set type %s; it is left out", quoted(b.Name), b.Type).Hint = websiteHint(b.Type)
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
		return "type click, and an answer of your server, does the same"
	}
	return "type media_id with permanent material does the same"
}

// name checks a name, whose limits are in bytes of UTF-8.
func (v *validator) name(b *Button, at spot) {
	limit, sure := nameLimit(v.file.Platform, at.level)
	size := len(b.Name)
	p := Problem{Path: at.path + ".name", Level: Error, Errcode: at.codes().name}
	p.Line = v.file.line(p.Path)
	switch {
	case strings.TrimSpace(b.Name) == "":
		v.add(p, "is missing or empty")
	case size > limit:
		if size <= sure {
			p.Level = Warning
		}
		v.add(p, "%s has %d bytes (%s), more than the %d allowed; the phone shows %s",
			quoted(b.Name), size, characters(b.Name), limit, quoted(Shown(b.Name, at.level > 1)))
	}
}

func characters(s string) string {
	if n := utf8.RuneCountInString(s); n != 1 {
		return fmt.Sprintf("%d characters", n)
	}
	return "1 character"
}

func quoted(s string) string { return fmt.Sprintf("%q", cutText(s, 80)) }

// texts checks what no value may hold. The platform takes raw UTF-8 and no
// \uXXXX, which is the only way in which JSON can write a control character.
func (v *validator) texts(b *Button, at spot) {
	for _, m := range given(b.members()) {
		control := strings.IndexFunc(*m.value, unicode.IsControl)
		switch path := at.path + "." + m.name; {
		case control >= 0 && strings.ContainsRune("\b\f\n\r\t", rune((*m.value)[control])):
			v.warn(path, 0, "holds %q, a line end or tab", (*m.value)[control])
		case control >= 0:
			v.fail(path, codeEscape, "holds a control character: %s", quoted(*m.value))
		case strings.Contains(*m.value, `\u`):
			v.warn(path, codeEscape, `holds \u as text: %s`, quoted(*m.value)).Hint = `write the character itself; in YAML \uXXXX is read between " only`
		}
	}
}

// parent checks a button that opens a sub menu.
func (v *validator) parent(b *Button, at spot) {
	path, count := at.path+".sub_button", 0
	if at.level > 1 {
		v.fail(path, codeLevels, "is a third level, a menu has two")
		return
	}
	if b.Type != "" {
		v.fail(at.path+".type", at.codes().kind, "and sub_button exclude each other, a button does something or opens a sub menu")
	}
	for _, m := range given(b.members()[2:]) {
		v.warn(at.path+"."+m.name, 0, "is lost, a button with a sub menu does nothing else")
	}
	for i := range b.SubButton {
		if b.SubButton[i].settable() {
			count++
		}
		v.button(&b.SubButton[i], spot{fmt.Sprintf("%s[%d]", path, i), at.level + 1, at.conditional})
	}
	switch {
	case count > maxSub:
		v.fail(path, codeSubCount, "has %d buttons, a sub menu has 1 to %d", count, maxSub)
	case count == 0:
		v.warn(at.path, 0, "%s is left out, as all of its sub menu is", quoted(b.Name))
	}
}

package menu

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// YAML returns the file as YAML, which [Parse] reads as an equal file. What the API
// cannot set is written as a comment.
func (f *File) YAML() []byte {
	w := &yamlWriter{}
	all := f.ordered()
	if f.single && len(all) == 1 {
		w.rule(&all[0].MatchRule, "")
		w.buttons("button", all[0].Button, "")
		return w.Bytes()
	}
	if f.Default != nil {
		w.buttons("button", f.Default.Button, "")
	}
	if len(all) > 0 {
		w.line("", "# A user sees the first conditional menu whose rule matches.")
		w.line("", "conditional:")
	}
	for i := range all {
		w.conditional(&all[i])
	}
	if w.Len() == 0 {
		w.line("", "{}")
	}
	return w.Bytes()
}

type yamlWriter struct{ bytes.Buffer }

func (w *yamlWriter) line(indent, format string, args ...any) {
	fmt.Fprintf(w, indent+format+"\n", args...)
}

// conditional writes one entry, as a comment if its rule is obsolete.
func (w *yamlWriter) conditional(c *Conditional) {
	entry := &yamlWriter{}
	entry.rule(&c.MatchRule, "    ")
	entry.buttons("button", c.Button, "    ")
	text := "  - " + strings.TrimPrefix(entry.String(), "    ")
	if c.MatchRule.obsolete() {
		w.line("  ", "# left out, the platform no longer matches personal data:")
		text = strings.TrimPrefix(strings.ReplaceAll("\n"+strings.TrimSuffix(text, "\n"), "\n  ", "\n  # "), "\n") + "\n"
	}
	w.WriteString(text)
}

func (w *yamlWriter) rule(r *MatchRule, indent string) {
	fields := nonEmpty(r.fields())
	if len(fields) == 0 {
		w.line(indent, "matchrule: {}")
		return
	}
	w.line(indent, "matchrule:")
	for _, m := range fields {
		w.line(indent, "  %s: %s", m.name, scalar(*m.value))
	}
}

// buttons writes a key with a list of buttons.
func (w *yamlWriter) buttons(key string, buttons []Button, indent string) {
	if len(settable(buttons)) == 0 {
		w.line(indent, "%s: []", key)
	} else {
		w.line(indent, "%s:", key)
	}
	for i := range buttons {
		if b := &buttons[i]; b.settable() {
			w.button(b, indent+"  ")
		} else {
			w.leftOut(b, indent+"  ")
		}
	}
}

func (w *yamlWriter) button(b *Button, indent string) {
	bullet := "- "
	for _, m := range nonEmpty(b.fields()) {
		w.line(indent, "%s%s: %s", bullet, m.name, scalar(*m.value))
		bullet = "  "
	}
	switch {
	case len(b.SubButton) > 0 && bullet == "- ": // no name, which Validate reports
		w.line(indent, `- name: ""`)
		fallthrough
	case len(b.SubButton) > 0:
		w.buttons("sub_button", b.SubButton, indent+"  ")
	case bullet == "- ":
		w.line(indent, "- {}")
	}
}

func (w *yamlWriter) leftOut(b *Button, indent string) {
	if !b.Website {
		w.line(indent, "# left out, with its whole sub menu: %s", quoted(b.Name))
		for i := range b.SubButton {
			w.leftOut(&b.SubButton[i], indent+"  ")
		}
		return
	}
	w.line(indent, "# left out, made on the website: %s, type %s %s", quoted(b.Name), b.Type, quoted(b.Value))
}

// scalar writes a text without quotes only if every YAML reader takes it as text.
func scalar(s string) string {
	node := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	if isPlain(s) && node.ShortTag() == "!!str" {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isPlain reports whether a text has no special meaning in YAML at any position.
func isPlain(s string) bool {
	foreign := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-./?&=%+:", r)
	}
	first := strings.TrimLeft(s, "_/0123456789")
	return s != "" && !strings.ContainsFunc(s, foreign) && !strings.HasSuffix(s, ":") &&
		(first != s || unicode.IsLetter([]rune(s)[0]))
}

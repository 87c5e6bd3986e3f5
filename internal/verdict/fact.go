package verdict

import (
	"strconv"
	"strings"

	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// How many bytes of a text from outside are shown.
const (
	maxQuoted = 80
	maxPlain  = 400
)

// Fact is a value that a finding's text has a place for.
type Fact struct {
	Name  string
	Value value
}

// value is a text, words, a number, phrase, phrases or choice.
type value interface{ in(lang.Language) string }

type (
	text    string // the same in every language
	words   lang.Text
	number  int
	phrases []phrase // a list
	choice  []string // one of these words
	phrase  struct { // a part of a sentence, with facts of its own
		text  *lang.Text
		facts []Fact
	}
)

func (t text) in(lang.Language) string {
	return cut(string(t), maxPlain, func(s string) string { return s })
}

func (w words) in(l lang.Language) string { return text(lang.Text(w).In(l)).in(l) }

func (n number) in(lang.Language) string { return strconv.Itoa(int(n)) }

func (p phrase) in(l lang.Language) string {
	if p.text == nil {
		return ""
	}
	return sentence(*p.text, p.facts, l)
}

func (list phrases) in(l lang.Language) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = p.in(l)
	}
	return strings.Join(parts, wordsOf(l).comma)
}

func (words choice) in(l lang.Language) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], wordsOf(l).comma) + wordsOf(l).or + words[last]
}

// listWords join lists.
type listWords struct{ comma, or string }

func wordsOf(l lang.Language) listWords {
	if l == lang.Chinese {
		return listWords{"、", "或"}
	}
	return listWords{", ", " or "}
}

// quoted is a text from outside in quotes, or for other values what they are.
func quoted(v value, l lang.Language) string {
	t, ok := v.(text)
	if !ok {
		return v.in(l)
	}
	return cut(string(t), maxQuoted, strconv.Quote)
}

// cut shows at most limit bytes of s, and that there are more.
func cut(s string, limit int, show func(string) string) string {
	short := message.CutText(s, limit)
	if len(short) < len(s) {
		return show(short) + "…"
	}
	return show(s)
}

// sentence puts facts into a text. One that is not translated is English all
// through.
func sentence(t lang.Text, facts []Fact, l lang.Language) string {
	if l == lang.Chinese && t.ZH == "" {
		l = lang.English
	}
	return fill(t.In(l), facts, l)
}

// fill puts facts into the places of a template. A place without a fact stays.
func fill(template string, facts []Fact, l lang.Language) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		out.WriteString(before)
		place, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return out.String()
		}
		out.WriteString(show(place, facts, l))
		template = after
	}
}

// show is what is put in one place.
func show(place string, facts []Fact, l lang.Language) string {
	name, quote := strings.CutSuffix(place, ":q")
	for _, f := range facts {
		switch {
		case f.Name != name:
		case quote:
			return quoted(f.Value, l)
		default:
			return f.Value.in(l)
		}
	}
	return "{" + place + "}"
}

package errcode

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/lang"
)

// table is the parsed codes.txt. Its strings are parts of the file.
type table struct {
	sources  map[string]lang.Text
	families []family
	entries  []Entry
}

type family struct {
	first, last int
	meaning     lang.Text
}

func (f family) contains(code int) bool { return f.first <= code && code <= f.last }

func (t table) family(code int) (family, bool) {
	i := slices.IndexFunc(t.families, func(f family) bool { return f.contains(code) })
	if i < 0 {
		return family{}, false
	}
	return t.families[i], true
}

// parser reads codes.txt line by line. The comment at the start of the file describes
// its format.
type parser struct {
	table
	joined map[string]lang.Text // the sources of a line of names, which many entries share
	lines  []string
	line   int // of the line last read, from 1
}

// parse parses strictly. Unknown lines, empty fields, a text in one language only,
// unknown sources and platforms, and entries that are duplicate or out of order are
// errors that name the line.
func parse(text string) (table, error) {
	p := parser{
		table:  table{sources: map[string]lang.Text{}, entries: make([]Entry, 0, strings.Count(text, "\n\n"))},
		joined: map[string]lang.Text{},
		lines:  strings.Split(text, "\n"),
	}
	for p.line < len(p.lines) {
		if err := p.item(p.next()); err != nil {
			return table{}, fmt.Errorf("codes.txt:%d: %w", p.line, err)
		}
	}
	return p.table, nil
}

func (p *parser) next() string {
	if p.line >= len(p.lines) {
		return ""
	}
	p.line++
	return p.lines[p.line-1]
}

func (p *parser) item(line string) error {
	switch {
	case line == "" || line[0] == '#':
		return nil
	case line[0] == '@':
		return p.source(line[1:])
	case strings.HasPrefix(line, "＠"):
		return p.translatedSource(strings.TrimPrefix(line, "＠"))
	case line[0] == '%':
		return p.familyOf(line[1:])
	}
	return p.entry(line)
}

func (p *parser) source(line string) error {
	name, text, _ := strings.Cut(line, " ")
	if name == "" || text == "" || p.sources[name].EN != "" {
		return fmt.Errorf("source %q: needs a unique name and a text", name)
	}
	p.sources[name] = lang.Text{EN: text, ZH: text} // an address is the same in both languages
	return nil
}

func (p *parser) translatedSource(line string) error {
	name, text, _ := strings.Cut(line, " ")
	source := p.sources[name]
	if source.EN == "" || text == "" || source.ZH != source.EN {
		return fmt.Errorf("source %q in Chinese: needs a source before it and a text", name)
	}
	p.sources[name] = lang.Text{EN: source.EN, ZH: text}
	return nil
}

func (p *parser) familyOf(line string) error {
	parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
	if len(parts) < 3 {
		return fmt.Errorf("family: needs a first code, a last code and a meaning")
	}
	first, err := strconv.Atoi(parts[0])
	last, err2 := strconv.Atoi(parts[1])
	if err != nil || err2 != nil || first > last {
		return fmt.Errorf("family: %s to %s is not a range", parts[0], parts[1])
	}
	if n := len(p.families); n > 0 && p.families[n-1].last >= first {
		return fmt.Errorf("family %d: overlaps the previous one, or is out of order", first)
	}
	_, chinese, _ := strings.Cut(parts[2], " (")
	chinese, ok := strings.CutSuffix(chinese, ")")
	if !ok {
		return fmt.Errorf("family %d: the meaning must end with its Chinese in parentheses", first)
	}
	p.families = append(p.families, family{first, last, lang.Text{EN: parts[2], ZH: chinese}})
	return nil
}

func (p *parser) entry(head string) error {
	parts := strings.SplitN(head, " ", 3)
	code, err := strconv.Atoi(parts[0])
	if err != nil || len(parts) < 3 || parts[2] == "" {
		return fmt.Errorf("%q: must be a code, a platform and a Chinese term", head)
	}
	e := Entry{Code: code, Platform: parts[1], Meaning: lang.Text{ZH: parts[2]}}
	if !slices.Contains([]string{MP, Work, Both, Crypt}, e.Platform) {
		return fmt.Errorf("%d: unknown platform %q", code, e.Platform)
	}
	if e.Meaning.EN, err = p.field("= "); err != nil {
		return fmt.Errorf("%d %s: %w", code, e.Platform, err)
	}
	for _, pair := range []struct {
		english, chinese string
		value            *lang.Text
	}{{"? ", "？ ", &e.Cause}, {"! ", "！ ", &e.Remedy}} {
		if *pair.value, err = p.optional(pair.english, pair.chinese); err != nil {
			return fmt.Errorf("%d %s: %w", code, e.Platform, err)
		}
	}
	sources, err := p.field("@ ")
	if err != nil {
		return fmt.Errorf("%d %s: %w", code, e.Platform, err)
	}
	if e.Source, err = p.sourcesOf(sources); err != nil {
		return fmt.Errorf("%d %s: %w", code, e.Platform, err)
	}
	return p.add(e)
}

// field reads a line with a mark and a text.
func (p *parser) field(mark string) (string, error) {
	text, ok := strings.CutPrefix(p.next(), mark)
	if !ok || strings.TrimSpace(text) != text || text == "" {
		return "", fmt.Errorf("must be followed by a line with %q and a text", mark)
	}
	return text, nil
}

// optional reads two lines, in English and Chinese, if the next line has the first mark.
func (p *parser) optional(english, chinese string) (text lang.Text, err error) {
	if p.line >= len(p.lines) || !strings.HasPrefix(p.lines[p.line], english) {
		return lang.Text{}, nil
	}
	if text.EN, err = p.field(english); err != nil {
		return lang.Text{}, err
	}
	text.ZH, err = p.field(chinese)
	return text, err
}

func (p *parser) sourcesOf(names string) (lang.Text, error) {
	if text, ok := p.joined[names]; ok {
		return text, nil
	}
	var english, chinese []string
	for _, name := range strings.Fields(names) {
		source, ok := p.sources[name]
		if !ok {
			return lang.Text{}, fmt.Errorf("unknown source %q", name)
		}
		english, chinese = append(english, source.EN), append(chinese, source.ZH)
	}
	p.joined[names] = lang.Text{EN: strings.Join(english, "; "), ZH: strings.Join(chinese, "；")}
	return p.joined[names], nil
}

// add requires entries to be sorted by code, then platform, without duplicates.
func (p *parser) add(e Entry) error {
	if n := len(p.entries); n > 0 {
		last := p.entries[n-1]
		if cmp.Or(cmp.Compare(last.Code, e.Code), cmp.Compare(last.Platform, e.Platform)) >= 0 {
			return fmt.Errorf("%d %s: is duplicate or out of order", e.Code, e.Platform)
		}
	}
	p.entries = append(p.entries, e)
	return nil
}

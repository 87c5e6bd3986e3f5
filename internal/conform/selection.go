package conform

import (
	"fmt"
	"path"
	"strings"

	"wxtool/internal/lang"
)

// Selection chooses among the cases that apply. The zero Selection chooses all that
// are quick and have no effect.
type Selection struct {
	Only, Skip        []string // patterns of IDs, such as */crypto/*; a topic alone is all its cases
	Level             Level    // the least level; "" is all
	Slow, Destructive bool     // include these cases
}

// Why returns why a case is not run, and nothing if it is.
func (s *Selection) Why(c *Case, e *Endpoint) lang.Text {
	id := c.ID(e.Account.Platform)
	switch {
	case len(s.Only) > 0 && !matchesAny(s.Only, id):
		return lang.Text{EN: "--only does not name it", ZH: "--only 未包含"}
	case matchesAny(s.Skip, id):
		return lang.Text{EN: "--skip names it", ZH: "--skip 已排除"}
	case s.Level != "" && s.Level.Above(c.Level):
		return text("its level is %s", "级别为 %s", c.Level)
	case c.Destructive && !s.Destructive:
		return lang.Text{EN: "it has an effect at the server; --include-destructive runs it", ZH: "会在服务器上产生实际影响，--include-destructive 才运行"}
	case c.Slow && !s.Slow:
		return lang.Text{EN: "it takes seconds; --include-slow runs it", ZH: "耗时数秒，--include-slow 才运行"}
	case c.Unless != nil:
		return c.Unless(e)
	}
	return lang.Text{}
}

// CheckPatterns returns an error for a pattern that is malformed or matches no case of an
// endpoint.
func CheckPatterns(e *Endpoint, patterns []string) error {
	cases := Cases(e)
	for _, p := range patterns {
		if _, err := path.Match(p, ""); err != nil {
			return fmt.Errorf("pattern %q: is malformed", p)
		}
		found := false
		for _, c := range cases {
			found = found || matches(p, c.ID(e.Account.Platform))
		}
		if !found {
			return fmt.Errorf("pattern %q: matches no case", p)
		}
	}
	return nil
}

func matchesAny(patterns []string, id string) bool {
	for _, p := range patterns {
		if matches(p, id) {
			return true
		}
	}
	return false
}

// matches reports whether a pattern is that of an ID: the whole of it, what follows the
// platform, or the topic.
func matches(pattern, id string) bool {
	_, rest, _ := strings.Cut(id, "/")
	topic, _, _ := strings.Cut(rest, "/")
	for _, s := range []string{id, rest, topic} {
		if ok, _ := path.Match(pattern, s); ok {
			return true
		}
	}
	return false
}

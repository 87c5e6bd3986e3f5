package sandbox

import (
	"slices"
	"strings"
)

// customTypes are the types of customer messages, with the checks of their content and
// the text that the phone shows. That the codes of missing members are these is a guess.
func customTypes() map[string]customType {
	media := func(c *customContent) error {
		if c.MediaID == "" {
			return refuse(41006)
		}
		return nil
	}
	any := func(*customContent) error { return nil }
	title := func(word string) func(*customContent) string {
		return func(c *customContent) string { return strings.TrimSpace(word + " " + cut(c.Title)) }
	}
	return map[string]customType{
		"text":            {checkText, func(c *customContent) string { return c.Content }},
		"image":           {media, title("[图片]")},
		"voice":           {media, title("[语音]")},
		"video":           {media, title("[视频]")},
		"music":           {any, title("[音乐]")},
		"news":            {checkArticles, func(c *customContent) string { return "[图文] " + cut(c.Articles[0].Title) }},
		"mpnews":          {media, title("[图文]")},
		"mpnewsarticle":   {any, title("[图文]")},
		"msgmenu":         {any, menuShown},
		"wxcard":          {any, title("[卡券]")},
		"miniprogrampage": {any, title("[小程序]")},
		"link":            {any, title("[链接]")}, // of a mini program
	}
}

type customType struct {
	check func(*customContent) error
	shows func(*customContent) string
}

func checkText(c *customContent) error {
	switch {
	case c.Content == "":
		return refuse(44004)
	case len(c.Content) > customTextBytes:
		return refuse(45002)
	}
	return nil
}

// checkArticles allows one article, as the page says.
func checkArticles(c *customContent) error {
	switch n := len(c.Articles); {
	case n == 0:
		return refuse(44003)
	case n > customArticles:
		return refuse(45008)
	}
	return nil
}

func menuShown(c *customContent) string {
	lines := []string{c.HeadContent}
	for _, one := range c.List {
		lines = append(lines, one.Content)
	}
	lines = append(lines, c.TailContent)
	return cut(strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n"))
}

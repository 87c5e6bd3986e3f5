package conform

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
)

var pageIntro = lang.Text{EN: `# Every conformance case

Made from the cases of ` + "`internal/conform`" + `, do not edit: run ` + "`go generate ./...`" + `.

` + "`wxtool check URL`" + ` runs these cases. The ID of a case begins with its platform, as in
` + "`mp/handshake/echo-exact`" + `, and does not change. A case of level must is about what the
platform or a forger would do to your users; should about what goes wrong at times; a
finding can be of a lower level than its case. A case marked *slow* runs only with
` + "`--include-slow`" + `, a *destructive* one only with ` + "`--include-destructive`" + `. Cases about
encryption run where pushes are encrypted. ` + "`push`" + ` has a case for each
[push](pushes.md) that the URL gets, such as ` + "`mp/push/subscribe-scan`" + `, judged by
[every rule](verdicts.md).
`, ZH: `# 全部检查项

由 ` + "`internal/conform`" + ` 中的检查项生成，请勿手工修改：运行 ` + "`go generate ./...`" + `。

` + "`wxtool check URL`" + ` 运行这些检查项。ID 以平台开头，如 ` + "`mp/handshake/echo-exact`" + `，不会改变。
级别 must 关系到平台或伪造者会对用户造成的影响，should 是偶尔会出错的地方；问题的级别可以低于检查项的级别。
标有 *slow* 的只在 ` + "`--include-slow`" + ` 时运行，标有 *destructive* 的只在 ` + "`--include-destructive`" + ` 时运行。
加密相关的检查项只在推送加密时运行。` + "`push`" + ` 对该 URL 收到的每种[推送](pushes.md)各有一项，
如 ` + "`mp/push/subscribe-scan`" + `，按[判定规则](verdicts.zh-CN.md)判定。
`}

var pageTable = lang.Text{
	EN: "\n| ID | level | requirement | remedy | source |\n|---|---|---|---|---|\n",
	ZH: "\n| ID | 级别 | 要求 | 处理 | 依据 |\n|---|---|---|---|---|\n",
}

// WriteMarkdown writes the cases as a page in a language.
func WriteMarkdown(w io.Writer, l lang.Language) error {
	var page strings.Builder
	page.WriteString(pageIntro.In(l))
	var topic Topic
	for _, c := range allCases(&Endpoint{}) {
		if c.Topic != topic {
			topic = c.Topic
			fmt.Fprintf(&page, "\n## %s\n%s", topic, pageTable.In(l))
		}
		writeRow(&page, c, l)
	}
	_, err := io.WriteString(w, page.String())
	return err
}

func writeRow(page *strings.Builder, c *Case, l lang.Language) {
	id := string(c.Topic) + "/" + c.Name
	if c.Platform != "" {
		id = c.ID(c.Platform)
	}
	mark := ""
	if c.Slow {
		mark += " *slow*"
	}
	if c.Destructive {
		mark += " *destructive*"
	}
	source := fmt.Sprintf("[1](%s)", c.Source)
	if c.WeCom != "" && c.Platform != callback.MP {
		source += fmt.Sprintf(", [WeCom](%s)", c.WeCom)
	}
	cell := strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ")
	remedy := cmp.Or(c.Remedy.In(l), lang.Text{EN: "see the finding", ZH: "见具体问题"}.In(l))
	fmt.Fprintf(page, "| `%s` | %s%s | %s | %s | %s |\n", id, c.Level, mark, cell.Replace(c.Requirement.In(l)), cell.Replace(remedy), source)
}

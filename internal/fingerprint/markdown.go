package fingerprint

import (
	"fmt"
	"io"
	"strings"

	"wxtool/internal/lang"
)

var pageIntro = lang.Text{EN: `# Every cause

Made from the table of ` + "`internal/fingerprint`" + `, do not edit: run ` + "`go generate ./...`" + `.

Where ` + "`wxtool send-fixture`" + ` or ` + "`wxtool handshake`" + ` finds an answer wrong, and the answer is
a page or a header of one of these frameworks, servers and proxies, the problem has a
` + "`cause`" + `, and its ` + "`remedy`" + ` is the one for this cause. In JSON ` + "`cause_id`" + ` is the name, which
does not change. A cause never makes an answer wrong. ` + "`{detail}`" + ` is a part of the answer.

| ID | cause | remedy |
|---|---|---|
`, ZH: `# 全部原因

由 ` + "`internal/fingerprint`" + ` 中的表生成，请勿手工修改：运行 ` + "`go generate ./...`" + `。

` + "`wxtool send-fixture` 或 `wxtool handshake`" + ` 判定应答有误，而应答是下列框架、服务器或代理的页面或响应头时，
该问题带有 ` + "`cause`" + `，其 ` + "`remedy`" + ` 针对这一原因。JSON 中的 ` + "`cause_id`" + ` 是名称，不会改变。
原因只作解释，不影响判定。` + "`{detail}`" + ` 是应答中的一部分。

| ID | 原因 | 处理 |
|---|---|---|
`}

// WriteMarkdown writes the table as a page in a language.
func WriteMarkdown(w io.Writer, l lang.Language) error {
	var page strings.Builder
	page.WriteString(pageIntro.In(l))
	cell := strings.NewReplacer("|", `\|`, "{detail:q}", "`{detail}`", "{detail}", "`{detail}`")
	for _, row := range Rows() {
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", row.ID, cell.Replace(row.Cause.In(l)), cell.Replace(row.Remedy.In(l)))
	}
	_, err := io.WriteString(w, page.String())
	return err
}

package fingerprint

import (
	"fmt"
	"io"
	"strings"
)

const pageIntro = `# Every cause

Made from the table of ` + "`internal/fingerprint`" + `, do not edit: run ` + "`go generate ./...`" + `.

Where ` + "`wxtool send-fixture`" + ` or ` + "`wxtool handshake`" + ` finds an answer wrong, and the answer is
a page or a header of one of these frameworks, servers and proxies, the problem has a
` + "`cause`" + `, and its ` + "`remedy`" + ` is the one for this cause. In JSON ` + "`cause_id`" + ` is the name, which
does not change. A cause never makes an answer wrong. ` + "`{detail}`" + ` is a part of the answer.

| ID | cause | remedy |
|---|---|---|
`

// WriteMarkdown writes the table as a page.
func WriteMarkdown(w io.Writer) error {
	var page strings.Builder
	page.WriteString(pageIntro)
	cell := strings.NewReplacer("|", `\|`, "{detail:q}", "`{detail}`", "{detail}", "`{detail}`")
	for _, row := range Rows() {
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", row.ID, cell.Replace(row.Cause.EN), cell.Replace(row.Remedy.EN))
	}
	_, err := io.WriteString(w, page.String())
	return err
}

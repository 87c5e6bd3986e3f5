package report

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"wxtool/internal/conform"
	"wxtool/internal/lang"
)

// style is that of the page, for light and dark screens.
const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.sum{font-weight:600;padding:.6rem .8rem;border-left:4px solid}
.ok{border-color:#2a9d55}.bad{border-color:#d1383d}
details,.case{border:1px solid #8884;border-radius:6px;padding:.5rem .8rem;margin:.6rem 0}
.level{display:inline-block;min-width:4.5rem;font-size:.85rem}
.must{color:#d1383d;font-weight:600}.should{color:#b06f00;font-weight:600}.passed{color:#2a9d55}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .8rem;margin:.5rem 0}
dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;background:#8881;padding:.5rem;border-radius:4px;margin:.2rem 0}
code{font-size:.9rem}`

// page writes HTML. Every text goes through text.
type page struct {
	*bufio.Writer
	*Report
}

func (p *page) text(s string) { p.WriteString(html.EscapeString(s)) }

// WriteHTML writes the report as one page that loads nothing from elsewhere.
func (r *Report) WriteHTML(w io.Writer) error {
	p := &page{bufio.NewWriter(w), r}
	p.head()
	failures := r.failures()
	for _, result := range failures {
		p.failure(result)
	}
	p.WriteString("<h2>")
	p.text(r.in(lang.Text{EN: "Other cases", ZH: "其他检查项"}))
	p.WriteString("</h2>\n")
	for _, result := range r.rest() {
		p.other(result)
	}
	p.WriteString("</body></html>\n")
	return p.Flush()
}

func (p *page) head() {
	title := "wxtool check " + p.mask(p.URL)
	fmt.Fprintf(p, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>%s</title><style>%s</style></head><body>\n<h1>%s</h1>\n",
		html.EscapeString(string(p.Lang)), html.EscapeString(title), style, html.EscapeString(title))
	class := "bad"
	if p.OK {
		class = "ok"
	}
	fmt.Fprintf(p, "<p class=\"sum %s\">", class)
	p.text(p.sum())
	p.WriteString("</p>\n<p>")
	p.text(fmt.Sprintf("%s, %s; wxtool %s, %s", p.Platform, p.Mode, p.Version, p.Time.Format("2006-01-02 15:04:05 -07:00")))
	p.WriteString("</p>\n")
}

// failure writes a case with all its findings.
func (p *page) failure(result *conform.Result) {
	p.WriteString("<div class=\"case\">")
	p.title(result)
	p.WriteString("<dl>")
	p.row(lang.Text{EN: "requirement", ZH: "要求"}, p.in(result.Case.Requirement))
	p.row(lang.Text{EN: "source", ZH: "依据"}, result.Case.SourceFor(p.Platform))
	p.row(lang.Text{EN: "user", ZH: "用户"}, result.OpenID)
	p.row(lang.Text{EN: "reason", ZH: "原因"}, p.in(result.Reason))
	p.WriteString("</dl>")
	last := ""
	for i := range result.Findings {
		last = p.finding(&result.Findings[i], last)
	}
	p.WriteString("</div>\n")
}

// title writes the outcome and the ID.
func (p *page) title(result *conform.Result) {
	class := string(result.Outcome)
	if result.Outcome == conform.Failed {
		class = string(result.Level())
	}
	fmt.Fprintf(p, "<span class=\"level %s\">", html.EscapeString(class))
	p.text(p.level(result))
	p.WriteString("</span> <code>")
	p.text(result.ID)
	p.WriteString("</code>")
}

// row writes a name and a text, if there is one.
func (p *page) row(name lang.Text, s string) {
	if s == "" {
		return
	}
	p.WriteString("<dt>")
	p.text(p.in(name))
	p.WriteString("</dt><dd>")
	p.text(s)
	p.WriteString("</dd>")
}

// finding writes a finding, and its exchange unless that is the last one, which is
// known by its command line.
func (p *page) finding(f *conform.Finding, last string) string {
	p.WriteString("<dl>")
	name := lang.Text{EN: "problem", ZH: "问题"}
	if f.Level != conform.Must {
		name = lang.Text{EN: "warning", ZH: "警告"}
	}
	p.row(name, p.in(f.Problem))
	p.row(lang.Text{EN: "expected", ZH: "应为"}, p.in(f.Expected))
	p.row(lang.Text{EN: "cause", ZH: "原因"}, p.in(f.Cause))
	p.row(lang.Text{EN: "so", ZH: "影响"}, p.in(f.Effect))
	p.row(lang.Text{EN: "fix", ZH: "处理"}, p.in(f.Remedy))
	p.WriteString("</dl>")
	if f.Exchange == nil {
		return last
	}
	curl := p.curl(f.Exchange)
	if curl == last {
		return last
	}
	for _, s := range []string{curl, p.answer(f.Exchange)} {
		if strings.TrimSpace(s) != "" {
			p.WriteString("<pre>")
			p.text(s)
			p.WriteString("</pre>")
		}
	}
	return curl
}

// other writes a case that did not fail, closed.
func (p *page) other(result *conform.Result) {
	p.WriteString("<details><summary>")
	p.title(result)
	p.WriteString("</summary><dl>")
	p.row(lang.Text{EN: "requirement", ZH: "要求"}, p.in(result.Case.Requirement))
	p.row(lang.Text{EN: "source", ZH: "依据"}, result.Case.SourceFor(p.Platform))
	p.row(lang.Text{EN: "reason", ZH: "原因"}, p.in(result.Reason))
	for _, f := range result.Findings {
		p.row(lang.Text{EN: "note", ZH: "说明"}, p.in(f.Problem))
	}
	p.WriteString("</dl></details>\n")
}

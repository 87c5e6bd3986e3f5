package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/conform/report"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

const (
	secret = "CanaryToken5d41402abc4b2a76"
	markup = `<script>alert("1")</script>&'` + "|`[a](b)\n::error::x%\r"
)

// results are one of each outcome; texts from outside have markup and a secret.
func results() []*conform.Result {
	c := &conform.Case{Topic: conform.Signature, Name: "forged", Level: conform.Must, Requirement: lang.Text{EN: "Refuse.", ZH: "拒绝。"}, Source: "https://example.com/mp", WeCom: "https://example.com/work"}
	ex := &exchange.Exchange{
		Request:  exchange.Request{Method: http.MethodPost, URL: "http://127.0.0.1:1/?a=" + secret, Header: http.Header{}, Body: []byte(markup)},
		Response: &exchange.Response{Status: 200, Body: []byte(markup + secret)},
	}
	finding := func(level conform.Level) []conform.Finding {
		return []conform.Finding{{Level: level, Problem: lang.Text{EN: "problem " + markup + secret, ZH: "问题" + markup}, Remedy: lang.Text{EN: "remedy", ZH: "处理"}, Exchange: ex}}
	}
	return []*conform.Result{
		{Case: c, ID: "mp/signature/should", Outcome: conform.Failed, Findings: finding(conform.Should)},
		{Case: c, ID: "mp/signature/must", Outcome: conform.Failed, Findings: append(finding(conform.Must), finding(conform.Must)...)},
		{Case: c, ID: "mp/signature/known", Outcome: conform.Failed, Known: true, Findings: finding(conform.Must)},
		{Case: c, ID: "mp/signature/broken", Outcome: conform.Broken, Reason: lang.Text{EN: "not made", ZH: "无法构造"}},
		{Case: c, ID: "mp/signature/passed", Outcome: conform.Passed, Findings: finding(conform.Info)},
		{Case: c, ID: "mp/signature/skipped", Outcome: conform.Skipped, Reason: lang.Text{EN: "why" + markup, ZH: "原因"}},
		{Case: c, ID: "mp/signature/blocked", Outcome: conform.Blocked, Reason: lang.Text{EN: "why", ZH: "原因"}},
	}
}

func sample(l lang.Language) *report.Report {
	return &report.Report{
		URL: "http://127.0.0.1:1/" + markup, Platform: callback.MP, Mode: callback.Safe, Version: "1", Time: time.Unix(1751328000, 0).UTC(), Lang: l,
		Sum: conform.Sum{Cases: 6, Passed: 1, Must: 2, Should: 1, Blocked: 1, Broken: 1, Skipped: 1}, Results: results(),
		Mask: func(s string) string { return strings.ReplaceAll(s, secret, "***") },
	}
}

// TestHTMLIsEscaped: the page has only the elements that it writes itself, and no secret.
func TestHTMLIsEscaped(t *testing.T) {
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		var b bytes.Buffer
		if err := sample(l).WriteHTML(&b); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if strings.Contains(page, "<script") || strings.Contains(page, secret) || strings.Contains(page, "http-equiv=\"refresh") {
			t.Errorf("%s", page)
		}
		known := map[string]bool{}
		for _, name := range strings.Fields("html head meta title style body h1 h2 p div span code dl dt dd pre details summary") {
			known[name] = true
		}
		for _, name := range elements(t, page) {
			if !known[name] {
				t.Errorf("the page has an element %q", name)
			}
		}
		for _, r := range results() {
			if strings.Count(page, "<code>"+r.ID+"</code>") != 1 {
				t.Errorf("the page does not have %s once", r.ID)
			}
		}
		if strings.Count(page, "<pre>") != 2*3 { // the second finding of must has the same exchange
			t.Errorf("%d exchanges", strings.Count(page, "<pre>"))
		}
	}
}

// elements are the names of the elements of a page.
func elements(t *testing.T, page string) (names []string) {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			names = append(names, start.Name.Local)
		}
	}
}

// TestOrder: the worst failures come first.
func TestOrder(t *testing.T) {
	var b bytes.Buffer
	sample(lang.English).WriteHTML(&b)
	at := -1
	for _, id := range []string{"must", "known", "broken", "should", "passed", "skipped", "blocked"} {
		next := strings.Index(b.String(), "mp/signature/"+id+"<")
		if next < at {
			t.Errorf("%s is not in its place", id)
		}
		at = next
	}
}

// TestSummary: a row has three cells whatever is in its texts, and no markup is active.
func TestSummary(t *testing.T) {
	var b bytes.Buffer
	if err := sample(lang.English).WriteSummary(&b); err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "| must") || strings.HasPrefix(line, "| should") || strings.HasPrefix(line, "| known") || strings.HasPrefix(line, "| blocked") {
			rows++
			if cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); cells != 4 {
				t.Errorf("%d bars in %q", cells, line)
			}
		}
	}
	if rows != 4 || strings.Contains(b.String(), secret) || strings.Contains(strings.ReplaceAll(b.String(), `\<`, ""), "<script") || strings.Contains(b.String(), "](b") {
		t.Errorf("%d rows in %s", rows, b.String())
	}
}

// TestAnnotations: one line for each failure that is not known, which no text can
// extend or break.
func TestAnnotations(t *testing.T) {
	got := sample(lang.English).Annotations()
	want := []string{"::error title=mp/signature/must::", "::error title=mp/signature/broken::not made", "::warning title=mp/signature/should::"}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i, line := range got {
		if !strings.HasPrefix(line, want[i]) || strings.ContainsAny(line, "\r\n") || strings.Contains(line, secret) {
			t.Errorf("%q, want %q", line, want[i])
		}
	}
	many := sample(lang.English)
	for range 50 {
		many.Results = append(many.Results, results()[1])
	}
	if n := len(many.Annotations()); n != 11 {
		t.Errorf("%d annotations, want 10 errors and 1 warning", n)
	}
}

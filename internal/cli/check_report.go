package cli

import (
	"bytes"
	"errors"
	"strings"

	"wxtool/internal/conform"
	"wxtool/internal/junit"
	"wxtool/internal/ui"
)

// checking prints the results of a check as it goes on, and keeps what its reports need.
type checking struct {
	env      *ui.Env
	options  conform.Options
	strict   bool
	failures conform.Baseline
	suite    junit.Suite
	results  []*conform.Result
	any      bool // a case was run
}

// show prints a result. A first case that reaches no server ends the run.
func (c *checking) show(r *conform.Result) error {
	c.env.Wait("")
	if r.Outcome != conform.Skipped {
		if err := c.reached(r); err != nil {
			return err
		}
		c.any = true
	}
	c.failures.Add(r)
	c.results = append(c.results, r)
	result := newCaseResult(r, c.options.Account.Platform, c.strict, c.env.Lang)
	c.suite.Cases = append(c.suite.Cases, c.junitCase(r, &result))
	result.verbose = c.env.Verbose
	if result.hidden(c.env) {
		return nil
	}
	return c.env.Print(result)
}

// reached returns an error if no server listens at the URL, from the first case. A case
// with a control is run only if that was answered, so its server has ended since.
func (c *checking) reached(r *conform.Result) error {
	if c.any || r.Case.Control != conform.NoControl {
		return nil
	}
	for _, f := range r.Findings {
		if ex := f.Exchange; ex != nil && ex.Cause != nil && !ex.Cause.Answered() {
			return cannotReach(c.options.URL, ex.Cause)
		}
	}
	return nil
}

// junitCase is a result in the JUnit report.
func (c *checking) junitCase(r *conform.Result, result *caseResult) junit.Case {
	jc := junit.Case{Class: "wxtool check", Name: r.ID, Time: r.Duration}
	message := ui.Printable(result.reasonOrProblem())
	message = c.env.Masked(message)
	problem := &junit.Problem{Type: string(r.Level()), Message: message, Text: c.env.Masked(result.plain())}
	switch {
	case r.Outcome == conform.Skipped, r.Outcome == conform.Blocked: // the failed control is a failure already
		jc.Skipped = message
	case r.Outcome == conform.Broken:
		jc.Error = problem
	case result.fails && !r.Known:
		jc.Failure = problem
	case len(r.Findings) > 0:
		jc.Output = problem.Text
	}
	return jc
}

// plain is a result as text without colour, for reports.
func (r *caseResult) plain() string {
	var b strings.Builder
	line := func(w word, s string) {
		if s != "" {
			b.WriteString(w.in(r.lang) + ui.Printable(s) + "\n")
		}
	}
	b.WriteString(ui.Printable(r.Requirement) + "\n")
	line(checkSource, r.Source)
	for _, f := range r.Findings {
		line(wordProblem, f.Problem)
		line(wordCause, f.Cause)
		line(wordSo, f.Effect)
		line(wordFix, f.Remedy)
		line(checkSent, f.Curl)
		if f.Answer != nil {
			line(checkGot, checkAnswer.in(r.lang, f.Status, *f.Answer))
		}
	}
	return b.String()
}

// writable checks that the reports can be written, before anything is sent.
func (o *caseFlags) writable(env *ui.Env) error {
	for _, name := range []string{o.junit, o.html, o.writeBaseline} {
		if name == "" {
			continue
		}
		if err := checkWritable(env, name); err != nil {
			return err
		}
	}
	return nil
}

// writeReports writes the reports of a run, also of one that ended with err. A baseline
// is written only of a complete run.
func (o *caseFlags) writeReports(c *checking, sum *conform.Sum, err error) error {
	var written []error
	if o.junit != "" {
		c.suite.Name = "wxtool check"
		if err != nil {
			failure, _ := classify(err)
			message := ui.Printable(failure.Message)
			c.suite.Cases = append(c.suite.Cases, junit.Case{Name: "check", Error: &junit.Problem{Type: failure.Kind, Message: message, Text: message}})
		}
		var b bytes.Buffer
		written = append(written, c.suite.Write(&b), writeFile(c.env, o.junit, b.Bytes()))
	}
	page := c.report(sum, err == nil && sum.OK(o.strict))
	if o.html != "" {
		var b bytes.Buffer
		written = append(written, page.WriteHTML(&b), writeFile(c.env, o.html, b.Bytes()))
	}
	written = append(written, writeJobSummary(c.env, page))
	if o.writeBaseline != "" && withoutHangUp(err) == nil {
		var b strings.Builder
		written = append(written, c.failures.Write(&b), writeFile(c.env, o.writeBaseline, []byte(b.String())))
	}
	return errors.Join(written...)
}

// readBaseline reads the file of --baseline.
func readBaseline(env *ui.Env, name string) (conform.Baseline, error) {
	if name == "" {
		return nil, nil
	}
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	baseline, err := conform.ReadBaseline(bytes.NewReader(data))
	if err != nil {
		return nil, usage("%s: %w", name, err).withHint("wxtool check URL --write-baseline " + name + " writes it")
	}
	return baseline, nil
}

package ui_test

import (
	"slices"
	"testing"

	"wxtool/internal/ui"
)

func TestAsides(t *testing.T) {
	for _, tt := range []struct {
		json bool
		want string
	}{
		{false, "wxtool: note: 1 s3cr…(12)\nwxtool: warning: a\\u001b[2J & <b>\n"},
		{true, `{"type":"note","note":"1 s3cr…(12)"}` + "\n" + `{"type":"warning","warning":"a\\u001b[2J & <b>"}` + "\n"},
	} {
		e, out, errs := env(nil)
		e.JSON = tt.json
		e.Hide("s3cret-token", "s3cr…(12)")
		e.Notef("%d %s", 1, "s3cret-token")
		e.Warnf("a\x1b[2J %s", "& <b>")
		if errs.String() != tt.want || out.Len() > 0 {
			t.Errorf("JSON %t: stderr %q, want %q", tt.json, errs, tt.want)
		}
	}
}

func TestShow(t *testing.T) {
	e, out, errs := env(nil)
	e.Hide("s3cret-token", "s3cr…(12)")
	e.Show("POST\n/wx?t=s3cret-token", "a\nb\x1b s3cret-token")
	if want := "wxtool: POST\\n/wx?t=s3cr…(12)\n  a\n  b\\u001b s3cr…(12)\n"; errs.String() != want || out.Len() > 0 {
		t.Errorf("stderr %q, want %q", errs, want)
	}
	e.JSON = true
	errs.Reset()
	if e.Show("POST", "a"); errs.Len() > 0 {
		t.Errorf("with --json stderr has %q", errs)
	}
}

// TestShortestSecret: six bytes are masked, five may be a word.
func TestShortestSecret(t *testing.T) {
	e, _, errs := env(nil)
	e.Hide("hunter", "h…(6)")
	e.Hide("token", "t…(5)")
	e.Notef("the token is hunter")
	if want := "wxtool: note: the token is h…(6)\n"; errs.String() != want {
		t.Errorf("stderr %q, want %q", errs, want)
	}
}

// TestProgress: progress is shown only on a terminal without other output.
func TestProgress(t *testing.T) {
	for _, tt := range []struct {
		name           string
		errTTY, outTTY bool
		options        ui.Options
		want           string
	}{
		{"results in a file", true, false, ui.Options{}, "\r\x1b[K3 of\\u001b 5"},
		{"results on the terminal", true, true, ui.Options{}, ""},
		{"no terminal", false, false, ui.Options{}, ""},
		{"stderr in a file", false, true, ui.Options{}, ""},
		{"--quiet", true, false, ui.Options{Quiet: true}, ""},
		{"--json", true, false, ui.Options{JSON: true}, ""},
	} {
		e, _, errs := env(nil)
		e.ErrTTY, e.OutTTY, e.Options = tt.errTTY, tt.outTTY, tt.options
		if e.Progress("3 of\x1b 5"); errs.String() != tt.want {
			t.Errorf("%s: stderr %q, want %q", tt.name, errs, tt.want)
		}
	}
}

// TestWait: the line is shown on a terminal, wherever stdout goes, and removed.
func TestWait(t *testing.T) {
	const shown = "\r\x1b[Kattempt\\u001b 2\r\x1b[Kattempt 3\r\x1b[K"
	for _, tt := range []struct {
		name           string
		errTTY, outTTY bool
		term           string
		options        ui.Options
		want           string
	}{
		{"both", true, true, "xterm", ui.Options{}, shown},
		{"results in a file", true, false, "xterm", ui.Options{}, shown},
		{"no terminal", false, true, "xterm", ui.Options{}, ""},
		{"a terminal that cannot erase", true, true, "dumb", ui.Options{}, ""},
		{"--quiet", true, true, "xterm", ui.Options{Quiet: true}, ""},
		{"--json", true, true, "xterm", ui.Options{JSON: true}, ""},
	} {
		e, _, errs := env(map[string]string{"TERM": tt.term})
		e.ErrTTY, e.OutTTY, e.Options = tt.errTTY, tt.outTTY, tt.options
		for _, text := range []string{"", "attempt\x1b 2", "attempt 3", "", ""} {
			e.Wait(text)
		}
		if errs.String() != tt.want {
			t.Errorf("%s: stderr %q, want %q", tt.name, errs, tt.want)
		}
	}
}

func TestAtEnd(t *testing.T) {
	e, _, _ := env(nil)
	var called []string
	for _, name := range []string{"first", "second", "third"} {
		e.AtEnd(func() { called = append(called, name) })
	}
	e.End()
	e.End()
	if want := []string{"third", "second", "first"}; !slices.Equal(called, want) {
		t.Errorf("called %v, want %v", called, want)
	}
}

// pieces records each call of Write.
type pieces struct{ all []string }

func (p *pieces) Write(b []byte) (int, error) {
	p.all = append(p.all, string(b))
	return len(b), nil
}

type twoLines struct{}

func (twoLines) JSONType() string { return "two_lines" }
func (twoLines) WriteText(p *ui.Printer) {
	p.Linef("one")
	p.Linef("two")
}

// TestResultIsWrittenAtOnce: one call of Write per result, so that lines of other
// writers do not get between its lines.
func TestResultIsWrittenAtOnce(t *testing.T) {
	e, _, _ := env(nil)
	out := new(pieces)
	e.Out = out
	if err := e.Print(twoLines{}); err != nil || !slices.Equal(out.all, []string{"one\ntwo\n"}) {
		t.Errorf("written %q, %v", out.all, err)
	}
}

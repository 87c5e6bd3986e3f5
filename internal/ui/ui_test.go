package ui_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"wxtool/internal/ui"
)

func env(vars map[string]string) (e *ui.Env, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return &ui.Env{Out: out, Err: errs, LookupEnv: func(name string) (string, bool) { v, ok := vars[name]; return v, ok }}, out, errs
}

// word is a result of one painted word.
type word struct {
	Word string `json:"word"`
}

func (w word) WriteText(p *ui.Paper) { p.Linef("%s", p.Good(w.Word)) }

func TestColourIsDecidedPerStream(t *testing.T) {
	tests := []struct {
		name     string
		flag     string
		vars     map[string]string
		tty      bool
		coloured bool
	}{
		{"terminal", "auto", nil, true, true},
		{"pipe", "auto", nil, false, false},
		{"NO_COLOR on a terminal", "auto", map[string]string{"NO_COLOR": "1"}, true, false},
		{"empty NO_COLOR", "auto", map[string]string{"NO_COLOR": ""}, true, true},
		{"dumb terminal", "auto", map[string]string{"TERM": "dumb"}, true, false},
		{"FORCE_COLOR in a pipe", "auto", map[string]string{"FORCE_COLOR": "1"}, false, true},
		{"FORCE_COLOR=0", "auto", map[string]string{"FORCE_COLOR": "0"}, false, false},
		{"NO_COLOR beats FORCE_COLOR", "auto", map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, false, false},
		{"always beats NO_COLOR", "always", map[string]string{"NO_COLOR": "1"}, false, true},
		{"never", "never", map[string]string{"FORCE_COLOR": "1"}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, out, errs := env(tt.vars)
			e.Color, e.OutTTY = tt.flag, tt.tty
			if err := e.Print(word{"ja"}); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(out.String(), "\x1b["); got != tt.coloured || !strings.Contains(out.String(), "ja") {
				t.Errorf("stdout %q", out)
			}
			e.Warnf("hm")
			if tt.flag == "auto" && len(tt.vars) == 0 && strings.Contains(errs.String(), "\x1b[") {
				t.Errorf("stderr, no terminal, has colour: %q", errs)
			}
		})
	}
}

func TestPrintJSON(t *testing.T) {
	e, out, _ := env(nil)
	e.JSON = true
	e.Color = "always"
	if err := e.Print(word{"<你&好>"}); err != nil || out.String() != "{\"word\":\"<你&好>\"}\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestFail(t *testing.T) {
	e, out, errs := env(nil)
	e.Hide("s3cret-token", "s3cr…(12)")
	e.Hide("abc", "…") // too short to be told from words
	e.Fail(ui.Failure{Kind: "usage", Message: "token s3cret-token: bad\x1b[31m abc", Hint: "not s3cret-token"})
	want := "wxtool: error: token s3cr…(12): bad\\u001b[31m abc\nwxtool: hint: not s3cr…(12)\n"
	if errs.String() != want || out.Len() > 0 {
		t.Errorf("stderr %q, want %q", errs, want)
	}
}

func TestFailJSON(t *testing.T) {
	e, _, errs := env(nil)
	e.JSON = true
	code := -40001
	e.Fail(ui.Failure{Kind: "invalid", Message: "m", Errcode: &code})
	var got struct {
		Error struct {
			Kind, Message string
			Errcode       int
		}
	}
	if err := json.Unmarshal(errs.Bytes(), &got); err != nil || got.Error.Kind != "invalid" || got.Error.Errcode != -40001 {
		t.Errorf("%s: %+v, %v", errs, got, err)
	}
}

func TestQuietSilencesNotesNotErrors(t *testing.T) {
	e, _, errs := env(nil)
	e.Quiet = true
	e.Notef("note")
	e.Warnf("warning")
	e.Show("sent", "body")
	if errs.Len() > 0 {
		t.Errorf("%q", errs)
	}
	e.Fail(ui.Failure{Message: "m"})
	if errs.String() != "wxtool: error: m\n" {
		t.Errorf("%q", errs)
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"你好\tab\n":     "你好\tab\n",
		"\x1b[2J":      `\u001b[2J`,
		"a\x00\x07":    `a\u0000\u0007`,
		"\xff\xfe":     `\xff\xfe`,
		"\u202egnp":    `\u202egnp`,
		"a\r\nb":       "a\\r\nb",
		"\u0085\u009b": `\u0085\u009b`,
		"\uFFFD":       "\uFFFD",
	} {
		if got := ui.Printable(in); got != want {
			t.Errorf("Printable(%q) = %q, want %q", in, got, want)
		}
	}
}

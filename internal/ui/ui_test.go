package ui_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"wxtool/internal/ui"
)

func env(vars map[string]string) (e *ui.Env, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return &ui.Env{Out: out, Err: errs, LookupEnv: func(name string) (string, bool) { v, ok := vars[name]; return v, ok }}, out, errs
}

// word is a result of one coloured word.
type word struct {
	Word string `json:"word"`
}

func (word) JSONType() string          { return "word" }
func (w word) WriteText(p *ui.Printer) { p.Linef("%s", p.Good(w.Word)) }

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
	if err := e.Print(word{"<你&好>"}); err != nil || out.String() != "{\"type\":\"word\",\"word\":\"<你&好>\"}\n" {
		t.Errorf("%q, %v", out, err)
	}
}

// TestJSONHoldsNoControls: control characters are escaped and decode to the same
// text.
func TestJSONHoldsNoControls(t *testing.T) {
	const text = "a\u009b2J\u202e\u2066\u061c\u200e\x7f\u0085\u2028\x1b\t\n你"
	e, out, errs := env(nil)
	e.JSON = true
	if err := e.PrintJSON(members{text: text, "raw": json.RawMessage("\"\u202e\xff\"")}); err != nil {
		t.Fatal(err)
	}
	const escaped = `a\u009b2J\u202e\u2066\u061c\u200e\u007f\u0085\u2028\u001b\t\n你`
	if want := `{"type":"members","` + escaped + `":"` + escaped + `","raw":"\u202e` + "\uFFFD" + `"}` + "\n"; out.String() != want {
		t.Errorf("stdout\n got %s\nwant %s", out, want)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got[text] != text {
		t.Errorf("read back %q, %v", got, err)
	}
	e.Fail(ui.Failure{Kind: "io", Message: text})
	if want := `{"type":"error","error":{"kind":"io","message":"` + escaped + `"}}` + "\n"; errs.String() != want {
		t.Errorf("stderr\n got %s\nwant %s", errs, want)
	}
}

// members are any members.
type members map[string]any

func (members) WriteText(*ui.Printer) {}
func (members) JSONType() string      { return "members" }

// judged has a verdict.
type judged struct {
	Type string `json:"type,omitempty"`
}

func (judged) WriteText(*ui.Printer) {}
func (judged) JSONType() string      { return "judged" }
func (judged) IsOK() bool            { return true }

// TestJSONHead: the type and the verdict come first, each once.
func TestJSONHead(t *testing.T) {
	for _, c := range []struct {
		result ui.Result
		want   string
	}{
		{judged{}, `{"type":"judged","ok":true}`},
		{judged{"push"}, `{"type":"push"}`},
		{members{}, `{"type":"members"}`},
		{members{"a": 1}, `{"type":"members","a":1}`},
	} {
		e, out, _ := env(nil)
		if err := e.PrintJSON(c.result); err != nil || out.String() != c.want+"\n" {
			t.Errorf("%#v: %q, %v, want %s", c.result, out, err, c.want)
		}
	}
}

// TestPrintJSONFails: a value that cannot be encoded prints nothing; both errors are
// returned.
func TestPrintJSONFails(t *testing.T) {
	e, out, _ := env(nil)
	if err := e.PrintJSON(members{"f": func() {}}); err == nil || out.Len() > 0 {
		t.Errorf("a function: %v, printed %q", err, out)
	}
	e.Out = full{}
	if err := e.PrintJSON(members{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestQuietDoesNotHideWhereSecretsGo: both functions ignore --quiet.
func TestQuietDoesNotHideWhereSecretsGo(t *testing.T) {
	e, _, errs := env(nil)
	e.Quiet = true
	e.AlwaysNotef("%s", "there")
	e.AlwaysWarnf("%s", "here")
	if want := "wxtool: note: there\nwxtool: warning: here\n"; errs.String() != want {
		t.Errorf("%q, want %q", errs, want)
	}
}

// lines is a result that prints its text with Linef, in colour, and with Raw.
type lines struct{ text string }

func (lines) JSONType() string { return "lines" }
func (l lines) WriteText(p *ui.Printer) {
	p.Linef("%s", l.text)
	p.Linef("%s", p.Good(l.text))
	p.Raw(l.text + "\r")
}

func TestLinesAreSafe(t *testing.T) {
	const text, safe = "\x1b[2J\u009b\u202e\r\x1b[", `\u001b[2J\u009b\u202e\r\u001b[`
	for color, want := range map[string]string{
		"never":  safe + "\n" + safe + "\n" + text + "\r\n",
		"always": safe + "\n\x1b[32m" + safe + "\x1b[0m\n" + text + "\r\n",
	} {
		e, out, _ := env(nil)
		e.Color = color
		if err := e.Print(lines{text}); err != nil || out.String() != want {
			t.Errorf("%s\n got %q\nwant %q", color, out, want)
		}
		out.Reset()
		e.OutTTY = true
		want := strings.TrimSuffix(want, text+"\r\n") + safe + "\r\n"
		if err := e.Print(lines{text}); err != nil || out.String() != want {
			t.Errorf("%s on a terminal\n got %q\nwant %q", color, out, want)
		}
	}
}

func TestWrite(t *testing.T) {
	e, out, _ := env(nil)
	for _, want := range []string{"\x1b[2J\r\n\xff", `\u001b[2J` + "\r\n" + `\xff`} {
		if err := e.Write([]byte("\x1b[2J\r\n\xff")); err != nil || out.String() != want {
			t.Errorf("%q, want %q", out, want)
		}
		out.Reset()
		e.OutTTY = true
	}
}

func TestFail(t *testing.T) {
	e, out, errs := env(nil)
	e.Hide("s3cret-token", "s3cr…(12)")
	e.Hide("abc", "…") // too short to be distinguished from words
	e.Fail(ui.Failure{Kind: "usage", Message: "token s3cret-token: bad\x1b[31m abc", Hint: "not s3cret-token"})
	want := "wxtool: error: token s3cr…(12): bad\\u001b[31m abc\nwxtool: hint: not s3cr…(12)\n"
	if errs.String() != want || out.Len() > 0 {
		t.Errorf("stderr %q, want %q", errs, want)
	}
}

// TestSecretsAreMaskedInEveryForm: a secret with special characters is masked as
// escaped by JSON, Go's %q, URLs, shells and the terminal escapes.
func TestSecretsAreMaskedInEveryForm(t *testing.T) {
	const secret = "a\"b\\c'd&e<f +/=é\u202e\x1b"
	for form, text := range map[string]string{
		"itself":              secret,
		"JSON":                `a\"b\\c'd&e<f +/=é` + "\u202e" + `\u001b`,
		"JSON for HTML":       `a\"b\\c'd\u0026e\u003cf +/=é` + "\u202e" + `\u001b`,
		"JSON for a terminal": `a\"b\\c'd&e<f +/=é\u202e\u001b`,
		"%q":                  `a\"b\\c'd&e<f +/=é\u202e\x1b`,
		"a query":             "a%22b%5Cc%27d%26e%3Cf+%2B%2F%3D%C3%A9%E2%80%AE%1B",
		"a path":              "a%22b%5Cc%27d&e%3Cf%20+%2F=%C3%A9%E2%80%AE%1B",
		"a shell":             `a"b\c'\''d&e<f +/=é` + "\u202e\x1b",
		"a terminal":          `a"b\c'd&e<f +/=é\u202e\u001b`,
	} {
		e, _, errs := env(nil)
		e.Verbose = true
		e.Hide(secret, "MASKED")
		e.Show("sent "+text, "body "+text)
		e.Warnf("%s", text)
		e.Fail(ui.Failure{Message: text, Hint: text})
		if n := strings.Count(errs.String(), "MASKED"); n != 5 {
			t.Errorf("%s: masked %d times of 5\n%s", form, n, errs)
		}
	}
}

// TestCutSecret: what is left of a secret where a text was cut is masked too.
func TestCutSecret(t *testing.T) {
	e, _, _ := env(nil)
	e.Hide("canary-0123456789", "cana…(17)")
	for text, want := range map[string]string{
		`it is "a canary-01234"…`:            `it is "a cana…(17)"…`,
		`{"text":"it is \"a canary-0\"…"}`:   `{"text":"it is \"a cana…(17)\"…"}`,
		`canary-… and a canary…, canary-01`:  `cana…(17)… and a cana…(17)…, canary-01`,
		`a can… is no secret, nor is canar…`: `a can… is no secret, nor is canar…`,
	} {
		if got := e.Masked(text); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestLongerSecretFirst: a secret that starts with another is masked whole.
func TestLongerSecretFirst(t *testing.T) {
	e, _, errs := env(nil)
	e.Hide("secret", "SHORT")
	e.Hide("secret\"long", "LONG")
	e.Hide("secret\"longer", "LONGER")
	e.Warnf("%s", `secret\"longer secret"longer secret\"long secret`)
	if want := "wxtool: warning: LONGER LONGER LONG SHORT\n"; errs.String() != want {
		t.Errorf("%q, want %q", errs, want)
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

// TestPrintableRunes: of all characters, the controls but line feed and tab, the
// bidirectional controls and the replacement of what is not UTF-8 are special.
func TestPrintableRunes(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		escaped := unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
		if got := ui.Printable("a" + string(r) + "b"); (got != "a"+string(r)+"b") != escaped {
			t.Fatalf("%U is printed as %q", r, got)
		}
	}
}

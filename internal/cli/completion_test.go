package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"wxtool/fixtures"
	"wxtool/internal/ui"
)

func newTestEnv(out, errs *bytes.Buffer) *ui.Env {
	return &ui.Env{Out: out, Err: errs, LookupEnv: func(string) (string, bool) { return "", false }, Fixtures: fixtures.Files()}
}

// TestCompletionsAreFresh fails when a command or flag changed and
// completions/ did not.
func TestCompletionsAreFresh(t *testing.T) {
	for shell, file := range map[string]string{"bash": "wxtool.bash", "zsh": "_wxtool", "fish": "wxtool.fish", "powershell": "wxtool.ps1"} {
		var out, errs bytes.Buffer
		if code := Main(t.Context(), newTestEnv(&out, &errs), []string{"completion", shell}); code != 0 {
			t.Fatalf("%s: exit %d, %s", shell, code, &errs)
		}
		kept, err := os.ReadFile("../../completions/" + file)
		if err != nil || !bytes.Equal(kept, out.Bytes()) {
			t.Errorf("completions/%s is stale, run: go generate ./cmd/wxtool (%v)", file, err)
		}
	}
}

// complete requests completions as the scripts of the shells do.
func complete(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main(t.Context(), newTestEnv(&out, &errs), append([]string{"__complete"}, args...)); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	return out.String()
}

func TestDynamicCompletion(t *testing.T) {
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"send-fixture", "mp/subs"}, "mp/subscribe-scan\t扫描带参数二维码"},
		{[]string{"fixture", "show", "work/te"}, "work/text\t文本消息"},
		{[]string{"fixture", "list", "--kind", ""}, "reply"},
		{[]string{"send-fixture", "text", "--mode", "s"}, "safe"},
		{[]string{"verify", "--platform", ""}, "work"},
		{[]string{"serve", "--reply", "mp/reply-n"}, "mp/reply-news\t"},
		{[]string{"encrypt", "--envelope", ""}, "none"},
		{[]string{"--color", ""}, "never"},
		{[]string{"--lang", ""}, "zh"},
		{[]string{"completion", ""}, "powershell"},
		{[]string{"explain", ""}, "40164\tthe calling IP address"},
		{[]string{"explain", "--platform", ""}, "crypt"},
		{[]string{"profile", "use", ""}, ":4"},
		{[]string{"hand"}, "handshake\t"},
		{[]string{"send-fixture", "--family", "b"}, "bot"},
		{[]string{"send-fixture", "--skip", "work/te"}, "work/text\t"},
	}
	for _, tt := range tests {
		if got := complete(t, tt.args...); !strings.Contains(got, tt.want) {
			t.Errorf("%v completes to %q, lacks %q", tt.args, got, tt.want)
		}
	}
}

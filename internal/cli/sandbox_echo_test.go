package cli

import (
	"testing"
	"time"

	"github.com/spf13/pflag"

	"wxtool/internal/account"
)

// TestSandboxEchoPassesCheck: the echo server that a sandbox starts for the demo account
// passes all cases on both platforms, and follows the clock of the sandbox.
func TestSandboxEchoPassesCheck(t *testing.T) {
	w := newWorld(t)
	env, _, _ := w.env()
	flags := &accountFlags{flags: pflag.NewFlagSet("", pflag.ContinueOnError)}
	known, err := flags.accounts(env)
	if err != nil {
		t.Fatal(err)
	}
	clock := &sandboxTime{env: env}
	if err := known.answerDemo(t.Context(), clock); err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	for i, a := range known.list {
		platform := known.used[i].get(account.Platform)
		code, stdout, stderr := newWorld(t).run("check", a.To.String(), "--strict", "--platform", platform)
		if code != exitOK {
			t.Errorf("%s: exit code %d\n%s%s", platform, code, stdout, stderr)
		}
		checked[platform] = true
	}
	if len(checked) != 2 {
		t.Fatalf("%v were checked", checked)
	}
	clock.follow(func() time.Time { return fixedNow().Add(49 * time.Hour) })
	if code, stdout, _ := newWorld(t).run("check", known.list[0].To.String(), "--platform", known.used[0].get(account.Platform), "--only", "delivery/good-push"); code != exitNo {
		t.Errorf("a push of two days ago: exit code %d\n%s", code, stdout)
	}
}

package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fullAfter is a stdout on a disk that is full after so many writes.
type fullAfter struct{ writes int }

func (f *fullAfter) Write(p []byte) (int, error) {
	if f.writes--; f.writes < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(p), nil
}

// TestReportAfterAnError: a run that ends with an error in the middle has a report with
// the deliveries that were made, the error, and the pushes that were not sent.
func TestReportAfterAnError(t *testing.T) {
	w := newWorld(t)
	env, _, stderr := w.env()
	env.Out, env.HTTP = &fullAfter{1}, answering("success")
	if code := Main(t.Context(), env, strings.Fields("send-fixture mp/pic-* --to 127.0.0.1:1 --no-probe --junit report.xml")); code != exitIO {
		t.Fatalf("exit code %d, %s", code, stderr)
	}
	report, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`tests="4" failures="0" errors="1" skipped="1"`,
		`name="mp/pic-photo-or-album"`,
		`<error type="internal" message="no space left on device">`,
		`<skipped message="the run ended early">`,
	} {
		if !strings.Contains(string(report), want) {
			t.Errorf("no %s in %s", want, report)
		}
	}
}

// TestTextMasksAnswers: the text that is printed has no secrets of an answer either. JSON
// has the body as it came.
func TestTextMasksAnswers(t *testing.T) {
	account := " --to 127.0.0.1:1 --mode safe --app-id wx1 --token " + canaryToken + " --encoding-aes-key " + canaryKey
	for _, args := range []string{"send-fixture text --full" + account, "send-fixture text" + account, "handshake 127.0.0.1:1" + strings.Replace(account, " --to 127.0.0.1:1", "", 1)} {
		w := newWorld(t)
		w.http = answering("settings: TOKEN=" + canaryToken + " KEY=" + canaryKey)
		_, stdout, stderr := w.run(strings.Fields(args)...)
		if strings.Contains(stdout, canaryToken) || strings.Contains(stdout, canaryKey) || !strings.Contains(stdout, "TOKEN=Cana…(27)") {
			t.Errorf("%s\n%s%s", args, stdout, stderr)
		}
	}
}

// TestReportMasksAnswers: a server may answer with its settings, as debug pages do. A report
// is kept and shown to others, so it does not have the secrets in such an answer.
func TestReportMasksAnswers(t *testing.T) {
	w := newWorld(t)
	env, _, stderr := w.env()
	env.HTTP = answering("settings: TOKEN=" + canaryToken + " KEY=" + canaryKey)
	Main(t.Context(), env, strings.Fields("send-fixture text --to 127.0.0.1:1 --junit report.xml --mode safe --app-id wx1 --token "+canaryToken+" --encoding-aes-key "+canaryKey))
	data, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	report := string(data)
	if err != nil || strings.Contains(report, canaryToken) || strings.Contains(report, canaryKey) || strings.Count(report, "TOKEN=Cana…(27)") < 2 {
		t.Errorf("%v, %s%s", err, report, stderr)
	}
}

// TestReportMasksSecrets: an error in the report is masked as on the terminal.
func TestReportMasksSecrets(t *testing.T) {
	const secret = "tok3n-of-mine"
	w := newWorld(t)
	env, _, stderr := w.env()
	env.HTTP = answering("success")
	out := writerFunc(func([]byte) (int, error) { return 0, errors.New("cannot write " + secret) })
	env.Out = out
	Main(t.Context(), env, strings.Fields("send-fixture text --to 127.0.0.1:1 --junit report.xml --token "+secret))
	report, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	if err != nil || strings.Contains(string(report), secret) || !strings.Contains(string(report), "cannot write tok3…(13)") {
		t.Errorf("%v, %s%s", err, report, stderr)
	}
}

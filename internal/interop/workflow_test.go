package interop

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// workflow is what a runner of GitHub Actions reads of the example.
type workflow struct {
	Jobs map[string]struct {
		Env   map[string]string
		Steps []struct{ Name, Uses, Run, If string }
	}
}

func readWorkflow(t *testing.T) (text string, w workflow) {
	t.Helper()
	data, err := os.ReadFile("testdata/ci/workflow.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	return string(data), w
}

// TestWorkflow runs the steps of the example workflow, but for the installation, as a
// runner does: it is green with the known failures of the server, and red with a new one,
// which the summary of the job and an annotation name.
func TestWorkflow(t *testing.T) {
	needFlask(t)
	_, w := readWorkflow(t)
	for _, tt := range []struct {
		mistake string
		green   bool
		summary string
		found   string // in the log
	}{
		{"", true, "### ✅ wxtool check", ""},
		{"swapped", false, "| must | mp/delivery/good-push |", "::error title=mp/delivery/good-push::ToUserName and FromUserName"},
		{"unchecked", false, "| must | mp/signature/forged |", "::error title=mp/signature/forged::"},
	} {
		t.Run("mistake "+tt.mistake, func(t *testing.T) {
			t.Parallel()
			dir, port := ciFolder(t), freePort(t)
			summary := filepath.Join(dir, "summary.md")
			env := append(cleanEnv(), "MISTAKE="+tt.mistake, "GITHUB_STEP_SUMMARY="+summary, "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
			for name, value := range w.Jobs["check"].Env {
				env = append(env, name+"="+strings.ReplaceAll(value, "5000", port))
			}
			log, green := "", true
			for _, step := range w.Jobs["check"].Steps {
				if step.Run == "" || step.Name == "install" {
					continue
				}
				out, err := runStep(t, dir, env, step.Run)
				log += out
				if green = err == nil; !green {
					break
				}
			}
			text, _ := os.ReadFile(summary)
			if green != tt.green || !strings.Contains(string(text), tt.summary) || !strings.Contains(log, tt.found) {
				t.Errorf("green %t\n%s\n%s", green, log, text)
			}
			for _, report := range []string{"report.xml", "report.html"} {
				if info, err := os.Stat(filepath.Join(dir, report)); err != nil || info.Size() == 0 {
					t.Errorf("%s: %v", report, err)
				}
			}
		})
	}
}

// runStep runs a step as a runner does. What it leaves in the background ends with the
// test.
func runStep(t *testing.T, dir string, env []string, run string) (string, error) {
	t.Helper()
	out, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.CommandContext(t.Context(), "bash", "-e", "-o", "pipefail", "-c", run+"\necho $! >pid")
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, env, out, out, 10*time.Second
	err = cmd.Run()
	if pid, _ := os.ReadFile(filepath.Join(dir, "pid")); strings.TrimSpace(string(pid)) != "" {
		t.Cleanup(func() { exec.Command("kill", strings.TrimSpace(string(pid))).Run() })
		os.Remove(filepath.Join(dir, "pid"))
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(out.Name())
	return string(text), err
}

// TestWorkflowPage: the page shows the workflow that is tested.
func TestWorkflowPage(t *testing.T) {
	text, _ := readWorkflow(t)
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil || !strings.Contains(string(page), "```yaml\n"+text+"```\n") {
		t.Errorf("docs/ci.md does not contain testdata/ci/workflow.yml (%v)", err)
	}
}

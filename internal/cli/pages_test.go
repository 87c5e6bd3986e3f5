package cli

import (
	"crypto/sha1"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPagesRun runs the shell blocks and transcripts of the pages. The blocks of one
// page run in one folder. A command followed by "# exit code 1" must exit with that
// code.
func TestPagesRun(t *testing.T) {
	t.Parallel()
	program := buildForPages(t)
	t.Run("README", func(t *testing.T) { // a test of cmd/wxtool runs its shell block
		program.compareTranscripts(t, readPage(t, "README.md"), "en")
	})
	t.Run("README in Chinese", func(t *testing.T) {
		program.compareTranscripts(t, readPage(t, "README.zh-CN.md"), "zh")
	})
	for _, name := range []string{"docs/first-steps.md", "docs/cookbook.md", "docs/intercept.md"} {
		t.Run(name, func(t *testing.T) { program.runBlocks(t, readPage(t, name)) })
	}
}

// TestChinesePages: the pages in Chinese have the same commands as the English ones,
// which the tests run. Comments may differ.
func TestChinesePages(t *testing.T) {
	comment := regexp.MustCompile(`(?m) +#.*$|^#.*\n`)
	for _, name := range []string{"README", "docs/cookbook", "docs/intercept"} {
		english, chinese := blocksOf(readPage(t, name+".md")), blocksOf(readPage(t, name+".zh-CN.md"))
		if len(english) == 0 || len(english) != len(chinese) {
			t.Errorf("%s has %d blocks of commands, in Chinese %d", name, len(english), len(chinese))
			continue
		}
		for i := range english {
			en, zh := comment.ReplaceAllString(english[i], ""), comment.ReplaceAllString(chinese[i], "")
			if en != zh {
				t.Errorf("%s, block %d:\n%s\nin Chinese\n%s", name, i+1, en, zh)
			}
		}
	}
	commands := regexp.MustCompile(`(?m)^\$ .*$`)
	en, zh := commands.FindAllString(readPage(t, "README.md"), -1), commands.FindAllString(readPage(t, "README.zh-CN.md"), -1)
	if len(en) == 0 || !slices.Equal(en, zh) {
		t.Errorf("the transcripts have %q and %q", en, zh)
	}
}

// TestPageLinks: a link to a file leads to one, and the READMEs list the same pages, the
// Chinese one in Chinese where there is a page in Chinese.
func TestPageLinks(t *testing.T) {
	list := func(page string) (files []string) {
		for _, found := range regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`).FindAllStringSubmatch(readPage(t, page), -1) {
			files = append(files, filepath.ToSlash(filepath.Join(filepath.Dir(page), found[1])))
		}
		return files
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(err)
	}
	names := []string{"README.md", "README.zh-CN.md"}
	for _, page := range pages {
		names = append(names, "docs/"+filepath.Base(page))
	}
	for _, name := range names {
		for _, file := range list(name) {
			if _, err := os.Stat("../../" + file); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	english, chinese := list("README.md"), list("README.zh-CN.md")
	for _, file := range chinese {
		if translated := strings.TrimSuffix(file, ".md") + ".zh-CN.md"; file != "README.md" && slices.Contains(names, translated) {
			t.Errorf("README.zh-CN.md links %s, not %s", file, translated)
		}
	}
	for _, file := range english {
		if !slices.Contains(chinese, file) && !slices.Contains(chinese, strings.TrimSuffix(file, ".md")+".zh-CN.md") && !strings.HasSuffix(file, "zh-CN.md") {
			t.Errorf("README.md links %s, the Chinese one does not", file)
		}
	}
}

// TestPackagesAreListed: the page for developers names every package.
func TestPackagesAreListed(t *testing.T) {
	page := readPage(t, "docs/development.md")
	folders, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if name := "internal/" + folder.Name(); !strings.Contains(page, "`"+name+"`") && !strings.Contains(page, name+"/") {
			t.Errorf("docs/development.md does not name %s", name)
		}
	}
}

// pageShell runs commands of a page with a wxtool built for it.
type pageShell struct {
	shell string
	env   []string
}

func buildForPages(t *testing.T) pageShell {
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "wxtool"), "../../cmd/wxtool")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return pageShell{shell, append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "WXTOOL_") }),
		"WXTOOL_LANG=en", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "XDG_CONFIG_HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir())}
}

func (p pageShell) command(dir, script string) *exec.Cmd {
	cmd := exec.Command(p.shell, "-euo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = dir, p.env
	return cmd
}

func (p pageShell) runBlocks(t *testing.T, page string) {
	dir := t.TempDir()
	for _, script := range shellBlocks(t, page) {
		if _, err := exec.LookPath("curl"); err != nil && strings.Contains(script, "curl ") {
			t.Run("curl", func(t *testing.T) { t.Skipf("curl is not installed, for\n%s", script) })
			continue
		}
		if out, err := p.command(dir, script).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s\n%s", err, script, out)
		}
	}
}

// compareTranscripts runs the commands of the console blocks against a server with
// two mistakes, and compares the output in a language but for the milliseconds.
func (p pageShell) compareTranscripts(t *testing.T, page, language string) {
	p.env = append(p.env, "WXTOOL_LANG="+language)
	server := httptest.NewServer(http.HandlerFunc(answerWrongly))
	defer server.Close()
	const shown = "http://localhost:8080"
	commands := 0
	for _, block := range strings.Split(page, "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
			commands++
			command, want, _ := strings.Cut(step, "\n")
			out, err := p.command(t.TempDir(), strings.ReplaceAll(command, shown, server.URL)).Output()
			if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(string(out), server.URL, shown)
			if duration := regexp.MustCompile(`\d+ ms`); duration.ReplaceAllString(strings.TrimSpace(got), "N ms") != duration.ReplaceAllString(strings.TrimSpace(want), "N ms") {
				t.Errorf("%s\nprints\n%s\nthe page shows\n%s", command, got, want)
			}
		}
	}
	if commands < 3 {
		t.Errorf("%d commands in transcripts", commands)
	}
}

// answerWrongly is a server with the Token mytoken that encodes the echostr as JSON
// and does not swap the ids in its reply.
func answerWrongly(w http.ResponseWriter, r *http.Request) {
	parts := []string{"mytoken", r.FormValue("timestamp"), r.FormValue("nonce")}
	slices.Sort(parts)
	if fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, "")))) != r.FormValue("signature") {
		http.Error(w, "wrong signature", http.StatusForbidden)
		return
	}
	if r.Method == http.MethodGet {
		fmt.Fprintf(w, "%q", r.FormValue("echostr"))
		return
	}
	var push struct{ ToUserName, FromUserName string }
	if err := xml.NewDecoder(r.Body).Decode(&push); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprintf(w, "<xml>\n<ToUserName>%s</ToUserName>\n<FromUserName>%s</FromUserName>\n<CreateTime>1714036504</CreateTime>\n<MsgType>text</MsgType>\n<Content>hello</Content>\n</xml>",
		push.ToUserName, push.FromUserName)
}

// expectNo matches the commands with the comment "exit code 1".
var expectNo = regexp.MustCompile(`(?m)^(.*?) +# exit code 1$`)

// readPage reads a page by its path in the repository.
func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocksOf returns the code blocks of a page with language sh.
func blocksOf(page string) (blocks []string) {
	for _, block := range strings.Split(page, "```sh\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

// shellBlocks returns the blocks of a page as scripts to run.
func shellBlocks(t *testing.T, page string) (scripts []string) {
	t.Helper()
	for _, block := range blocksOf(page) {
		scripts = append(scripts, expectNo.ReplaceAllString(block, "code=0; $1 || code=$$?; test $$code = 1"))
	}
	if len(scripts) < 3 {
		t.Fatalf("the page has only %d shell blocks", len(scripts))
	}
	return scripts
}

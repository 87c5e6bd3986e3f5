package cli

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/wxtest"
)

// TestExamplesRun runs all examples in help texts. Each must print a result, which may
// be no.
func TestExamplesRun(t *testing.T) {
	t.Parallel()
	for _, cmd := range allCommands(t) {
		for _, line := range examples(cmd) {
			t.Run(line, func(t *testing.T) {
				w := newWorld(t)
				w.http, w.api = answering("success"), answering("success")
				exampleFiles(t, w)
				if line == "wxtool profile init" { // in a folder without the file
					os.Remove(filepath.Join(w.dir, "wxtool.yaml"))
				}
				stages := pipeline(t, line)
				for _, args := range stages {
					w.stdin = stage(t, w, args)
				}
			})
		}
	}
}

// exampleFiles creates the files that the examples use.
func exampleFiles(t *testing.T, w *world) {
	const query = "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&timestamp=1714036504&nonce=1514711492"
	w.file(t, "wxtool.yaml", "default: shop\nprofiles:\n"+
		"  shop: {token: AAAAA, encoding_aes_key: "+wxtest.ZeroKey+", app_id: wxba5fad812f8e6fb9}\n"+
		"  corp: {platform: work, token: AAAAA, encoding_aes_key: "+wxtest.ZeroKey+", app_id: ww1}\n")
	w.file(t, "request.http", "GET /wx?"+query+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	w.file(t, "access.log", query+"\n")
	w.file(t, "pushes.jsonl", recordedText+strings.NewReplacer("text", "event", "<Content>a</Content>", "<Event>SCAN</Event>", `200,"reply":"success"`, `500,"reply":"error"`).Replace(recordedText))
	w.file(t, "server.log", "menu/create: errcode: 40033, errmsg: invalid charset\n")
	push := `{"ToUserName":"gh_1","Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="}`
	w.file(t, "push.xml", push)
	w.file(t, "bodies.jsonl", push+"\n")
	button := `{"button":[{"name":"今日歌曲","type":"click","key":"V1001"}]}`
	for _, name := range []string{"menu.yaml", "menu.json", "menu-get.json", "new.json", "work.yaml"} {
		w.file(t, name, button)
	}
	for _, line := range []string{"menu push menu.yaml --sandbox", "sandbox do follow --user lily"} {
		runExample(t, w, strings.Fields(line+" --state shop.json"))
	}
	exampleRecords(t, w)
	w.file(t, "shops.csv", "门店编号;城市\nshop-1;北京\n")
	w.file(t, "scenes.csv", "scene_str,expire\ntable-1,30d\ntable-2,\n")
}

// stage runs one command of a pipeline and returns what it printed.
func stage(t *testing.T, w *world, args []string) string {
	t.Helper()
	if i := slices.Index(args, "<"); i >= 0 {
		data, err := os.ReadFile(filepath.Join(w.dir, args[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		w.stdin, args = string(data), args[:i]
	}
	switch args[0] {
	case "echo":
		if args[1] == "-n" {
			return strings.Join(args[2:], " ")
		}
		return strings.Join(args[1:], " ") + "\n"
	case "wxtool":
		return runExample(t, w, args[1:])
	}
	t.Fatalf("the test does not know the command %s", args[0])
	return ""
}

// runExample runs wxtool. A server listens on a free port and is interrupted when it is
// ready.
func runExample(t *testing.T, w *world, args []string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	env, stdout, stderr := w.env()
	args = withoutWait(withoutProgram(args))
	good := []int{exitOK, exitNo}
	if args[0] == "serve" || args[0] == "sandbox" && !slices.ContainsFunc(args[1:], func(arg string) bool {
		return slices.Contains([]string{"do", "users", "clock", "reset", "--endpoints"}, arg)
	}) {
		args, good = append(args, "--listen", "127.0.0.1:0"), []int{exitInterrupted}
		env.Out = writerFunc(func(p []byte) (int, error) { cancel(); return stdout.Write(p) })
	}
	if code := Main(ctx, env, args); !slices.Contains(good, code) {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	return stdout.String()
}

// withoutProgram replaces the program in an example of run, which is the user's: by one
// that answers the callback URL, on a free port, if there is one to check.
func withoutProgram(args []string) []string {
	i := slices.Index(args, "--")
	if args[0] != "run" || i < 0 {
		return args
	}
	args = slices.Clone(args[:i])
	to := slices.Index(args, "--to")
	if to < 0 {
		return append(args, "--", "child", "args")
	}
	addr := freePort()
	args[to+1] = "http://" + addr + "/wx"
	return append(args, "--", "wxtool", "serve", "--listen", addr)
}

// withoutWait removes --wait: the network of the test answers, but has no ports.
func withoutWait(args []string) []string {
	if i := slices.Index(args, "--wait"); i >= 0 && args[0] != "run" {
		return slices.Delete(slices.Clone(args), i, i+2)
	}
	return args
}

// freePort is an address of this machine on which nothing listens.
func freePort() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// pipeline splits a shell line into commands and words, with regard to quotes.
func pipeline(t *testing.T, line string) [][]string {
	stages := [][]string{nil}
	var word strings.Builder
	quote, open := rune(0), false
	end := func() {
		if open {
			last := len(stages) - 1
			stages[last] = append(stages[last], word.String())
		}
		word.Reset()
		open = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ':
			end()
		case r == '|':
			end()
			stages = append(stages, nil)
		default:
			word.WriteRune(r)
			open = true
		}
	}
	end()
	if quote != 0 {
		t.Fatalf("a quote is left open: %s", line)
	}
	return stages
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// answering is a network in which every server answers with status 200 and body.
type answering string

func (body answering) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body)))}, nil
}

// own matches what an example takes from the user: a server, or a file that it reads.
var own = regexp.MustCompile(`http://localhost:|[ <](access\.log|server\.log|request\.http|push\.xml|bodies\.jsonl|scenes\.csv|shops\.csv|new\.json|wxtool\.yaml|menu\S*\.(yaml|json)|work\.yaml)( |$)`)

// TestExamplesSayWhatTheyNeed: in the help of a command a comment with "your" comes
// before the first example that needs a file or a server of the user.
func TestExamplesSayWhatTheyNeed(t *testing.T) {
	found := 0
	for _, cmd := range allCommands(t) {
		said := false
		for line := range strings.Lines(cmd.Example) {
			line = strings.TrimSpace(line)
			switch prints := strings.Contains(line, "--dry-run --as") || strings.Contains(line, "--url http") || strings.Contains(line, "profile init"); {
			case strings.HasPrefix(line, "#"):
				said = said || strings.Contains(line, "your")
			case own.MatchString(line) && !prints:
				found++
				if !said {
					t.Errorf("%s: no comment says what is needed for\n%s", cmd.CommandPath(), line)
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d examples need anything", found)
	}
}

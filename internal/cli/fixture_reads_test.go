package cli

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/fixture"
)

// openedFiles is a folder that records the files that are opened.
type openedFiles struct {
	fs.FS
	names []string
}

func (o *openedFiles) Open(name string) (fs.File, error) {
	o.names = append(o.names, name)
	return o.FS.Open(name)
}

// countedWrites counts the calls of Write.
type countedWrites struct {
	text  bytes.Buffer
	calls int
}

func (w *countedWrites) Write(b []byte) (int, error) { w.calls++; return w.text.Write(b) }

// TestListsAreWrittenAtOnce: a call of Write for each of 500 lines takes longer than
// everything else that completion and lists do.
func TestListsAreWrittenAtOnce(t *testing.T) {
	for _, line := range []string{"fixture list", "fixture list -q", "fixture list --json", "__complete send-fixture m", "__complete explain "} {
		env, _, errs := newWorld(t).env()
		var out countedWrites
		env.Out = &out
		code := Main(t.Context(), env, strings.Split(line, " "))
		if lines := strings.Count(out.text.String(), "\n"); code != 0 || lines < 100 || out.calls != 1 {
			t.Errorf("%s: exit %d, %d lines in %d writes\n%s", line, code, lines, out.calls, errs)
		}
	}
}

// TestFixtureReads: completion and lists read the index of the fixtures and no fixture;
// the other commands read only the fixtures that they use.
func TestFixtureReads(t *testing.T) {
	text := []string{"mp/message/text.xml"}
	for line, tt := range map[string]struct {
		prints string
		read   []string
	}{
		"__complete send-fixture mp/subs":            {"mp/subscribe-scan\t扫描带参数二维码", nil},
		"__complete fixture show subs":               {"subscribe-scan\t扫描带参数二维码", nil},
		"__complete serve --reply mp/":               {"mp/reply-news\t", nil},
		"__complete sandbox do push mp/te":           {"mp/text\t", nil},
		"fixture list":                               {"mp/subscribe-scan", nil},
		"fixture list --search 扫码 --json":            {`"name":"mp/scancode-push"`, nil},
		"fixture list --platform hostile -q":         {"hostile/", nil},
		"fixture show text":                          {"<MsgType><![CDATA[text]]>", text},
		"send-fixture text --dry-run":                {"POST ", text},
		"send-fixture mp/te?t --dry-run":             {"POST ", text},
		"send-fixture text":                          {"200", text},
		"send-fixture work/text --set Content=hi -q": {"", []string{"work/message/text.xml"}},
	} {
		env, out, errs := newWorld(t).env()
		folder := &openedFiles{FS: env.Fixtures}
		env.Fixtures = folder
		if code := Main(t.Context(), env, strings.Fields(line)); code != 0 || !strings.Contains(out.String(), tt.prints) {
			t.Errorf("%s: exit %d\n%s%s", line, code, out, errs)
		}
		read := slices.DeleteFunc(folder.names, func(name string) bool { return name == fixture.IndexFile })
		if len(folder.names) == 0 || !slices.Equal(read, tt.read) {
			t.Errorf("%s reads %q, want %q", line, read, tt.read)
		}
	}
}

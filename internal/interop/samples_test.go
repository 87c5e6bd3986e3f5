package interop

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// inbox stores what a server under test has parsed.
type inbox struct {
	mu  sync.Mutex
	got []fields
}

func (in *inbox) add(f fields) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.got = append(in.got, f)
}

// take returns the pushes since the last take, and requires n. A server in another
// process may report them shortly after its answer.
func (in *inbox) take(t *testing.T, n int) []fields {
	t.Helper()
	for wait := 0; wait < 400 && in.count() < n; wait++ {
		time.Sleep(5 * time.Millisecond)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	got := in.got
	in.got = nil
	if len(got) != n {
		t.Fatalf("the server parsed %d messages, want %d", len(got), n)
	}
	return got
}

func (in *inbox) count() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.got)
}

// serve runs a server under test until the test's end.
func serve(t *testing.T, h http.Handler) string {
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

const answered = "收到 <ok> & 谢谢："

// awkward is text that is difficult for XML, shells and JSON.
const awkward = "你好 & <b>\"it's\"</b> ]]> $HOME\n第二行 😀"

// officialPushes are pushes with fields that the server must have parsed.
var officialPushes = []push{
	{"mp/text", fields{"FromUserName": "oUser_-1", "ToUserName": "gh_0123456789ab", "MsgType": "text", "Content": awkward, "CreateTime": "1700000001", "MsgId": "9223372036854775807"}},
	{"mp/image", fields{"FromUserName": "oUser2", "MsgType": "image", "MediaId": "media-1", "MsgId": "24000000000000001"}},
	{"mp/voice", fields{"FromUserName": "oUser3", "MsgType": "voice", "Format": "amr", "MsgId": "24000000000000002"}},
	{"mp/location", fields{"FromUserName": "oUser4", "MsgType": "location", "Label": "北京市 海淀区", "Scale": "20"}},
	{"mp/link", fields{"FromUserName": "oUser5", "MsgType": "link", "Title": "标题", "Url": "https://example.com/?a=1&b=2"}},
	{"mp/subscribe-scan", fields{"FromUserName": "oUser6", "MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_123", "Ticket": "gQH47joAAAA=="}},
	{"mp/scan", fields{"FromUserName": "oUser7", "MsgType": "event", "Event": "SCAN", "EventKey": "123"}},
	{"mp/click", fields{"FromUserName": "oUser8", "MsgType": "event", "Event": "CLICK", "EventKey": "菜单_1"}},
	{"mp/view", fields{"FromUserName": "oUser9", "MsgType": "event", "Event": "VIEW", "EventKey": "https://example.com/?x=1&y=2"}},
}

// checkOfficial sends every push in one mode. The reply must be valid and addressed to the
// sender, and the server must have parsed the fields of the push.
func checkOfficial(t *testing.T, to, mode string, in *inbox) {
	for _, p := range officialPushes {
		d := sendOK(t, official, to, p, "--mode", mode)
		if encrypted := mode != "plain"; d.Mode != mode || d.Reply.Encrypted != encrypted {
			t.Errorf("%s: mode %s, reply encrypted %v", p.name, d.Mode, d.Reply.Encrypted)
		}
		got := in.take(t, 1)[0]
		wantFields(t, got, p.set)
		reply := fieldsOf(t, d.Reply.XML)
		wantFields(t, reply, fields{"ToUserName": p.set["FromUserName"], "MsgType": "text", "Content": answered + got["Content"]})
	}
}

// names returns the names of the samples of a platform.
func names(t *testing.T, platform string) []string {
	t.Helper()
	var all []string
	for _, kind := range []string{"message", "event"} {
		out := must(t, nil, "fixture", "list", "-q", "--platform", platform, "--kind", kind).Stdout
		all = append(all, strings.Fields(string(out))...)
	}
	return all
}

// checkAll delivers every sample in one run. The server must parse all samples except
// those with a known error of the SDK; for these, breaks returns the problem that wxtool
// must report.
func checkAll(t *testing.T, a account, to, mode string, in *inbox, breaks func(t *testing.T, message string) (id string)) {
	t.Helper()
	all := names(t, a.platform)
	if len(all) < 10 {
		t.Fatalf("only %d samples", len(all))
	}
	flags := slices.Concat(a.flags(), []string{"--mode", mode, "--json", "--from-user", "oEverybody"}, all)
	sent := lines[dryRun](t, must(t, nil, slices.Concat([]string{"send-fixture", "--dry-run"}, flags)...))
	delivered := lines[delivery](t, wxtool(t, nil, slices.Concat([]string{"send-fixture", "--retries=false", "--to", to}, flags)...))
	if len(sent) != len(all) || len(delivered) != len(all) {
		t.Fatalf("%d samples: %d shown, %d delivered", len(all), len(sent), len(delivered))
	}
	var arrived []int
	for i, d := range delivered {
		if id := breaks(t, sent[i].Message); id != "" {
			wantProblem(t, d.Reply.Problems, id)
			continue
		}
		if !d.OK {
			t.Errorf("%s: not ok: %+v\n%s", d.Fixture, d.Reply.Problems, d.Reply.XML)
		}
		arrived = append(arrived, i)
	}
	for k, got := range in.take(t, len(arrived)) {
		i := arrived[k]
		want := fieldsOf(t, sent[i].Message)
		_, headed := want["MsgType"] // false for JSON of bots and for payment results
		for field := range want {
			_, known := got[field] // false if nested or not parsed
			if name := strings.ToLower(field); !known || name == "msgid" || strings.Contains(name, "time") {
				delete(want, field) // differs in each run
			}
		}
		if headed && len(want) < 2 || sent[i].Fixture != all[i] || delivered[i].Fixture != all[i] {
			t.Errorf("%s: only %v compared", all[i], want)
		}
		wantFields(t, got, want)
	}
}

func never(*testing.T, string) string { return "" }

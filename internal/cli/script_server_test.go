package cli

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wxtool/internal/account"
	"wxtool/internal/wxtest"
)

// broken is a callback server with configured, mostly wrong answers.
type broken struct {
	status, refusal                   int
	body, contentType, location, log  string
	refusalBody                       string
	token                             string
	careless, chunked, silent, hangup bool
	late                              int // the number of requests without an answer

	mu   sync.Mutex
	seen int
}

// answerCommand starts a callback server until the script ends:
//
//	answer [flags] NAME STATUS [BODY]
//
// Its URL is in $NAME. Each request adds a line to the file NAME.log: the method and the
// MsgId. BODY has Go escapes; {echostr} is replaced by the one in the query, {to} and
// {from} by ToUserName and FromUserName of the push; @file is the content of a file.
//
//	-careless       answer a wrong signature too; else it gets 403
//	-refusal N      refuse a wrong signature with this status
//	-refusal-body B refuse it with this body, in the form of BODY
//	-chunked        send Transfer-Encoding: chunked
//	-silent         do not answer at all
//	-late N         do not answer the first N requests
//	-hangup         close the connection
//	-location URL   send this Location
//	-type TYPE      send this Content-Type
//	-token TOKEN    use this Token, not that of the demo account
func answerCommand(ts *testscript.TestScript, neg bool, args []string) {
	b := &broken{}
	flags := flag.NewFlagSet("answer", flag.ContinueOnError)
	flags.BoolVar(&b.careless, "careless", false, "")
	flags.IntVar(&b.refusal, "refusal", http.StatusForbidden, "")
	flags.StringVar(&b.refusalBody, "refusal-body", "", "")
	flags.BoolVar(&b.chunked, "chunked", false, "")
	flags.BoolVar(&b.silent, "silent", false, "")
	flags.BoolVar(&b.hangup, "hangup", false, "")
	flags.IntVar(&b.late, "late", 0, "")
	flags.StringVar(&b.location, "location", "", "")
	flags.StringVar(&b.contentType, "type", "text/plain", "")
	flags.StringVar(&b.token, "token", account.DemoToken, "")
	ts.Check(flags.Parse(args))
	rest := flags.Args()
	if neg || len(rest) < 2 || len(rest) > 3 {
		ts.Fatalf("usage: answer [flags] NAME STATUS [BODY]")
	}
	var err error
	b.status, err = strconv.Atoi(rest[1])
	ts.Check(err)
	if len(rest) == 3 {
		b.body = bodyOf(ts, rest[2])
	}
	b.refusalBody = bodyOf(ts, b.refusalBody)
	b.log = ts.MkAbs(rest[0] + ".log")
	server := httptest.NewServer(b)
	ts.Defer(server.Close)
	ts.Setenv(rest[0], server.URL)
}

func bodyOf(ts *testscript.TestScript, text string) string {
	if name, ok := strings.CutPrefix(text, "@"); ok {
		return ts.ReadFile(name)
	}
	return unescaped(ts, text)
}

var element = regexp.MustCompile(`<(ToUserName|FromUserName|MsgId)>(?:<!\[CDATA\[)?([^<\]]*)`)

func (b *broken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	push := map[string]string{}
	for _, found := range element.FindAllSubmatch(body, -1) {
		push[string(found[1])] = string(found[2])
	}
	if n := b.note(r.Method + " " + push["MsgId"]); b.silent || n <= b.late {
		select { // until the client gives up
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
		return
	}
	if b.hangup {
		panic(http.ErrAbortHandler)
	}
	if !b.careless && !b.signed(r) {
		w.WriteHeader(b.refusal)
		io.WriteString(w, b.fill(r, push, b.refusalBody))
		return
	}
	w.Header().Set("Content-Type", b.contentType)
	if b.location != "" {
		w.Header().Set("Location", b.location)
	}
	w.WriteHeader(b.status)
	if b.chunked {
		w.(http.Flusher).Flush()
	}
	io.WriteString(w, b.fill(r, push, b.body))
}

// fill replaces the placeholders in a body.
func (b *broken) fill(r *http.Request, push map[string]string, body string) string {
	return strings.NewReplacer("{echostr}", r.URL.Query().Get("echostr"), "{to}", push["ToUserName"], "{from}", push["FromUserName"]).Replace(body)
}

// note writes a line to the log and returns its number.
func (b *broken) note(line string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	file, err := os.OpenFile(b.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		fmt.Fprintln(file, line)
		file.Close()
	}
	b.seen++
	return b.seen
}

// signed checks signature, or the msg_signature of WeCom's echostr.
func (b *broken) signed(r *http.Request) bool {
	q := r.URL.Query()
	parts, want := []string{b.token, q.Get("timestamp"), q.Get("nonce")}, q.Get("signature")
	if want == "" {
		parts, want = append(parts, q.Get("echostr")), q.Get("msg_signature")
	}
	return wxtest.Signature(parts...) == want
}

package cli

import (
	"bufio"
	"crypto/tls"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
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
	tls                               bool
	late                              int // the number of requests without an answer

	mu   sync.Mutex
	seen int
}

// answerCommand starts a callback server until the script ends:
//
//	answer [flags] NAME STATUS [BODY]
//
// Its URL is in $NAME, and in $NAME_other with the other of http and https. Each request adds a line to the file NAME.log: the method and the
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
//	-tls            use https, with a self-signed certificate that is in NAME.pem
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
	flags.BoolVar(&b.tls, "tls", false, "")
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
	server := httptest.NewUnstartedServer(b)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if b.tls {
		server.StartTLS()
		certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
		ts.Check(os.WriteFile(ts.MkAbs(rest[0]+".pem"), certificate, 0o600))
	} else {
		server.Start()
	}
	ts.Defer(server.Close)
	ts.Setenv(rest[0], server.URL)
	scheme, address, _ := strings.Cut(server.URL, "://")
	ts.Setenv(rest[0]+"_other", map[string]string{"http": "https", "https": "http"}[scheme]+"://"+address)
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

// bannerCommand starts a server of another protocol until the script ends:
//
//	banner [-tls] [-redis] NAME BYTES
//
// It sends BYTES, which has Go escapes, on every connection at once, or nothing, and
// closes the connection after the first bytes that it gets. With -tls it speaks TLS, and
// closes connections that do not without a word; with -redis it answers PING only. Its
// URL, with http, is in $NAME.
func bannerCommand(ts *testscript.TestScript, neg bool, args []string) {
	flags := flag.NewFlagSet("banner", flag.ContinueOnError)
	secure, redis := flags.Bool("tls", false, ""), flags.Bool("redis", false, "")
	ts.Check(flags.Parse(args))
	if neg || flags.NArg() != 2 {
		ts.Fatalf("usage: banner [-tls] [-redis] NAME BYTES")
	}
	first := unescaped(ts, flags.Arg(1))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv(flags.Arg(0), "http://"+listener.Addr().String())
	var config *tls.Config
	if *secure {
		server := httptest.NewTLSServer(nil)
		server.Close()
		config = &tls.Config{Certificates: server.TLS.Certificates}
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveBanner(conn, first, *redis, config)
		}
	}()
}

func serveBanner(conn net.Conn, first string, redis bool, config *tls.Config) {
	defer conn.Close()
	if config == nil {
		io.WriteString(conn, first)
		got := make([]byte, 4<<10)
		if n, _ := conn.Read(got); redis && string(got[:n]) == "PING\r\n" {
			io.WriteString(conn, "+PONG\r\n")
		}
		return
	}
	in := bufio.NewReader(conn)
	if start, err := in.Peek(1); err == nil && start[0] == 0x16 {
		tls.Server(peeked{conn, in}, config).Handshake()
	}
}

// peeked is a connection of which something was read ahead.
type peeked struct {
	net.Conn
	in *bufio.Reader
}

func (p peeked) Read(b []byte) (int, error) { return p.in.Read(b) }

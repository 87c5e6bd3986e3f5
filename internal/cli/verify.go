package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

type verifyOptions struct {
	accountFlags
	signature, msgSignature, timestamp, nonce, encrypt, echostr string
	request, log, body                                          string
	maxAge                                                      time.Duration
	showExpected                                                bool
	jsapi                                                       jsapiFlags
	notTickets                                                  []string
}

func newVerifyCmd(env *ui.Env) *cobra.Command {
	opts := &verifyOptions{}
	cmd := &cobra.Command{
		Use:   "verify [URL|QUERY]",
		Short: "Verify the signature of a callback request and find mistakes",
		Long: `Checks the signature of a request to your server, as your server should. If it
is wrong, verify tries common mistakes (spaces in the Token, a + that became a
space, parts joined unsorted, signature instead of msg_signature, a query
decoded twice, …) and prints the mistake that explains it.

The input is a URL or query in quotes, values in flags, a raw HTTP request, or a
log with one request per line. With --body it also checks the Encrypt value;
without it only signature, which does not cover the body.

With --jsapi it checks a page of the JS-SDK that answers invalid signature: the
URL of the address bar, the ticket, and the values of wx.config.`,
		Example: `  wxtool verify --token AAAAA 'signature=f464b24fc39322e44b38aa78f5edd27bd1441696&timestamp=1714036504&nonce=1514711492'
  wxtool send-fixture text --mode safe --dry-run | wxtool verify --request -
  wxtool sign --timestamp 1714036504 | wxtool verify --log - --json
  wxtool verify --jsapi 'https://shop.example/#/pay' --ticket TICKET 'signature=…&timestamp=1714036504&nonceStr=a1'`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("jsapi") {
				return opts.runJSAPI(env, args)
			}
			if opts.jsapi.ticket != "" || len(opts.notTickets) > 0 {
				return usage("verify: --ticket and --not-ticket have an effect only with --jsapi").withHint("--jsapi URL checks a page for wx.config")
			}
			return opts.run(cmd.Context(), env, args)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.jsapi.page, "jsapi", "", "check the JS-SDK signature of the page with this URL, as the address bar has it")
	flags.StringVar(&opts.jsapi.ticket, "ticket", "", "jsapi_ticket for --jsapi; - reads stdin, @FILE reads a file")
	flags.StringArrayVar(&opts.notTickets, "not-ticket", nil, "value that may have been signed instead of the ticket, as access_token=VALUE (repeatable)")
	flags.StringVar(&opts.signature, "signature", "", "signature of the request")
	flags.StringVar(&opts.msgSignature, "msg-signature", "", "msg_signature of the request")
	flags.StringVar(&opts.timestamp, "timestamp", "", "timestamp of the request")
	flags.StringVar(&opts.nonce, "nonce", "", "nonce of the request")
	flags.StringVar(&opts.encrypt, "encrypt", "", "Encrypt value of the body; - reads stdin, @FILE reads a file")
	flags.StringVar(&opts.echostr, "echostr", "", "echostr of the request")
	flags.StringVar(&opts.request, "request", "", "file with a raw HTTP/1.1 request, or - for stdin")
	flags.StringVar(&opts.log, "log", "", "log file, or - for stdin; each line is a URL, a query, JSON or a line of an access log")
	flags.StringVar(&opts.body, "body", "", "file with the body of the POST, or - for stdin")
	durationVar(flags, &opts.maxAge, "max-age", 0, "maximum age of a request, such as 5m (default: any)")
	flags.BoolVar(&opts.showExpected, "show-expected", false, "print the right signature")
	opts.bind(cmd, callbackKeys()...)
	return cmd
}

// verifyResult is a diagnosis for printing.
type verifyResult struct {
	callback.Diagnosis
	quiet bool
	lang  lang.Language
}

func (verifyResult) JSONType() string { return "verification" }
func (r verifyResult) IsOK() bool     { return r.Valid }

func (r verifyResult) WriteText(p *ui.Printer) {
	if r.Valid {
		p.Linef("%s", p.Good(wordValid.in(r.lang)))
	} else {
		p.Linef("%s%s", labelled(p.Bad, wordInvalid, r.lang), ui.Printable(r.Reason))
	}
	if r.Hint != "" && !r.quiet {
		p.Linef("  %s", ui.Printable(r.Hint))
	}
	if r.Expected != "" {
		p.Linef("  %s %s", wordExpected.in(r.lang), r.Expected)
		p.Linef("  %s %s", wordGot.in(r.lang), ui.Printable(r.Got))
	}
}

func (o *verifyOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if err := o.oneSource(args); err != nil {
		return err
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	acct, err := s.account()
	if err != nil {
		return err
	}
	opts := s.diagnoseOptions(env)
	opts.MaxAge, opts.OneMistake, opts.NoExpected = o.maxAge, o.log != "", !o.showExpected
	if o.log != "" {
		return o.runLog(ctx, env, &acct, opts)
	}
	claim, err := o.claim(env, args)
	if err != nil {
		return err
	}
	result := verifyResult{o.shown(acct.Diagnose(claim, opts)), env.Quiet, env.Lang}
	return verdictAfter(env.Print(result), noUnless(result.Valid))
}

// shown returns what is printed of a diagnosis.
func (o *verifyOptions) shown(d callback.Diagnosis) callback.Diagnosis {
	if !o.showExpected {
		d.Expected = ""
	}
	return d
}

// oneSource returns an error unless there is exactly one source of requests.
func (o *verifyOptions) oneSource(args []string) error {
	values := o.signature+o.msgSignature+o.timestamp+o.nonce+o.encrypt+o.echostr != ""
	given := 0
	for _, is := range []bool{len(args) > 0, values, o.request != "", o.log != ""} {
		if is {
			given++
		}
	}
	switch {
	case given == 0:
		return usage("verify: needs a URL or query, values in flags, --request or --log").withHint("wxtool verify 'signature=…&timestamp=…&nonce=…'")
	case given > 1:
		return usage("verify: an argument, values in flags, --request and --log exclude each other").withHint("wxtool verify --help")
	case o.body != "" && (o.request != "" || o.log != ""):
		return usage("verify: --body can be used only with a URL, a query or values").withHint("the body must be in the request or the log")
	}
	return nil
}

func (o *verifyOptions) claim(env *ui.Env, args []string) (*callback.Claim, error) {
	if o.request != "" {
		return o.fromRequest(env)
	}
	var body []byte
	if o.body != "" {
		data, err := readFile(env, o.body)
		if err != nil {
			return nil, err
		}
		body = append([]byte{}, data...)
	}
	if len(args) > 0 {
		text, err := argument(env, args[0])
		if err != nil {
			return nil, err
		}
		if !strings.Contains(text, "=") {
			return nil, usage("verify: %q is not a URL or query with signature=…", text).withHint("quote it, or the shell splits it at each &")
		}
		return callback.NewClaim(text, body), nil
	}
	return o.fromValues(env, body)
}

func (o *verifyOptions) fromValues(env *ui.Env, body []byte) (*callback.Claim, error) {
	encrypt, err := argument(env, o.encrypt)
	if err != nil {
		return nil, err
	}
	var query callback.Query
	for _, p := range []callback.Param{
		{Name: "signature", Value: o.signature}, {Name: "msg_signature", Value: o.msgSignature},
		{Name: "timestamp", Value: o.timestamp}, {Name: "nonce", Value: o.nonce}, {Name: "echostr", Value: o.echostr},
	} {
		if p.Value != "" {
			query = append(query, p)
		}
	}
	claim := callback.NewClaim(query.Encode(), body)
	if encrypt != "" {
		claim.Encrypt, claim.HasBody = encrypt, true
	}
	return claim, nil
}

// fromRequest reads a raw HTTP request. Lines may end in LF or CR LF.
func (o *verifyOptions) fromRequest(env *ui.Env) (*callback.Claim, error) {
	data, err := readFile(env, o.request)
	if err != nil {
		return nil, err
	}
	hint := "it must start with a line such as POST /wx?signature=… HTTP/1.1, then headers, an empty line and the body"
	req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(data)))
	if err != nil {
		return nil, usage("verify: %s is not an HTTP request: %w", fileName(o.request), err).withHint(hint)
	}
	body, err := requestBody(req, data)
	if err != nil {
		return nil, usage("verify: the body of %s: %w", fileName(o.request), err).withHint(hint)
	}
	if req.Method == http.MethodGet || len(body) == 0 {
		body = nil
	}
	return callback.NewClaim(req.RequestURI, body), nil
}

// requestBody returns the body. If no header has its length, as in a request that was
// typed or copied from a log, the body is the rest of the file.
func requestBody(req *http.Request, data []byte) ([]byte, error) {
	if req.Header.Get("Content-Length") != "" || len(req.TransferEncoding) > 0 {
		return io.ReadAll(req.Body)
	}
	for _, end := range []string{"\r\n\r\n", "\n\n"} {
		if _, body, ok := bytes.Cut(data, []byte(end)); ok {
			return bytes.TrimSuffix(body, []byte("\n")), nil
		}
	}
	return nil, nil
}

package cli

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

type signOptions struct {
	accountFlags
	stamp                          stampFlags
	jsapi                          jsapiFlags
	echostr, encrypt, base, fields string
}

func newSignCmd(env *ui.Env) *cobra.Command {
	opts := &signOptions{}
	cmd := &cobra.Command{
		Use:   "sign",
		Short: "Sign a callback request",
		Long: `Signs a callback request as the platform does and prints its query.

signature is the SHA-1 of Token, timestamp and nonce, sorted and joined. Every
request of an Official Account has it. msg_signature also covers the Encrypt
value of the body. WeCom uses only msg_signature; in a verification it covers
the encrypted echostr.

With --jsapi it signs a page for the JS-SDK instead: the SHA-1 of jsapi_ticket,
noncestr, timestamp and the URL without its fragment.`,
		Example: `  wxtool sign --token mytoken
  wxtool sign --token AAAAA --timestamp 1714036504 --nonce 1514711492 --field signature
  # a URL is only printed, nothing is sent
  wxtool sign --platform work --echostr 1616140317555161061 --url http://localhost:8080/wecom
  wxtool sign --jsapi 'https://shop.example/order?id=1' --ticket TICKET`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("jsapi") {
				return opts.runJSAPI(env)
			}
			if opts.jsapi.ticket != "" {
				return usage("sign: --ticket has an effect only with --jsapi").withHint("--jsapi URL signs a page for wx.config")
			}
			return opts.run(env)
		},
	}
	opts.stamp.bind(cmd)
	flags := cmd.Flags()
	flags.StringVar(&opts.jsapi.page, "jsapi", "", "sign the page of this URL for wx.config or wx.agentConfig of the JS-SDK")
	flags.StringVar(&opts.jsapi.ticket, "ticket", "", "jsapi_ticket for --jsapi; - reads stdin, @FILE reads a file")
	flags.StringVar(&opts.echostr, "echostr", "", "sign a verification request with this echostr (encrypted first on WeCom)")
	flags.StringVar(&opts.encrypt, "encrypt", "", "sign this Encrypt value too; - reads stdin, @FILE reads a file")
	flags.StringVar(&opts.base, "url", "", "print the whole URL with this base, whose query is kept")
	flags.Var(newEnum(&opts.fields, "", "signature", "msg_signature", "timestamp", "nonce", "query", "url"), "field", "print only this field")
	opts.bind(cmd, callbackKeys()...)
	return cmd
}

// signResult is a query, as a whole and in its parts.
type signResult struct {
	Signature    string `json:"signature,omitempty"`
	MsgSignature string `json:"msg_signature,omitempty"`
	Timestamp    string `json:"timestamp"`
	Nonce        string `json:"nonce"`
	Query        string `json:"query"`
	URL          string `json:"url,omitempty"`
	field        string
}

func (signResult) JSONType() string { return "signature" }

func (r signResult) WriteText(p *ui.Printer) {
	field := r.field
	if field == "" && r.URL != "" {
		field = "url"
	}
	p.Linef("%s", r.get(cmp.Or(field, "query")))
}

func (r signResult) get(field string) string {
	return map[string]string{
		"signature": r.Signature, "msg_signature": r.MsgSignature, "timestamp": r.Timestamp,
		"nonce": r.Nonce, "query": r.Query, "url": r.URL,
	}[field]
}

func (o *signOptions) run(env *ui.Env) error {
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	acct, err := s.account()
	if err != nil {
		return err
	}
	stamp, err := o.stamp.make(env)
	if err != nil {
		return err
	}
	query, err := o.query(env, &acct, stamp)
	if err != nil {
		return err
	}
	result := signResult{
		Signature: query.Get("signature"), MsgSignature: query.Get("msg_signature"),
		Timestamp: stamp.Timestamp, Nonce: stamp.Nonce, Query: query.Encode(), field: o.fields,
	}
	if o.base != "" {
		base, err := deliver.ParseTarget(o.base)
		if err != nil {
			return usage("%w", err)
		}
		result.URL = query.AddTo(base).String()
	}
	if result.field != "" && result.get(result.field) == "" {
		return usage("sign: there is no %s in this request", result.field).withHint("msg_signature needs --encrypt, url needs --url")
	}
	return env.Print(result)
}

func (o *signOptions) query(env *ui.Env, acct *callback.Account, stamp callback.Stamp) (callback.Query, error) {
	encrypt, err := argument(env, o.encrypt)
	switch {
	case err != nil:
		return nil, err
	case o.echostr != "" && o.encrypt != "":
		return nil, usage("sign: --echostr and --encrypt exclude each other").withHint("a verification has an echostr, a push has an Encrypt value")
	case o.echostr != "":
		return acct.SealEchostr(o.echostr, stamp)
	case encrypt != "":
		return acct.PushParams(stamp, encrypt), nil
	case acct.Platform == callback.Work:
		return nil, usage("sign: WeCom signs the Encrypt value, but there is none").withHint("use --encrypt CIPHERTEXT or --echostr TEXT")
	}
	return acct.PlainParams(stamp), nil
}

// stampFlags are the flags that make a signature or frame reproducible.
type stampFlags struct{ timestamp, nonce string }

func (s *stampFlags) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.timestamp, "timestamp", "", "Unix time in seconds (default: now)")
	cmd.Flags().StringVar(&s.nonce, "nonce", "", "nonce (default: random digits)")
}

func (s *stampFlags) make(env *ui.Env) (callback.Stamp, error) {
	stamp, err := deliver.NewStamp(env.Now(), env.Rand)
	if err != nil {
		return stamp, fmt.Errorf("randomness: %w", err)
	}
	if s.timestamp != "" {
		if n, err := strconv.ParseUint(s.timestamp, 10, 63); err != nil || strconv.FormatUint(n, 10) != s.timestamp {
			return stamp, usage("--timestamp %q: is not a number of seconds", s.timestamp).withHint("date +%s prints one")
		}
		stamp.Timestamp = s.timestamp
	}
	if s.nonce != "" {
		stamp.Nonce = s.nonce
	}
	return stamp, nil
}

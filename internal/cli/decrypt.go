package cli

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
	"wxtool/internal/wxcrypt"
)

type decryptOptions struct {
	accountFlags
	url, msgSignature, timestamp, nonce string
	batch                               bool
}

func newDecryptCmd(env *ui.Env) *cobra.Command {
	opts := &decryptOptions{}
	cmd := &cobra.Command{
		Use:   "decrypt [FILE|-]",
		Short: "Decrypt a push, a reply, or a bare Encrypt value",
		Long: `Decrypts the body of a push or reply (XML or JSON), or a bare Encrypt value, and
prints the message unchanged. It checks msg_signature if there is one: for a
push in --url or the flags, for a reply in the envelope, with --batch in the
line, as msg_signature or in another spelling. With --url and no FILE it
decrypts the encrypted echostr of the URL (WeCom).

The receiveid in the frame must be that of the account (--receive-id, or the
app id). Errors have the official code, -40001 to -40010, and a likely cause.`,
		Example: `  echo '<xml><Content>hi</Content></xml>' | wxtool encrypt --envelope reply | wxtool decrypt
  echo -n success | wxtool encrypt --envelope none | wxtool decrypt --json
  echo -n success | wxtool encrypt --envelope none | wxtool decrypt --batch`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.url, "url", "", "URL or query of the push")
	flags.StringVar(&opts.msgSignature, "msg-signature", "", "msg_signature of the push")
	flags.StringVar(&opts.timestamp, "timestamp", "", "timestamp of the push")
	flags.StringVar(&opts.nonce, "nonce", "", "nonce of the push")
	flags.BoolVar(&opts.batch, "batch", false, "read one body per line, print one JSON object per line")
	opts.bind(cmd, callbackKeys()...)
	return cmd
}

// decryptResult is a decrypted frame.
type decryptResult struct {
	Message          string `json:"message"`
	MessageHex       string `json:"message_hex,omitempty"` // if Message is not UTF-8
	ReceiveID        string `json:"receive_id"`
	Random           string `json:"random"` // hexadecimal
	SignatureChecked bool   `json:"signature_checked"`
	raw              []byte
}

func newDecryptResult(o *callback.Opened) decryptResult {
	r := decryptResult{
		Message: string(o.Message), ReceiveID: o.ReceiveID, Random: hex.EncodeToString(o.Random[:]),
		SignatureChecked: o.Scheme != "", raw: o.Message,
	}
	if !utf8.Valid(o.Message) {
		r.MessageHex = hex.EncodeToString(o.Message)
	}
	return r
}

func (decryptResult) JSONType() string { return "message" }

func (r decryptResult) WriteText(*ui.Printer) {}

func (o *decryptOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	acct, err := o.account(s)
	if err != nil {
		return err
	}
	if o.batch {
		return o.runBatch(ctx, env, acct, first(args, "-"))
	}
	claim, err := o.request(s)
	if err != nil {
		return err
	}
	body, err := o.body(env, claim, args)
	if err != nil {
		return err
	}
	in := sealed{acct, claim, body}
	opened, err := in.open()
	if err != nil {
		return in.diagnosed(err, s.diagnoseOptions(env))
	}
	result := newDecryptResult(opened)
	if !result.SignatureChecked {
		env.Notef("msg_signature was not checked, %s", unchecked(acct, body))
	}
	if acct.AnyReceiveID {
		env.Notef("the receiveid is %q; it was not checked, because no app id or receive id is set", opened.ReceiveID)
	}
	if env.JSON {
		return env.PrintJSON(result)
	}
	return env.Write(result.raw)
}

// unchecked returns why no signature was checked, and the missing flags.
func unchecked(acct *callback.Account, body []byte) string {
	if e := new(callback.Envelope); e.Read(body) == nil && e.Carries() && acct.Token == "" {
		return "no Token is set: use --token"
	}
	return "there is none: use --url, or --msg-signature, --timestamp and --nonce"
}

// account returns the account. It must have a key, but a Token only if a signature is
// checked.
func (o *decryptOptions) account(s *settings) (*callback.Account, error) {
	_, known := s.Get(account.ReceiveID)
	a := &callback.Account{
		Platform: callback.Platform(s.Platform()), Mode: callback.Safe,
		Token: s.get(account.Token), AppID: s.get(account.AppID), ReceiveID: s.get(account.ReceiveID), AnyReceiveID: !known,
	}
	if err := s.key(a); err != nil {
		return nil, err
	}
	if a.Key == nil {
		return nil, callback.ErrNoKey
	}
	return a, nil
}

// request returns the signature of a push, or nil if none is given.
func (o *decryptOptions) request(s *settings) (*callback.Claim, error) {
	var claim *callback.Claim
	switch values := []string{o.msgSignature, o.timestamp, o.nonce}; {
	case o.url != "" && o.msgSignature+o.timestamp+o.nonce != "":
		return nil, usage("decrypt: --url already contains --msg-signature, --timestamp and --nonce").withHint("remove these three flags")
	case o.url != "":
		claim = callback.NewClaim(o.url, nil)
		if claim.Query.Get("msg_signature") == "" {
			return nil, usage("--url: has no msg_signature").withHint("quote the URL, or the shell cuts it at each &")
		}
	case o.msgSignature+o.timestamp+o.nonce != "":
		if slices.Contains(values, "") {
			return nil, usage("decrypt: --msg-signature, --timestamp and --nonce must be used together").withHint("all three are in the URL; --url accepts the whole URL")
		}
		query := callback.Query{{Name: "msg_signature", Value: values[0]}, {Name: "timestamp", Value: values[1]}, {Name: "nonce", Value: values[2]}}
		claim = callback.NewClaim(query.Encode(), nil)
	}
	if claim != nil && s.get(account.Token) == "" {
		return nil, config("account settings: no Token is set, which is needed to check msg_signature").withHint("set it with --token, WXTOOL_TOKEN or a profile")
	}
	return claim, nil
}

func (o *decryptOptions) body(env *ui.Env, claim *callback.Claim, args []string) ([]byte, error) {
	if claim != nil && len(args) == 0 {
		if echostr := claim.Query.Get("echostr"); echostr != "" {
			return []byte(echostr), nil
		}
	}
	return readFile(env, first(args, "-"))
}

// sealed is a body with its request, which is nil if not given.
type sealed struct {
	acct  *callback.Account
	claim *callback.Claim
	body  []byte
}

// open decrypts the body and checks the signature, if there is one.
func (s sealed) open() (*callback.Opened, error) {
	var e callback.Envelope
	e.Read(s.body) // the Open methods return its error
	opened := new(callback.Opened)
	if s.claim != nil {
		return opened, s.acct.OpenSigned(opened, s.claim.Query, &e)
	}
	return opened, s.acct.OpenCarried(opened, &e)
}

// diagnosed adds to the error the mistake that made a signature wrong.
func (s sealed) diagnosed(err error, o callback.DiagnoseOptions) error {
	if s.claim == nil || !errors.Is(err, wxcrypt.ErrSignature) {
		return err
	}
	claim := callback.NewClaim(s.claim.RawQuery, s.body)
	if claim.Encrypt == "" {
		claim.Encrypt = string(bytes.TrimSpace(s.body)) // a bare value, as open reads it
	}
	o.Lang = lang.English // as every error
	v := s.acct.Diagnose(claim, o)
	return &problem{"invalid", exitNo, v.Reason + ": " + v.Hint, err}
}

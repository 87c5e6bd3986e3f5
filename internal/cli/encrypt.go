package cli

import (
	"context"
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/callback"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

type encryptOptions struct {
	accountFlags
	stamp                    stampFlags
	envelope, format, random string
	batch                    bool
}

func newEncryptCmd(env *ui.Env) *cobra.Command {
	opts := &encryptOptions{}
	cmd := &cobra.Command{
		Use:   "encrypt [FILE|-]",
		Short: "Encrypt a message into a push, a reply, or a bare Encrypt value",
		Long: `Encrypts FILE (or stdin) unchanged: 16 random bytes, the length, the message and
the receiveid, padded to 32 bytes, AES-256-CBC, base64.

--envelope push is the body that the platform sends, with Encrypt and
ToUserName; the signed query is printed to stderr, or with --json in the result.
--envelope reply is the reply of your server, with Encrypt, MsgSignature,
TimeStamp and Nonce. --envelope none is only the base64.

With --batch each line is a message, a JSON string or a result of decrypt
--batch. Each envelope is a JSON object that decrypt --batch accepts.`,
		Example: `  echo '<xml><Content>hi</Content></xml>' | wxtool encrypt --json
  echo -n success | wxtool encrypt --envelope none
  echo '{"demo_resp":"good luck"}' | wxtool encrypt --envelope reply --format json
  echo '<xml><Content>hi</Content></xml>' | wxtool encrypt --batch | wxtool decrypt --batch`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	flags.Var(newEnum(&opts.envelope, "push", "push", "reply", "none"), "envelope", "envelope of the Encrypt value")
	flags.Var(newEnum(&opts.format, "xml", "xml", "json"), "format", "format of the envelope")
	flags.BoolVar(&opts.batch, "batch", false, "read one message per line, print one JSON object per line")
	flags.StringVar(&opts.random, "random", "", "the 16 random bytes of the frame, as 32 hexadecimal digits")
	opts.stamp.bind(cmd)
	opts.bind(cmd, callbackKeys()...)
	return cmd
}

// encryptResult is an encrypted message in its envelope.
type encryptResult struct {
	Body         string `json:"body"`
	Encrypt      string `json:"encrypt"`
	Signature    string `json:"signature,omitempty"`
	MsgSignature string `json:"msg_signature,omitempty"`
	Timestamp    string `json:"timestamp,omitempty"`
	Nonce        string `json:"nonce,omitempty"`
	Query        string `json:"query,omitempty"`
}

func (encryptResult) JSONType() string { return "envelope" }

func (r encryptResult) WriteText(p *ui.Printer) { p.Raw(r.Body) }

func (o *encryptOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if o.batch {
		return o.runBatch(ctx, env, first(args, "-"))
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	acct, err := o.account(s)
	if err != nil {
		return err
	}
	stamp, err := o.stampWithRandom(env)
	if err != nil {
		return err
	}
	msg, err := readFile(env, first(args, "-"))
	if err != nil {
		return err
	}
	encrypt, err := acct.Encrypt(msg, stamp)
	if err != nil {
		return err
	}
	result := o.seal(&acct, msg, encrypt, stamp)
	if head, err := message.Scan(msg); o.envelope == "push" && (err != nil || head.ToUserName+head.InfoType == "") {
		env.Notef("the message has no ToUserName, so the envelope has none")
	}
	if result.Query != "" && !env.JSON {
		env.Notef("query: %s", result.Query)
	}
	return env.Print(result)
}

func first(args []string, otherwise string) string {
	if len(args) > 0 {
		return args[0]
	}
	return otherwise
}

// account returns the account. It requires a Token only if the result is signed.
func (o *encryptOptions) account(s *settings) (callback.Account, error) {
	if o.envelope != "none" {
		return s.account()
	}
	a := callback.Account{Platform: callback.Platform(s.Platform()), ReceiveID: s.get("receive_id")}
	return a, s.key(&a)
}

func (o *encryptOptions) seal(acct *callback.Account, msg []byte, encrypt string, stamp callback.Stamp) encryptResult {
	r := encryptResult{Body: encrypt, Encrypt: encrypt}
	if o.envelope == "none" {
		return r
	}
	query := acct.PushParams(stamp, encrypt)
	r.MsgSignature, r.Timestamp, r.Nonce = query.Get("msg_signature"), stamp.Timestamp, stamp.Nonce
	if o.envelope == "reply" {
		r.Body = string(acct.ReplyEnvelope(stamp, encrypt, callback.ReplyForm(o.format)))
		return r
	}
	r.Signature, r.Query = query.Get("signature"), query.Encode()
	r.Body = string(acct.PushEnvelope(msg, encrypt, o.format == "json"))
	return r
}

func (o *encryptOptions) stampWithRandom(env *ui.Env) (callback.Stamp, error) {
	stamp, err := o.stamp.make(env)
	if err != nil || o.random == "" {
		return stamp, err
	}
	b, err := hex.DecodeString(strings.TrimSpace(o.random))
	if err != nil || len(b) != len(stamp.Random) {
		return stamp, usage("--random: must be 32 hexadecimal digits (16 bytes)").withHint("head -c16 /dev/urandom | xxd -p prints such digits")
	}
	copy(stamp.Random[:], b)
	return stamp, nil
}

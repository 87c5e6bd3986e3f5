package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/ui"
)

type handshakeOptions struct {
	accountFlags
	tls            tlsFlags
	full           bool
	deadline, wait time.Duration
}

func newHandshakeCmd(env *ui.Env) *cobra.Command {
	opts := &handshakeOptions{}
	cmd := &cobra.Command{
		Use:   "handshake [URL]",
		Short: "Check a callback URL as the platform does when it is saved",
		Long: `Sends the request with which the platform verifies a callback URL, and checks
the answer byte for byte: it must be exactly the echostr. Then it sends the same
request with a wrong signature, which your server must reject, preferably with
403. It reports both results.

The echostr of an Official Account is plain in every mode. The echostr of WeCom
is encrypted; the answer must be the decrypted echostr, within one second. If the
check of an Official Account fails and a key is set, that of WeCom is sent too, to
see whether the URL is for WeCom.`,
		Example: `  # your server at localhost:8080
  wxtool handshake http://localhost:8080/wx --token mytoken
  wxtool handshake 3000 --platform work`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	durationVar(cmd.Flags(), &opts.deadline, "deadline", 0, "time limit (default: 5s, on WeCom 1s)")
	durationVar(cmd.Flags(), &opts.wait, "wait", 0, "wait up to this long for the port to answer")
	cmd.Flags().BoolVar(&opts.full, "full", false, "show a wrong answer in full, not only its first 20 lines")
	opts.tls.bind(cmd)
	opts.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *handshakeOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if o.flags.Changed("deadline") && o.deadline == 0 {
		return usage("--deadline 0: must be positive")
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	target, err := targetOf(s, "handshake", args)
	if err != nil {
		return err
	}
	acct, err := s.account()
	if err != nil {
		return err
	}
	transport, err := o.tls.transport(env)
	if err != nil {
		return err
	}
	client := &deliver.Client{HTTP: transport, Now: env.Now, Rand: env.Rand, Deadline: o.deadline}
	if err := await(ctx, env, client, target, o.wait); err != nil {
		return err
	}
	env.Wait("waiting for the answer of " + target.Host)
	h, err := client.Handshake(ctx, acct, target)
	env.Wait("")
	if err != nil {
		return err
	}
	if env.Verbose {
		env.Show("sent GET "+h.Right.Request.URL, "")
		if h.Wrong != nil {
			env.Show("sent GET "+h.Wrong.Request.URL+" (a wrong signature)", "")
		}
		if h.AsWeCom != nil {
			env.Show("sent GET "+h.AsWeCom.Request.URL+" (the verification of WeCom)", "")
		}
	}
	result := newHandshakeResult(h, env.Lang)
	result.quiet, result.full = env.Quiet, o.full
	return verdictAfter(env.Print(result), handshakeVerdict(h, target))
}

func handshakeVerdict(h *deliver.Handshake, target *url.URL) error {
	switch f := h.Right.Cause; {
	case f != nil && !f.Answered():
		return cannotReach(target, f)
	case !h.OK():
		return errNo
	}
	return nil
}

// targetOf returns the URL in args, or the one in the settings.
func targetOf(s *settings, command string, args []string) (*url.URL, error) {
	if len(args) > 0 {
		return checkedTarget(s, args[0])
	}
	target, err := s.target()
	if target == nil && err == nil {
		err = usage("%s: needs a callback URL", command).withHint("wxtool " + command + " http://localhost:8080/wx")
	}
	return target, err
}

// checkedTarget parses a callback URL. For the demo account it must be on this machine.
func checkedTarget(s *settings, text string) (*url.URL, error) {
	target, err := deliver.ParseTarget(text)
	if err != nil {
		return nil, usage("%w", err).withHint(targetHint(err))
	}
	if s.public() && !deliver.IsLoopback(target) {
		return nil, config("callback URL %s: the demo account can be used only on this machine", target.Host).withHint("set the --token of your account (and --encoding-aes-key, --app-id)")
	}
	return target, nil
}

// targetHint returns the next step after a callback URL that cannot be parsed.
func targetHint(err error) string {
	if e, ok := errors.AsType[*deliver.NoHostError](err); ok && strings.HasPrefix(e.URL, "/") {
		return "write the host or the port before the path, such as 8080" + e.URL + " or http://localhost:8080" + e.URL
	}
	return "use a URL such as http://localhost:8080/wx, or a port"
}

func cannotReach(target *url.URL, f *exchange.Cause) error {
	return unreachable("cannot reach %s: %w", target, f).withHint(reachHint(f))
}

func reachHint(f *exchange.Cause) string {
	_, unverified := errors.AsType[*tls.CertificateVerificationError](f)
	switch {
	case f.ID == exchange.Refused:
		return "start your server first; in a container, use host.docker.internal instead of localhost"
	case unverified:
		return "if the certificate is your own, use --cacert FILE or --insecure"
	case f.ID == exchange.NoTLS:
		return "check whether the URL is http or https"
	}
	return "check that the host is right and reachable from this machine"
}

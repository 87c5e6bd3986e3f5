// Package cli is the command line: one file per command, which binds flags to
// an options struct, makes one call into the domain and renders its result.
//
// It alone knows Cobra, chooses exit codes and puts hints beside errors.
package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"wxtool/internal/nearest"
	"wxtool/internal/ui"
)

// Main runs one command line (without the program's name) and returns the exit
// code: 0 yes or done, 1 the answer is no, 2 usage or configuration, 3 could
// not read, write or reach, 4 refused by the platform, 130 interrupted.
func Main(ctx context.Context, env *ui.Env, args []string) int {
	env.Done, env.Out = ctx.Done(), pipe{env.Out}
	defer env.End()
	root := newRoot(env, args)
	root.SetArgs(withNumbers(root, args))
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeFlags(env, root)
	}
	if err := root.ExecuteContext(ctx); err != nil {
		return fail(env, err, args)
	}
	return exitOK
}

// pipe is stdout. Its reader's hanging up has an error of its own: connections
// break with the same one of the system.
type pipe struct{ io.Writer }

var errHungUp = errors.New("nobody reads stdout any more")

func (p pipe) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		err = errHungUp
	}
	return n, err
}

// verdictAfter is the end of a command that has printed its result. A reader that
// has hung up does not change the verdict; any other failure to print does.
func verdictAfter(printed, verdict error) error {
	if printed != nil && !errors.Is(printed, errHungUp) {
		return printed
	}
	return verdict
}

// withoutHangUp is what else went wrong.
func withoutHangUp(err error) error {
	if !errors.Is(err, errHungUp) {
		return err
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var rest error
	for _, err := range joined.Unwrap() {
		rest = errors.Join(rest, withoutHangUp(err))
	}
	return rest
}

// fail tells the error and returns its exit code. A reader that closed the
// pipe has what it wanted.
func fail(env *ui.Env, err error, args []string) int {
	if err = withoutHangUp(err); err == nil {
		return exitOK
	}
	env.JSON = env.JSON || hasJSON(args)
	failure, code := classify(err)
	if failure.Message != "" {
		env.Fail(failure)
	}
	return code
}

// hasJSON finds --json on a command line that could not be parsed to its end.
func hasJSON(args []string) bool {
	for _, arg := range args {
		if arg == "--json" || arg == "--json=true" {
			return true
		}
		if arg == "--" {
			break
		}
	}
	return false
}

// commands lists the commands, each by its name and its constructor.
func commands() []command {
	return []command{
		{"send-fixture", newSendFixtureCmd},
		{"fixture", newFixtureCmd},
		{"serve", newServeCmd},
		{"handshake", newHandshakeCmd},
		{"sign", newSignCmd},
		{"verify", newVerifyCmd},
		{"encrypt", newEncryptCmd},
		{"decrypt", newDecryptCmd},
		{"token", newTokenCmd},
		{"qrcode", newQRCodeCmd},
		{"menu", newMenuCmd},
		{"sandbox", newSandboxCmd},
		{"explain", newExplainCmd},
		{"profile", newProfileCmd},
		{"completion", newCompletionCmd},
		{"version", newVersionCmd},
	}
}

type command struct {
	name string
	new  func(*ui.Env) *cobra.Command
}

// chosen picks the one command that args name. Where they name none, or begin
// with a flag, all are wanted: for help, completion, and to say what was meant.
// Most runs thus start without making the flags of all the others.
func chosen(args []string) []command {
	all := commands()
	for _, c := range all {
		if len(args) > 0 && args[0] == c.name {
			return []command{c}
		}
	}
	return all
}

// newRoot returns the root with the commands that args may need.
func newRoot(env *ui.Env, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "wxtool <command>",
		Short: "Build and test WeChat and WeCom callbacks on your own machine",
		Long: `wxtool plays the WeChat platform towards your callback server, and your
server towards the platform: it signs and verifies requests, makes every push
and delivers it as WeChat (公众号) or WeCom (企业微信) would, encrypts and decrypts,
and says in plain words what is wrong and what your user's phone would show.

Nothing needs an account, and nothing leaves your machine but what you ask the
platform for with token, qrcode and menu, or send to a server of your own.`,
		Example: `  # deliver a message to the built-in echo server
  wxtool send-fixture text
  # deliver it to your own server, in safe mode
  wxtool send-fixture text --to http://localhost:8080/wx --mode safe`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	group(root)
	flags := root.PersistentFlags()
	flags.BoolVar(&env.JSON, "json", false, "print results as JSON, one object per line")
	flags.BoolVarP(&env.Quiet, "quiet", "q", false, "print the bare result only")
	flags.BoolVarP(&env.Verbose, "verbose", "v", false, "show the requests made, secrets masked")
	flags.Var(newEnum(&env.Color, "auto", "auto", "always", "never"), "color", "when to use colour: auto, always or never")
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(env, cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { writeHelp(env, cmd); return nil })
	root.SetHelpCommand(newHelpCmd(env))
	for _, c := range chosen(args) {
		root.AddCommand(c.new(env))
	}
	return root
}

// group makes cmd one that only holds others: alone it prints its help, and a
// word it does not know is an error that names the nearest.
func group(cmd *cobra.Command) {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, sub := range cmd.Commands() {
			names = append(names, sub.Name())
		}
		return usage(didYouMean(nearest.Of(args[0], names), cmd.CommandPath()+" --help lists the commands"),
			"%s: there is no command %q", cmd.CommandPath(), args[0])
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

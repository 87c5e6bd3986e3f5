// Package cli is the command line. There is one file per command, which binds flags to
// an options struct, calls one engine and renders its result. Only this package uses
// Cobra, chooses exit codes and adds hints to errors.
package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"wxtool/internal/nearest"
	"wxtool/internal/ui"
)

// Main runs a command line (without the name of the program) and returns the exit code:
// 0 yes or done, 1 the answer is no, 2 usage or configuration, 3 cannot read, write or
// connect, 4 refused by the platform, 130 interrupted.
func Main(ctx context.Context, env *ui.Env, args []string) int {
	env.Done, env.Out = ctx.Done(), pipe{env.Out}
	defer env.End()
	root := newRoot(env, args)
	root.SetArgs(withNumbers(root, args))
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	if isCompletion(args) {
		if slices.ContainsFunc(args, func(word string) bool { return strings.HasPrefix(word, "-") }) {
			completeFlags(env, root)
		}
		out := bufio.NewWriterSize(env.Out, 64<<10) // Cobra writes each word on its own
		root.SetOut(out)
		defer out.Flush()
	}
	if err := root.ExecuteContext(ctx); err != nil {
		return fail(env, err, args)
	}
	return exitOK
}

// pipe is stdout. It returns errHungUp if its reader has closed the pipe; the system's
// error for that is the same as for a broken network connection.
type pipe struct{ io.Writer }

var errHungUp = errors.New("the reader of stdout has closed it")

func (p pipe) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		err = errHungUp
	}
	return n, err
}

// WriteString is Write without a copy of the text.
func (p pipe) WriteString(s string) (int, error) {
	n, err := io.WriteString(p.Writer, s)
	if errors.Is(err, syscall.EPIPE) {
		err = errHungUp
	}
	return n, err
}

// verdictAfter returns the error of a command that has printed its result. If the reader
// of stdout has closed it, the verdict stays; any other error of printing replaces it.
func verdictAfter(printed, verdict error) error {
	if printed != nil && !errors.Is(printed, errHungUp) {
		return printed
	}
	return verdict
}

// withoutHangUp returns err without errHungUp.
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

// fail prints the error and returns its exit code. A closed stdout is not an error.
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

// hasJSON reports whether a command line that cannot be parsed has --json.
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
		{"record", newRecordCmd},
		{"replay", newReplayCmd},
		{"handshake", newHandshakeCmd},
		{"check", newCheckCmd},
		{"sign", newSignCmd},
		{"verify", newVerifyCmd},
		{"encrypt", newEncryptCmd},
		{"decrypt", newDecryptCmd},
		{"token", newTokenCmd},
		{"qrcode", newQRCodeCmd},
		{"menu", newMenuCmd},
		{"sandbox", newSandboxCmd},
		{"run", newRunCmd},
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

// isCompletion reports whether a shell asks for completions of the words after the first.
func isCompletion(args []string) bool {
	return len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd)
}

// chosen returns the command that args name, or whose words a shell asks to complete. If
// they name none or start with a flag, it returns all commands, which help, suggestions
// and the completion of a command's name need. Creating only one command makes the start
// faster.
func chosen(args []string) []command {
	all := commands()
	if isCompletion(args) && len(args) > 2 { // the last word is not complete
		args = args[1:]
	}
	for _, c := range all {
		if len(args) > 0 && args[0] == c.name {
			return []command{c}
		}
	}
	return all
}

// newRoot returns the root command with the commands that args may need.
func newRoot(env *ui.Env, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "wxtool <command>",
		Short: "Build and test WeChat and WeCom callbacks on your own machine",
		Long: `wxtool acts as the WeChat platform for your callback server, and as your server
for the platform. It signs, verifies, encrypts and decrypts requests, delivers
every push as WeChat (公众号) or WeCom (企业微信) does, and reports what is wrong
with a response and what your user's phone would show.

You need no account. wxtool connects only to the servers that you name and, for
the commands token, qrcode and menu, to the platform.`,
		Example: `  # deliver a message to the built-in echo server
  wxtool send-fixture text
  # deliver it to your own server, in safe mode
  wxtool send-fixture text --to http://localhost:8080/wx --mode safe`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	group(root)
	addVersionFlag(env, root)
	flags := root.PersistentFlags()
	flags.BoolVar(&env.JSON, "json", false, "print results as JSON, one object per line")
	flags.BoolVarP(&env.Quiet, "quiet", "q", false, "print only the result")
	flags.BoolVarP(&env.Verbose, "verbose", "v", false, "show the requests made, secrets masked")
	flags.Var(newEnum(&env.Color, "auto", "auto", "always", "never"), "color", "when to use colour: auto, always or never")
	flags.Var(newEnum((*string)(&env.Lang), "", languages()...), "lang", "language of verdicts and explanations: en or zh (default: WXTOOL_LANG, else the locale)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return chooseLanguage(env) }
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(env, cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { writeHelp(env, cmd); return nil })
	root.SetHelpCommand(newHelpCmd(env))
	for _, c := range chosen(args) {
		root.AddCommand(c.new(env))
	}
	return root
}

// group makes cmd a command that only has subcommands. Without one it prints help; an
// unknown one is an error that suggests similar names.
func group(cmd *cobra.Command) {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, sub := range cmd.Commands() {
			names = append(names, sub.Name())
		}
		return usage("%s: there is no command %q", cmd.CommandPath(), args[0]).withHint(didYouMean(nearest.Of(args[0], names), cmd.CommandPath()+" --help lists the commands"))
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

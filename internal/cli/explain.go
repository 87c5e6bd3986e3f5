package cli

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi/errcode"
)

type explainOptions struct{ platform string }

func newExplainCmd(env *ui.Env) *cobra.Command {
	opts := &explainOptions{}
	cmd := &cobra.Command{
		Use:   "explain <CODE|TEXT|->",
		Short: "Explain an error code: meaning, usual cause and remedy",
		Long: `Explains, offline, an errcode of the platform or a -4000x code of the encryption
libraries: meaning and source, usual cause and remedy where they are known. It
knows more than 1,900 codes of Official Accounts, mini programs and the open
platform, and more than 1,400 of WeCom. A code may have a meaning for each
platform, because the platforms use many codes differently.

The argument is a code, the whole answer of the platform or a log line in
quotes, or - for a log on stdin. An answer of the platform also shows which
platform it is (rid: means Official Account, hint: […] means WeCom), the IP
address of the caller and, in the rid, the time. Other words are searched for in
the table.`,
		Example: `  wxtool explain 40164
  wxtool explain -40001
  wxtool explain '{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist rid: 63252e6b-7c87ebbe-4f8ad7d0"}'
  wxtool explain --platform work secret
  # your log: every errcode in it
  wxtool explain - < server.log`,
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return usage("explain: needs a code, an answer of the platform or words").withHint("wxtool explain 40164, or quote the answer of the platform")
			}
			return nil
		},
		ValidArgsFunction: completeCodes,
		RunE:              func(_ *cobra.Command, args []string) error { return opts.run(env, args) },
	}
	cmd.Flags().Var(newEnum(&opts.platform, "", errcode.MP, errcode.Work, errcode.Crypt), "platform", "only the meaning on this platform (default: all)")
	return cmd
}

// withNumbers allows negative numbers as arguments of explain, which look like flags:
// -40001 becomes errcode=-40001. No flag of the command is a digit.
func withNumbers(root *cobra.Command, args []string) []string {
	if cmd, _, err := root.Find(args); err != nil || cmd.Name() != "explain" || cmd.Parent() != root {
		return args
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if n, err := strconv.Atoi(arg); err == nil && n < 0 {
			args[i] = "errcode=" + arg
		}
	}
	return args
}

// completeCodes offers the codes that begin with what was typed, with their meanings.
// Before the first digit it offers only the codes with a known cause, because a list of
// thousands is not readable.
func completeCodes(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var codes []cobra.Completion
	last := 0
	for _, e := range errcode.All() {
		code := strconv.Itoa(e.Code)
		offered := strings.HasPrefix(code, typed) && (typed != "" || e.Cause.EN != "")
		if len(args) == 0 && offered && e.Code != last {
			codes = append(codes, cobra.CompletionWithDesc(code, e.Meaning.EN))
			last = e.Code
		}
	}
	return codes, cobra.ShellCompDirectiveNoFileComp
}

func (o *explainOptions) run(env *ui.Env, args []string) error {
	text := strings.Join(args, " ")
	replies, text, err := repliesIn(env, text, len(args) == 1)
	if err != nil {
		return err
	}
	if len(replies) == 0 {
		return o.search(env, text)
	}
	known, err := o.explain(env, replies)
	return verdictAfter(err, noUnless(known))
}

// explain prints the explanation of each code. It reports whether all codes that were
// printed are known.
func (o *explainOptions) explain(env *ui.Env, replies []errcode.Reply) (known bool, err error) {
	known = true
	for i, r := range replies {
		results := o.results(env, r)
		if len(results) == 0 {
			results, known = []codeResult{newUnknownCode(r, o.platformOf(r), env.Lang)}, false
		}
		for j := range results {
			results[j].first = i+j == 0
			if err := env.Print(results[j]); err != nil {
				return known, err
			}
		}
	}
	return known, nil
}

// repliesIn finds the codes in a text, in stdin for "-", or in a file for @file. It also
// returns the text, unless it is a long log.
func repliesIn(env *ui.Env, text string, single bool) ([]errcode.Reply, string, error) {
	name, isFile := strings.CutPrefix(text, "@")
	if !single || text != "-" && !isFile {
		return errcode.Find(text), text, nil
	}
	f, err := open(env, name)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	begin, err := io.ReadAll(io.LimitReader(f, maxMessage+1))
	if err == nil && len(begin) <= maxMessage {
		return errcode.Find(string(begin)), strings.TrimRight(string(begin), "\r\n"), nil
	}
	var replies []errcode.Reply
	if err == nil {
		replies, err = errcode.Scan(io.MultiReader(bytes.NewReader(begin), f))
	}
	if err != nil {
		return nil, "", fileProblem("read", name, err)
	}
	return replies, "", nil
}

// platformOf returns the platform of the flag, else the one of the reply, else "", which
// means any.
func (o *explainOptions) platformOf(r errcode.Reply) string { return cmp.Or(o.platform, r.Platform) }

// results returns the meanings of a code.
func (o *explainOptions) results(env *ui.Env, r errcode.Reply) []codeResult {
	var results []codeResult
	elsewhere := ""
	for _, e := range errcode.Lookup(r.Code) {
		if e.Of(o.platformOf(r)) {
			results = append(results, newCodeResult(e, r, env))
		} else {
			elsewhere = e.Platform
		}
	}
	switch {
	case len(results) > 0 || elsewhere == "":
	case o.platform != "":
		env.Notef("%d is a code of another platform; remove --platform", r.Code)
	default:
		env.Notef("the answer is from %s, but %d is known only for %s; wxtool explain %[2]d shows it", r.Platform, r.Code, elsewhere)
	}
	return results
}

// search prints the codes with all words of the text. The error does not repeat the
// words, because a pasted text may contain a secret.
func (o *explainOptions) search(env *ui.Env, text string) error {
	found := slices.DeleteFunc(errcode.Search(text), func(e errcode.Entry) bool { return !e.Of(o.platform) })
	if len(found) == 0 {
		return &problem{"invalid", exitNo, "use fewer words, in English or Chinese; " + pagesHint(0), errNothingFound}
	}
	for _, e := range found {
		r := newCodeResult(e, errcode.Reply{}, env)
		r.brief = true
		if err := env.Print(r); err != nil {
			return err
		}
	}
	if len(found) > 1 {
		env.Notef("%d entries; wxtool explain CODE prints cause and remedy", len(found))
	}
	return nil
}

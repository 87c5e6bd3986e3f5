package cli

import (
	"os"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/intercept/trust"
	"wxtool/internal/ui"
)

// topic is a text of wxtool help that belongs to no single command.
type topic struct {
	name, short string
	write       func(*ui.Printer)
}

func topics() []topic {
	return []topic{
		{"exit-codes", "What each exit code means", writeExitCodes},
		{"environment", "The variables that wxtool reads", writeEnvironment},
		{"json", "The objects of --json and their fields", writeJSONTopic},
	}
}

func findTopic(name string) (topic, bool) {
	for _, t := range topics() {
		if t.name == name {
			return t, true
		}
	}
	return topic{}, false
}

func writeExitCodes(p *ui.Printer) {
	p.Linef("Exit codes, the same for all commands:\n")
	for _, c := range []struct {
		code int
		what string
	}{
		{exitOK, "yes, or done"},
		{exitNo, "the answer is no: a signature is wrong, a reply is bad, menus differ"},
		{exitUsage, "usage or configuration"},
		{exitIO, "a file could not be read or written, or a server not reached"},
		{exitPlatform, "the platform refused; its errcode is shown with meaning and remedy"},
		{exitInterrupted, "interrupted, with Ctrl-C or SIGTERM"},
	} {
		p.Linef("  %3d  %s", c.code, c.what)
	}
	p.Linef("\nwxtool run exits with the code of its COMMAND; 128+n: signal n ended it, %d: there\nis no such program, %d: it cannot be run.", exitNotFound, exitCannotRun)
	p.Linef("\nIf the reader of stdout closes it, as head -1 does, a command stops with the\nverdict on the results that it has printed.")
}

func writeEnvironment(p *ui.Printer) {
	p.Linef("Account settings. A flag overrides the variable, which overrides the profile in\nwxtool.yaml:\n")
	line := func(name, what string) { p.Linef("  %-26s %s", name, what) }
	for _, key := range account.Keys() {
		line(key.Env, key.Usage)
	}
	line(account.ProfileEnv, "profile of the config file to use")
	line(account.ConfigEnv, "config file instead of wxtool.yaml")
	p.Linef("\nwxtool run sets these variables for its COMMAND: all settings of the account, with\nthe sandbox as %s, and %s=%s, so that a\nwxtool that COMMAND runs uses the same account and nothing else.", "WXTOOL_API_BASE", account.ConfigEnv, os.DevNull)
	p.Linef("With --intercept also HTTPS_PROXY, HTTP_PROXY, NO_PROXY, SSL_CERT_FILE, CURL_CA_BUNDLE,\nREQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS, NODE_USE_ENV_PROXY and %s, see docs/intercept.md.", trust.Variable)
	p.Linef("\nOutput:\n")
	line("WXTOOL_LANG", "language of verdicts and explanations: en or zh")
	line("LC_ALL, LC_MESSAGES, LANG", "the language, if WXTOOL_LANG is not set; the first that is set")
	line("NO_COLOR", "no colour, if it is set; --color always overrides it")
	line("FORCE_COLOR", "colour, also without a terminal; CLICOLOR_FORCE too")
	line("TERM", "dumb: no colour")
	p.Linef("\nFolders:\n")
	line("XDG_CONFIG_HOME", "folder for wxtool/wxtool.yaml and trusted files (Linux)")
	line("XDG_CACHE_HOME", "folder for access_tokens (Linux)")
	p.Linef("\n${NAME} in a profile reads any other variable.")
}

func writeJSONTopic(p *ui.Printer) {
	p.Linef("With --json a command prints one object per line on stdout. Each error, note or\nwarning is an object on stderr. The field type comes first; ok is the verdict.\ndocs/json.md describes each field, docs/json.schema.json is a JSON Schema.\n")
	for _, out := range JSONOutputs() {
		p.Linef("%s", p.Bold("wxtool "+out.Command))
		writeFields(p, out.Command)
	}
	p.Linef("%s", p.Bold("stderr of all commands"))
	p.Linef("  error: error.kind error.message error.hint error.errcode")
	p.Linef("  note: note")
	p.Linef("  warning: warning")
}

// writeFields lists the fields of the objects that a command prints, at most 90
// columns wide.
func writeFields(p *ui.Printer, command string) {
	for _, line := range jsonFields(command) {
		p.Linef("%s", wrapped(line, 90))
	}
}

// wrapped breaks a line between words, and indents it.
func wrapped(line string, width int) string {
	out, column := "", 0
	for i, word := range strings.Fields(line) {
		switch {
		case i == 0:
			out, column = "  "+word, 2+len(word)
		case column+1+len(word) > width:
			out, column = out+"\n      "+word, 6+len(word)
		default:
			out, column = out+" "+word, column+1+len(word)
		}
	}
	return out
}

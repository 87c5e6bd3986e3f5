package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
	"wxtool/internal/wxcrypt"
)

const (
	exitOK          = 0
	exitNo          = 1
	exitUsage       = 2
	exitIO          = 3
	exitPlatform    = 4
	exitInterrupted = 130
)

// errNo ends a command whose result, already printed, is a no.
var errNo = errors.New("no")

// noUnless is the verdict of a result that is a yes or a no.
func noUnless(yes bool) error {
	if yes {
		return nil
	}
	return errNo
}

// problem is an error of the command layer itself.
type problem struct {
	kind string
	code int
	hint string
	err  error
}

func (p *problem) Error() string { return p.err.Error() }
func (p *problem) Unwrap() error { return p.err }

// usage is a command line that cannot be meant.
func usage(hint, format string, args ...any) error {
	return &problem{"usage", exitUsage, hint, fmt.Errorf(format, args...)}
}

// config is a setting that is missing or does not fit.
func config(hint, format string, args ...any) error {
	return &problem{"config", exitUsage, hint, fmt.Errorf(format, args...)}
}

// unreachable is a server that cannot be reached.
func unreachable(hint, format string, args ...any) error {
	return &problem{"network", exitIO, hint, fmt.Errorf(format, args...)}
}

// unreadable is a file that cannot be read or written.
func unreadable(hint, format string, args ...any) error {
	return &problem{"io", exitIO, hint, fmt.Errorf(format, args...)}
}

// classify turns an error into what the user reads and the exit code. An empty
// message means that all has been said.
func classify(err error) (ui.Failure, int) {
	f := ui.Failure{Kind: "internal", Message: err.Error()}
	var own *problem
	var path *message.PathError
	var name *fixture.NameError
	var untrusted *account.TrustError
	hinted := errors.As(err, &own)
	if f, code, ok := classifyAPI(err); ok && !hinted {
		return f, code
	}
	if code, ok := wxcrypt.Code(err); ok {
		f.Errcode = &code
	}
	switch {
	case errors.Is(err, context.Canceled):
		return ui.Failure{}, exitInterrupted
	case errors.Is(err, errNo):
		return ui.Failure{}, exitNo
	case hinted:
		f.Kind, f.Hint = own.kind, own.hint
		if errors.Is(err, wxapi.ErrTransport) { // it ended a call within this process
			f.Message = own.Error()
		}
		return f, own.code
	case errors.As(err, &path):
		f.Kind, f.Hint = "usage", didYouMean(path.Nearest, pathHint(path))
		return f, exitUsage
	case errors.As(err, &name):
		f.Kind, f.Hint = "usage", nameHint(name)
		return f, exitUsage
	case errors.Is(err, fixture.ErrFormat):
		f.Kind, f.Hint = "usage", "wxtool fixture show NAME --fields says more; leave --format out, or send a file of your own"
		return f, exitUsage
	case errors.Is(err, callback.ErrNoKey):
		f.Kind, f.Hint = "config", "set it with --encoding-aes-key @FILE, WXTOOL_ENCODING_AES_KEY or a profile in wxtool.yaml"
		return f, exitUsage
	case errors.As(err, &untrusted):
		f.Kind, f.Hint = "config", trustHint(untrusted)
		return f, exitUsage
	case errors.Is(err, account.ErrLiteral):
		f.Kind, f.Hint = "config", "write the value itself, or give it by its flag or its WXTOOL_… variable"
		return f, exitUsage
	case errors.Is(err, account.ErrOutside):
		f.Kind, f.Hint = "config", "move the file into that folder; if the config file is yours, name it with --config"
		return f, exitUsage
	case errors.Is(err, account.ErrUnsafeFile):
		f.Kind, f.Hint = "config", "if it is yours, chmod o-w or chown it, or name it with --config; WXTOOL_CONFIG="+os.DevNull+" uses no file at all"
		return f, exitUsage
	case errors.Is(err, account.ErrNoFile):
		f.Kind, f.Hint = "config", starterHint
		return f, exitUsage
	case errors.Is(err, account.ErrConfig), errors.Is(err, wxcrypt.ErrKeyLength):
		f.Kind = "config"
		return f, exitUsage
	case f.Errcode != nil:
		f.Kind, f.Hint = "invalid", cryptHint(err)
		return f, exitNo
	case isFileError(err):
		f.Kind = "io"
		return f, exitIO
	}
	return f, exitIO
}

// pathHint is the next step where no path comes near.
func pathHint(e *message.PathError) string {
	if strings.HasPrefix(e.Problem, "the value ") {
		return "put the bytes into a file of your own and send it with --as-is"
	}
	return "wxtool fixture show NAME prints the sample with its paths"
}

// didYouMean is a hint that names near misses, or else the next place to look.
func didYouMean(names []string, otherwise string) string {
	if len(names) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(names, ", ") + "?"
}

func nameHint(e *fixture.NameError) string {
	if strings.ContainsAny(e.Name, "*?[") {
		return "wxtool fixture list --retired prints all names; quote a pattern, such as 'work/contact-*'"
	}
	if errors.Is(e, fixture.ErrAmbiguous) {
		return "say which: " + strings.Join(e.Names, ", ")
	}
	return didYouMean(e.Names, "wxtool fixture list prints all names; a file of your own needs a path such as ./push.xml")
}

// cryptHint is the next step after a failure of encryption.
func cryptHint(err error) string {
	var id *wxcrypt.ReceiveIDError
	switch {
	case errors.As(err, &id):
		return receiveIDHint(id)
	case errors.Is(err, wxcrypt.ErrSignature):
		return "check the Token; wxtool verify tells which slip made a signature wrong"
	case errors.Is(err, wxcrypt.ErrPadding), errors.Is(err, wxcrypt.ErrBuffer):
		return "compare the EncodingAESKey with the console's; after a change there, pushes on their way still use the former one"
	case errors.Is(err, wxcrypt.ErrBase64):
		return "take the value from the raw body, or from a query that was decoded once"
	case errors.Is(err, callback.ErrUnknownSignature):
		return "call it msg_signature, with timestamp and nonce beside it"
	case errors.Is(err, wxcrypt.ErrParse):
		return "the input must be the body of a push or a reply (XML or JSON with Encrypt), or a bare Encrypt value"
	}
	return ""
}

// receiveIDHint says whose frame it looks like.
func receiveIDHint(e *wxcrypt.ReceiveIDError) string {
	switch {
	case e.Found == "":
		return `an empty receiveid belongs to a WeCom smart bot or an individual's third-party app: pass --receive-id ""`
	case strings.HasPrefix(e.Found, "ww"), strings.HasPrefix(e.Found, "wp"):
		return "it looks like a corpid or suite id: WeCom apps use the corpid, suite notices the suite id, a suite's URL check the provider's corpid; if it is right pass --receive-id " + e.Found
	case strings.HasPrefix(e.Found, "wx"):
		return "it looks like an appid (of a component, where one is in use) or an old corpid; if it is right pass --receive-id " + e.Found
	}
	return "it looks like no id of the platform, so the frame may be of another maker or damaged"
}

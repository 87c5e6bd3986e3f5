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
	"wxtool/internal/lang"
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

// errNo is the error of a command whose result is no. The result is already printed.
var errNo = errors.New("no")

// noUnless returns errNo unless the result is yes.
func noUnless(yes bool) error {
	if yes {
		return nil
	}
	return errNo
}

// problem is an error of the command layer, with its kind, exit code and hint.
type problem struct {
	kind string
	code int
	hint string
	err  error
}

func (p *problem) Error() string { return p.err.Error() }
func (p *problem) Unwrap() error { return p.err }

// withHint returns a copy of the error with a hint, the next step for the user.
func (p *problem) withHint(hint string) *problem {
	return &problem{p.kind, p.code, hint, p.err}
}

// usage returns an error about a wrong command line.
func usage(format string, args ...any) *problem {
	return &problem{kind: "usage", code: exitUsage, err: fmt.Errorf(format, args...)}
}

// config returns an error about a missing or wrong setting.
func config(format string, args ...any) *problem {
	return &problem{kind: "config", code: exitUsage, err: fmt.Errorf(format, args...)}
}

// unreachable returns an error about a server that cannot be reached.
func unreachable(format string, args ...any) *problem {
	return &problem{kind: "network", code: exitIO, err: fmt.Errorf(format, args...)}
}

// unreadable returns an error about a file that cannot be read or written.
func unreadable(format string, args ...any) *problem {
	return &problem{kind: "io", code: exitIO, err: fmt.Errorf(format, args...)}
}

// classify converts an error to the failure that is printed and the exit code. An empty
// message means that nothing more is printed.
func classify(err error) (ui.Failure, int) {
	f := ui.Failure{Kind: "internal", Message: err.Error()}
	var own *problem
	var passed exitCode
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
	case errors.As(err, &passed):
		return ui.Failure{}, int(passed)
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
		f.Kind, f.Hint = "usage", "wxtool fixture show NAME --fields shows the formats; remove --format, or send your own file"
		return f, exitUsage
	case errors.Is(err, callback.ErrNoKey):
		f.Kind, f.Hint = "config", "set it with --encoding-aes-key @FILE, WXTOOL_ENCODING_AES_KEY or a profile in wxtool.yaml"
		return f, exitUsage
	case errors.As(err, &untrusted):
		f.Kind, f.Hint = "config", trustHint(untrusted)
		return f, exitUsage
	case errors.Is(err, account.ErrLiteral):
		f.Kind, f.Hint = "config", "write the value itself, or use its flag or WXTOOL_… variable"
		return f, exitUsage
	case errors.Is(err, account.ErrOutside):
		f.Kind, f.Hint = "config", "move the file into that folder; if the config file is yours, use --config"
		return f, exitUsage
	case errors.Is(err, account.ErrUnsafeFile):
		f.Kind, f.Hint = "config", "if it is yours, run chmod o-w or chown on it, or use --config; WXTOOL_CONFIG="+os.DevNull+" ignores all files"
		return f, exitUsage
	case errors.Is(err, account.ErrNoFile):
		f.Kind, f.Hint = "config", starterHint
		return f, exitUsage
	case errors.Is(err, account.ErrConfig), errors.Is(err, wxcrypt.ErrKeyLength):
		f.Kind = "config"
		return f, exitUsage
	case f.Errcode != nil:
		f.Kind, f.Hint = "invalid", cryptHint(err).EN
		return f, exitNo
	case isFileError(err):
		f.Kind = "io"
		return f, exitIO
	}
	return f, exitIO
}

// pathHint returns the next step if no path is similar.
func pathHint(e *message.PathError) string {
	if strings.HasPrefix(e.Problem, "the value ") {
		return "write the bytes to a file and send it with --as-is"
	}
	return "wxtool fixture show NAME prints the sample with its paths"
}

// didYouMean returns a hint with similar names, or otherwise if there are none.
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
		return "use one of " + strings.Join(e.Names, ", ")
	}
	return didYouMean(e.Names, "wxtool fixture list prints all names; write a path such as ./push.xml for your own file")
}

// cryptHint returns the next step after an error of wxcrypt.
func cryptHint(err error) lang.Text {
	var id *wxcrypt.ReceiveIDError
	switch {
	case errors.As(err, &id):
		return receiveIDHint(id)
	case errors.Is(err, wxcrypt.ErrSignature):
		return hintToken.text()
	case errors.Is(err, wxcrypt.ErrPadding), errors.Is(err, wxcrypt.ErrBuffer):
		return hintKey.text()
	case errors.Is(err, wxcrypt.ErrBase64):
		return hintRaw.text()
	case errors.Is(err, callback.ErrUnknownSignature):
		return hintNameIt.text()
	case errors.Is(err, wxcrypt.ErrParse):
		return hintEnvelope.text()
	}
	return lang.Text{}
}

// receiveIDHint explains the kind of receiveid that was found.
func receiveIDHint(e *wxcrypt.ReceiveIDError) lang.Text {
	switch {
	case e.Found == "":
		return hintEmptyID.text()
	case strings.HasPrefix(e.Found, "ww"), strings.HasPrefix(e.Found, "wp"):
		return hintCorpID.text(e.Found)
	case strings.HasPrefix(e.Found, "wx"):
		return hintAppID.text(e.Found)
	}
	return hintNoID.text()
}

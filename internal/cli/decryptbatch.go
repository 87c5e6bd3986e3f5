package cli

import (
	"bufio"
	"errors"
	"io"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// batchResult is one line's message or its error, in place.
type batchResult struct {
	Line int `json:"line"`
	*decryptResult
	Error *ui.Failure `json:"error,omitempty"`
}

// runBatch decrypts line by line. A bad line does not stop the rest; the exit
// code tells that there was one.
func (o *decryptOptions) runBatch(env *ui.Env, acct *callback.Account, name string) error {
	if o.url+o.msgSignature+o.timestamp+o.nonce != "" {
		return usage("a reply's envelope carries its own signature", "decrypt: --batch takes no --url or --msg-signature")
	}
	file, err := open(env, name)
	if err != nil {
		return err
	}
	defer file.Close()
	if acct.Token == "" {
		env.Notef("msg_signature is not checked, no Token is set: give --token")
	}
	good, err := decryptLines(env, acct, fileName(name), file)
	return verdictAfter(err, noUnless(good))
}

// decryptLines reports whether all lines until the error were good.
func decryptLines(env *ui.Env, acct *callback.Account, name string, file io.Reader) (good bool, err error) {
	lines := bufio.NewReaderSize(file, 64<<10)
	good = true
	for n := 1; ; n++ {
		line, err := readLine(lines, maxMessage)
		if err == io.EOF {
			return good, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrTooLong) {
			return good, fileProblem("read", name, err)
		}
		if len(line) == 0 {
			continue
		}
		result := decryptLine(acct, n, line, err)
		good = good && result.Error == nil
		if err := env.PrintJSON(result); err != nil {
			return good, err
		}
	}
}

func decryptLine(acct *callback.Account, n int, line []byte, err error) batchResult {
	var opened *callback.Opened
	if err != nil {
		err = unreadable("", "the line has more than %d MiB, the limit for one message", maxMessage>>20)
	} else {
		opened, err = sealed{acct, nil, line}.open()
	}
	if err != nil {
		failure, _ := classify(err)
		return batchResult{Line: n, Error: &failure}
	}
	result := newDecryptResult(opened)
	return batchResult{Line: n, decryptResult: &result}
}

package cli

import (
	"bytes"
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/lines"
	"wxtool/internal/ui"
)

// batchResult is the message of a line, or its error.
type batchResult struct {
	Line int64 `json:"line"`
	*decryptResult
	Error *ui.Failure `json:"error,omitempty"`
}

func (batchResult) JSONType() string { return "message_line" }
func (r batchResult) IsOK() bool     { return r.Error == nil }

// runBatch decrypts line by line. A bad line does not stop the others, but the exit code
// is 1.
func (o *decryptOptions) runBatch(ctx context.Context, env *ui.Env, acct *callback.Account, name string) error {
	if o.url+o.msgSignature+o.timestamp+o.nonce != "" {
		return usage("decrypt: --batch cannot be used with --url or --msg-signature").withHint("with --batch the signature must be in the line")
	}
	file, err := open(env, name)
	if err != nil {
		return err
	}
	defer file.Close()
	if acct.Token == "" {
		env.Notef("msg_signature is not checked, no Token is set: use --token")
	}
	input := &readError{Reader: file}
	count, err := lines.Map{MaxLine: maxMessage, New: func() lines.Func {
		return (&batchWorker{account: acct}).decrypt
	}}.Run(ctx, input, env.Out)
	if input.err != nil {
		err = fileProblem("read", fileName(name), input.err)
	}
	return verdictAfter(err, noUnless(count.Kinds[lineInvalid] == 0))
}

// batchWorker decrypts some of the lines.
type batchWorker struct {
	account  *callback.Account
	envelope callback.Envelope
	opened   callback.Opened
}

func (w *batchWorker) decrypt(dst []byte, line lines.Line) ([]byte, uint8) {
	text := bytes.TrimRight(line.Text, "\r")
	if len(text) == 0 && line.TooLong == 0 {
		return dst, lineBlank
	}
	if err := w.open(text, line.TooLong > 0); err != nil {
		failure, _ := classify(err)
		return appendBatchError(dst, line.Number, failure), lineInvalid
	}
	return appendBatchResult(dst, line.Number, &w.opened), lineValid
}

func (w *batchWorker) open(text []byte, tooLong bool) error {
	if tooLong {
		return unreadable("the line has more than %d MiB, the limit for one message", maxMessage>>20)
	}
	w.envelope.Read(text) // OpenCarried returns its error
	return w.account.OpenCarried(&w.opened, &w.envelope)
}

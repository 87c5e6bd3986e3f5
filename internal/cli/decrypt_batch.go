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
	if acct.Token == "" {
		env.Notef("msg_signature is not checked, no Token is set: use --token")
	}
	var unsigned firstLine
	return batch{env: env, name: name, new: func() lines.Func {
		return (&batchWorker{account: acct, unsigned: &unsigned}).decrypt
	}, atEnd: func(count lines.Count) {
		if n := count.Kinds[lineUnsigned]; n > 0 && acct.Token != "" {
			env.Notef("lines without a msg_signature: %d, the first is line %d; they were decrypted, but not checked", n, unsigned.number.Load())
		}
	}}.run(ctx)
}

// batchWorker decrypts some of the lines.
type batchWorker struct {
	account  *callback.Account
	envelope callback.Envelope
	opened   callback.Opened
	unsigned *firstLine
}

func (w *batchWorker) decrypt(dst []byte, line lines.Line) ([]byte, uint8) {
	text := bytes.TrimRight(line.Text, "\r")
	if len(text) == 0 && line.TooLong == 0 {
		return dst, lineBlank
	}
	if err := w.open(text, line.TooLong > 0); err != nil {
		failure, _ := classify(err)
		return appendBatchError(dst, batchResult{}.JSONType(), line.Number, failure), lineInvalid
	}
	dst = appendBatchResult(dst, line.Number, &w.opened)
	if w.opened.Scheme == "" {
		w.unsigned.add(line.Number)
		return dst, lineUnsigned
	}
	return dst, lineValid
}

func (w *batchWorker) open(text []byte, tooLong bool) error {
	if tooLong {
		return errTooLong()
	}
	w.envelope.Read(text) // OpenCarried returns its error
	return w.account.OpenCarried(&w.opened, &w.envelope)
}

package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strconv"
	"sync"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lines"
	"wxtool/internal/ui"
	"wxtool/internal/wxcrypt"
)

// batchEnvelope is the envelope of a line, or its error. decrypt --batch and verify --log
// accept it.
type batchEnvelope struct {
	Line         int64       `json:"line"`
	Encrypt      string      `json:"encrypt,omitempty"`
	MsgSignature string      `json:"msg_signature,omitempty"`
	Timestamp    string      `json:"timestamp,omitempty"`
	Nonce        string      `json:"nonce,omitempty"`
	Error        *ui.Failure `json:"error,omitempty"`
}

func (batchEnvelope) JSONType() string      { return "envelope_line" }
func (e batchEnvelope) IsOK() bool          { return e.Error == nil }
func (batchEnvelope) WriteText(*ui.Printer) {}

// runBatch encrypts line by line. A bad line does not stop the others, but the exit code
// is 1.
func (o *encryptOptions) runBatch(ctx context.Context, env *ui.Env, name string) error {
	if o.flags.Changed("envelope") || o.flags.Changed("format") {
		return usage("encrypt: --batch cannot be used with --envelope or --format").withHint("with --batch each envelope is a JSON object with its signature")
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	acct, err := s.account()
	if err != nil {
		return err
	}
	if acct.Key == nil {
		return callback.ErrNoKey
	}
	fixed, err := o.stampWithRandom(env)
	if err != nil {
		return err
	}
	random := &lockedReader{Reader: env.Rand}
	return batch{env: env, name: name, new: func() lines.Func {
		return (&encryptWorker{env: env, options: o, account: &acct, fixed: fixed, random: bufio.NewReader(random)}).encrypt
	}}.run(ctx)
}

// lockedReader is a Reader for several goroutines.
type lockedReader struct {
	io.Reader
	mu sync.Mutex
}

func (r *lockedReader) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Reader.Read(p)
}

// encryptWorker encrypts some of the lines.
type encryptWorker struct {
	env     *ui.Env
	options *encryptOptions
	account *callback.Account
	fixed   callback.Stamp // what flags set is used for all lines
	random  io.Reader
}

func (w *encryptWorker) encrypt(dst []byte, line lines.Line) ([]byte, uint8) {
	text := bytes.TrimRight(line.Text, "\r")
	if line.Number == 1 {
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // of the file, not of the message
	}
	if len(text) == 0 && line.TooLong == 0 {
		return dst, lineBlank
	}
	out, err := w.seal(dst, line, text)
	if err != nil {
		failure, _ := classify(err)
		return appendBatchError(dst, batchEnvelope{}.JSONType(), line.Number, failure), lineInvalid
	}
	return out, lineValid
}

// seal appends batchEnvelope with the envelope of a line.
func (w *encryptWorker) seal(dst []byte, line lines.Line, text []byte) ([]byte, error) {
	if line.TooLong > 0 {
		return dst, errTooLong()
	}
	plain, err := plaintextOf(text)
	if err != nil {
		return dst, err
	}
	stamp, err := w.stamp()
	if err != nil {
		return dst, err
	}
	dst = strconv.AppendInt(append(dst, `{"type":"envelope_line","ok":true,"line":`...), line.Number, 10)
	dst = append(dst, `,"encrypt":"`...)
	begin := len(dst)
	dst = w.account.Key.Seal(dst, &wxcrypt.Frame{Random: stamp.Random, Message: plain, ReceiveID: w.account.ReceiveID})
	var room [40]byte
	signature := wxcrypt.AppendMsgSignature(room[:0], w.account.Token, stamp.Timestamp, stamp.Nonce, dst[begin:])
	dst = append(append(dst, `","msg_signature":"`...), signature...)
	dst = ui.AppendString(append(dst, `","timestamp":`...), []byte(stamp.Timestamp))
	dst = ui.AppendString(append(dst, `,"nonce":`...), []byte(stamp.Nonce))
	return append(dst, '}', '\n'), nil
}

// stamp returns the stamp of the next line.
func (w *encryptWorker) stamp() (callback.Stamp, error) {
	stamp, err := deliver.NewStamp(w.env.Now(), w.random)
	if w.options.stamp.timestamp != "" {
		stamp.Timestamp = w.fixed.Timestamp
	}
	if w.options.stamp.nonce != "" {
		stamp.Nonce = w.fixed.Nonce
	}
	if w.options.random != "" {
		stamp.Random = w.fixed.Random
	}
	return stamp, err
}

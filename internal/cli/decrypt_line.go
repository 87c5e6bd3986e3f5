package cli

import (
	"encoding/hex"
	"strconv"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// The lines of decrypt --batch are written without encoding/json, which is several times
// slower than decryption. TestBatchLines compares both.

// appendBatchResult appends batchResult with the message of a line.
func appendBatchResult(dst []byte, line int64, o *callback.Opened) []byte {
	dst = append(strconv.AppendInt(append(dst, `{"type":"message_line","ok":true,"line":`...), line, 10), `,"message":`...)
	dst = ui.AppendString(dst, o.Message)
	if !utf8.Valid(o.Message) {
		dst = append(hex.AppendEncode(append(dst, `,"message_hex":"`...), o.Message), '"')
	}
	dst = append(dst, `,"receive_id":`...)
	dst = ui.AppendString(dst, []byte(o.ReceiveID))
	dst = hex.AppendEncode(append(dst, `,"random":"`...), o.Random[:])
	dst = append(dst, `","signature_checked":`...)
	return append(strconv.AppendBool(dst, o.Scheme != ""), '}', '\n')
}

// appendBatchError appends a batchResult or batchEnvelope with the error of a line.
func appendBatchError(dst []byte, jsonType string, line int64, f ui.Failure) []byte {
	dst = append(append(append(dst, `{"type":"`...), jsonType...), `","ok":false,"line":`...)
	dst = append(strconv.AppendInt(dst, line, 10), `,"error":{"kind":`...)
	dst = ui.AppendString(dst, []byte(f.Kind))
	dst = ui.AppendString(append(dst, `,"message":`...), []byte(f.Message))
	if f.Hint != "" {
		dst = ui.AppendString(append(dst, `,"hint":`...), []byte(f.Hint))
	}
	if f.Errcode != nil {
		dst = strconv.AppendInt(append(dst, `,"errcode":`...), int64(*f.Errcode), 10)
	}
	return append(dst, '}', '}', '\n')
}

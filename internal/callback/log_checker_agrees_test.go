package callback_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// logLines makes lines of a log with right and wrong, missing, empty and duplicated parts.
type logLines struct{ *rand.Rand }

func (r logLines) pick(words ...string) string { return words[r.IntN(len(words))] }

func (r logLines) line() string {
	timestamp := r.pick("1735689600", "1735689600", "1", "1735689600000", "1735689600.0", "true", "-5", "1e3")
	nonce := r.pick("372623149", "abc", "1735689600", "1.0", "false", "a b", "x+y", "é")
	encrypt := r.pick("AAAAbbbb", "1234", "AA+A", "12.0", "abc%2B")
	plain := wxtest.Signature(checkedToken, timestamp, nonce)
	msg := wxtest.Signature(checkedToken, timestamp, nonce, encrypt)
	query := func() string { return r.query(timestamp, nonce, encrypt, plain, msg) }
	if r.IntN(3) == 0 {
		return r.pick("", "GET ", `"`, "\ufeff", "<", "{", "'") + query() + r.pick("", " HTTP/1.1", `"`, `\`, "\t", "\r") + r.pick("", "", " "+query())
	}
	return r.object(timestamp, nonce, encrypt, plain, msg, query)
}

// query may have some parts several times.
func (r logLines) query(timestamp, nonce, encrypt, plain, msg string) string {
	var params []string
	for range 1 + r.IntN(7) {
		params = append(params, r.pick("signature="+plain, "msg_signature="+msg, "timestamp="+timestamp, "nonce="+nonce, "echostr="+encrypt, "encrypt_type=aes", "encrypt_type=raw",
			"a=1", "", "x?", "openid=o", "signature=", "nonce=", "nonce", "signature", "echostr", "amp;nonce="+nonce, "timestamp=2", "Nonce="+nonce, "wx_signature="+plain, "signature=0", "msg_signature="))
	}
	for _, part := range []string{"timestamp=" + timestamp, "nonce=" + nonce, "signature=" + plain, "msg_signature=" + msg} {
		if r.IntN(3) > 0 {
			params = append(params, part)
		}
	}
	r.Shuffle(len(params), func(i, j int) { params[i], params[j] = params[j], params[i] })
	return r.pick("", "", "/wx?", "http://x/y?", "?", "/a=b?", "a=b?", "a#", "a=1?b://?", "/?", "x:y?") + strings.Join(params, "&") + r.pick("", "", "#f", "?", "&", ";")
}

func (r logLines) object(timestamp, nonce, encrypt, plain, msg string, query func() string) string {
	value := func(text string) string { // a number may be without quotes
		if r.IntN(4) == 0 && strings.Trim(text, "0123456789") == "" {
			return text
		}
		return `"` + text + `"`
	}
	envelope := "<xml><Encrypt>" + encrypt + "</Encrypt></xml>"
	body := r.pick("", envelope, "  "+envelope, "<xml><a>1</a></xml>", "<xml>", encrypt, "{}", "<xml><Encrypt></Encrypt></xml>")
	parts := []string{`"signature":` + value(plain), `"msg_signature":` + value(msg), `"timestamp":` + value(timestamp), `"nonce":` + value(nonce), `"encrypt":` + value(encrypt), `"echostr":` + value(encrypt)}
	all := append(parts, `"encrypt_type":"aes"`, `"body":"`+body+`"`, `"url":`+value(query()), `"uri":`+value(query()), `"message":"`+query()+`"`, `"Encrypt":`+value(encrypt), `"ENCRYPT":"x"`,
		`"TimeStamp":`+value(timestamp), `"timeStamp":"2"`, `"Nonce":"z"`, `"MsgSignature":`+value(msg), `"body":1`, `"url":{"a":"signature=`+plain+`"}`, `"body":null`, `"url":null`, `"nonce":[1]`, `"signature":null`,
		`"a":{"nonce":"1"}`, `"request":"signature="`, `"encrypt":null`, `"encrypt":""`, `"nonce":""`, `"timestamp":0`, `"encryptType":"aes"`, `"x":"signature=1"`)
	var fields []string
	if r.IntN(3) > 0 {
		fields = append(fields, parts[2], parts[3], r.pick(all[0], all[1], all[8]), r.pick(all[4:8]...))
	}
	for range r.IntN(3) {
		fields = append(fields, r.pick(all...))
	}
	r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return r.pick("{", " {", "{ ") + strings.Join(fields, r.pick(",", ", ")) + r.pick("}", "}", "} ", "}}", "} x", "}\r")
}

// TestLogCheckerAgrees: of many lines, LogChecker takes some, and only those that are valid
// for ParseLogLine and Diagnose. A fuzzer does not find signatures, so these are computed.
func TestLogCheckerAgrees(t *testing.T) {
	lines := logLines{rand.New(rand.NewPCG(1, 2))}
	now := time.Unix(1735689600, 0)
	taken := 0
	for range 60_000 {
		a := &callback.Account{Platform: callback.Platform(lines.pick("mp", "mp", "work")), Token: checkedToken, Mode: callback.Mode(lines.pick("", "plain", "compatible", "safe"))}
		o := callback.DiagnoseOptions{Now: now.Add(time.Duration(lines.IntN(2)*800) * time.Second), OneMistake: true, MaxAge: time.Duration(lines.IntN(2)*5) * time.Minute}
		line := []byte(lines.line())
		if !a.NewLogChecker(o.MaxAge, func() time.Time { return o.Now }).Right(line) {
			continue
		}
		taken++
		if claim, ok := callback.ParseLogLine(line); !ok || !a.Diagnose(claim, o).Valid {
			t.Errorf("%s, mode %q, max age %s: taken, but not valid: %s", a.Platform, a.Mode, o.MaxAge, line)
		}
	}
	if taken < 300 {
		t.Errorf("only %d lines were taken", taken)
	}
}

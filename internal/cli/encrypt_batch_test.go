package cli

import (
	"strings"
	"testing"

	"wxtool/internal/wxtest"
)

// TestEncryptBatchChangesNoText: what encoding/json would replace by U+FFFD is an error,
// because another message would be encrypted. A message in JSON is not decoded.
func TestEncryptBatchChangesNoText(t *testing.T) {
	const line = `{"type":"message_line","receive_id":"","message":`
	for input, want := range map[string]string{
		"\"\xff\"":                                    "not valid UTF-8",
		line + "\"\xff\"}":                            "not valid UTF-8",
		`"a\ud83d"`:                                   "unpaired surrogate",
		`"\ud83d\n\ude00"`:                            "unpaired surrogate",
		`"\udcff\ud83d"`:                              "unpaired surrogate",
		line + `"\\\ud83d\u0041"}`:                    "unpaired surrogate",
		`"\ud83d\ude00 \\ud83d \ufffd"`:               "",
		line + `"\uD83D\uDE00"}`:                      "",
		line + `"?","message_hex":"ff","x":"\ud83d"}`: "",
		"<xml>\xff</xml>":                             "",
		`{"Content":"` + "\xff" + `\ud83d"}`:          "",
		line + `"a","error":{"message":"\ud83d"}}`:    "an error of decrypt --batch",
	} {
		env, stdout, _ := newWorld(t).env()
		env.In = strings.NewReader(input + "\n")
		code := Main(t.Context(), env, strings.Fields("encrypt --batch --token AAAAA --app-id wx1 --encoding-aes-key "+wxtest.ZeroKey))
		if (code == exitNo) != (want != "") || !strings.Contains(stdout.String(), want) {
			t.Errorf("%s: exit code %d, %s; want %q", input, code, stdout, want)
		}
	}
}

// TestEncryptBatchByteOrderMark: editors on Windows write a byte order mark before the first
// line. It is not a part of the message, and a line of its own is blank.
func TestEncryptBatchByteOrderMark(t *testing.T) {
	const mark, fixed = "\ufeff", " --timestamp 1 --nonce 2 --random 30303030303030303030303030303030"
	encrypted := func(input string) string {
		env, stdout, stderr := newWorld(t).env()
		env.In = strings.NewReader(input)
		if code := Main(t.Context(), env, strings.Fields("encrypt --batch --token AAAAA --app-id wx1 --encoding-aes-key "+wxtest.ZeroKey+fixed)); code != exitOK {
			t.Errorf("%q: exit code %d, %s", input, code, stderr)
		}
		return stdout.String()
	}
	for _, line := range []string{`"text"`, `{"MsgType":"text"}`, "<xml/>", ""} {
		if got, want := encrypted(mark+line+"\r\n"), encrypted(line+"\n"); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

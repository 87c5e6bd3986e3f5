package cli

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"wxtool/internal/ui"
)

// plaintextOf returns the message of a line: that of a result of decrypt, the text
// of a JSON string, or else the line itself.
func plaintextOf(line []byte) ([]byte, error) {
	switch trimmed := bytes.TrimLeft(line, " \t"); {
	case bytes.HasPrefix(trimmed, []byte(`"`)):
		var text string
		if err := json.Unmarshal(line, &text); err != nil {
			return nil, badLine("the line is not a JSON string: %w", err)
		}
		return []byte(text), checkJSONText(line)
	case bytes.HasPrefix(trimmed, []byte("{")):
		return plaintextOfObject(line)
	}
	return line, nil
}

func plaintextOfObject(line []byte) ([]byte, error) {
	var result struct {
		Type       string      `json:"type"`
		Message    *string     `json:"message"`
		MessageHex string      `json:"message_hex"`
		ReceiveID  *string     `json:"receive_id"`
		Error      *ui.Failure `json:"error"`
	}
	if !json.Valid(line) {
		return nil, badLine("the line is not valid JSON")
	}
	if json.Unmarshal(line, &result) != nil || result.Type != (decryptResult{}).JSONType() && result.Type != (batchResult{}).JSONType() {
		return line, nil // a message in JSON
	}
	switch {
	case result.Error != nil:
		return nil, badLine("the line is an error of decrypt --batch: %s", result.Error.Message)
	case result.MessageHex != "":
		message, err := hex.DecodeString(result.MessageHex)
		if err != nil {
			return nil, badLine("message_hex: %w", err)
		}
		return message, nil
	case result.Message != nil && result.ReceiveID != nil:
		return []byte(*result.Message), checkJSONText(line)
	}
	return line, nil
}

// badLine returns an error about a line that cannot be encrypted.
func badLine(format string, args ...any) error {
	p := usage(format, args...).withHint("a line is a message (XML or JSON), a JSON string, or an object of decrypt --batch")
	p.kind, p.code = "invalid", exitNo
	return p
}

// checkJSONText rejects JSON with texts that encoding/json changes: invalid UTF-8 and
// unpaired surrogates become U+FFFD.
func checkJSONText(valid []byte) error {
	switch {
	case !utf8.Valid(valid):
		return badLine("the line is not valid UTF-8")
	case hasUnpairedSurrogate(valid):
		return badLine(`the line has an unpaired surrogate, such as \ud83d without \ude00, which is no character`)
	}
	return nil
}

// hasUnpairedSurrogate reports whether valid JSON has such an escape.
func hasUnpairedSurrogate(valid []byte) bool {
	const escape = `\ud83d`
	for rest := valid; ; {
		at := bytes.IndexByte(rest, '\\')
		if at < 0 {
			return false
		}
		if rest = rest[at:]; rest[1] != 'u' {
			rest = rest[2:]
			continue
		}
		unit := unitOf(rest)
		if rest = rest[len(escape):]; !utf16.IsSurrogate(unit) {
			continue
		}
		if !bytes.HasPrefix(rest, []byte(`\u`)) || utf16.DecodeRune(unit, unitOf(rest)) == utf8.RuneError {
			return true
		}
		rest = rest[len(escape):]
	}
}

// unitOf returns the UTF-16 unit of an escape such as \ud83d.
func unitOf(escape []byte) rune {
	unit, _ := strconv.ParseUint(string(escape[2:6]), 16, 16)
	return rune(unit)
}

package callback

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
)

// signedPart returns the URL or query in an access-log line: the text without spaces or
// quotes that has a signature parameter. It is empty if there is none.
func signedPart(line string) string {
	if !strings.Contains(line, "signature=") {
		return ""
	}
	part, _ := signedView([]byte(line))
	return string(part)
}

// queryKeys are the keys of the URL in JSON logs, the most specific first.
func queryKeys() [10]string {
	return [...]string{"url", "uri", "request_uri", "query", "query_string", "args", "path", "request", "msg", "message"}
}

// ParseLogLine returns the claim of a log line: a URL, a query, an access-log line or a
// JSON object with a URL under a common key, or with the parameters themselves, and
// optionally a body. It reports false if the line has no signature.
func ParseLogLine(line []byte) (*Claim, bool) {
	line = bytes.TrimSpace(line)
	if bytes.HasPrefix(line, []byte("{")) {
		if c, ok := parseJSONLine(line); ok {
			return c, true
		}
	}
	found, _ := signedView(line)
	if len(found) == 0 {
		return nil, false
	}
	return NewClaim(string(found), nil), true
}

func parseJSONLine(line []byte) (*Claim, bool) {
	entry, ok := readEntry(line)
	if !ok {
		return nil, false
	}
	text := func(key string) string { s, _ := entry[key].(string); return s }
	var body []byte
	if s := text("body"); s != "" {
		body = []byte(s)
	}
	for _, key := range queryKeys() {
		if found := signedPart(text(key)); found != "" {
			return NewClaim(found, body), true
		}
	}
	var q Query
	for _, name := range []string{"signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"} {
		if value := spelled(entry, name); value != "" {
			q = append(q, Param{name, value})
		}
	}
	if q.Get("signature")+q.Get("msg_signature") == "" {
		return nil, false
	}
	c := NewClaim(q.Encode(), body)
	if encrypt := spelled(entry, "encrypt"); encrypt != "" && c.Encrypt == "" {
		c.Encrypt, c.HasBody = encrypt, true
	}
	return c, true
}

// readEntry reads a JSON object. Numbers stay as written: a nonce may have more digits
// than a float64 holds.
func readEntry(line []byte) (entry map[string]any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if d.Decode(&entry) != nil {
		return nil, false
	}
	_, err := d.Token()
	return entry, err == io.EOF
}

// spelled returns the value of a key, or else of the first key that is spelled in another
// way, such as MsgSignature for msg_signature.
func spelled(entry map[string]any, name string) string {
	if value := scalarText(entry[name]); value != "" {
		return value
	}
	for _, key := range slices.Sorted(maps.Keys(entry)) {
		if value := scalarText(entry[key]); value != "" && plainName(key) == plainName(name) {
			return value
		}
	}
	return ""
}

// scalarText returns a string or number as text: some loggers write timestamp and nonce
// as numbers.
func scalarText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return strings.TrimSuffix(v.String(), ".0")
	}
	return ""
}

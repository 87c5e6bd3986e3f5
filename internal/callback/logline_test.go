package callback_test

import (
	"testing"

	"wxtool/internal/callback"
)

// TestParseLogLine: where the signed query is in a line.
func TestParseLogLine(t *testing.T) {
	const query = "signature=S&timestamp=T&nonce=N"
	for name, tt := range map[string]struct{ line, signature, timestamp, nonce, body string }{
		"a query alone":             {query, "S", "T", "N", ""},
		"blanks around":             {"  " + query + " \n", "S", "T", "N", ""},
		"signature in the middle":   {"timestamp=T&signature=S&nonce=N", "S", "T", "N", ""},
		"an access log":             {`1.2.3.4 - - [01/Jul/2025] "POST /wx?` + query + ` HTTP/1.1" 200 7`, "S", "T", "N", ""},
		"between angle brackets":    {"<http://h/wx?" + query + ">", "S", "T", "N", ""},
		"a tab behind":              {"/wx?" + query + "\t200", "S", "T", "N", ""},
		"JSON with a URL":           {`{"url":"/wx?` + query + `","body":"<xml/>"}`, "S", "T", "N", "<xml/>"},
		"JSON with a message":       {`{"message":"POST /wx?` + query + ` 200"}`, "S", "T", "N", ""},
		"JSON with indentation":     {"\t {\"query\":\"" + query + "\"}", "S", "T", "N", ""},
		"JSON with parameters":      {`{"signature":"S","timestamp":"T","nonce":"N"}`, "S", "T", "N", ""},
		"JSON with numbers":         {`{"signature":"S","timestamp":1735689600,"nonce":372623149}`, "S", "1735689600", "372623149", ""},
		"JSON with a long number":   {`{"signature":"S","timestamp":1735689600,"nonce":9007199254740993}`, "S", "1735689600", "9007199254740993", ""},
		"JSON that is cut off":      {`{"url":"/wx?` + query + `","bo`, "S", "T", "N", ""},
		"JSON under another key":    {`{"target":"/wx?` + query + `"}`, "S", "T", "N", ""},
		"the request beats the log": {`{"message":"/wx?signature=no","url":"/wx?` + query + `"}`, "S", "T", "N", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, ok := callback.ParseLogLine([]byte(tt.line))
			if !ok {
				t.Fatal("no signature was found")
			}
			if s, ts, n := c.Query.Get("signature"), c.Query.Get("timestamp"), c.Query.Get("nonce"); s != tt.signature || ts != tt.timestamp || n != tt.nonce {
				t.Errorf("found %q, %q, %q", s, ts, n)
			}
			if string(c.Body) != tt.body || c.HasBody != (tt.body != "") {
				t.Errorf("body %q, %t", c.Body, c.HasBody)
			}
		})
	}
	for _, line := range []string{"", "GET /wx HTTP/1.1", `{"timestamp":"T","nonce":"N"}`, `{"url":7}`, "{", `{"signature":{}}`} {
		if c, ok := callback.ParseLogLine([]byte(line)); ok || c != nil {
			t.Errorf("%q: %+v", line, c)
		}
	}
}

// TestParseLogLineTakesEncrypt: Encrypt is found in the body and in the line itself.
func TestParseLogLineTakesEncrypt(t *testing.T) {
	for line, want := range map[string]string{
		`{"msg_signature":"S","timestamp":"T","nonce":"N","encrypt":"E"}`:                                                "E",
		`{"msg_signature":"S","timestamp":"T","nonce":"N","encrypt":"E","body":"<xml><Encrypt>B</Encrypt></xml>"}`:       "B",
		`{"msg_signature":"S","timestamp":"T","nonce":"N","body":"<xml><Encrypt>B</Encrypt></xml>"}`:                     "B",
		`{"uri":"/wx?msg_signature=S&timestamp=T&nonce=N","body":"<xml><Encrypt>B</Encrypt></xml>","encrypt":"ignored"}`: "B",
		`{"msg_signature":"S","timestamp":"T","nonce":"N"}`:                                                              "",
	} {
		c, ok := callback.ParseLogLine([]byte(line))
		if !ok || c.Encrypt != want || c.HasBody != (want != "") || c.Query.Get("msg_signature") != "S" {
			t.Errorf("%s: %+v, %t", line, c, ok)
		}
	}
}

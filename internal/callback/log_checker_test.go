package callback_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

const checkedToken, checkedTime, checkedNonce = "tok3n", "1735689600", "372623149"

// rightLines are lines of usual form whose signature is right.
func rightLines() map[string]string {
	plain := wxtest.Signature(checkedToken, checkedTime, checkedNonce)
	encrypt := "AAAA" + strings.Repeat("b", 60)
	msg := wxtest.Signature(checkedToken, checkedTime, checkedNonce, encrypt)
	const tail = "&timestamp=" + checkedTime + "&nonce=" + checkedNonce
	return map[string]string{
		"a query":           "signature=" + plain + tail,
		"another order":     "timestamp=" + checkedTime + "&openid=o1&signature=" + plain + "&nonce=" + checkedNonce,
		"a URL":             " https://example.com/wx?a=1&signature=" + plain + tail + "\r",
		"an access log":     `1.2.3.4 - - [x] "POST /wx?signature=` + plain + tail + `&openid=o1 HTTP/1.1" 200 7`,
		"a path with =":     `"POST /a=b?signature=` + plain + tail + ` HTTP/1.1"`,
		"a second ?":        "/wx?signature=" + plain + tail + "&x=?",
		"JSON with a URL":   `{"status":200,"url":"/wx?signature=` + plain + tail + `","body":""}`,
		"JSON of two":       `{"message":"signature=0","uri":"/wx?signature=` + plain + tail + `"}`,
		"JSON parameters":   `{"signature":"` + plain + `","timestamp":` + checkedTime + `,"nonce":"` + checkedNonce + `"}`,
		"JSON with Encrypt": `{"msg_signature":"` + msg + `","timestamp":` + checkedTime + `,"nonce":"` + checkedNonce + `","encrypt":"` + encrypt + `"}`,
		"JSON with a body":  `{"path":"/wx?encrypt_type=aes&msg_signature=` + msg + tail + `","body":"<xml><Encrypt>` + encrypt + `</Encrypt></xml>"}`,
		"an echostr":        "msg_signature=" + msg + tail + "&echostr=" + encrypt,
	}
}

// TestLogCheckerTakes: the usual forms of right lines are found to be right.
func TestLogCheckerTakes(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: checkedToken}
	k := a.NewLogChecker(0, nil)
	for name, line := range rightLines() {
		if !k.Right([]byte(line)) {
			t.Errorf("%s: not taken: %s", name, line)
		}
		wrong := strings.Replace(line, checkedNonce, "1"+checkedNonce, 1)
		if k.Right([]byte(wrong)) {
			t.Errorf("%s: taken although wrong: %s", name, wrong)
		}
		checkClaim(t, a, k, []byte(wrong), callback.DiagnoseOptions{})
		plain := wxtest.Signature(checkedToken, checkedTime, checkedNonce)
		for _, other := range []string{strings.ToUpper(plain), plain[1:], plain[:32], "", "%" + plain, plain + "&amp;a=1"} {
			wrong := []byte(strings.ReplaceAll(line, plain, other))
			k.Right(wrong)
			checkClaim(t, a, k, wrong, callback.DiagnoseOptions{})
		}
	}
	line := []byte(rightLines()["an access log"])
	if n := testing.AllocsPerRun(100, func() { k.Right(line) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// checkClaim compares the claim of a line that was just read, and its diagnosis, with
// those of ParseLogLine.
func checkClaim(t *testing.T, a *callback.Account, k *callback.LogChecker, line []byte, o callback.DiagnoseOptions) {
	t.Helper()
	got, ok := k.Claim(line)
	want, found := callback.ParseLogLine(line)
	if ok != found || ok && !reflect.DeepEqual(exported(got), exported(want)) {
		t.Fatalf("%q: claim %+v, %t, want %+v, %t", line, got, ok, want, found)
	}
	if !ok {
		return
	}
	diagnosis := a.Diagnose(want, o)
	o.NoExpected = true
	fast := a.Diagnose(got, o)
	if fast.Expected == "" {
		fast.Expected = diagnosis.Expected
	}
	if fast != diagnosis {
		t.Errorf("%q: %+v, want %+v", line, fast, diagnosis)
	}
}

func exported(c *callback.Claim) callback.Claim {
	return callback.Claim{Query: c.Query, RawQuery: c.RawQuery, Encrypt: c.Encrypt, Body: c.Body, HasBody: c.HasBody}
}

// TestLogCheckerClaim: the claim of a wrong line of usual form needs one text only.
func TestLogCheckerClaim(t *testing.T) {
	k := (&callback.Account{Platform: callback.MP, Token: checkedToken}).NewLogChecker(0, nil)
	line := []byte(strings.Replace(rightLines()["an access log"], checkedNonce, "1"+checkedNonce, 1))
	if n := testing.AllocsPerRun(100, func() { k.Right(line); k.Claim(line) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

// TestLogCheckerMaxAge: a line is right only within the maximum age.
func TestLogCheckerMaxAge(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: checkedToken}
	for seconds, want := range map[int64]bool{-301: false, -300: true, 0: true, 300: true, 301: false} {
		k := a.NewLogChecker(5*time.Minute, func() time.Time { return time.Unix(1735689600+seconds, 0) })
		if got := k.Right([]byte(rightLines()["a query"])); got != want {
			t.Errorf("%d seconds: %t", seconds, got)
		}
	}
}

// FuzzLogChecker: what LogChecker takes is valid for ParseLogLine and Diagnose, and its
// claim is that of ParseLogLine, also after a line of another form.
func FuzzLogChecker(f *testing.F) {
	for _, line := range rightLines() {
		f.Add(line, uint8(0))
		f.Add(line+"%2", uint8(1))
		f.Add(strings.Replace(line, "&nonce", "&&nonce=&nonce", 1), uint8(2))
		f.Add(strings.Replace(line, "signature", "x\"y", 1)+line, uint8(3))
		f.Add(strings.Replace(line, ",", `,"signature":"0","nonce":null,"body":1,"encrypt":1234,`, 1), uint8(4))
	}
	f.Fuzz(func(t *testing.T, line string, kind uint8) {
		a := &callback.Account{Platform: callback.MP, Token: checkedToken, Mode: []callback.Mode{"", callback.Plain, callback.Compatible, callback.Safe}[kind%4]}
		if kind&4 != 0 {
			a.Platform = callback.Work
		}
		now := time.Unix(1735689600+int64(kind&8)*100, 0)
		o := callback.DiagnoseOptions{Now: now, OneMistake: true}
		if kind&16 != 0 {
			o.MaxAge = 5 * time.Minute
		}
		k := a.NewLogChecker(o.MaxAge, func() time.Time { return now })
		k.Right([]byte(rightLines()["another order"]))
		right := k.Right([]byte(line))
		checkClaim(t, a, k, []byte(line), o)
		if !right {
			return
		}
		claim, ok := callback.ParseLogLine([]byte(line))
		if !ok || !a.Diagnose(claim, o).Valid {
			t.Errorf("%q is taken, but not valid: %s", line, fmt.Sprint(claim))
		}
	})
}

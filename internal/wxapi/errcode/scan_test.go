package errcode_test

import (
	"io"
	"strings"
	"testing"

	"wxtool/internal/wxapi/errcode"
)

// TestScan: Scan finds in a long log what Find finds in its lines.
func TestScan(t *testing.T) {
	filler := strings.Repeat("2026-07-01 GET /wx 200\n", 1<<16)
	log := filler + `answer {"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist rid: 63252e6b-7c87ebbe-4f8ad7d0"}` + "\n" +
		filler + "errcode=40001\n" + filler + strings.Repeat("x", 3<<20) + "\nerrcode=40164\nerrcode: 45009"
	found, err := errcode.Scan(strings.NewReader(log))
	if err != nil || len(found) != 3 || found[0].Code != 40164 || found[0].IP != "203.0.113.7" || found[1].Code != 40001 || found[2].Code != 45009 {
		t.Errorf("%+v, %v", found, err)
	}
	for _, before := range []string{"x ", "xx"} {
		long := strings.Repeat(before, 1<<19)
		for cut := range 24 { // all positions of the end of a piece
			found, err := errcode.Scan(strings.NewReader(long[:len(long)-cut] + `,{"errcode":40164}` + long + "\n"))
			if err != nil || len(found) != 1 || found[0].Code != 40164 {
				t.Errorf("cut %d: %+v, %v", cut, found, err)
			}
		}
	}
	if found, err := errcode.Scan(strings.NewReader("")); found != nil || err != nil {
		t.Errorf("%+v, %v", found, err)
	}
	broken, w := io.Pipe()
	w.CloseWithError(io.ErrUnexpectedEOF)
	if _, err := errcode.Scan(broken); err != io.ErrUnexpectedEOF {
		t.Errorf("%v", err)
	}
}

// TestLabels: a code is found after each way to write its name.
func TestLabels(t *testing.T) {
	for _, label := range []string{
		`"errcode":`, "errCode=", "err_code: ", "ErrorCode：", "error_code ", "error-code = ", "错误码：",
		"https://developers.weixin.qq.com/apiExplorer?devtool/query?e=",
	} {
		found, err := errcode.Scan(strings.NewReader("a log 错 e d " + label + "40164\n"))
		if err != nil || len(found) != 1 || found[0].Code != 40164 {
			t.Errorf("%q: %+v, %v", label, found, err)
		}
	}
}

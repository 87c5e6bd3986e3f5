package callback_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// eachFixture runs test for the content of every fixture that is well-formed XML.
func eachFixture(t *testing.T, test func(t *testing.T, path string, data []byte)) {
	t.Helper()
	n := 0
	err := fs.WalkDir(os.DirFS("../../fixtures"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "hostile/") || !strings.HasSuffix(path, ".xml") {
			return err
		}
		data, err := os.ReadFile("../../fixtures/" + path)
		n++
		t.Run(path, func(t *testing.T) { test(t, path, data) })
		return err
	})
	if err != nil || n < 50 {
		t.Fatalf("%d fixtures, err = %v", n, err)
	}
}

const (
	testRandom = "0123456789abcdef"
)

var testStamp = callback.Stamp{Timestamp: "1735689600", Nonce: "372623149", Random: [16]byte([]byte(testRandom))}

func mpAccount(t testing.TB, mode callback.Mode) *callback.Account {
	return &callback.Account{Platform: callback.MP, Mode: mode, Token: "tok3n", Key: wxtest.MustKey(wxtest.Key), AppID: wxtest.AppID, ReceiveID: wxtest.AppID}
}

func workAccount(t testing.TB) *callback.Account {
	return &callback.Account{Platform: callback.Work, Mode: callback.Safe, Token: "tok3n", Key: wxtest.MustKey(wxtest.Key), AppID: "ww5b1c8e2f7a904d63", AgentID: "1000002", ReceiveID: "ww5b1c8e2f7a904d63"}
}

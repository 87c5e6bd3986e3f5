package interop

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// nodeClient is an SDK in testdata/node/clients.js.
type nodeClient struct {
	in  io.Writer
	out *bufio.Scanner
}

// callResult is the result of a call: a value, a picture, or an error of the SDK.
type callResult struct {
	Value   json.RawMessage
	Picture []byte
	Code    int64
	Message string
}

func (a callResult) refused() refused { return refused{a.Code, a.Message} }

// nodeClientAt starts an SDK for a demo account at origin.
func nodeClientAt(t *testing.T, sdk, origin, id, secret string) nodeClient {
	t.Helper()
	cmd := node(t, "clients.js", sdk, origin, id, secret, strconv.Itoa(demoAgent))
	// axios would use a proxy even for loopback
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(strings.ToLower(entry), "=")
		return strings.HasSuffix(name, "_proxy")
	})
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		cmd.Process.Kill() // some do not exit because of kept-alive connections
		cmd.Wait()
	})
	out := bufio.NewScanner(stdout)
	out.Buffer(nil, 1<<20)
	return nodeClient{stdin, out}
}

// try calls a method of the SDK.
func (c nodeClient) try(t *testing.T, method string, args ...any) callResult {
	t.Helper()
	if _, err := c.in.Write(append(encoded(t, append([]any{method}, args...)), '\n')); err != nil {
		t.Fatal(err)
	}
	var answer callResult
	if !c.out.Scan() {
		t.Fatalf("%s: no answer", method)
	}
	if err := json.Unmarshal(c.out.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %s", method, c.out.Bytes())
	}
	return answer
}

// do is try, but fails the test if the SDK reports an error. It stores the value in to,
// unless to is nil.
func (c nodeClient) do(t *testing.T, to any, method string, args ...any) callResult {
	t.Helper()
	answer := c.try(t, method, args...)
	if answer.Message != "" {
		t.Fatalf("%s: %d %s", method, answer.Code, answer.Message)
	}
	if to != nil {
		if err := json.Unmarshal(answer.Value, to); err != nil {
			t.Fatalf("%s: %s", method, answer.Value)
		}
	}
	return answer
}

// success is the documented answer of calls without a result.
const success = `{"errcode":0,"errmsg":"ok"}`

// created is the answer of qrcode/create.
type created struct {
	Ticket        string
	ExpireSeconds int64 `json:"expire_seconds"`
	URL           string
}

// shownMenus is the answer of menu/get. On WeCom it has only Button.
type shownMenus struct {
	Menu struct {
		Button []button
		MenuID int64
	}
	ConditionalMenu []struct {
		Button    []button
		MatchRule struct {
			GroupID            int64 `json:"group_id"`
			ClientPlatformType int64 `json:"client_platform_type"`
		}
		MenuID int64
	}
	Button []button
}

// parent is a button that distinguishes an empty list of sub-buttons from a missing one.
type parent struct {
	Sub *[]parent `json:"sub_button"`
}

func listless(p parent) bool { return p.Sub == nil || slices.ContainsFunc(*p.Sub, listless) }

// wantEmptyLists checks that in menu/get all buttons have a list of sub-buttons.
func wantEmptyLists(t *testing.T, answer []byte) {
	t.Helper()
	var read struct{ Menu struct{ Button []parent } }
	if err := json.Unmarshal(answer, &read); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(read.Menu.Button, listless) {
		t.Errorf("a button without sub_button: %s", answer)
	}
}

// selfMenu is the answer of get_current_selfmenu_info.
type selfMenu struct {
	IsMenuOpen   int `json:"is_menu_open"`
	SelfMenuInfo struct {
		Button []shownButton
	} `json:"selfmenu_info"`
}

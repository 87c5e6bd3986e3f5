package cli

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// browseCommand makes a GET request with headers from the script, as a browser may send
// them, also with another Host than the address. It prints status and body.
func browseCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: browse URL [Header=value...]")
	}
	request(ts, http.MethodGet, args[0], "", args[1:])
}

// postCommand makes a POST request with a body. It prints status and body.
func postCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: post URL BODY [Header=value...]")
	}
	request(ts, http.MethodPost, args[0], args[1], args[2:])
}

func request(ts *testscript.TestScript, method, url, content string, headers []string) {
	req, err := http.NewRequest(method, url, strings.NewReader(content))
	ts.Check(err)
	for _, arg := range headers {
		name, value, _ := strings.Cut(arg, "=")
		if name == "Host" {
			req.Host = value
		}
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	ts.Check(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d %s\n", res.StatusCode, body)
}

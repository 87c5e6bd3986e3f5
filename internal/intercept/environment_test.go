package intercept_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// environment is the environment of a program that would have these variables.
func environment(p *proxied, given map[string]string) (variables map[string]string, ignored []string) {
	list, ignored := p.Environment("127.0.0.1:8091", func(name string) (string, bool) { value, ok := given[name]; return value, ok })
	variables = map[string]string{}
	for _, entry := range list {
		name, value, _ := strings.Cut(entry, "=")
		variables[name] = value
	}
	return variables, ignored
}

func TestEnvironment(t *testing.T) {
	const proxy, direct = "http://127.0.0.1:8091", "localhost,127.0.0.1,::1"
	p := newProxy(t)
	got, ignored := environment(p, map[string]string{"HTTP_PROXY": "http://corporate:3128"})
	for name, want := range map[string]string{
		"HTTPS_PROXY": proxy, "https_proxy": proxy, "HTTP_PROXY": proxy, "http_proxy": proxy,
		"NO_PROXY": direct, "no_proxy": direct, "NODE_USE_ENV_PROXY": "1",
	} {
		if got[name] != want {
			t.Errorf("%s=%s", name, got[name])
		}
	}
	if len(got) != 7 || ignored != nil {
		t.Errorf("%v, %v", got, ignored)
	}
	if got, _ := environment(p, map[string]string{"REQUEST_METHOD": "GET"}); got["HTTP_PROXY"] != "" || got["http_proxy"] != proxy {
		t.Errorf("in a CGI program: %v", got)
	}
}

// TestNoProxy: the user's exceptions stay, unless a client may take one for a host of the
// platform.
func TestNoProxy(t *testing.T) {
	p := newProxy(t)
	const direct = "localhost,127.0.0.1,::1"
	for given, want := range map[string]string{
		"":                                "",
		"db.internal, .corp.example,::1,": ",db.internal,.corp.example",
		"10.0.0.0/8,192.168.1.7:8080":     ",10.0.0.0/8,192.168.1.7:8080",
		"example.com,weixin.example":      ",example.com,weixin.example",
		"*.example.com":                   ",*.example.com",
		"xapi.weixin.qq.com":              ",xapi.weixin.qq.com",
	} {
		if got, ignored := environment(p, map[string]string{"no_proxy": given}); got["NO_PROXY"] != direct+want || got["no_proxy"] != direct+want || ignored != nil {
			t.Errorf("%q: %q, ignored %v", given, got["NO_PROXY"], ignored)
		}
	}
	for _, given := range []string{
		"*", "**", ".", "*.", "qq.com", ".qq.com", "*.qq.com", "QQ.com.", "com", ".com", "weixin.qq.com:443", "api.weixin.qq.com", "xin.qq.com", "api*", "q*.com", "m",
	} {
		got, ignored := environment(p, map[string]string{"NO_PROXY": given + ",a.example", "no_proxy": given})
		if got["NO_PROXY"] != direct+",a.example" || !slices.Equal(ignored, []string{given}) {
			t.Errorf("%q: %q, ignored %v", given, got["NO_PROXY"], ignored)
		}
	}
}

// TestGoReadsEnvironment: Go's own client, in a program of its own because it reads the
// environment once, uses the proxy for the platform and not for this machine.
func TestGoReadsEnvironment(t *testing.T) {
	if os.Getenv("INTERCEPT_PROXY_OF") != "" {
		for _, address := range strings.Fields(os.Getenv("INTERCEPT_PROXY_OF")) {
			u, _ := url.Parse(address)
			proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
			if err != nil {
				t.Fatal(err)
			}
			if proxied := proxy != nil && proxy.String() == "http://127.0.0.1:8091"; proxied != strings.Contains(address, "qq.com") {
				t.Errorf("%s: proxy %v", address, proxy)
			}
		}
		return
	}
	p := newProxy(t)
	variables, _ := p.Environment("127.0.0.1:8091", os.LookupEnv)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestGoReadsEnvironment$")
	cmd.Env = append(os.Environ(), "INTERCEPT_PROXY_OF=https://api.weixin.qq.com http://api.weixin.qq.com https://qyapi.weixin.qq.com:443 http://127.0.0.1:8090 http://localhost:1 https://[::1]:1")
	cmd.Env = append(cmd.Env, variables...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

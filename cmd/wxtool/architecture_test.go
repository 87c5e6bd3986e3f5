package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// allowed lists which of our packages each package may import. Imports go down only. A
// package that is not listed may import none.
var allowed = map[string][]string{
	"cmd/wxtool": {"fixtures", "internal/cli", "internal/deliver", "internal/ui", "internal/wxapi"},
	"internal/cli": {
		"internal/account",
		"internal/callback",
		"internal/childproc",
		"internal/conform",
		"internal/conform/report",
		"internal/deliver",
		"internal/echo",
		"internal/exchange",
		"internal/expect",
		"internal/fingerprint",
		"internal/fixture",
		"internal/httpx",
		"internal/intercept",
		"internal/intercept/trust",
		"internal/lang",
		"internal/jsonshape",
		"internal/jsapi",
		"internal/junit",
		"internal/lines",
		"internal/lockedfile",
		"internal/menu",
		"internal/menusync",
		"internal/message",
		"internal/nearest",
		"internal/push",
		"internal/qr",
		"internal/qrbatch",
		"internal/record",
		"internal/record/recording",
		"internal/replay",
		"internal/sandbox",
		"internal/sandbox/store",
		"internal/tokencache",
		"internal/ui",
		"internal/verdict",
		"internal/wxapi",
		"internal/wxapi/errcode",
		"internal/wxcrypt",
		"internal/wxhost",
	},
	"internal/account":        {"internal/nearest", "internal/yamldoc"},
	"internal/echo":           {"internal/callback", "internal/exchange", "internal/expect", "internal/lang", "internal/message", "internal/wxcrypt"},
	"internal/deliver":        {"internal/callback", "internal/exchange", "internal/expect", "internal/httpx", "internal/lang", "internal/message", "internal/pace", "internal/push", "internal/verdict"},
	"internal/conform/report": {"internal/callback", "internal/conform", "internal/exchange", "internal/lang", "internal/message"},
	"internal/conform":        {"internal/callback", "internal/deliver", "internal/exchange", "internal/fingerprint", "internal/fixture", "internal/lang", "internal/message", "internal/push", "internal/verdict", "internal/wxcrypt"},
	"internal/push":           {"internal/callback", "internal/expect", "internal/fixture", "internal/message"},
	"internal/fixture":        {"internal/expect", "internal/message", "internal/nearest"},
	"internal/tools/docgen":   {"fixtures", "internal/cli", "internal/conform", "internal/fingerprint", "internal/fixture", "internal/jsonshape", "internal/lang", "internal/ui", "internal/verdict"},
	"internal/record":         {"internal/exchange", "internal/message"},
	"internal/verdict":        {"internal/callback", "internal/exchange", "internal/expect", "internal/fingerprint", "internal/lang", "internal/message", "internal/push", "internal/wxcrypt"},
	"internal/fingerprint":    {"internal/exchange", "internal/lang"},
	"internal/callback":       {"internal/lang", "internal/message", "internal/wxcrypt"},
	"internal/intercept":      {"internal/httpx", "internal/wxhost"},
	"internal/journal":        {"internal/lockedfile"},
	"internal/jsapi":          {"internal/lang"},
	"internal/qrbatch":        {"internal/journal", "internal/lockedfile", "internal/nearest", "internal/pace", "internal/wxapi"},
	"internal/menu":           {"internal/nearest", "internal/yamldoc"},
	"internal/menusync":       {"internal/menu", "internal/wxapi"},
	"internal/sandbox":        {"internal/callback", "internal/deliver", "internal/exchange", "internal/expect", "internal/fixture", "internal/jsonerr", "internal/lang", "internal/menu", "internal/message", "internal/nearest", "internal/pace", "internal/push", "internal/qr", "internal/sandbox/world", "internal/verdict", "internal/wxhost"},
	"internal/replay": {
		"internal/callback", "internal/deliver", "internal/exchange", "internal/fixture", "internal/message",
		"internal/pace", "internal/push", "internal/record", "internal/wxcrypt",
	},
	"internal/tools/fixtureindex": {
		"internal/fixture",
	},
	"internal/record/recording": {
		"internal/lockedfile", "internal/record",
	},
	"internal/sandbox/store": {
		"internal/journal", "internal/lockedfile", "internal/sandbox", "internal/sandbox/world",
	},
	"internal/sandbox/world": {
		"internal/jsonerr", "internal/menu",
	},
	"internal/message":    {"internal/nearest"},
	"internal/tokencache": {"internal/lockedfile"},
	"internal/ui":         {"internal/lang"},
	"internal/exchange":   {"internal/lang"},
	"internal/httpx":      {"internal/exchange"},
	"internal/wxapi":      {"internal/httpx", "internal/wxhost"},

	"internal/wxapi/errcode": {"internal/lang"},
	"internal/wxtest":        {"internal/callback", "internal/lang", "internal/wxcrypt"},
}

// only lists other packages with the only packages that may import them.
var only = map[string][]string{
	"github.com/spf13/cobra":  {"internal/cli"},
	"github.com/spf13/pflag":  {"internal/cli"},
	"github.com/beevik/etree": {"internal/message"},
	"github.com/fatih/color":  {"internal/ui"},
	"go.yaml.in/yaml/v3":      {"internal/account", "internal/menu", "internal/yamldoc"},
	"os": {
		"cmd/wxtool",
		"internal/childproc",
		"internal/cli",
		"internal/intercept/trust",
		"internal/journal",
		"internal/junit",
		"internal/lockedfile",
		"internal/qrbatch",
		"internal/record/recording",
		"internal/sandbox/store",
		"internal/tokencache",
		"internal/tools/docgen",
		"internal/tools/fixtureindex",
		"internal/tools/mutate",
		"internal/tools/startup",
		"internal/tools/testlog",
	},
	"rsc.io/qr":                  {"internal/qr"},
	"golang.org/x/text/encoding": {"internal/qrbatch"},
	"golang.org/x/text/encoding/simplifiedchinese": {"internal/qrbatch"},
	"golang.org/x/text/encoding/unicode":           {"internal/qrbatch"},
	"github.com/gofrs/flock":                       {"internal/lockedfile"},
	"os/signal":                                    {"cmd/wxtool", "internal/childproc", "internal/tools/mutate"},
	// Test support is for tests, and no other package may be.
	"testing":                {"internal/wxtest"},
	"net/http/httptest":      {"internal/wxtest"},
	"wxtool/internal/wxtest": {},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func ourPackages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "wxtool/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func TestArrowsRunDown(t *testing.T) {
	for _, p := range ourPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, "wxtool/")
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, "wxtool/"); ok && !slices.Contains(allowed[name], ours) {
				t.Errorf("%s → %s: not an arrow of the architecture", name, ours)
			}
			if who, ok := only[imported]; ok && !slices.Contains(who, name) {
				t.Errorf("%s → %s: only %v may", name, imported, who)
			}
		}
	}
}

var lowLevel = regexp.MustCompile(`^func init\(|\bos\.Exit\(|\bfmt\.Print(f|ln)?\(`)

// TestNothingAtImport: there are no init functions, and only main exits or prints.
func TestNothingAtImport(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for n, line := range strings.Split(string(source), "\n") {
			if found := lowLevel.FindString(line); found != "" && !(found == "os.Exit(" && d.Name() == "main.go") {
				t.Errorf("%s:%d: %s", path, n+1, line)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

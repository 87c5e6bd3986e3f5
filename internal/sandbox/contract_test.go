package sandbox_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestEachEndpointHasASource: the comment of what answers a path of the platform has the
// official page, or says that the answer is a guess.
func TestEachEndpointHasASource(t *testing.T) {
	comments := map[string]string{}
	for _, name := range sources(t) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				comments[f.Name.Name] = f.Doc.Text()
			}
		}
	}
	handlers, pages := sandbox.Handlers(), pages()
	for _, e := range sandbox.Endpoints() {
		if strings.HasPrefix(e.Path, "/sandbox/") {
			continue // of our own
		}
		names := handlers[e.Path]
		if page := pages[e.Path]; page != "" {
			names = []string{page}
		}
		if len(names) == 0 {
			t.Errorf("%s: no method answers it", e.Path)
		}
		for _, name := range names {
			if doc := comments[name]; !strings.Contains(doc, "https://") && !strings.Contains(doc, "guess") {
				t.Errorf("%s: the comment of %s has no source", e.Path, name)
			}
		}
	}
}

// pages are the paths that are web pages, with the methods that read their parameters.
func pages() map[string]string {
	return map[string]string{
		"/connect/oauth2/authorize": "question", "/wwlogin/sso/login": "loginQuestion", "/wwopen/sso/qrConnect": "loginQuestion",
	}
}

// sources lists the files of this package without those of its tests.
func sources(t *testing.T) (names []string) {
	t.Helper()
	all, err := filepath.Glob("*.go")
	if err != nil || len(all) < 20 {
		t.Fatalf("%v: %v", all, err)
	}
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	return names
}

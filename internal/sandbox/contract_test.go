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
	for path, names := range sandbox.Handlers() {
		if strings.HasPrefix(path, "/sandbox/") {
			continue // of our own
		}
		for _, name := range names {
			if doc := comments[name]; !strings.Contains(doc, "https://") && !strings.Contains(doc, "guess") {
				t.Errorf("%s: the comment of %s has no source", path, name)
			}
		}
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

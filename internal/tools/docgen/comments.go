package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"

	"wxtool/internal/jsonshape"
)

// comments finds the comments of struct fields in the source.
type comments struct {
	root string // folder of the module
	read map[string]map[string]string
}

func newComments(root string) *comments { return &comments{root, map[string]map[string]string{}} }

// of returns the comment of a field on one line, "" if it has none.
func (c *comments) of(f jsonshape.Field) (string, error) {
	dir := strings.TrimPrefix(f.Struct.PkgPath(), "wxtool/")
	if _, known := c.read[dir]; !known {
		fields, err := readComments(filepath.Join(c.root, filepath.FromSlash(dir)))
		if err != nil {
			return "", err
		}
		c.read[dir] = fields
	}
	return c.read[dir][keyOf(f.Struct)+"."+f.GoName], nil
}

func keyOf(t reflect.Type) string { return t.Name() }

// readComments returns the comments of a package by "Struct.Field".
func readComments(dir string) (map[string]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	files := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		p, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("comments of %s: %w", dir, err)
		}
		ast.Inspect(p, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range s.Fields.List {
					for _, name := range field.Names {
						found[spec.Name.Name+"."+name.Name] = oneLine(field)
					}
				}
			}
			return true
		})
	}
	return found, nil
}

func oneLine(field *ast.Field) string {
	return strings.Join(strings.Fields(field.Doc.Text()+" "+field.Comment.Text()), " ")
}

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// place is one change of a file: the bytes from start to end become text.
type place struct {
	file       string
	line       int
	start, end int
	text       string
	what       string // "a < b becomes a <= b"
}

// finder collects the places of one file.
type finder struct {
	name   string
	source []byte
	fset   *token.FileSet
	found  []place
}

// places returns all changes of a file, in the order of the file.
func places(name string, source []byte) ([]place, error) {
	f := &finder{name: name, source: source, fset: token.NewFileSet()}
	file, err := parser.ParseFile(f.fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			if d.Tok == token.CONST {
				ast.Inspect(d, f.visit)
			}
		case *ast.FuncDecl:
			if d.Body != nil {
				f.function(d.Type, d.Body)
			}
		}
	}
	slices.SortStableFunc(f.found, func(a, b place) int { return a.start - b.start })
	return f.found, nil
}

// function visits the body of a function and changes its returned errors.
func (f *finder) function(signature *ast.FuncType, body *ast.BlockStmt) {
	returnsError := false
	if results := signature.Results; results != nil && len(results.List) > 0 {
		last, ok := results.List[len(results.List)-1].Type.(*ast.Ident)
		returnsError = ok && last.Name == "error"
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			f.function(n.Type, n.Body)
			return false
		case *ast.ReturnStmt:
			if returnsError && len(n.Results) > 0 {
				f.noError(n.Results[len(n.Results)-1])
			}
		}
		return f.visit(n)
	})
}

// noError replaces a returned error by nil.
func (f *finder) noError(result ast.Expr) {
	if id, ok := result.(*ast.Ident); !ok || id.Name != "nil" {
		f.add(result, "nil")
	}
}

// visit adds the changes of one node.
func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.operator(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT || n.Op == token.SUB {
			f.add(n, f.text(n.X))
		}
	case *ast.BasicLit:
		f.number(n)
	case *ast.Ident:
		f.boolean(n)
	case *ast.IfStmt:
		f.condition(n.Cond)
	case *ast.BranchStmt:
		f.branch(n)
	case *ast.CaseClause:
		f.caseValues(n.List)
	case *ast.BlockStmt:
		f.statements(n.List)
		return true
	case *ast.ImportSpec, *ast.Field:
		return false
	}
	if c, ok := n.(*ast.CaseClause); ok {
		f.statements(c.Body)
	}
	return true
}

// swaps maps an operator to its replacement.
var swaps = map[token.Token]token.Token{
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL, token.REM: token.MUL,
	token.AND: token.OR, token.OR: token.AND, token.SHL: token.SHR, token.SHR: token.SHL,
}

func (f *finder) operator(n *ast.BinaryExpr) {
	to, ok := swaps[n.Op]
	if !ok || n.Op == token.ADD && (isString(n.X) || isString(n.Y)) {
		return
	}
	start := f.offset(n.OpPos)
	f.change(n, start, start+len(n.Op.String()), to.String())
}

// isString reports whether an expression is visibly a string.
func isString(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (isString(e.X) || isString(e.Y))
	}
	return false
}

// number adds one to a decimal number. Masks and file modes are data.
func (f *finder) number(n *ast.BasicLit) {
	value, err := strconv.Atoi(strings.ReplaceAll(n.Value, "_", ""))
	if n.Kind == token.INT && err == nil {
		f.add(n, strconv.Itoa(value+1))
	}
}

func (f *finder) boolean(n *ast.Ident) {
	switch n.Name {
	case "true":
		f.add(n, "false")
	case "false":
		f.add(n, "true")
	}
}

// condition makes a branch never taken. It also negates the condition, if no operator in
// it is changed in that way.
func (f *finder) condition(cond ast.Expr) {
	f.add(cond, "("+f.text(cond)+") && false")
	switch cond.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
	default:
		f.add(cond, "!("+f.text(cond)+")")
	}
}

func (f *finder) branch(n *ast.BranchStmt) {
	switch {
	case n.Label != nil:
	case n.Tok == token.BREAK:
		f.add(n, "continue")
	case n.Tok == token.CONTINUE:
		f.add(n, "break")
	}
}

// caseValues removes one value of a case with several.
func (f *finder) caseValues(values []ast.Expr) {
	for i := range len(values) - 1 {
		f.change(values[i], f.offset(values[i].Pos()), f.offset(values[i+1].Pos()), "")
	}
}

// statements removes calls, assignments and deferred calls.
func (f *finder) statements(all []ast.Stmt) {
	for _, s := range all {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if !releases(s.X) {
				f.add(s, "")
			}
		case *ast.DeferStmt:
			if !releases(s.Call) {
				f.add(s, "")
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				f.add(s, "")
			}
		case *ast.IncDecStmt:
			f.add(s, "")
		}
	}
}

// releases reports whether removing a call causes a leak, a deadlock or a race. Tests of
// results do not detect that, or only by hanging.
func releases(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	name := ""
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	case *ast.Ident:
		name = fun.Name
	}
	return slices.Contains([]string{"Close", "Lock", "Unlock", "RLock", "RUnlock", "cancel", "stop", "panic"}, name)
}

func (f *finder) offset(p token.Pos) int { return f.fset.Position(p).Offset }

func (f *finder) text(n ast.Node) string {
	return string(f.source[f.offset(n.Pos()):f.offset(n.End())])
}

// add replaces a whole node.
func (f *finder) add(n ast.Node, text string) {
	f.change(n, f.offset(n.Pos()), f.offset(n.End()), text)
}

// around is the number of bytes shown before and after a change.
const around = 40

// change replaces a part of the text of a node.
func (f *finder) change(n ast.Node, start, end int, text string) {
	from, to := f.offset(n.Pos()), max(end, f.offset(n.End()))
	from = max(from, start-around)
	to = min(to, end+around)
	before, after := string(f.source[from:start]), string(f.source[end:to])
	what := short(before+string(f.source[start:end])+after) + " becomes " + short(before+text+after)
	if strings.TrimSpace(before+text+after) == "" {
		what = short(string(f.source[start:end])) + " is left out"
	}
	f.found = append(f.found, place{f.name, f.fset.Position(n.Pos()).Line, start, end, text, what})
}

// short shortens a text to one line.
func short(text string) string {
	const most = 100
	words := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " "))
	if len(words) > most {
		return string(words[:most]) + "…"
	}
	return string(words)
}

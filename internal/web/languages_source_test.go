package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eendracht/internal/text"
)

// forFamily tells whether a resident meets a page or action: it is their own, or
// open to everyone, or about being signed in.
func forFamily(rt route) bool {
	return rt.purpose == "own" || rt.open || strings.Contains(rt.pattern, " /plan/") ||
		strings.Contains(rt.pattern, " /sessions") || strings.Contains(rt.pattern, " /signin")
}

// source is what the files with the family's actions declare, and the commands
// of the dossier. Names stand for what they declare: a name that stands for two
// things stands for both, so at worst a text too many is asked for. What these
// files call elsewhere is heard when the pages are walked through.
type source struct {
	pages    map[string][]ast.Node // functions and values of the family's files, by name
	commands map[string][]ast.Node // what the commands of the dossier decide, by their type
	rules    map[string][]ast.Node // functions of the dossier
	reached  map[ast.Node]bool
	words    map[string]bool // literals in what was reached
}

func readFile(t *testing.T, name string) *ast.File {
	t.Helper()
	return must(parser.ParseFile(token.NewFileSet(), name, nil, 0))(t)
}

// readSource parses these files of this package and all of the dossier.
func readSource(t *testing.T, files []string) *source {
	t.Helper()
	s := &source{pages: map[string][]ast.Node{}, commands: map[string][]ast.Node{}, rules: map[string][]ast.Node{}, reached: map[ast.Node]bool{}, words: map[string]bool{}}
	for _, name := range files {
		for _, d := range readFile(t, name).Decls {
			declare(s.pages, d)
		}
	}
	for _, name := range must(filepath.Glob("../dossier/*.go"))(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, d := range readFile(t, name).Decls {
			fn, ok := d.(*ast.FuncDecl)
			switch {
			case ok && fn.Recv == nil:
				s.rules[fn.Name.Name] = append(s.rules[fn.Name.Name], fn)
			case ok && fn.Name.Name == "Decide":
				if of, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
					s.commands[of.Name] = append(s.commands[of.Name], fn)
				}
			}
		}
	}
	return s
}

func declare(into map[string][]ast.Node, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		into[d.Name.Name] = append(into[d.Name.Name], d)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if value, ok := spec.(*ast.ValueSpec); ok {
				for _, name := range value.Names {
					into[name.Name] = append(into[name.Name], value)
				}
			}
		}
	}
}

// page follows a name of the family's files to what it declares, and on to all
// that is named there; a command that is made brings what it decides.
func (s *source) page(name string) {
	for _, node := range s.pages[name] {
		if s.reached[node] {
			continue
		}
		s.reached[node] = true
		ast.Inspect(node, func(n ast.Node) bool {
			s.word(n)
			switch n := n.(type) {
			case *ast.CompositeLit:
				if of, ok := n.Type.(*ast.SelectorExpr); ok {
					for _, decides := range s.commands[of.Sel.Name] {
						s.rule(decides)
					}
				}
			case *ast.Ident:
				s.page(n.Name)
			}
			return true
		})
	}
}

// rule follows what a command decides into the functions that it calls.
func (s *source) rule(node ast.Node) {
	if s.reached[node] {
		return
	}
	s.reached[node] = true
	ast.Inspect(node, func(n ast.Node) bool {
		s.word(n)
		if call, ok := n.(*ast.CallExpr); ok {
			if fn, ok := call.Fun.(*ast.Ident); ok {
				for _, next := range s.rules[fn.Name] {
					s.rule(next)
				}
			}
		}
		return true
	})
}

func (s *source) word(n ast.Node) {
	if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
		if word, err := strconv.Unquote(literal.Value); err == nil {
			s.words[word] = true
		}
	}
}

var called = regexp.MustCompile(`\(?\bt[n]?\s+\(?"([^"]+)"`)

// familySource gives the keys of texts that the source of the family's pages
// names, whole or as the start of a key that is put together.
func familySource(t *testing.T) map[string]bool {
	t.Helper()
	files, handlers := []string{"show_family.go", "fail.go"}, []string{"fail"}
	for _, rt := range (&house{}).routes() {
		if forFamily(rt) {
			fn := runtime.FuncForPC(reflect.ValueOf(rt.handle).Pointer())
			file, _ := fn.FileLine(fn.Entry())
			files = append(files, filepath.Base(file))
			handlers = append(handlers, fn.Name()[strings.LastIndex(fn.Name(), ".")+1:])
		}
	}
	slices.Sort(files)
	s := readSource(t, slices.Compact(files))
	for _, handler := range handlers {
		s.page(handler)
	}
	named := templateKeys(t, "_family")
	for word := range s.words {
		if _, err := fs.Stat(pageFiles, "pages/"+word+".html"); err == nil {
			named = append(named, templateKeys(t, word)...)
		}
	}
	keys := map[string]bool{}
	for _, key := range must(text.Shipped())(t).Keys("nl") {
		base := countBase(key)
		if s.words[key] || s.words[base] || slices.Contains(named, key) || slices.Contains(named, base) || s.startOf(key) {
			keys[key] = true
		}
	}
	return keys
}

// startOf tells whether the source puts keys together that begin as this one:
// "webfamily.kind." + kind.
func (s *source) startOf(key string) bool {
	for at := strings.IndexByte(key, '.'); at >= 0 && at < len(key)-1; {
		if start := key[:at+1]; strings.Count(start, ".") > 1 && s.words[start] {
			return true
		}
		next := strings.IndexByte(key[at+1:], '.')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// templateKeys gives the texts that a page file names itself.
func templateKeys(t *testing.T, page string) []string {
	t.Helper()
	var keys []string
	raw := must(fs.ReadFile(pageFiles, "pages/"+page+".html"))(t)
	for _, found := range called.FindAllStringSubmatch(string(raw), -1) {
		keys = append(keys, found[1])
	}
	return keys
}

// countBase gives the key that is counted with, of one of its forms.
func countBase(key string) string {
	for _, form := range []string{".one", ".many"} {
		if base, ok := strings.CutSuffix(key, form); ok {
			return base
		}
	}
	return key
}

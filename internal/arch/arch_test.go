// Package arch holds the house together: tests that read the source and fail
// when a room imports upward, a file or function outgrows its room, or an
// exported name lacks its description.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module      = "eendracht/"
	root        = "../.."
	maxFile     = 450 // lines of a source file
	maxFunction = 60  // lines of a function, its signature and brace included
)

// rooms says which rooms of the house a room may import. A room that is not
// named may not exist. "std" rooms import nothing but the standard library and
// the rooms named.
var rooms = map[string]struct {
	pure    bool
	imports []string
	outside []string // modules that a pure room may import all the same
}{
	"internal/fault":   {pure: true},
	"internal/text":    {pure: true},
	"internal/nl":      {pure: true, imports: []string{"internal/fault"}},
	"internal/statute": {pure: true, imports: []string{"internal/fault", "internal/nl"}},
	"internal/dossier": {pure: true, imports: []string{"internal/fault", "internal/nl", "internal/statute"}},
	"internal/access":  {pure: true, imports: []string{"internal/fault", "internal/nl", "internal/statute", "internal/dossier"}, outside: []string{"github.com/cedar-policy/cedar-go"}},
	// The arithmetic of the log is that of tlog and note, which do no I/O.
	"internal/ledger":        {pure: true, imports: []string{"internal/fault"}, outside: []string{"golang.org/x/mod/sumdb"}},
	"internal/ledger/keeper": {imports: []string{"internal/fault", "internal/ledger", "internal/store"}},
	"internal/store":         {imports: []string{"internal/fault", "internal/nl", "internal/dossier", "internal/store", "internal/ledger"}},
	"internal/vault":         {imports: []string{"internal/fault", "internal/store"}},   // the form in which wrapped keys are listed
	"internal/depot":         {imports: []string{"internal/fault", "internal/dossier"}}, // where the content of documents lies outside the archive
	"internal/casework":      {imports: []string{"internal/fault", "internal/nl", "internal/statute", "internal/dossier", "internal/access", "internal/store", "internal/ledger", "internal/vault"}},
	"internal/signin":        {imports: []string{"internal/fault", "internal/dossier", "internal/access", "internal/casework", "internal/store"}},
	"internal/ijw":           {imports: []string{"internal/fault", "internal/nl", "internal/text", "internal/ijw"}},
	"internal/ijw/envelope":  {pure: true, imports: []string{"internal/fault", "internal/nl", "internal/text", "internal/ijw"}},
	"internal/ijw/rules":     {pure: true, imports: []string{"internal/fault", "internal/nl", "internal/text", "internal/ijw"}},
	"internal/ijw/desk":      {imports: []string{"internal/fault", "internal/nl", "internal/dossier", "internal/access", "internal/casework", "internal/ijw", "internal/store"}},
	"internal/ijw/post":      {imports: []string{"internal/fault", "internal/nl", "internal/dossier", "internal/access", "internal/casework", "internal/ijw", "internal/ijw/envelope", "internal/ijw/desk", "internal/store"}},
	// Carries notices: after casework planned them, before any door.
	"internal/notify":        {imports: []string{"internal/fault", "internal/text", "internal/dossier", "internal/casework", "internal/store"}},
	"internal/ijw/sim":       {imports: []string{"internal/fault", "internal/nl", "internal/statute", "internal/dossier", "internal/access", "internal/casework", "internal/store", "internal/vault", "internal/ijw", "internal/ijw/desk", "internal/ijw/post"}},
	"internal/brp":           {imports: []string{"internal/fault", "internal/nl", "internal/dossier", "internal/access", "internal/casework", "internal/brp"}},
	"internal/region":        {imports: []string{"internal/fault", "internal/nl", "internal/statute", "internal/dossier", "internal/access", "internal/casework", "internal/store", "internal/vault", "internal/region", "internal/ijw", "internal/ijw/desk", "internal/ijw/post"}},
	"internal/inspect":       {imports: []string{"internal/fault", "internal/nl", "internal/text", "internal/dossier", "internal/access"}}, // writes the copy of a view; both doors give it
	"internal/upload":        {imports: []string{"internal/fault"}},                                                                        // size, kind and scanner of what is sent, before anything else looks
	"internal/api":           {imports: []string{"internal/fault", "internal/inspect", "internal/upload", "internal/nl", "internal/text", "internal/statute", "internal/dossier", "internal/access", "internal/casework", "internal/signin", "internal/store", "internal/ledger", "internal/ijw", "internal/ijw/desk", "internal/api"}},
	"internal/web":           {imports: []string{"internal/fault", "internal/inspect", "internal/upload", "internal/nl", "internal/text", "internal/statute", "internal/dossier", "internal/access", "internal/casework", "internal/signin", "internal/store", "internal/ijw", "internal/ijw/desk", "internal/web"}},
	"internal/web/look":      {imports: []string{"internal/fault", "internal/text", "internal/nl", "internal/web/look", "internal/web/picture"}},
	"internal/web/look/days": {imports: []string{"internal/text", "internal/nl"}},
	"internal/web/picture":   {imports: []string{"internal/text", "internal/nl", "internal/web/picture", "internal/web/look/days"}},
	"internal/bench":         {imports: []string{"internal"}},
	"internal/arch":          {},
	// Asks every door and judges by an oracle of its own; its tests put the house together.
	"internal/probe": {imports: []string{"internal"}},
	// Breaks the house on purpose and judges what is left; its tests put the house together.
	"internal/torture": {imports: []string{"internal"}},
	"cmd/eendracht":    {imports: []string{"internal"}},
	"e2e":              {imports: []string{"internal"}},
}

type source struct {
	path string // from the root, with slashes
	file *ast.File
	set  *token.FileSet
}

func sources(t *testing.T, tests bool) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "node_modules" || name == "testdata" || (strings.HasPrefix(name, ".") && path != root) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") != tests {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		short, err := filepath.Rel(root, path)
		all = append(all, source{filepath.ToSlash(short), file, set})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no sources found: this test reads nothing")
	}
	return all
}

// room gives the room that a folder belongs to: the longest name that it lies in.
func room(folder string) string {
	best := ""
	for name := range rooms {
		if (folder == name || strings.HasPrefix(folder, name+"/")) && len(name) > len(best) {
			best = name
		}
	}
	return best
}

func TestImportsPointDownward(t *testing.T) {
	for _, s := range sources(t, false) {
		here := room(filepath.ToSlash(filepath.Dir(s.path)))
		if here == "" {
			t.Errorf("%s lies in no room of the house", s.path)
			continue
		}
		for _, imp := range s.file.Imports {
			checkImport(t, s.path, here, strings.Trim(imp.Path.Value, `"`))
		}
	}
}

func checkImport(t *testing.T, path, here, target string) {
	t.Helper()
	rule := rooms[here]
	if inner, ok := strings.CutPrefix(target, module); ok {
		there := room(inner)
		allowed := there == here || slices.ContainsFunc(rule.imports, func(name string) bool {
			return there == name || strings.HasPrefix(there, name+"/")
		})
		if !allowed {
			t.Errorf("%s: %s may not import %s", path, here, inner)
		}
		return
	}
	outside := strings.Contains(strings.SplitN(target, "/", 2)[0], ".")
	if !rule.pure {
		return
	}
	if outside && !slices.ContainsFunc(rule.outside, func(m string) bool { return strings.HasPrefix(target, m) }) {
		t.Errorf("%s: the pure room %s may not import %s", path, here, target)
	}
	if slices.Contains([]string{"database/sql", "net", "net/http", "os", "os/exec", "syscall", "log", "math/rand", "math/rand/v2"}, target) {
		t.Errorf("%s: the pure room %s does no I/O and throws no dice, so it may not import %s", path, here, target)
	}
}

func TestPureRoomsHaveNoClock(t *testing.T) {
	for _, s := range sources(t, false) {
		if !rooms[room(filepath.ToSlash(filepath.Dir(s.path)))].pure {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := call.X.(*ast.Ident)
			if ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Sleep", "Tick"}, call.Sel.Name) {
				t.Errorf("%s: time.%s: the time is passed in", s.set.Position(call.Pos()), call.Sel.Name)
			}
			return true
		})
	}
}

func TestFilesAndFunctionsFitTheirRoom(t *testing.T) {
	for _, s := range sources(t, false) {
		raw, err := os.ReadFile(filepath.Join(root, s.path))
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(raw), "\n"); lines > maxFile {
			t.Errorf("%s has %d lines, at most %d", s.path, lines, maxFile)
		}
		for _, decl := range s.file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := s.set.Position(fn.End()).Line - s.set.Position(fn.Pos()).Line + 1
			if lines > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d", s.set.Position(fn.Pos()), fn.Name.Name, lines, maxFunction)
			}
		}
	}
}

func TestExportedNamesAreDescribed(t *testing.T) {
	for _, s := range sources(t, false) {
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && receiverExported(d) && d.Doc == nil && !describedByGroup(d) {
					t.Errorf("%s: %s has no description", s.set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				checkSpecs(t, s, d)
			}
		}
	}
}

func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	kind := d.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if index, ok := kind.(*ast.IndexExpr); ok {
		kind = index.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

// describedByGroup tells whether a method is one of a family that its
// interface describes, so that saying it again per type would say nothing.
func describedByGroup(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Kind", "Name", "Need", "Decide", "Error", "Unwrap", "String", "Run"}, d.Name.Name)
}

func checkSpecs(t *testing.T, s source, d *ast.GenDecl) {
	t.Helper()
	for _, spec := range d.Specs {
		kind, ok := spec.(*ast.TypeSpec)
		if ok && kind.Name.IsExported() && kind.Doc == nil && d.Doc == nil && kind.Comment == nil {
			t.Errorf("%s: %s has no description", s.set.Position(kind.Pos()), kind.Name.Name)
		}
	}
}

func TestNothingIsOwed(t *testing.T) {
	owed := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X:", "not " + "implemented"}
	for _, s := range sources(t, false) {
		for _, group := range s.file.Comments {
			for _, word := range owed {
				if strings.Contains(group.Text(), word) {
					t.Errorf("%s: a comment owes work: %q", s.set.Position(group.Pos()), word)
				}
			}
		}
	}
}

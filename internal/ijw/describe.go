package ijw

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// descriptions holds, per release, the files that docs/messages.md explains.
//
//go:embed data
var descriptions embed.FS

// block is an unindented line of a description with the indented lines below it.
type block struct {
	head []string
	rows [][]string
	at   string // file and line, for error messages
}

// blocks reads a description file. "#" starts a comment line.
func blocks(from fs.FS, name string) ([]block, error) {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, fmt.Errorf("ijw: %w", err)
	}
	var out []block
	for i, line := range strings.Split(string(raw), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if line[0] != ' ' {
			out = append(out, block{head: fields, at: fmt.Sprintf("%s:%d", name, i+1)})
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("ijw: %s:%d: a row without a head", name, i+1)
		}
		last := &out[len(out)-1]
		last.rows = append(last.rows, fields)
	}
	return out, nil
}

func readCatalogue(from fs.FS) (*catalogue, error) {
	c := &catalogue{
		byNamespace: map[string]*schema{}, byKind: map[schemaKey]*schema{}, lists: map[listKey]*List{},
	}
	releases, err := fs.ReadDir(from, "data")
	if err != nil {
		return nil, fmt.Errorf("ijw: %w", err)
	}
	for _, dir := range releases {
		r := &release{from: from, dir: path.Join("data", dir.Name()), name: dir.Name()}
		if err := r.read(c); err != nil {
			return nil, err
		}
		if c.newest == "" || newer(dir.Name(), c.newest) {
			c.newest = dir.Name()
		}
	}
	c.pair()
	return c, nil
}

// release is one folder of descriptions while it is being read.
type release struct {
	from  fs.FS
	dir   string
	name  string
	rules map[[2]string]string // facet and value: rule code
	lists map[listKey]*List
	types []block
}

func (r *release) read(into *catalogue) (err error) {
	if err = r.readRules(); err != nil {
		return err
	}
	if r.lists, err = readLists(r.from, path.Join(r.dir, "codes.txt")); err != nil {
		return err
	}
	for key, list := range r.lists {
		into.lists[key] = list // of the newest release: folders come in order
	}
	if r.types, err = blocks(r.from, path.Join(r.dir, "types.txt")); err != nil {
		return err
	}
	laws, err := blocks(r.from, path.Join(r.dir, "release.txt"))
	if err != nil {
		return err
	}
	names, err := fs.Glob(r.from, path.Join(r.dir, "[0-9]*.txt"))
	if err != nil {
		return fmt.Errorf("ijw: %w", err)
	}
	for _, law := range laws {
		for _, name := range names {
			if err := r.readMessage(into, law, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *release) readRules() error {
	rows, err := blocks(r.from, path.Join(r.dir, "rules.txt"))
	if err != nil {
		return err
	}
	r.rules = map[[2]string]string{}
	for _, row := range rows {
		if len(row.head) != 3 {
			return fmt.Errorf("ijw: %s: want facet, value and code", row.at)
		}
		r.rules[[2]string{row.head[0], row.head[1]}] = row.head[2]
	}
	return nil
}

func (r *release) readMessage(into *catalogue, law block, name string) error {
	if len(law.head) != 8 || law.head[0] != "law" {
		return fmt.Errorf("ijw: %s: a law needs its two prefixes, namespaces and versions", law.at)
	}
	parts, err := blocks(r.from, name)
	if err != nil {
		return err
	}
	b := builder{release: r, law: Law(law.head[1]), groups: map[string]*group{}, simples: map[string]*simple{}}
	number, err := b.sort(parts)
	if err != nil {
		return err
	}
	named := strings.NewReplacer("{n}", strconv.Itoa(number))
	b.base = space{law.head[3], law.head[2], law.head[6]}
	b.own = space{named.Replace(law.head[5]), named.Replace(law.head[4]), law.head[7]}
	root, err := b.group("Root")
	if err != nil {
		return err
	}
	s := &schema{kind: Kind(number), law: b.law, release: r.name, own: b.own, base: b.base, root: &element{
		name: "Bericht", space: b.own.uri, typeName: "{" + b.own.uri + "}Root", least: 1, group: root,
	}}
	into.byNamespace[b.own.uri] = s
	into.byKind[schemaKey{r.name, b.law, s.kind}] = s
	return nil
}

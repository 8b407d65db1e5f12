package look

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// layers says which parts go into which cascade layer, in the order in which
// they win: a later layer beats an earlier one. What stands outside all layers
// (a municipality's theme) beats them all.
var layers = []struct {
	name  string
	parts []string
}{
	{"utrecht", []string{"static/utrecht.css"}},
	{"voorbeeld", []string{"static/voorbeeld.css"}},
	{"tokens", []string{"styles/tokens.css", "dark", "styles/contrast.css"}},
	{"base", []string{"styles/base.css"}},
	{"layout", []string{"styles/layout.css"}},
	{"components", []string{"styles/components.css", "styles/forms.css", "styles/pictures.css", "widths"}},
}

// styleSheet puts eendracht.css together from its parts.
func styleSheet() ([]byte, error) {
	var out bytes.Buffer
	fonts, err := fs.ReadFile(embedded, "styles/fonts.css")
	if err != nil {
		return nil, fmt.Errorf("look.styleSheet: %w", err)
	}
	names := make([]string, len(layers))
	for i, layer := range layers {
		names[i] = layer.name
	}
	fmt.Fprintf(&out, "@layer %s;\n", strings.Join(names, ", "))
	out.Write(slim(fonts))
	for _, layer := range layers {
		fmt.Fprintf(&out, "@layer %s {\n", layer.name)
		for _, part := range layer.parts {
			css, err := stylePart(part)
			if err != nil {
				return nil, err
			}
			out.Write(css)
		}
		out.WriteString("}\n")
	}
	return out.Bytes(), nil
}

func stylePart(name string) ([]byte, error) {
	switch name {
	case "dark":
		return darkTheme()
	case "widths":
		return widths(), nil
	}
	raw, err := fs.ReadFile(embedded, name)
	if err != nil {
		return nil, fmt.Errorf("look.styleSheet: %w", err)
	}
	if strings.HasPrefix(name, "static/") {
		return raw, nil // vendored: keep the licence notice
	}
	return slim(raw), nil
}

// darkTheme repeats the night tokens twice: for the wish of the system unless
// the person chose the light, and for the person who chose the dark.
func darkTheme() ([]byte, error) {
	raw, err := fs.ReadFile(embedded, "styles/dark.css")
	if err != nil {
		return nil, fmt.Errorf("look.styleSheet: %w", err)
	}
	css := string(slim(raw))
	wish := strings.ReplaceAll(css, ":root", `:root:not([data-theme="light"])`)
	choice := strings.ReplaceAll(css, ":root", `:root[data-theme="dark"]`)
	return []byte("@media screen and (prefers-color-scheme: dark) {\n" + wish + "}\n@media screen {\n" + choice + "}\n"), nil
}

// widths gives the classes w-0 … w-100: the content policy forbids style attributes.
func widths() []byte {
	var out bytes.Buffer
	for percent := range 101 {
		fmt.Fprintf(&out, ".w-%d{inline-size:%d%%}", percent, percent)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// slim leaves out comments, indents and empty lines.
func slim(css []byte) []byte {
	var out bytes.Buffer
	for rest := css; len(rest) > 0; {
		before, after, found := bytes.Cut(rest, []byte("/*"))
		out.Write(before)
		if !found {
			break
		}
		_, rest, _ = bytes.Cut(after, []byte("*/"))
	}
	var lines bytes.Buffer
	for line := range bytes.Lines(out.Bytes()) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines.Write(line)
			lines.WriteByte('\n')
		}
	}
	return lines.Bytes()
}

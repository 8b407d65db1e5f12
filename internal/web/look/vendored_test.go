package look

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files and the cut of the vendored style sheets")

// The vendored style sheets are cuts of npm packages: only the components and
// the class names that our templates use, so that a phone does not load 350 KB
// of rules that match nothing. With the packages in node_modules this test
// makes the cut again and compares; -update writes it.
var (
	cutComponents = []string{
		"button", "button-link", "link", "textbox", "textarea", "select", "checkbox",
		"radio-button", "form-fieldset", "form-field", "form-label",
		"form-field-error-message", "form-field-description", "alert", "table",
		"status-badge", "skip-link", "breadcrumb-nav",
	}
	cutClasses = strings.Fields(`
		utrecht-button utrecht-button--primary-action utrecht-button--secondary-action
		utrecht-button--danger utrecht-button--subtle
		utrecht-button-link utrecht-button-link--html-a utrecht-button-link--primary-action
		utrecht-button-link--secondary-action
		utrecht-link utrecht-link--html-a
		utrecht-textbox utrecht-textbox--html-input utrecht-textbox--invalid
		utrecht-textarea utrecht-textarea--html-textarea utrecht-textarea--invalid
		utrecht-select utrecht-select--html-select utrecht-select--invalid
		utrecht-checkbox utrecht-checkbox--html-input
		utrecht-radio-button utrecht-radio-button--html-input utrecht-radio-button--invalid
		utrecht-form-field utrecht-form-field--invalid utrecht-form-field--checkbox
		utrecht-form-field--radio utrecht-form-field__input utrecht-form-field__label
		utrecht-form-field__description utrecht-form-field__error-message
		utrecht-form-field-description utrecht-form-field-error-message
		utrecht-form-fieldset utrecht-form-fieldset--html-fieldset utrecht-form-fieldset--invalid
		utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend
		utrecht-form-label utrecht-form-label--checkbox utrecht-form-label--radio
		utrecht-alert utrecht-alert__icon utrecht-alert__content utrecht-alert__message
		utrecht-alert--info utrecht-alert--ok utrecht-alert--warning utrecht-alert--error
		utrecht-table utrecht-table--html-table utrecht-table__caption
		utrecht-status-badge utrecht-status-badge--safe utrecht-status-badge--warning
		utrecht-status-badge--danger utrecht-status-badge--neutral
		utrecht-skip-link utrecht-skip-link--visible-on-focus
		utrecht-breadcrumb-nav utrecht-breadcrumb-nav__list utrecht-breadcrumb-nav__item
		utrecht-breadcrumb-nav__link utrecht-breadcrumb-nav__list--html-ol`)
	comment   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	className = regexp.MustCompile(`\.(utrecht-[\w-]+)`)
	reference = regexp.MustCompile(`var\(\s*(--[\w-]+)`)
	token     = regexp.MustCompile(`(?m)^\s*(--[\w-]+):\s*([^;]*);`)
)

func TestVendoredStylesAreTheCutOfTheirPackages(t *testing.T) {
	modules := nodeModules(t)
	rules := cutUtrecht(t, modules)
	sameOrUpdate(t, "static/utrecht.css", "/* Cut from @utrecht/*-css, EUPL-1.2, Copyright (c) Frameless B.V. and Gemeente Utrecht; changed: rules that Eendracht does not use were left out. */\n"+rules)
	sameOrUpdate(t, "static/voorbeeld.css", "/* Cut from @nl-design-system-unstable/voorbeeld-design-tokens, EUPL-1.2, Copyright (c) NL Design System Community; changed: only the tokens that utrecht.css refers to, set on :root. */\n"+cutTokens(t, modules, rules))
}

// nodeModules finds the npm packages from the module root upward, or skips loudly.
func nodeModules(t *testing.T) string {
	t.Helper()
	if given := os.Getenv("EENDRACHT_NODE_MODULES"); given != "" {
		return given
	}
	dir := "../../../node_modules"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("SKIPPED: node_modules not found; run npm install --no-save with the packages of LICENSES.md to check against them")
	}
	return dir
}

func sameOrUpdate(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s differs from what is made now; run go test -update and look at the difference", name)
	}
}

func cutUtrecht(t *testing.T, modules string) string {
	var out strings.Builder
	for _, component := range cutComponents {
		raw, err := os.ReadFile(filepath.Join(modules, "@utrecht", component+"-css", "dist", "index.min.css"))
		if err != nil {
			t.Skip("SKIPPED: package not found: ", err)
		}
		out.WriteString(keepUsed(comment.ReplaceAllString(string(raw), "")))
	}
	return out.String()
}

// keepUsed keeps the rules that a listed class can match, one level of @-rules deep.
func keepUsed(css string) string {
	var out strings.Builder
	for css = strings.TrimSpace(css); css != ""; css = strings.TrimSpace(css) {
		head, body, rest := splitRule(css)
		css = rest
		if strings.HasPrefix(head, "@") {
			if inner := keepUsed(body); inner != "" {
				out.WriteString(head + "{" + inner + "}\n")
			}
			continue
		}
		if kept := usedSelectors(head); kept != "" {
			out.WriteString(kept + "{" + body + "}\n")
		}
	}
	return out.String()
}

// splitRule gives the head and body of the first rule and what follows it.
func splitRule(css string) (head, body, rest string) {
	open := strings.IndexByte(css, '{')
	if open < 0 {
		return "", "", ""
	}
	depth := 0
	for i := open; i < len(css); i++ {
		switch css[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[:open], css[open+1 : i], css[i+1:]
			}
		}
	}
	return "", "", ""
}

func usedSelectors(head string) string {
	var kept []string
	for _, selector := range splitSelectors(head) {
		used := true
		for _, found := range className.FindAllStringSubmatch(selector, -1) {
			used = used && slices.Contains(cutClasses, found[1])
		}
		if used {
			kept = append(kept, selector)
		}
	}
	return strings.Join(kept, ",")
}

// splitSelectors splits at commas outside brackets.
func splitSelectors(head string) []string {
	var parts []string
	depth, from := 0, 0
	for i := range len(head) {
		switch head[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				parts, from = append(parts, head[from:i]), i+1
			}
		}
	}
	return append(parts, head[from:])
}

func cutTokens(t *testing.T, modules, rules string) string {
	raw, err := os.ReadFile(filepath.Join(modules, "@nl-design-system-unstable", "voorbeeld-design-tokens", "dist", "theme.css"))
	if err != nil {
		t.Skip("SKIPPED: package not found: ", err)
	}
	values := map[string]string{}
	for _, m := range token.FindAllStringSubmatch(comment.ReplaceAllString(string(raw), ""), -1) {
		values[m[1]] = m[2]
	}
	wanted := map[string]bool{}
	var want func(css string)
	want = func(css string) {
		for _, m := range reference.FindAllStringSubmatch(css, -1) {
			if value, known := values[m[1]]; known && !wanted[m[1]] {
				wanted[m[1]] = true
				want(value)
			}
		}
	}
	want(rules)
	names := make([]string, 0, len(wanted))
	for name := range wanted {
		names = append(names, name)
	}
	sort.Strings(names)
	var out strings.Builder
	out.WriteString(":root {\n")
	for _, name := range names {
		out.WriteString(name + ": " + values[name] + ";\n")
	}
	return out.String() + "}\n"
}

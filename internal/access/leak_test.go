package access

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"eendracht/internal/dossier"
)

var mark = regexp.MustCompile(`¤[a-z0-9-]+`)

// strings that a value holds, however deep: every exported field is walked.
func dump(v reflect.Value, to *[]string) {
	switch v.Kind() {
	case reflect.String:
		*to = append(*to, v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			dump(v.Elem(), to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			dump(v.Field(i), to)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			*to = append(*to, string(v.Bytes()))
			return
		}
		for i := range v.Len() {
			dump(v.Index(i), to)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			dump(key, to)
			dump(v.MapIndex(key), to)
		}
	}
}

// marks gives the marked words that occur anywhere in a view.
func marks(v *View) []string {
	var all []string
	dump(reflect.ValueOf(v), &all)
	found := mark.FindAllString(strings.Join(all, "\n"), -1)
	for i := range found {
		found[i] = strings.TrimPrefix(found[i], "¤")
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// whole prints everything in a view but the version of the whole dossier.
func whole(e *Engine, d *dossier.Dossier, ask Ask) string {
	v, err := e.View(d, ask)
	if err != nil {
		return err.Error()
	}
	v.Dossier.Version = 0
	return printed(v)
}

func printed(v *View) string {
	var b strings.Builder
	deep(reflect.ValueOf(v), "", &b)
	return b.String()
}

// deep prints every value on a line of its own, with its path.
func deep(v reflect.Value, path string, b *strings.Builder) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			fmt.Fprintln(b, path, "nil")
			return
		}
		deep(v.Elem(), path, b)
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			fmt.Fprintln(b, path, at.UTC())
			return
		}
		for i := range v.NumField() {
			deep(v.Field(i), path+"."+v.Type().Field(i).Name, b)
		}
	case reflect.Slice, reflect.Array:
		fmt.Fprintln(b, path, v.Len())
		for i := range v.Len() {
			deep(v.Index(i), fmt.Sprintf("%s[%d]", path, i), b)
		}
	case reflect.Map:
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }) {
			deep(v.MapIndex(key), path+"["+key.String()+"]", b)
		}
	default:
		fmt.Fprintln(b, path, v)
	}
}

func firstDifference(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range left {
		if i >= len(right) || left[i] != right[i] {
			return left[i] + "\n" + right[min(i, len(right)-1)]
		}
	}
	return right[len(left)]
}

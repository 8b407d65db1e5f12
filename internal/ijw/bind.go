package ijw

import (
	"slices"
	"strconv"

	"eendracht/internal/nl"
)

// form ties the fields of a struct to the children of an element, in one of two
// directions: it reads the struct from the element, or fills the element from
// the struct. So every field is tied to its element in one place.
//
// An element that the message does not have under this law is left out when
// filling: a message carries no more than its schema knows.
type form struct {
	node    *Node
	group   *group
	filling bool
}

// visit ties one group of a message to a struct.
type visit[T any] func(*T, *form)

// reading looks up a child; nil when it is not there.
func (f *form) reading(name string) *Node { return f.node.Child(name) }

// add puts a new child in its place by the schema and gives it with its
// description; false when the schema does not have it.
func (f *form) add(name string) (*Node, *element, bool) {
	at := f.group.named(name)
	if at < 0 {
		return nil, nil, false
	}
	e := &f.group.elements[at]
	n := &Node{Space: e.space, Name: e.name, Parent: f.node}
	after := len(f.node.Children)
	for after > 0 && f.group.named(f.node.Children[after-1].Name) > at {
		after--
	}
	f.node.Children = slices.Insert(f.node.Children, after, n)
	return n, e, true
}

func (f *form) put(name, value string) {
	if value == "" {
		return
	}
	if n, _, ok := f.add(name); ok {
		n.Text = value
	}
}

// text ties a string; "" is no element.
func (f *form) text(name string, v *string) {
	if f.filling {
		f.put(name, *v)
	} else if n := f.reading(name); n != nil {
		*v = n.Text
	}
}

// clock ties a time of day, "hh:mm:ss"; "" is no element.
func (f *form) clock(name string, v *string) {
	f.text(name, v)
	if !f.filling {
		*v = trim(*v)
	}
}

// date ties a day; the zero date is no element.
func (f *form) date(name string, v *nl.Date) {
	if f.filling {
		f.put(name, v.String())
	} else if n := f.reading(name); n != nil {
		*v, _ = nl.ParseDate(trim(n.Text)) // Check has told about a date that is none
	}
}

// whole ties a number that must be there.
func (f *form) whole(name string, v *int64) {
	if f.filling {
		f.put(name, strconv.FormatInt(*v, 10))
	} else if n := f.reading(name); n != nil {
		*v, _ = strconv.ParseInt(trim(n.Text), 10, 64) // Check has told about a wrong number
	}
}

// number ties a number that may be absent.
func (f *form) number(name string, v **int64) {
	if f.filling && *v != nil {
		f.whole(name, *v)
	}
	if !f.filling && f.reading(name) != nil {
		*v = new(int64)
		f.whole(name, *v)
	}
}

// answer ties a yes (1) or no (2) that may be absent.
func (f *form) answer(name string, v **bool) {
	switch {
	case !f.filling:
		if n := f.reading(name); n != nil {
			*v = new(n.Text == "1")
		}
	case *v != nil && **v:
		f.put(name, "1")
	case *v != nil:
		f.put(name, "2")
	}
}

// codes ties the return codes of a class.
func (f *form) codes(list *[]string) {
	collection(f, codesElement, "RetourCode", list, func(code *string, f *form) {
		if f.filling {
			f.node.Text = *code
		} else {
			*code = f.node.Text
		}
	})
}

// within ties the children of a child to a struct; what the struct leaves
// empty gives no element.
func within[T any](f *form, name string, v *T, each visit[T]) {
	n := descend(f, name, v, each)
	if f.filling && n != nil && len(n.Children) == 0 {
		f.node.Children = slices.DeleteFunc(f.node.Children, func(c *Node) bool { return c == n })
	}
}

// maybe ties the children of a child to a struct that may be absent; an empty
// struct gives an empty element.
func maybe[T any](f *form, name string, v **T, each visit[T]) {
	if !f.filling && f.reading(name) != nil {
		*v = new(T)
	}
	if *v != nil {
		descend(f, name, *v, each)
	}
}

// descend ties the children of one child, if it is there or the schema has it.
func descend[T any](f *form, name string, v *T, each visit[T]) *Node {
	if !f.filling {
		n := f.reading(name)
		if n != nil {
			each(v, &form{node: n})
		}
		return n
	}
	n, e, ok := f.add(name)
	if ok {
		each(v, &form{node: n, group: e.group, filling: true})
	}
	return n
}

// every ties a list: one child per item.
func every[T any](f *form, name string, list *[]T, each visit[T]) {
	if f.filling {
		for i := range *list {
			descend(f, name, &(*list)[i], each)
		}
		return
	}
	for _, n := range f.node.Children {
		if n.Name == name {
			var item T
			each(&item, &form{node: n})
			*list = append(*list, item)
		}
	}
}

// collection ties a list that stands in an element of its own.
func collection[T any](f *form, outer, inner string, list *[]T, each visit[T]) {
	within(f, outer, list, func(l *[]T, f *form) { every(f, inner, l, each) })
}

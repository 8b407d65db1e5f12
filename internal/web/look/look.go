// Package look is the frame that every page hangs in: the style sheet and other
// static files, the page layout, and the parts that pages are put together from.
//
// A page is a typed struct (Page) around a typed body; its template defines
// "main" and calls the parts ("field", "goal-card", "next-card", …), each with
// its own struct. README.md in this folder lists them all.
//
// Below it lies NL Design System: the Utrecht component style sheets and the
// voorbeeld design tokens, cut to what we use. Our theme sets their --basis-*
// tokens, and so can a municipality (Options.Theme).
package look

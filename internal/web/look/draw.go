package look

import (
	"fmt"

	"eendracht/internal/web/picture"
)

// part draws any of the parts that the pen knows.
func (p *pen) part(part any) error {
	switch x := part.(type) {
	case Table:
		p.table(x)
	case *Table:
		p.table(*x)
	case Chip:
		p.chip(x)
	case *Chip:
		p.chip(*x)
	case Button:
		p.button(x)
	case *Button:
		p.button(*x)
	case TaskRow:
		p.taskRow(x)
	case []TaskRow:
		p.taskRows(x)
	case GoalCard:
		p.goalCard(x)
	case SeenRow:
		p.seenRow(x)
	case Contact:
		p.contact(x)
	case *Contact:
		p.contact(*x)
	case []Fact:
		p.facts(x)
	case CardHead:
		p.cardHead(x)
	case ClockBar:
		p.clockBar(x)
	case *ClockBar:
		p.clockBar(*x)
	case Face:
		p.face(x)
	case *Face:
		p.face(*x)
	case Level:
		p.level(x)
	case *Level:
		p.level(*x)
	case Field:
		p.field(x)
	case *Field:
		p.field(*x)
	case picture.Grid:
		p.grid(x)
	case *picture.Grid:
		p.grid(*x)
	default:
		return fmt.Errorf("look: the pen cannot draw %T", part)
	}
	return nil
}

func (p *pen) face(f Face) {
	p.put(`<span class="face`)
	p.also(string(f.Tint))
	p.also(f.Size)
	p.put(`"`)
	if f.Name != "" {
		p.put(` role="img"`)
		p.attr("aria-label", f.Name)
		p.attr("title", f.Name)
	} else {
		p.put(` aria-hidden="true"`)
	}
	p.put(`>`)
	p.word(f.Initials)
	p.put(`</span>`)
}

// also adds a class, if there is one.
func (p *pen) also(class string) {
	if class != "" {
		p.put(" ")
		p.word(class)
	}
}

func (p *pen) chip(c Chip) {
	if c.URL == "" {
		p.put(`<span class="chip`)
		p.also(string(c.Tone))
		p.put(`">`)
		p.word(c.Text)
		p.put(`</span>`)
		return
	}
	p.put(`<a class="chip`)
	p.also(string(c.Tone))
	p.put(`" href="`)
	p.address(c.URL)
	p.put(`"`)
	if c.Current {
		p.put(` aria-current="true"`)
	}
	p.put(`>`)
	p.word(c.Text)
	p.put(`</a>`)
}

func (p *pen) level(l Level) {
	fmt.Fprintf(p, `<span class="level level-%d" role="img" aria-label="`, l.Colour())
	p.word(l.Text)
	p.put(`">`)
	for _, on := range l.Bars() {
		p.put(`<i`)
		if on {
			p.put(` class="on"`)
		}
		p.put(`></i>`)
	}
	p.put(`</span>`)
}

func (p *pen) clockBar(c ClockBar) {
	p.put(`<div class="clock`)
	p.also(string(c.Tone))
	if c.Paused {
		p.put(" paused")
	}
	if c.Met {
		p.put(" met")
	}
	p.put(`"><span class="bar" aria-hidden="true"><i class="`, width(c.Percent), `"></i></span><small>`)
	p.word(c.Text)
	if c.Law != "" {
		p.put(" · ")
		p.word(c.Law)
	}
	p.put(`</small></div>`)
}

func (p *pen) button(b Button) {
	if b.Post == "" {
		p.buttonItself(b)
		return
	}
	p.put(`<form method="post" action="`)
	p.address(b.Post)
	p.put(`">`)
	p.buttonItself(b)
	p.put(`</form>`)
}

func (p *pen) buttonItself(b Button) {
	if b.URL != "" {
		p.put(`<a class="utrecht-button-link utrecht-button-link--html-a `)
		switch b.Style {
		case Quiet:
			p.put(`utrecht-button-link--secondary-action`)
		case OnDark:
			p.put(`on-dark`)
		default:
			p.put(`utrecht-button-link--primary-action`)
		}
		p.put(`" href="`)
		p.address(b.URL)
		p.put(`">`)
		p.word(b.Text)
		p.spoken(b.About)
		p.put(`</a>`)
		return
	}
	p.put(`<button class="utrecht-button `)
	switch b.Style {
	case Quiet:
		p.put(`utrecht-button--secondary-action`)
	case Danger:
		p.put(`utrecht-button--primary-action utrecht-button--danger`)
	case OnDark:
		p.put(`on-dark`)
	default:
		p.put(`utrecht-button--primary-action`)
	}
	p.put(`" type="submit"`)
	if b.Name != "" {
		p.attr("name", b.Name)
		p.put(` value="`)
		p.word(b.Value)
		p.put(`"`)
	}
	p.put(`>`)
	p.word(b.Text)
	p.spoken(b.About)
	p.put(`</button>`)
}

func (p *pen) cardHead(c CardHead) {
	p.put(`<div class="card-head"><h2`)
	p.attr("id", c.ID)
	p.put(`>`)
	p.word(c.Title)
	p.put(`</h2>`)
	p.small(c.Note)
	if c.Link != nil {
		p.link(c.Link.URL, c.Link.Text)
	}
	p.put(`</div>`)
}

func (p *pen) facts(facts []Fact) {
	p.put(`<dl class="facts">`)
	for _, f := range facts {
		p.put(`<div><dt>`)
		p.word(f.Term)
		p.put(`</dt><dd>`)
		p.word(f.Text)
		p.small(f.Note)
		if f.URL != "" {
			p.put(` <a href="`)
			p.address(f.URL)
			p.put(`">`)
			p.word(f.Link)
			p.put(`<span class="only-spoken"> `)
			p.word(f.Term)
			p.put(`</span></a>`)
		}
		p.put(`</dd></div>`)
	}
	p.put(`</dl>`)
}

func (p *pen) contact(c Contact) {
	p.put(`<li class="with-face">`)
	p.face(c.Face)
	p.put(`<div>`)
	if c.URL != "" {
		p.link(c.URL, c.Name)
	} else {
		p.word(c.Name)
	}
	p.put(`<br><small>`)
	p.word(c.Note)
	if c.Tel != "" {
		p.put(` · <a class="tel" href="`)
		p.word("tel:" + digits(c.Tel))
		p.put(`">`)
		p.word(c.Tel)
		p.put(`</a>`)
	}
	p.put(`</small></div></li>`)
}

func (p *pen) seenRow(s SeenRow) {
	p.put(`<li class="seen"><small>`)
	p.word(s.Day)
	p.put(`<br><time>`)
	p.word(s.Time)
	p.put(`</time></small>`)
	p.face(s.Face)
	p.put(`<div><strong>`)
	p.word(s.Who)
	p.put(`</strong>`)
	if s.Role != "" {
		p.put(`, `)
		p.word(s.Role)
	}
	p.put(`<small>`)
	p.word(s.What)
	for _, l := range s.Links {
		p.put(" · ")
		p.link(l.URL, l.Text)
	}
	p.put(`</small></div></li>`)
}

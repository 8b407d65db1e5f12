package look

import (
	"eendracht/internal/web/picture"
)

func (p *pen) table(t Table) {
	if len(t.Rows) == 0 && t.Empty != "" {
		p.put(`<p class="soft">`)
		p.word(t.Empty)
		p.put(`</p>`)
		return
	}
	p.put(`<table class="utrecht-table utrecht-table--html-table folds" role="table">`)
	if t.Caption != "" {
		p.put(`<caption`)
		if t.Hidden {
			p.put(` class="only-spoken"`)
		}
		p.put(`>`)
		p.word(t.Caption)
		p.put(`</caption>`)
	}
	p.put("\n", `<thead role="rowgroup"><tr role="row">`)
	for _, c := range t.Columns {
		p.put(`<th scope="col" role="columnheader"`)
		p.number(c)
		p.put(`>`)
		p.word(c.Text)
		p.put(`</th>`)
	}
	p.put("</tr></thead>\n", `<tbody role="rowgroup">`)
	for _, r := range t.Rows {
		p.put(`<tr role="row"`)
		p.attr("id", r.ID)
		p.put(`>`)
		for i, cell := range r.Cells {
			var column Column
			if i < len(t.Columns) {
				column = t.Columns[i]
			}
			p.tableCell(cell, column, i == 0)
		}
		p.put("</tr>\n")
	}
	p.put(`</tbody></table>`)
}

func (p *pen) number(c Column) {
	if c.Number {
		p.put(` class="number"`)
	}
}

func (p *pen) tableCell(c Cell, column Column, first bool) {
	if first {
		p.put(`<th scope="row" role="rowheader">`)
		p.cell(c)
		p.put(`</th>`)
		return
	}
	p.put(`<td role="cell" data-label="`)
	p.word(column.Text)
	p.put(`"`)
	p.number(column)
	p.put(`>`)
	p.cell(c)
	p.put(`</td>`)
}

func (p *pen) tick(t Tick) {
	p.put(`<label class="pick"><input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox" name="`)
	p.word(t.Name)
	p.put(`" value="`)
	p.word(t.Value)
	p.put(`"`)
	p.when(t.On, ` checked`)
	p.put(`><span class="only-spoken">`)
	p.word(t.Label)
	p.put(`</span></label>`)
}

func (p *pen) cell(c Cell) {
	if c.Tick != nil {
		p.tick(*c.Tick)
	}
	if c.Face != nil {
		p.put(`<div class="with-face">`)
		p.face(*c.Face)
		p.put(`<div>`)
		p.cellWords(c)
		p.put(`</div></div>`)
	} else {
		p.cellWords(c)
	}
	if c.Chip != nil {
		p.put(" ")
		p.chip(*c.Chip)
	}
	if c.Clock != nil {
		p.clockBar(*c.Clock)
	}
	if c.Level != nil {
		p.level(*c.Level)
	}
	if c.Button != nil {
		p.button(*c.Button)
	}
}

func (p *pen) cellWords(c Cell) {
	switch {
	case c.URL != "":
		p.link(c.URL, c.Text)
	case c.Voice:
		p.put(`<span class="voice">`)
		p.word(c.Text)
		p.put(`</span>`)
	default:
		p.word(c.Text)
	}
	p.small(c.Note)
}

func (p *pen) taskRow(t TaskRow) {
	p.put(`<li class="task">`)
	p.face(t.Face)
	p.put(`<div>`)
	if t.Who != "" {
		p.put(`<strong>`)
		p.word(t.Who)
		p.put(`</strong> `)
	}
	if t.URL != "" {
		p.link(t.URL, t.What)
	} else {
		p.word(t.What)
	}
	p.small(t.When)
	p.put("</div>\n")
	if t.Chip != nil || t.Button != nil {
		p.put(`<div class="task-end">`)
		if t.Chip != nil {
			p.chip(*t.Chip)
		}
		if t.Button != nil {
			p.button(*t.Button)
		}
		p.put(`</div>`)
	}
	p.put(`</li>`)
}

func (p *pen) taskRows(rows []TaskRow) {
	p.put(`<ul class="rows">`)
	for _, r := range rows {
		p.taskRow(r)
	}
	p.put(`</ul>`)
}

func (p *pen) goalCard(g GoalCard) {
	p.put(`<article class="card goal`)
	p.also(string(g.State))
	p.put(`"`)
	p.attr("id", g.ID)
	p.put(">\n", `<h3 class="voice">`)
	p.word(g.Words)
	p.put("</h3>\n", `<div class="row">`)
	p.chip(g.Chip)
	if g.Where != "" {
		p.put(`<small class="where">`)
		p.word(g.Where)
		p.put(`</small>`)
	}
	p.put("</div>\n")
	if g.Done != "" {
		p.put(`<span class="bar" role="img"`)
		p.attr("aria-label", g.Done)
		p.put(`><i class="`, width(g.Percent), `"></i></span>`)
	}
	p.put("\n")
	if g.Sorry != "" {
		p.put(`<p>`)
		p.word(g.Sorry)
		p.put(`</p>`)
	}
	p.put("\n")
	if len(g.Tasks) > 0 {
		p.put(`<ul>`)
		for _, t := range g.Tasks {
			p.taskRow(t)
		}
		p.put(`</ul>`)
	}
	p.put("\n")
	if len(g.Buttons)+len(g.Links) > 0 {
		p.put(`<div class="actions">`)
		for _, b := range g.Buttons {
			p.button(b)
		}
		for _, l := range g.Links {
			p.link(l.URL, l.Text)
		}
		p.put(`</div>`)
	}
	p.put("\n</article>")
}

func (p *pen) grid(g picture.Grid) {
	p.put(`<table class="parts" role="table"`)
	p.attr("id", g.ID)
	p.put(`><caption>`)
	p.word(g.Caption)
	p.put("</caption>\n", `<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><span class="only-spoken">`)
	p.word(p.say.Say("look.grid.who"))
	p.put(`</span></th>`)
	for _, d := range g.Domains {
		p.put(`<th role="columnheader" scope="col">`)
		p.word(d)
		p.put(`</th>`)
	}
	p.put("</tr></thead>\n", `<tbody role="rowgroup">`)
	for _, r := range g.Rows {
		p.put(`<tr role="row"><th role="rowheader" scope="row"><span class="with-face">`)
		p.face(r.Face)
		p.put(`<span>`)
		p.cellWords(Cell{Text: r.Name, URL: r.URL, Note: r.Note})
		p.put("</span></span></th>\n")
		for _, c := range g.Labelled(r) {
			p.gridCell(c)
		}
		p.put(`</tr>`)
	}
	p.put(`</tbody></table>`)
}

func (p *pen) gridCell(c picture.GridCell) {
	p.put(`<td role="cell" class="`)
	p.word(string(c.State))
	p.put(`" data-label="`)
	p.word(c.Domain)
	p.put(`">`)
	switch c.State {
	case picture.CellClosed:
		p.put(`<span>`)
		p.word(c.Text)
		p.put(`</span>`)
	case picture.CellOpen:
		p.put(`<div class="cell">`)
		if c.URL != "" {
			p.put(`<a href="`)
			p.address(c.URL)
			p.put(`">`)
			p.gridWords(c)
			p.put(`</a>`)
		} else {
			p.gridWords(c)
		}
		p.put(`</div>`)
	default:
		p.put(`<span class="only-spoken">`)
		p.word(p.say.Say("look.grid.none"))
		p.put(`</span>`)
	}
	p.put("</td>\n")
}

func (p *pen) gridWords(c picture.GridCell) {
	if c.Level.Value != 0 {
		p.level(c.Level)
	}
	p.put(`<span class="headline">`)
	p.word(c.Headline)
	p.put(`</span>`)
	if len(c.Faces) > 0 {
		p.put(`<span class="faces">`)
		for _, f := range c.Faces {
			p.face(f)
		}
		p.put(`</span>`)
	}
}

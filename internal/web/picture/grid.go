package picture

// Grid is the grid of parts: persons × life domains. It is a real table with
// links; template "grid" in package look draws it.
type Grid struct {
	ID      string
	Caption string
	Domains []string // column heads
	Rows    []GridRow
}

// GridRow is one person, or the whole family.
type GridRow struct {
	Face  Face
	Name  string // "Elif, 16"
	Note  string // "vader, woont elders"
	URL   string
	Cells []GridCell // one per domain
}

// CellState is what the reader may know about a part.
type CellState string

// The states of a cell.
const (
	CellNone   CellState = "none"   // the domain was not opened for this person
	CellOpen   CellState = "open"   // open for this reader
	CellClosed CellState = "closed" // there is something, and it is shut for this reader; also where a child decides itself
)

// GridCell is one part.
type GridCell struct {
	State    CellState
	Level    Level
	Headline string
	Faces    []Face // who helps, with names
	URL      string
	Text     string // why it is closed: "Gesloten voor u", "Elif beslist zelf"
	Domain   string // head of its column, for folded tables; Labelled sets it
}

// Labelled gives the cells of a row with the head of their column.
func (g Grid) Labelled(row GridRow) []GridCell {
	cells := make([]GridCell, len(row.Cells))
	for i, cell := range row.Cells {
		if i < len(g.Domains) {
			cell.Domain = g.Domains[i]
		}
		if cell.State == "" {
			cell.State = CellNone
		}
		cells[i] = cell
	}
	return cells
}

package casework

import (
	"context"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
)

// Inspect gives what the caller may see of a dossier, to take away as a copy
// (inzage: AVG art. 15, Jeugdwet art. 7.3.10, Wmo 2015 art. 5.3.2). It is the view of
// Open, so that what is held back on a page is held back in the copy; the look
// says "export".
func (o *Office) Inspect(ctx context.Context, id dossier.ID) (*access.View, error) {
	item, err := o.open(ctx, id, "export", nil)
	if err != nil {
		return nil, err
	}
	return item.view, nil
}

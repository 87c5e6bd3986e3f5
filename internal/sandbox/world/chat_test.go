package world_test

import (
	"fmt"
	"testing"

	"wxtool/internal/sandbox/world"
)

// TestLines: a chat keeps its last lines.
func TestLines(t *testing.T) {
	w := newRun(1)
	o := world.Owner{Platform: world.MP, AppID: "a"}
	w.Update(func(tx *world.Tx) {
		for i := range world.MaxLines + 3 {
			if n := tx.AddLine(o, "anna", world.Line{Text: fmt.Sprint(i)}); n != i {
				t.Errorf("line %d has the number %d", i, n)
			}
		}
		tx.AddLine(o, "anna 1", world.Line{Text: "other"})
		lines := tx.Lines(o, "anna", 0)
		if len(lines) != world.MaxLines || lines[0].Text != "3" || lines[world.MaxLines-1].Text != "102" || !lines[0].Time.Equal(w.now) {
			t.Errorf("%d lines from %+v", len(lines), lines[0])
		}
		if late := tx.Lines(o, "anna", 101); len(late) != 2 || late[0].Text != "101" {
			t.Errorf("from 101: %+v", late)
		}
	})
}

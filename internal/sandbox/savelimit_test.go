package sandbox_test

import (
	"bytes"
	"strings"
	"testing"
)

// TestSaveWritesNoMoreThanLoadReads: a state that has grown too long is refused
// whole, as what were written then could not be gone on with.
func TestSaveWritesNoMoreThanLoadReads(t *testing.T) {
	const deep = 8500 // written with a blank for each level: 72 MB
	w := newWorld()
	menu := strings.TrimSuffix(simple, "}") + `,"bogus":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + "}"
	w.said(t, "menu/create?access_token="+w.token(t, mpToken, ""), menu, done)
	var written bytes.Buffer
	err := w.World().Save(&written)
	if want := "sandbox state: is longer than 64 MB, and could not be read again"; err == nil || err.Error() != want || written.Len() > 0 {
		t.Errorf("%d bytes, %v", written.Len(), err)
	}
}

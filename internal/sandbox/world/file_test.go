package world_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"wxtool/internal/sandbox/world"
)

// TestLoadRefuses: what is not a usable state leaves the world as it is.
func TestLoadRefuses(t *testing.T) {
	const in = "not a usable state of wxtool sandbox: "
	const head = `{"maker":"wxtool sandbox","version":1`
	for _, tt := range []struct{ text, want string }{
		{"", in + "not the JSON of a state: the document: unexpected end of JSON input"},
		{"[]", in + "not the JSON of a state: the document: must not be a JSON array"},
		{`{"maker":5}`, in + "not the JSON of a state: maker: must not be a JSON number"},
		{`{"maker":"wxtool sandbox","version":1.5}`, in + "not the JSON of a state: version: must not be a JSON number 1.5"},
		{"state", in + "not the JSON of a state: the document: invalid character 's' looking for beginning of value"},
		{"{}", in + `maker: is not "wxtool sandbox"`},
		{`{"maker":"other","version":1,"state":{}}`, in + `maker: is not "wxtool sandbox"`},
		{`{"maker":"wxtool sandbox","version":3,"state":{"New":1}}`, in + "version: is 3, this program reads 1 and 2"},
		{`{"maker":"wxtool sandbox","version":3,"state":{"New":1}}` + "\n[]\n", in + "version: is 3, this program reads 1 and 2"},
		{`{"maker":"wxtool sandbox","version":3}` + "\n{}", in + "version: is 3, this program reads 1 and 2"},
		{"{\n" + `"maker":"wxtool sandbox","version":3}`, in + "version: is 3, this program reads 1 and 2"},
		{`{"maker":"wxtool sandbox","state":{}}`, in + "version: is 0, this program reads 1 and 2"},
		{`{"maker":"other","version":2,"state":{}}` + "\n", in + `maker: is not "wxtool sandbox"`},
		{head + `}`, in + "damaged: there is no state"},
		{head + `,"state":null}`, in + "damaged: there is no state"},
		{head + `,"state":{}} {}`, in + "not the JSON of a state: the document: invalid character '{' after top-level value"},
		{head + `,"state":[]}`, in + "damaged: state: must not be a JSON array"},
		{head + `,"state":{"Grants":[]}}`, in + "damaged: state.Grants: must not be a JSON array"},
		{head + `,"state":{"Grants":{"t":{"Token":5}}}}`, in + "damaged: state.Grants.Token: must not be a JSON number"},
		{head + `,"state":{"Grants":{"t":{"Expires":5}}}}`, in + "damaged: the document: holds a time that is not written like 2025-07-01T08:00:00+08:00"},
		{head + `,"state":{"Forced":{"wx1":"2025-13-01"}}}`, in + "damaged: the document: holds a time that is not written like 2025-07-01T08:00:00+08:00"},
		{head + `,"state":{"Bogus":{}}}`, in + `damaged: the document: unknown field "Bogus"`},
		{head + `,"state":{"Grants":{"t":null}}}`, in + "damaged: one of Grants is null"},
		{head + `,"state":{"Users":{"u":null}}}`, in + "damaged: one of Users is null"},
		{head + `,"state":{"Menus":{"mp wx1 ":null}}}`, in + "damaged: one of Menus is null"},
		{head + `,"state":{"Menus":{"mp wx1 ":{}}}}`, in + "damaged: menu of mp wx1 : there is no default menu"},
		{head + `,"state":{"Menus":{"mp wx1 ":{"Default":{"MenuID":7,"Body":[]}}}}}`, in + "damaged: menu of mp wx1 : menuid 7 is not a menu"},
		{head + `,"state":{"Menus":{"mp wx1 ":{"Default":{"MenuID":7,"Body":{}},"Conditional":[{"MenuID":8}]}}}}`, in + "damaged: menu of mp wx1 : menuid 8 is not a menu"},
		{head + `,"state":{"Pauses":{"wx1":null}}}`, in + "damaged: one of Pauses is null"},
		{head + `,"state":{"Pauses":{"wx1":{"Count":-1}}}}`, in + "damaged: pause of wx1: it counts -1 failures"},
		{head + `,"state":{"Pauses":{"wx1":{"Count":5}}}}`, in + "damaged: pause of wx1: it counts 5 failures"},
		{head + `,"state":{"Pauses":{"wx1":{"First":"2025-07-01T08:00:00Z","Until":"2025-07-01T08:06:01Z"}}}}`, in + "damaged: pause of wx1: it ends later than its failures allow"},
		{head + `,"state":{"Grants":{"t":{"Token":"u"}}}}`, in + "damaged: a grant is not stored under its token"},
		{head + `,"state":{"Tickets":{"t":{}}}}`, in + `damaged: ticket "t" is not stored under its name`},
		{strings.Repeat(" ", 64<<20+1), in + "longer than 64 MB"},
	} {
		w := newRun(1).World
		w.Update(func(tx *world.Tx) { tx.AddTicket(world.Ticket{AppID: "a", Action: "QR_SCENE", Scene: "1"}) })
		before := saved(t, w)
		err := w.Load(strings.NewReader(tt.text))
		if !errors.Is(err, world.ErrState) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%.200s\n got %v\nwant %s", tt.text, err, tt.want)
		}
		if saved(t, w) != before {
			t.Errorf("%.200s: half-loaded", tt.text)
		}
	}
	broken := errors.New("broken")
	if err := newRun(1).Load(iotest.ErrReader(broken)); !errors.Is(err, broken) || errors.Is(err, world.ErrState) {
		t.Error(err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestSaveReportsAFullDisk(t *testing.T) {
	if err := newRun(1).Save(full{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

// TestNewMenuIDs: a new menu takes no menuid that a loaded one has, whatever number the
// file says was the last.
func TestNewMenuIDs(t *testing.T) {
	w := newRun(1)
	const file = `{"maker":"wxtool sandbox","version":1,"state":{"Menus":{"mp a ":{"Default":{"MenuID":1,"Body":{}},"Conditional":[{"MenuID":208379533,"Body":{}}]}}}}`
	if err := w.Load(strings.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	w.Update(func(tx *world.Tx) {
		at := world.Place{Owner: world.Owner{Platform: world.MP, AppID: "a"}}
		added := tx.AddConditionalMenu(at, []byte(`{}`))
		if all, _ := tx.Menus(at); added.MenuID <= 208379533 || len(all.Conditional) != 2 {
			t.Errorf("menuid %d among %+v", added.MenuID, all.Conditional)
		}
	})
}

// TestSaveWritesNoMoreThanLoadReads: a state that Load would not read is not written.
func TestSaveWritesNoMoreThanLoadReads(t *testing.T) {
	w := newRun(1)
	w.Update(func(tx *world.Tx) {
		body := `{"button":[],"bogus":"` + strings.Repeat("x", 64<<20) + `"}`
		tx.SetMenu(world.Place{Owner: world.Owner{Platform: world.MP, AppID: "a"}}, []byte(body))
	})
	var written bytes.Buffer
	err := w.Save(&written)
	if want := "sandbox state: is longer than 64 MB, and could not be read again"; err == nil || err.Error() != want || written.Len() > 0 {
		t.Errorf("%d bytes, %v", written.Len(), err)
	}
}

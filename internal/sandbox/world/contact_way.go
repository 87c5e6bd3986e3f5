package world

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// ContactWay is a 联系我 of a WeCom corp. Those of older states have only the first
// fields.
type ContactWay struct {
	AppID   string
	State   string
	Users   []string // never modified
	URL     string   // the content of the code
	Created time.Time
	Expire  int64 // seconds that a temporary one lasts; 0: permanent

	Type        int             `json:",omitempty"` // 1 one member, 2 several
	Scene       int             `json:",omitempty"` // 1 mini program, 2 QR code
	Style       int             `json:",omitempty"`
	Remark      string          `json:",omitempty"`
	Verify      bool            `json:",omitempty"` // skip_verify is false
	Parties     []int           `json:",omitempty"` // never modified
	ChatExpire  int64           `json:",omitempty"` // seconds
	UnionID     string          `json:",omitempty"`
	Marks       bool            `json:",omitempty"` // mark_source
	Conclusions json.RawMessage `json:",omitempty"` // never modified
	Used        bool            `json:",omitempty"` // a temporary one is good once
}

func (*ContactWay) check(string) error { return nil }

// Temporary reports whether it expires. A corp has a number of permanent ones.
func (w *ContactWay) Temporary() bool { return w.Expire > 0 }

// ContactWay finds one by config_id.
func (tx *Tx) ContactWay(id string) (ContactWay, bool) { return found(tx.world.state.Contacts[id]) }

// ContactWayByURL finds one by the content of its code, and its config_id.
func (tx *Tx) ContactWayByURL(url string) (id string, way ContactWay, known bool) {
	id, known = tx.world.index.wayURLs[url]
	way, _ = tx.ContactWay(id)
	return id, way, known
}

// ContactWays is how many permanent ones a corp has.
func (tx *Tx) ContactWays(corpID string) int { return tx.world.index.ways[corpID] }

// ListContactWays lists the config_ids of a corp's permanent ones, the oldest first.
func (tx *Tx) ListContactWays(corpID string) []string {
	list := []string{}
	all := tx.world.state.Contacts
	for id, way := range all {
		if way.AppID == corpID && !way.Temporary() {
			list = append(list, id)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(all[a].Created.Compare(all[b].Created), cmp.Compare(a, b))
	})
	return list
}

// AddContactWay makes up the content and the config_id of a new contact way.
func (tx *Tx) AddContactWay(way ContactWay) (id string) {
	way.Created = tx.now
	all, byURL := tx.world.state.Contacts, tx.world.index.wayURLs
	id = fresh(len(all), func() string { return tx.Random(32, Hex) }, func(id string) bool { return all[id] == nil })
	draw := func() string { return "https://work.weixin.qq.com/u/vc" + tx.Random(16, Hex) }
	way.URL = fresh(len(all), draw, func(url string) bool { return byURL[url] == "" })
	tx.put(Change{Kind: KindContactWay, Key: id, value: &way})
	return id
}

// SetContactWay changes a contact way that was returned by ContactWay.
func (tx *Tx) SetContactWay(id string, way ContactWay) {
	tx.put(Change{Kind: KindContactWay, Key: id, value: &way})
}

// DeleteContactWay removes a contact way.
func (tx *Tx) DeleteContactWay(id string) { tx.put(Change{Kind: KindContactWay, Key: id}) }

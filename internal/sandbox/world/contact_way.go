package world

import "time"

// ContactWay is a 联系我 of a WeCom corp.
type ContactWay struct {
	AppID   string
	State   string
	Users   []string // never modified
	URL     string   // the content of the code
	Created time.Time
	Expire  int64 // seconds that a temporary one lasts; 0: permanent
}

func (*ContactWay) check(string) error { return nil }

// ContactWay finds one by config_id.
func (tx *Tx) ContactWay(id string) (ContactWay, bool) { return found(tx.world.state.Contacts[id]) }

// ContactWayByURL finds one by the content of its code.
func (tx *Tx) ContactWayByURL(url string) (ContactWay, bool) {
	return found(tx.world.index.wayURLs[url])
}

// ContactWays is how many a corp has.
func (tx *Tx) ContactWays(corpID string) int { return tx.world.index.ways[corpID] }

// AddContactWay makes up the content and the config_id of a new contact way.
func (tx *Tx) AddContactWay(way ContactWay) (id string) {
	way.Created = tx.now
	all, byURL := tx.world.state.Contacts, tx.world.index.wayURLs
	id = fresh(len(all), func() string { return tx.Random(32, Hex) }, func(id string) bool { return all[id] == nil })
	draw := func() string { return "https://work.weixin.qq.com/u/vc" + tx.Random(16, Hex) }
	way.URL = fresh(len(all), draw, func(url string) bool { return byURL[url] == nil })
	tx.put(Change{Kind: KindContactWay, Key: id, value: &way})
	return id
}

package world

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The media that a world keeps at most: the oldest are forgotten.
const MaxMediaBytes = 256 << 20

// MediaLasts is how long a temporary medium is kept.
const MediaLasts = 3 * 24 * time.Hour

const mediaIDLength = 64

// Media describes a picture, voice message or video. Its content is not part of the
// state.
type Media struct {
	ID       string
	Platform string
	AppID    string
	Type     string // image, voice, video or thumb
	Kind     string // Content-Type
	Name     string // of the file
	Size     int
	Created  time.Time
	Lasting  bool `json:",omitempty"` // it does not end after MediaLasts
	Sample   bool `json:",omitempty"` // sent by a user: the content is a sample of its type
	Material bool `json:",omitempty"` // permanent material (永久素材), until it is deleted

	// Of a video that is material.
	Title        string `json:",omitempty"`
	Introduction string `json:",omitempty"`
}

func (m *Media) check(key string) error {
	if m.ID != key || len(key) != mediaIDLength || strings.Trim(key, TokenAlphabet) != "" || m.Size < 0 {
		return damaged("media %q is not stored under its id", key)
	}
	return nil
}

func (m *Media) ended(now time.Time) bool {
	return !m.Lasting && now.Sub(m.Created) >= MediaLasts
}

// Media finds a medium that has not ended.
func (tx *Tx) Media(id string) (Media, bool) {
	m, known := found(tx.world.state.Media[id])
	return m, known && !m.ended(tx.now)
}

// MediaIDs lists the ids of all media.
func (tx *Tx) MediaIDs() []string { return keysOf(tx.world.state.Media) }

// Materials lists the permanent material of an account, the newest first. typ "" is any.
func (tx *Tx) Materials(of Owner, typ string) []Media {
	list := []Media{}
	for _, key := range keysOf(tx.world.state.Media) {
		if m := tx.world.state.Media[key]; m.Material && (Owner{m.Platform, m.AppID}) == of && (typ == "" || m.Type == typ) {
			list = append(list, *m)
		}
	}
	slices.SortStableFunc(list, func(a, b Media) int { return b.Created.Compare(a.Created) })
	return list
}

// DeleteMedia removes a medium, which must exist.
func (tx *Tx) DeleteMedia(id string) { tx.put(Change{Kind: KindMedia, Key: id}) }

// AddMedia makes up the id of a new medium, and forgets those that have ended, and the
// oldest that there is no room for, material last; their content is no longer needed.
func (tx *Tx) AddMedia(m Media) (added Media, forgotten []string) {
	all := tx.world.state.Media
	m.ID = fresh(len(all), func() string { return tx.Random(mediaIDLength, TokenAlphabet) }, func(id string) bool { return all[id] == nil })
	m.Created = tx.now
	forgotten = forget(tx, KindMedia, all, func(old *Media) bool { return old.ended(tx.now) })
	forgotten = append(forgotten, tx.makeRoom(m.Size)...)
	tx.put(Change{Kind: KindMedia, Key: m.ID, value: &m})
	return m, forgotten
}

// makeRoom removes media until there is room for a new one of this size: those that have
// ended, then the oldest, material last.
func (tx *Tx) makeRoom(size int) (removed []string) {
	size += tx.world.index.mediaBytes
	if size <= MaxMediaBytes {
		return nil
	}
	all := tx.world.state.Media
	keys := keysOf(all)
	slices.SortStableFunc(keys, func(i, j string) int {
		a, b := all[i], all[j]
		return cmp.Or(rank(!a.ended(tx.now))-rank(!b.ended(tx.now)), rank(a.Material)-rank(b.Material), a.Created.Compare(b.Created))
	})
	for _, key := range keys {
		if size <= MaxMediaBytes {
			break
		}
		removed, size = append(removed, key), size-all[key].Size
	}
	tx.removeAll(KindMedia, removed)
	return removed
}

// rank orders what is not true before what is.
func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

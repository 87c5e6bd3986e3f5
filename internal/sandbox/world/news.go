package world

import (
	"encoding/json"
	"slices"
	"time"
)

// MaxNewsBytes is how much of articles a world keeps at most: the oldest are forgotten.
const MaxNewsBytes = 16 << 20

// NewsLasts is how long articles are kept that were uploaded for a mass message.
const NewsLasts = MediaLasts

// firstPublication is about where the ids of the official samples begin.
const firstPublication = 2247483648

// News are the articles (图文) of one draft of an Official Account, which are published
// together.
type News struct {
	Platform  string
	AppID     string
	MediaID   string
	Articles  json.RawMessage // a list, as the account wrote it
	Created   time.Time
	Temporary bool `json:",omitempty"` // uploaded for a mass message, ends after NewsLasts
	Gone      bool `json:",omitempty"` // no longer in the draft box: published or sent

	// Of published articles.
	PublishID int64  `json:",omitempty"`
	ArticleID string `json:",omitempty"`
}

func (n *News) check(key string) error {
	var list []map[string]any
	bad := n.MediaID != key || json.Unmarshal(n.Articles, &list) != nil || len(list) == 0
	for _, one := range list {
		bad = bad || one == nil // null
	}
	if bad {
		return damaged("news %q is not a list of articles under its id", key)
	}
	return nil
}

func (n *News) ended(now time.Time) bool { return n.Temporary && now.Sub(n.Created) >= NewsLasts }

// News finds articles that have not ended by their media_id.
func (tx *Tx) News(id string) (News, bool) {
	n, known := found(tx.world.state.News[id])
	return n, known && !n.ended(tx.now)
}

// FindNews finds the articles of an account that are wanted.
func (tx *Tx) FindNews(of Owner, wanted func(*News) bool) (News, bool) {
	for _, n := range tx.world.state.News {
		if (Owner{n.Platform, n.AppID}) == of && wanted(n) {
			return *n, true
		}
	}
	return News{}, false
}

// Drafts lists the draft box of an account, the newest first.
func (tx *Tx) Drafts(of Owner) []News {
	list := []News{}
	for _, key := range keysOf(tx.world.state.News) {
		if n := tx.world.state.News[key]; !n.Gone && !n.Temporary && (Owner{n.Platform, n.AppID}) == of {
			list = append(list, *n)
		}
	}
	slices.SortStableFunc(list, func(a, b News) int { return b.Created.Compare(a.Created) })
	return list
}

// AddNews makes up the media_id of new articles, and forgets those that have ended and
// the oldest that there is no room for.
func (tx *Tx) AddNews(n News) News {
	all := tx.world.state.News
	n.MediaID = fresh(len(all), func() string { return tx.Random(mediaIDLength, TokenAlphabet) }, func(id string) bool { return all[id] == nil })
	n.Created = tx.now
	size := len(n.Articles)
	var kept []*News
	for _, key := range keysOf(all) {
		if old := all[key]; old.ended(tx.now) {
			tx.DeleteNews(key)
		} else {
			kept, size = append(kept, old), size+len(old.Articles)
		}
	}
	slices.SortStableFunc(kept, func(a, b *News) int { return a.Created.Compare(b.Created) })
	for _, old := range kept {
		if size <= MaxNewsBytes {
			break
		}
		tx.DeleteNews(old.MediaID)
		size -= len(old.Articles)
	}
	tx.SetNews(n)
	return n
}

// SetNews keeps articles that AddNews or News returned.
func (tx *Tx) SetNews(n News) { tx.put(Change{Kind: KindNews, Key: n.MediaID, value: &n}) }

// DeleteNews removes articles, which must exist.
func (tx *Tx) DeleteNews(id string) { tx.put(Change{Kind: KindNews, Key: id}) }

// Publish makes up the ids of articles that are published, which are no longer a draft.
func (tx *Tx) Publish(n News) News {
	last := int64(firstPublication)
	for _, other := range tx.world.state.News {
		last = max(last, other.PublishID)
	}
	n.PublishID, n.Gone = last+1, true
	n.ArticleID = tx.Random(mediaIDLength, TokenAlphabet)
	tx.SetNews(n)
	return n
}

package world

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// FirstTag is the id of the first tag that an account makes. Smaller ids are those of
// the platform's own tags.
const FirstTag = 100

// Tag is a tag that an Official Account has made for its followers, or an application
// of a corp for its members. The users who have it are those whose Tags contain its id.
type Tag struct {
	ID      int
	Name    string
	AgentID string `json:",omitempty"` // of the application that made it, "" for the secret of the contacts
	Parties []int  `json:",omitempty"` // departments of a corp that have it
}

// Tags are those of one account, by id.
type Tags struct {
	Last int // the last id that was given out
	List []Tag
}

func (t *Tags) check(key string) error {
	last := FirstTag - 1
	if strings.HasPrefix(key, Work+" ") {
		last = -1 // a corp chooses the ids
	}
	for _, one := range t.List {
		if one.ID <= last || one.ID > t.Last {
			return damaged("tags of %s: wrong id %d", key, one.ID)
		}
		last = one.ID
	}
	return nil
}

// Tags returns the tags of an account.
func (tx *Tx) Tags(of Owner) []Tag {
	if t := tx.world.state.Tags[of.key("")]; t != nil {
		return slices.Clone(t.List)
	}
	return nil
}

// AddTag makes a tag.
func (tx *Tx) AddTag(of Owner, name string) Tag {
	made := Tag{ID: FirstTag, Name: name}
	if old := tx.world.state.Tags[of.key("")]; old != nil {
		made.ID = old.Last + 1
	}
	tx.setTags(of, Tags{made.ID, append(tx.Tags(of), made)})
	return made
}

// Tag finds a tag of an account.
func (tx *Tx) Tag(of Owner, id int) (Tag, bool) {
	for _, t := range tx.Tags(of) {
		if t.ID == id {
			return t, true
		}
	}
	return Tag{}, false
}

// SetTag keeps a tag of a corp, whose id may be new, or changes a tag that was returned
// by Tag.
func (tx *Tx) SetTag(of Owner, t Tag) {
	list, last := tx.Tags(of), t.ID
	if old := tx.world.state.Tags[of.key("")]; old != nil {
		last = max(last, old.Last)
	}
	i, known := slices.BinarySearchFunc(list, t, func(a, b Tag) int { return cmp.Compare(a.ID, b.ID) })
	if known {
		list[i] = t
	} else {
		list = slices.Insert(list, i, t)
	}
	tx.setTags(of, Tags{last, list})
}

// RenameTag changes the name of a tag, which must exist.
func (tx *Tx) RenameTag(of Owner, id int, name string) {
	t, _ := tx.Tag(of, id)
	t.Name = name
	tx.SetTag(of, t)
}

// DeleteTag removes a tag, which must exist, also from its users. Its id is not used
// again.
func (tx *Tx) DeleteTag(of Owner, id int) {
	for _, key := range slices.Sorted(maps.Keys(tx.world.state.Users)) {
		if u := tx.world.state.Users[key]; u.owner() == of && slices.Contains(u.Tags, strconv.Itoa(id)) {
			tx.SetUser(u.Untagged(strconv.Itoa(id)))
		}
	}
	list := slices.DeleteFunc(tx.Tags(of), func(t Tag) bool { return t.ID == id })
	tx.setTags(of, Tags{tx.world.state.Tags[of.key("")].Last, list})
}

func (tx *Tx) setTags(of Owner, t Tags) {
	tx.put(Change{Kind: KindTags, Key: of.key(""), value: &t})
}

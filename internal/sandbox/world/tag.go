package world

import (
	"maps"
	"slices"
	"strconv"
)

// FirstTag is the id of the first tag that an account makes. Smaller ids are those of
// the platform's own tags.
const FirstTag = 100

// Tag is a tag that an Official Account has made for its followers.
type Tag struct {
	ID   int
	Name string
}

// Tags are those of one account, by id.
type Tags struct {
	Last int // the last id that was given out
	List []Tag
}

func (t *Tags) check(key string) error {
	last := FirstTag - 1
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
	made := Tag{FirstTag, name}
	if old := tx.world.state.Tags[of.key("")]; old != nil {
		made.ID = old.Last + 1
	}
	tx.setTags(of, Tags{made.ID, append(tx.Tags(of), made)})
	return made
}

// RenameTag changes the name of a tag, which must exist.
func (tx *Tx) RenameTag(of Owner, id int, name string) {
	list := tx.Tags(of)
	for i := range list {
		if list[i].ID == id {
			list[i].Name = name
		}
	}
	tx.setTags(of, Tags{tx.world.state.Tags[of.key("")].Last, list})
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

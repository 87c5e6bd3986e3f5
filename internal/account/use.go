package account

import (
	"errors"
	"maps"
	"slices"
)

// Change is an edit of the config file that is not written yet.
type Change struct {
	File     string // the config file as errors show it
	Path     string
	Previous string // the default so far, "" if there was none
	Before   []byte // the content the edit is made from
	After    []byte // the new content; the same bytes if nothing changes
	Trusted  bool   // the user trusts Before, see [Settings.MaySend]
}

// Use works out the config file with profile name as its default. All bytes but
// the name itself, or the line that is added for it, stay as they are; the
// result parses to the same profiles. A file whose form cannot be edited so is
// an error.
func Use(src Source, name string) (*Change, error) {
	cfg, err := loadFile(src)
	if err != nil {
		return nil, err
	}
	if _, err := cfg.find("profile use", name); err != nil {
		return nil, err
	}
	c := &Change{File: cfg.label, Path: cfg.path, Before: cfg.data, After: cfg.data, Trusted: cfg.trusted}
	if cfg.fallback != nil {
		c.Previous = cfg.fallback.text
	}
	if c.Previous != name {
		c.After, err = setDefault(cfg.label, cfg.data, name)
	}
	return c, err
}

// setDefault tries the spellings of the name, the quotes of the old one first,
// and takes the first that reads back right.
func setDefault(label string, data []byte, name string) ([]byte, error) {
	old, err := parse(label, data)
	if err != nil {
		return nil, err
	}
	at, err := findDefault(label, data)
	if err == nil {
		for _, text := range at.spellings(name) {
			after := slices.Concat(data[:at.start], []byte(at.before+text+at.after), data[at.end:])
			if now, err := parse(label, after); err == nil && now.isWith(old, name) {
				return after, nil
			}
		}
		err = errors.New("it is written in a form that cannot be edited")
	}
	return nil, problemf("%s: %w; set default: %s in it by hand", label, err, name)
}

// isWith reports whether cfg is old with another default.
func (cfg *config) isWith(old *config, name string) bool {
	same := func(a, b profile) bool {
		return a.name == b.name && maps.EqualFunc(a.entries, b.entries, func(x, y entry) bool { return x.text == y.text })
	}
	return cfg.fallback != nil && cfg.fallback.text == name && slices.EqualFunc(cfg.profiles, old.profiles, same)
}

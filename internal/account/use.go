package account

import (
	"errors"
	"maps"
	"slices"
)

// Change is an edit of the config file. It is not written yet.
type Change struct {
	File     string // the config file as errors show it
	Path     string
	Previous string // the previous default, "" if there was none
	Before   []byte // the content before the edit
	After    []byte // the content after the edit; equal to Before if nothing changes
	Trusted  bool   // the user trusts Before, see [Settings.MaySend]
}

// Use edits the config file so that profile name is the default. Only the name
// changes, or one line is added; the profiles stay the same. It returns an error if
// the file cannot be edited in this way.
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

// setDefault tries each way to write the name and returns the first file content
// whose only change is the default.
func setDefault(label string, data []byte, name string) ([]byte, error) {
	old, err := parse(label, data)
	if err != nil {
		return nil, err
	}
	at, err := findDefault(label, data)
	if err == nil {
		for _, text := range at.spellings(name) {
			after := slices.Concat(data[:at.start], []byte(at.before+text+at.after), data[at.end:])
			if now, err := parse(label, after); err == nil && now.equalExceptDefault(old, name) {
				return after, nil
			}
		}
		err = errors.New("this form of the file cannot be edited")
	}
	return nil, problemf("%s: %w; set \"default: %s\" by hand", label, err, name)
}

// equalExceptDefault reports whether cfg is old with name as the default.
func (cfg *config) equalExceptDefault(old *config, name string) bool {
	same := func(a, b profile) bool {
		return a.name == b.name && maps.EqualFunc(a.entries, b.entries, func(x, y entry) bool { return x.text == y.text })
	}
	return cfg.fallback != nil && cfg.fallback.text == name && slices.EqualFunc(cfg.profiles, old.profiles, same)
}

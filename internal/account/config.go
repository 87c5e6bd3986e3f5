package account

import (
	"fmt"
	"io/fs"
	"strings"
)

// config is a parsed config file; its values are not resolved yet. The zero value
// means that there is no file.
type config struct {
	location
	data     []byte // content of the file
	mode     fs.FileMode
	trusted  bool   // the file was discovered and the user trusts its content
	fallback *entry // the profile name in "default:"
	profiles []profile
}

type profile struct {
	name    string
	entries map[string]entry // by Key.Name
}

type entry struct {
	text string
	line int
}

// load finds, reads and parses the config file. A missing file is an error only
// if the user named it.
func load(src Source) (*config, error) {
	at := src.locate()
	if at.path == "" {
		return &config{}, nil
	}
	data, info, err := src.readConfig(at)
	if err != nil {
		return nil, err
	}
	cfg, err := parse(at.label, data)
	if err != nil {
		return nil, err
	}
	cfg.location, cfg.data, cfg.mode = at, data, info.Mode()
	cfg.trusted = at.found == discovered && src.Trusted != nil && src.Trusted(at.path, data)
	return cfg, nil
}

// readConfig reads the config file. It checks the owner of the opened file, not
// of the path, because the path may now point to another file.
func (src Source) readConfig(at location) ([]byte, fs.FileInfo, error) {
	if err := src.guardLink(at); err != nil {
		return nil, nil, err
	}
	file, err := src.Open(at.path)
	if err != nil {
		return nil, nil, problemf("%s: %w", at.subject, withoutPath(err))
	}
	data, info, err := read(file)
	if err != nil {
		return nil, nil, problemf("%s: %w", at.subject, err)
	}
	return data, info, src.guard(at, info)
}

// choose returns the selected profile: the one named by flag or environment, else
// the default, else the only one, else an empty one.
func (cfg *config) choose(src Source) (profile, error) {
	name, origin := src.flagOrEnv("profile", src.Profile, ProfileEnv)
	subject := string(origin)
	switch {
	case name != "" && cfg.path == "":
		return profile{}, noFile(subject, name, src)
	case name != "": // keep name and subject
	case cfg.fallback != nil:
		name, subject = cfg.fallback.text, fmt.Sprintf("%s:%d: default", cfg.label, cfg.fallback.line)
	case len(cfg.profiles) == 1:
		return cfg.profiles[0], nil
	default:
		return profile{}, nil
	}
	return cfg.find(subject, name)
}

func (cfg *config) find(subject, name string) (profile, error) {
	for _, p := range cfg.profiles {
		if p.name == name {
			return p, nil
		}
	}
	return profile{}, cfg.unknownProfile(subject, name)
}

func (cfg *config) unknownProfile(subject, name string) error {
	names := cfg.names()
	if len(names) == 0 {
		return problemf("%s: unknown profile %q, %s has none", subject, name, cfg.label)
	}
	near := didYouMean(name, names)
	if near == "" {
		near = ","
	}
	return problemf("%s: unknown profile %q%s %s has %s", subject, name, near, cfg.label, strings.Join(names, ", "))
}

func noFile(subject, name string, src Source) error {
	return problemf("%s: %w for profile %q, %s", subject, ErrNoFile, name, src.searched())
}

func (cfg *config) names() []string {
	var names []string
	for _, p := range cfg.profiles {
		names = append(names, p.name)
	}
	return names
}

func (cfg *config) origin(p profile, key Key) Origin {
	return Origin(fmt.Sprintf("profile %s (%s:%d)", p.name, cfg.label, p.entries[key.Name].line))
}

// value resolves one entry of a profile.
func (cfg *config) value(src Source, p profile, key Key) (setting, error) {
	written := p.entries[key.Name]
	value, err := cfg.resolve(src, key, written.text)
	if err != nil {
		return setting{}, problemf("%s:%d: profile %s: %s: %w", cfg.label, written.line, p.name, key.Name, err)
	}
	by := byFile
	if key.references(written.text) != nil {
		by = byReference
	}
	return setting{value, cfg.origin(p, key), by}, nil
}

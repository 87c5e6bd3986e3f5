package account

// Listing is the list of profiles in the config file, for display. It also contains
// the profiles that cannot be resolved.
type Listing struct {
	File     string // the config file as errors show it
	Path     string // the config file
	Default  string // the profile of a command without --profile, "" if none
	Profiles []Profile
}

// Profile is one profile as the config file has it: flags and environment variables
// do not override its settings.
type Profile struct {
	Name     string
	Settings *Settings // the values that could be resolved, with defaults
	Problems []error   // why a command with this profile would fail; they contain no secret
}

// List reads the profiles in file order. It returns an error if the file is missing
// ([ErrNoFile]) or cannot be read. The problems of a profile are in [Profile];
// [Listing.Problem] reports a wrong "default:" line.
func List(src Source) (*Listing, error) {
	cfg, err := loadFile(src)
	if err != nil {
		return nil, err
	}
	listing := &Listing{File: cfg.label, Path: cfg.path}
	for _, p := range cfg.profiles {
		listing.Profiles = append(listing.Profiles, cfg.resolveOnly(src, p))
	}
	switch {
	case cfg.fallback != nil:
		listing.Default = cfg.fallback.text
	case len(cfg.profiles) == 1:
		listing.Default = cfg.profiles[0].name
	}
	return listing, nil
}

// Problem returns an error if the default is not a profile of the file.
func (l *Listing) Problem() error {
	var names []string
	for _, p := range l.Profiles {
		names = append(names, p.Name)
		if p.Name == l.Default {
			return nil
		}
	}
	if l.Default == "" {
		return nil
	}
	return problemf("%s: default: unknown profile %q%s", l.File, l.Default, didYouMean(l.Default, names))
}

// loadFile is like load, but a missing file is an error.
func loadFile(src Source) (*config, error) {
	cfg, err := load(src)
	if err == nil && cfg.path == "" {
		return nil, problemf("%w, %s", ErrNoFile, src.searched())
	}
	return cfg, err
}

// resolveOnly resolves the values of a profile without flags and environment.
func (cfg *config) resolveOnly(src Source, p profile) Profile {
	s := &Settings{src: src, config: cfg, profile: p, given: map[string]setting{}}
	found := Profile{Name: p.name, Settings: s}
	for _, key := range Keys() {
		if _, written := p.entries[key.Name]; !written {
			continue
		}
		value, err := cfg.value(src, p, key)
		if err != nil {
			found.Problems = append(found.Problems, err)
			continue
		}
		s.given[key.Name] = value
	}
	if err := s.check(); err != nil {
		found.Problems = append(found.Problems, err)
	}
	return found
}

package account

// Listing is the config file's profiles, for a reader rather than for use: one
// that does not resolve does not keep the others from being shown.
type Listing struct {
	File     string // the config file as errors show it
	Path     string // the config file
	Default  string // what a command without --profile uses, "" if it would use none
	Profiles []Profile
}

// Profile is one profile of the config file on its own: no flag and no
// variable of the account settings touches it.
type Profile struct {
	Name     string
	Settings *Settings // what of it resolves, with defaults
	Problems []error   // why a command with this profile would fail; they name no secret
}

// List reads the profiles in file order. The error is that of a file that is
// missing (see [ErrNoFile]) or cannot be read; a problem of one profile is
// beside it, one of the "default:" line in Problem.
func List(src Source) (*Listing, error) {
	cfg, err := loadFile(src)
	if err != nil {
		return nil, err
	}
	listing := &Listing{File: cfg.label, Path: cfg.path}
	for _, p := range cfg.profiles {
		listing.Profiles = append(listing.Profiles, cfg.alone(src, p))
	}
	switch {
	case cfg.fallback != nil:
		listing.Default = cfg.fallback.text
	case len(cfg.profiles) == 1:
		listing.Default = cfg.profiles[0].name
	}
	return listing, nil
}

// Problem tells that the default is no profile of the file; else it is nil.
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

// loadFile is load for those who need a file.
func loadFile(src Source) (*config, error) {
	cfg, err := load(src)
	if err == nil && cfg.path == "" {
		return nil, problemf("%w, %s", ErrNoFile, src.looked())
	}
	return cfg, err
}

// alone resolves what a profile itself says.
func (cfg *config) alone(src Source, p profile) Profile {
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

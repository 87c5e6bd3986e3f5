package account

import "slices"

// Review lists what a config file reads and where it sends data. The user reads it
// before trusting the file.
type Review struct {
	File       string // the config file as errors show it
	Path       string // the config file
	Content    []byte // content of the file
	Discovered bool   // not named by the user and not in the user's config folder
	Trusted    bool   // the user trusts this content already
	Items      []ReviewItem
}

// ReviewItem is a profile value that is a destination or reads a variable or file.
type ReviewItem struct {
	Profile string
	Setting string
	Line    int
	URL     string   // a destination as it is written
	Reads   []string // "${NAME}" or "@path", as written
}

// ReviewFile reads the config file and lists the destinations of its profiles and
// the variables and files that they read, in file order.
func ReviewFile(src Source) (*Review, error) {
	cfg, err := loadFile(src)
	if err != nil {
		return nil, err
	}
	r := &Review{File: cfg.label, Path: cfg.path, Content: cfg.data, Discovered: cfg.found == discovered, Trusted: cfg.trusted}
	for _, p := range cfg.profiles {
		for _, key := range Keys() {
			written := p.entries[key.Name]
			item := ReviewItem{Profile: p.name, Setting: key.Name, Line: written.line, Reads: key.references(written.text)}
			if key.Name == To || key.Name == APIBase {
				item.URL = written.text
			}
			if item.URL != "" || item.Reads != nil {
				r.Items = append(r.Items, item)
			}
		}
	}
	slices.SortStableFunc(r.Items, func(a, b ReviewItem) int { return a.Line - b.Line })
	return r, nil
}

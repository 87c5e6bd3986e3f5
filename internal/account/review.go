package account

import "slices"

// Review is what a config file would do with the user's secrets, for the user to
// read before trusting the file.
type Review struct {
	File       string // the config file as errors show it
	Path       string // the config file
	Content    []byte // what was read
	Discovered bool   // else the user named the file, or it is the user's own
	Trusted    bool   // the user trusts this content already
	Items      []ReviewItem
}

// ReviewItem is one profile value: a destination, or a variable or file that is
// read.
type ReviewItem struct {
	Profile string
	Setting string
	Line    int
	URL     string   // a destination as it is written
	Reads   []string // "${NAME}" or "@path", as written
}

// ReviewFile reads the config file as every command would and lists where its
// profiles send to and what they read, in file order.
func ReviewFile(src Source) (*Review, error) {
	cfg, err := loadFile(src)
	if err != nil {
		return nil, err
	}
	r := &Review{File: cfg.label, Path: cfg.path, Content: cfg.data, Discovered: cfg.how == discovered, Trusted: cfg.trusted}
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

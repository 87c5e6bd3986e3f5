package account

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// parser reads the config file from YAML nodes, not into a struct: nodes have
// exact lines, and a decoder's errors quote values, which may be secrets.
type parser struct{ label string }

func parse(label string, data []byte) (*config, error) {
	p, cfg := parser{label}, &config{location: location{label: label}}
	root, err := p.document(data)
	if err != nil {
		return nil, err
	}
	pairs, err := p.pairs(root, "")
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		switch pair.key {
		case "default":
			cfg.fallback, err = p.entry(pair, "")
		case "profiles":
			cfg.profiles, err = p.profiles(pair.value)
		default:
			err = p.unknown(pair, "", []string{"default", "profiles"})
		}
		if err != nil {
			return nil, err
		}
	}
	return cfg, nil
}

func (p parser) profiles(node *yaml.Node) ([]profile, error) {
	pairs, err := p.pairs(node, "profiles: ")
	if err != nil {
		return nil, err
	}
	var profiles []profile
	for _, pair := range pairs {
		read, err := p.profile(pair)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, read)
	}
	return profiles, nil
}

func (p parser) profile(named pair) (profile, error) {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	if named.key == "" || strings.ContainsFunc(named.key, unprintable) {
		return profile{}, p.at(named.line, "", "a profile name must not be empty and must be printable")
	}
	subject := fmt.Sprintf("profile %s: ", named.key)
	pairs, err := p.pairs(named.value, subject)
	if err != nil {
		return profile{}, err
	}
	known, entries := keyNames(), map[string]entry{}
	for _, pair := range pairs {
		if !slices.Contains(known, pair.key) {
			return profile{}, p.unknown(pair, subject, known)
		}
		read, err := p.entry(pair, subject)
		if err != nil {
			return profile{}, err
		}
		entries[pair.key] = *read
	}
	return profile{named.key, entries}, nil
}

package account

import (
	"fmt"
	"slices"
	"strings"
)

// Destination is where a command is about to send something: the URL that the
// setting To or APIBase gives.
type Destination struct {
	Setting     string   // To or APIBase
	Host        string   // for the error
	Safe        bool     // the host is this machine, or the platform's own over TLS
	Credentials []string // names of the settings that are sent, or made a signature of
}

// TrustError is the refusal of [Settings.MaySend].
type TrustError struct {
	File    string   // the config file as errors show it
	Setting string   // To or APIBase
	Host    string   // that the file names
	Exposed []string // what would be sent there, each with where it comes from; no values

	origin Origin
}

func (e *TrustError) Error() string {
	return fmt.Sprintf("%s from %s: names %s, and this file is not trusted with your %s", e.Setting, e.origin, e.Host, strings.Join(e.Exposed, ", "))
}

func (e *TrustError) Unwrap() error { return ErrConfig }

// MaySend decides whether credentials may go to a destination. It refuses where
// all of this holds: a discovered config file names the destination, and so
// another person may have chosen it; the host is neither this machine nor the
// platform's; the user does not trust the content of the file; and something
// that is sent is not the file's own. The refusal is a [*TrustError].
//
// The file's own is what it holds literally. What it reads from a variable or a
// file is the user's, be it an id: the file chooses which. Of flags and
// WXTOOL_… variables only secrets count, for an id alone opens nothing.
func (s *Settings) MaySend(d Destination) error {
	named := s.given[d.Setting]
	if d.Safe || named.from < fromFile || s.config.how != discovered || s.config.trusted {
		return nil
	}
	exposed := s.exposed(d.Credentials)
	if exposed == nil {
		return nil
	}
	return &TrustError{File: s.config.label, Setting: d.Setting, Host: d.Host, Exposed: exposed, origin: named.origin}
}

// exposed describes those of the settings that are the user's own.
func (s *Settings) exposed(names []string) []string {
	var exposed []string
	for _, key := range Keys() {
		found := s.given[key.Name]
		if found.value == "" || !slices.Contains(names, key.Name) {
			continue
		}
		switch {
		case found.from == fromUser && key.Secret:
			exposed = append(exposed, fmt.Sprintf("%s (%s)", key.Name, found.origin))
		case found.from == fromReference:
			references := key.references(s.profile.entries[key.Name].text)
			exposed = append(exposed, fmt.Sprintf("%s (%s)", key.Name, strings.Join(references, " ")))
		}
	}
	return exposed
}

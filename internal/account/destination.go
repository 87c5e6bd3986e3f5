package account

import (
	"fmt"
	"slices"
	"strings"
)

// Destination is where a command is about to send something: the URL in the
// setting To or APIBase.
type Destination struct {
	Setting     string   // To or APIBase
	Host        string   // for the error
	Safe        bool     // the host is this machine, or an official host over TLS
	Credentials []string // names of the settings that are sent or used for a signature
}

// TrustError is returned by [Settings.MaySend] when credentials must not be sent.
type TrustError struct {
	File    string   // the config file as errors show it
	Setting string   // To or APIBase
	Host    string   // the host in that setting
	Exposed []string // settings that would be sent there, with their origins, without values

	origin Origin
}

func (e *TrustError) Error() string {
	return fmt.Sprintf("%s from %s: points to %s, and this file is not trusted with your %s", e.Setting, e.origin, e.Host, strings.Join(e.Exposed, ", "))
}

func (e *TrustError) Unwrap() error { return ErrConfig }

// MaySend decides whether credentials may be sent to a destination. It returns a
// [*TrustError] if all of these are true:
//
//   - a discovered config file sets the destination, so another person may have
//     chosen it;
//   - the host is neither this machine nor the platform;
//   - the user does not trust the content of the file;
//   - one of the credentials belongs to the user, not to the file.
//
// A value that is written in the file belongs to the file. A value that the file
// reads from a variable or another file belongs to the user, even if it is only an
// id, because the file chooses what is read. Of the flags and the WXTOOL_…
// variables only secrets count, because an id alone gives no access.
func (s *Settings) MaySend(d Destination) error {
	target := s.given[d.Setting]
	if d.Safe || target.by < byFile || s.config.found != discovered || s.config.trusted {
		return nil
	}
	exposed := s.exposed(d.Credentials)
	if exposed == nil {
		return nil
	}
	return &TrustError{File: s.config.label, Setting: d.Setting, Host: d.Host, Exposed: exposed, origin: target.origin}
}

// exposed describes which of the named settings belong to the user.
func (s *Settings) exposed(names []string) []string {
	var exposed []string
	for _, key := range Keys() {
		found := s.given[key.Name]
		if found.value == "" || !slices.Contains(names, key.Name) {
			continue
		}
		switch {
		case found.by == byUser && key.Secret:
			exposed = append(exposed, fmt.Sprintf("%s (%s)", key.Name, found.origin))
		case found.by == byReference:
			references := key.references(s.profile.entries[key.Name].text)
			exposed = append(exposed, fmt.Sprintf("%s (%s)", key.Name, strings.Join(references, " ")))
		}
	}
	return exposed
}

package account

import (
	"cmp"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mask returns a form of a secret that its owner recognizes: the first four
// characters and the length, "abcd…(43)". A secret of fewer than twelve characters
// shows its length only.
func Mask(secret string) string {
	const shortest, visible = 12, 4
	length := utf8.RuneCountInString(secret)
	if length < shortest {
		return fmt.Sprintf("…(%d)", length)
	}
	return fmt.Sprintf("%s…(%d)", string([]rune(secret)[:visible]), length)
}

// Secrets returns the secret values in use and [Settings.OtherTokens], without
// empty values and duplicates. The longest is first, so that masking them in this
// order masks a secret that contains another as a whole.
func (s *Settings) Secrets() []string {
	var secrets []string
	for _, key := range Keys() {
		if value, _ := s.Get(key.Name); key.Secret && value != "" {
			secrets = append(secrets, value)
		}
	}
	for _, token := range s.OtherTokens() {
		secrets = append(secrets, token)
	}
	slices.SortFunc(secrets, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return slices.Compact(secrets)
}

// OtherTokens returns the tokens in the config file that are not in use, by profile
// name. That includes the token of the selected profile if a flag or the environment
// overrides it. Tokens that are empty or cannot be resolved are left out. Each call
// reads the files that the tokens refer to.
func (s *Settings) OtherTokens() map[string]string {
	tokens, key := map[string]string{}, keyByName(Token)
	for _, p := range s.config.profiles {
		if s.Origin(Token) == s.config.origin(p, key) {
			continue
		}
		if value, err := s.config.value(s.src, p, key); err == nil && value.value != "" {
			tokens[p.name] = value.value
		}
	}
	return tokens
}

// Warnings returns one line for each of these: secrets in a config file that other
// users of the machine can read, and secrets in the environment that look like
// @path. The lines contain names of keys and files, never values.
func (s *Settings) Warnings() []string {
	return append(s.warnReadable(), s.warnLiteral()...)
}

func (s *Settings) warnReadable() []string {
	const readable fs.FileMode = 0o044
	// On Windows, Go invents these bits.
	if s.config.mode&readable == 0 || runtime.GOOS == "windows" {
		return nil
	}
	inline := s.inlineSecrets()
	if inline == nil {
		return nil
	}
	return []string{fmt.Sprintf("%s: other users can read this file (mode %04o) and it contains %s; run chmod 600 on it, or use ${NAME} or \"@path\"",
		s.config.label, s.config.mode.Perm(), strings.Join(inline, ", "))}
}

// warnLiteral warns about @path in the environment. In flags and profiles @path
// means the content of a file; in the environment it is the secret itself, which
// is rarely intended.
func (s *Settings) warnLiteral() []string {
	var warnings []string
	for _, key := range Keys() {
		found := s.given[key.Name]
		if key.Secret && strings.HasPrefix(found.value, "@") && s.fromEnvironment(key) {
			warnings = append(warnings, fmt.Sprintf("%s: the %s from the environment starts with @ and is used literally; to read a file, use --%s @path or a profile",
				found.origin, key.Name, key.Flag))
		}
	}
	return warnings
}

// fromEnvironment reports whether a setting comes from an environment variable,
// either its own or one that the profile refers to.
func (s *Settings) fromEnvironment(key Key) bool {
	switch found := s.given[key.Name]; found.origin {
	case Origin("environment " + key.Env):
		return true
	case s.config.origin(s.profile, key):
		return !strings.HasPrefix(s.profile.entries[key.Name].text, "@")
	}
	return false
}

// inlineSecrets describes the secrets that are written in the config file.
func (s *Settings) inlineSecrets() []string {
	var inline []string
	for _, p := range s.config.profiles {
		for _, key := range Keys() {
			text := p.entries[key.Name].text
			if key.Secret && text != "" && text[0] != '@' && !strings.Contains(text, "${") {
				inline = append(inline, fmt.Sprintf("the %s of profile %s", key.Name, p.name))
			}
		}
	}
	return inline
}

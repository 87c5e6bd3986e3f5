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

// Mask shows a secret so that its owner knows it again: the first four
// characters and the length, "abcd…(43)"; below twelve characters the length
// only.
func Mask(secret string) string {
	const shortest, visible = 12, 4
	length := utf8.RuneCountInString(secret)
	if length < shortest {
		return fmt.Sprintf("…(%d)", length)
	}
	return fmt.Sprintf("%s…(%d)", string([]rune(secret)[:visible]), length)
}

// Secrets returns the secret values in force and [Settings.OtherTokens], without
// empty and repeated ones, the longest first, so that masking them in this
// order leaves no rest of one that contains another.
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

// OtherTokens returns, by profile name, the tokens in the config file that are
// not the one in force: also that of the chosen profile where a flag or the
// environment overrides it. Empty ones and those that cannot be resolved are
// left out. Files that they name are read at each call.
func (s *Settings) OtherTokens() map[string]string {
	tokens, key := map[string]string{}, keyNamed(Token)
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

// Warnings returns what is doubtful about the settings but no error, one line
// each: secrets inline in a config file that others on the machine can read,
// and secrets in the environment that look like @path. They name keys and
// files, never values.
func (s *Settings) Warnings() []string {
	return append(s.warnReadable(), s.warnLiteral()...)
}

func (s *Settings) warnReadable() []string {
	const readable fs.FileMode = 0o044
	// Windows has no such bits and Go makes them up.
	if s.config.mode&readable == 0 || runtime.GOOS == "windows" {
		return nil
	}
	inline := s.inlineSecrets()
	if inline == nil {
		return nil
	}
	return []string{fmt.Sprintf("%s: others can read this file (mode %04o) and it holds %s; chmod 600 it, or write ${NAME} or \"@path\" instead",
		s.config.label, s.config.mode.Perm(), strings.Join(inline, ", "))}
}

// warnLiteral: @path is a file's content in flags and profiles. In the
// environment it is the secret itself, which is rarely meant.
func (s *Settings) warnLiteral() []string {
	var warnings []string
	for _, key := range Keys() {
		found := s.given[key.Name]
		if key.Secret && strings.HasPrefix(found.value, "@") && s.fromEnvironment(key) {
			warnings = append(warnings, fmt.Sprintf("%s: the %s from the environment begins with @ and is used literally; to read a file, give it by --%s @path or in a profile",
				found.origin, key.Name, key.Flag))
		}
	}
	return warnings
}

// fromEnvironment reports whether a setting is the value of a variable, be it
// the setting's own or one that a profile names.
func (s *Settings) fromEnvironment(key Key) bool {
	switch found := s.given[key.Name]; found.origin {
	case Origin("environment " + key.Env):
		return true
	case s.config.origin(s.profile, key):
		return !strings.HasPrefix(s.profile.entries[key.Name].text, "@")
	}
	return false
}

// inlineSecrets names the secrets that stand in the config file themselves.
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

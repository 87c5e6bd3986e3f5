package account

import (
	"slices"
	"strings"
)

// Resolve resolves every setting: a flag overrides the environment, which overrides
// the profile, which overrides the default. Overridden values are not evaluated, so
// a missing variable in one is not an error. Every error wraps [ErrConfig]; an error
// about a file also wraps the file system's error.
func Resolve(src Source) (*Settings, error) {
	cfg, err := load(src)
	if err != nil {
		return nil, err
	}
	chosen, err := cfg.choose(src)
	if err != nil {
		return nil, err
	}
	s := &Settings{src: src, config: cfg, profile: chosen, given: map[string]setting{}}
	for _, key := range Keys() {
		if err := s.resolve(key); err != nil {
			return nil, err
		}
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

// ProfileNames returns the names of the profiles in file order. It does not resolve
// values, so it also works if the selected profile is not usable.
func ProfileNames(src Source) ([]string, error) {
	cfg, err := load(src)
	if err != nil {
		return nil, err
	}
	return cfg.names(), nil
}

func (s *Settings) resolve(key Key) error {
	if written, ok := s.src.Flags[key.Name]; ok {
		origin := Origin("flag --" + key.Flag)
		value, err := s.src.flagValue(key, written)
		if err != nil {
			return problemf("%s: %w", origin, err)
		}
		s.given[key.Name] = setting{value, origin, byUser}
		return nil
	}
	if value, ok := s.src.LookupEnv(key.Env); ok && !s.src.ProfileOnly {
		s.given[key.Name] = setting{value, Origin("environment " + key.Env), byUser}
		return nil
	}
	if _, ok := s.profile.entries[key.Name]; ok {
		value, err := s.config.value(s.src, s.profile, key)
		if err != nil {
			return err
		}
		s.given[key.Name] = value
	}
	return nil
}

// check rejects an unknown platform, an unknown mode, and a mode that the platform
// does not have.
func (s *Settings) check() error {
	if err := s.checkWord(Platform, PlatformMP, PlatformWork); err != nil {
		return err
	}
	if err := s.checkWord(Mode, ModePlain, ModeCompatible, ModeSafe); err != nil {
		return err
	}
	if s.Platform() == PlatformWork && s.Mode() != ModeSafe {
		return problemf("mode: %s from %s, but WeCom is always encrypted; remove it or set it to safe", s.Mode(), s.Origin(Mode))
	}
	return nil
}

func (s *Settings) checkWord(name string, allowed ...string) error {
	value, _ := s.Get(name)
	if slices.Contains(allowed, value) {
		return nil
	}
	return problemf("%s: unknown value %s from %s, must be %s", name, quoteName(value), s.Origin(name), strings.Join(allowed, " or "))
}

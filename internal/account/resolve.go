package account

import (
	"slices"
	"strings"
)

// Resolve works out every setting: a flag wins over the environment, that over
// the profile, that over the default. What loses is not looked at, so a variable
// missing for it is no error. Every error wraps [ErrConfig]; one about a file
// that could not be read also keeps the file system's reason.
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

// ProfileNames lists the profiles of the config file in file order without
// resolving any of their values: for completion, and for a list that still
// works when the profile in force does not.
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
		s.given[key.Name] = setting{value, origin, fromUser}
		return nil
	}
	if value, ok := s.src.LookupEnv(key.Env); ok && !s.src.ProfileAlone {
		s.given[key.Name] = setting{value, Origin("environment " + key.Env), fromUser}
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

// check refuses a platform or mode that does not exist or go together.
func (s *Settings) check() error {
	if err := s.checkWord(Platform, PlatformMP, PlatformWork); err != nil {
		return err
	}
	if err := s.checkWord(Mode, ModePlain, ModeCompatible, ModeSafe); err != nil {
		return err
	}
	if s.Platform() == PlatformWork && s.Mode() != ModeSafe {
		return problemf("mode: %s from %s, but WeCom is always encrypted; leave it out or say safe", s.Mode(), s.Origin(Mode))
	}
	return nil
}

func (s *Settings) checkWord(name string, allowed ...string) error {
	value, _ := s.Get(name)
	if slices.Contains(allowed, value) {
		return nil
	}
	return problemf("%s: unknown value %s from %s, must be %s", name, shown(value), s.Origin(name), strings.Join(allowed, " or "))
}

package account

// Settings are the resolved account settings, each with its origin. They are
// immutable.
type Settings struct {
	src     Source
	config  *config
	profile profile
	given   map[string]setting // by Key.Name; without defaults, see fallback
}

type setting struct {
	value  string
	origin Origin
	by     setBy
}

// setBy is who set a value. The values are ordered, see [Settings.MaySend].
type setBy int

const (
	byDefault   setBy = iota // or the demo account
	byUser                   // a flag or the environment
	byFile                   // the value is written in the config file
	byReference              // the config file refers to a variable or a file of the user
)

// Get returns the value of a setting by its [Key] name. It reports false if the
// setting is not set and has no default. An empty value counts as set.
func (s *Settings) Get(name string) (value string, ok bool) {
	found, ok := s.lookup(name)
	return found.value, ok
}

// Origin returns where the value of a setting came from, "" if it has no value.
func (s *Settings) Origin(name string) Origin {
	found, _ := s.lookup(name)
	return found.origin
}

func (s *Settings) lookup(name string) (setting, bool) {
	if found, ok := s.given[name]; ok {
		return found, true
	}
	value, ok := s.fallback(name)
	if !ok {
		return setting{}, false
	}
	return setting{value, OriginDefault, byDefault}, true
}

// fallback returns the default of a setting, which may depend on other settings.
func (s *Settings) fallback(name string) (value string, ok bool) {
	switch name {
	case Platform:
		return PlatformMP, true
	case Mode:
		if s.Platform() == PlatformWork {
			return ModeSafe, true
		}
		return ModePlain, true
	case ReceiveID:
		return s.Get(AppID)
	}
	return "", false
}

// Platform returns [PlatformMP] or [PlatformWork].
func (s *Settings) Platform() string {
	value, _ := s.Get(Platform)
	return value
}

// Mode returns [ModePlain], [ModeCompatible] or [ModeSafe]; on WeCom it is always
// ModeSafe.
func (s *Settings) Mode() string {
	value, _ := s.Get(Mode)
	return value
}

// Configured reports whether one of the settings that identify an account is set:
// token, encoding_aes_key, app_id, receive_id or agent_id.
func (s *Settings) Configured() bool {
	for _, name := range []string{Token, EncodingAESKey, AppID, ReceiveID, AgentID} {
		if found, ok := s.given[name]; ok && found.origin != OriginDemo && found.origin != OriginMadeUp {
			return true
		}
	}
	return false
}

// Profiles returns the names of the profiles in file order.
func (s *Settings) Profiles() []string { return s.config.names() }

// Profile returns the name of the selected profile, "" if there is none.
func (s *Settings) Profile() string { return s.profile.name }

// ConfigFile returns the path of the config file, "" if there is none.
func (s *Settings) ConfigFile() string { return s.config.path }

// ConfigLabel returns the name of the config file in origins and errors, "" if
// there is none.
func (s *Settings) ConfigLabel() string { return s.config.label }

package account

// Settings are the account settings in force, each with its origin. They do
// not change; [Settings.WithDemo] returns others.
type Settings struct {
	src     Source
	config  *config
	profile profile
	given   map[string]setting // by Key.Name; defaults are worked out, see fallback
}

type setting struct {
	value  string
	origin Origin
	from   from
}

// from says who chose a value. Origin says the same in words.
type from int

const (
	fromDefault   from = iota // or the demo account
	fromUser                  // a flag or the environment
	fromFile                  // the config file holds the value itself
	fromReference             // the config file names a variable or a file, whose content is the user's
)

// Get returns the value of a setting by its [Key] name. It is not ok if the
// setting is given nowhere and has no default; given as "" it is ok.
func (s *Settings) Get(name string) (value string, ok bool) {
	found, ok := s.lookup(name)
	return found.value, ok
}

// Origin tells where the value of a setting came from, "" if it has none.
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
	return setting{value, OriginDefault, fromDefault}, true
}

// fallback is the default of a setting; some follow another setting.
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

// Mode returns [ModePlain], [ModeCompatible] or [ModeSafe]; on WeCom always the
// last.
func (s *Settings) Mode() string {
	value, _ := s.Get(Mode)
	return value
}

// Configured reports whether anything that makes an account is given: token,
// encoding_aes_key, app_id, receive_id or agent_id.
func (s *Settings) Configured() bool {
	for _, name := range []string{Token, EncodingAESKey, AppID, ReceiveID, AgentID} {
		if found, ok := s.given[name]; ok && found.origin != OriginDemo {
			return true
		}
	}
	return false
}

// Profiles lists the profiles of the config file in file order.
func (s *Settings) Profiles() []string { return s.config.names() }

// Profile is the name of the profile in force, "" if there is none.
func (s *Settings) Profile() string { return s.profile.name }

// ConfigFile is the path of the config file in use, "" if there is none.
func (s *Settings) ConfigFile() string { return s.config.path }

// ConfigLabel is the config file as origins and errors show it, "" if there is
// none.
func (s *Settings) ConfigLabel() string { return s.config.label }

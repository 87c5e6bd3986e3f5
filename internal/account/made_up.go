package account

import (
	"encoding/hex"
	"io"
	"maps"
)

// Completed returns a copy of the settings in which everything that an account needs to
// call the API and to get pushes has a value. What is missing or empty is made up, with
// the origin [OriginMadeUp]: token, app_id and app_secret, on WeCom agent_id, and
// encoding_aes_key unless the account gets its pushes in plain mode.
func (s *Settings) Completed(random io.Reader) (*Settings, error) {
	filled := *s
	filled.given = maps.Clone(s.given)
	for _, missing := range s.missing() {
		value, err := missing.value(random)
		if err != nil {
			return nil, err
		}
		filled.given[missing.name] = setting{value, OriginMadeUp, byDefault}
	}
	return &filled, nil
}

// part is a setting and what makes a value of it.
type part struct {
	name  string
	value func(io.Reader) (string, error)
}

// missing returns what an account lacks.
func (s *Settings) missing() (parts []part) {
	work := s.Platform() == PlatformWork
	lacks := func(name string, value func(io.Reader) (string, error)) {
		if s.given[name].value == "" {
			parts = append(parts, part{name, value})
		}
	}
	lacks(Token, func(r io.Reader) (string, error) { return randomWord(r, 32) })
	if s.Mode() != ModePlain || !s.Configured() {
		lacks(EncodingAESKey, randomKey)
	}
	if work {
		lacks(AppID, func(r io.Reader) (string, error) { return randomHex(r, "ww", 16) })
		lacks(AppSecret, func(r io.Reader) (string, error) { return randomWord(r, 43) })
		lacks(AgentID, func(io.Reader) (string, error) { return DemoAgentID, nil })
		return parts
	}
	lacks(AppID, func(r io.Reader) (string, error) { return randomHex(r, "wx", 16) })
	lacks(AppSecret, func(r io.Reader) (string, error) { return randomHex(r, "", 32) })
	return parts
}

// randomHex returns a prefix and that many hexadecimal digits.
func randomHex(random io.Reader, prefix string, digits int) (string, error) {
	b := make([]byte, digits/2)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return prefix + hex.EncodeToString(b), nil
}

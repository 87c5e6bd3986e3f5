package account

import "maps"

// The demo account. It is public, so it protects nothing: never use it against
// an address that is not loopback.
const (
	DemoToken  = "wxtool-demo-token"
	DemoAppID  = "wxdemo0000000000aa" // Official Account
	DemoCorpID = "wwdemo0000000000aa" // WeCom
	// DemoAppSecret is what the sandbox takes from the demo account.
	DemoAppSecret = "wxtoolDemoAppSecretForTheSandbox"
	// DemoAgentID is the WeCom application.
	DemoAgentID = "1000002"
	// DemoEncodingAESKey has no spare bits set, so strict decoders take it too.
	DemoEncodingAESKey = "wxtoolDemoEncodingAESKeyForTryingThingsOut0"
)

// WithDemo returns settings in which the demo account fills in what is missing:
// token, encoding_aes_key and app_id, on WeCom also agent_id, with
// [OriginDemo]. What is given stays, also if it is empty.
func (s *Settings) WithDemo() *Settings {
	demo := map[string]string{Token: DemoToken, EncodingAESKey: DemoEncodingAESKey, AppID: DemoAppID}
	if s.Platform() == PlatformWork {
		demo[AppID], demo[AgentID] = DemoCorpID, DemoAgentID
	}
	filled := *s
	filled.given = maps.Clone(s.given)
	for name, value := range demo {
		if _, given := s.given[name]; !given {
			filled.given[name] = setting{value, OriginDemo, fromDefault}
		}
	}
	return &filled
}

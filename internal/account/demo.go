package account

import "maps"

// The demo account. Its values are public: use it with loopback addresses only.
const (
	DemoToken  = "wxtool-demo-token"
	DemoAppID  = "wxdemo0000000000aa" // Official Account
	DemoCorpID = "wwdemo0000000000aa" // WeCom
	// DemoAppSecret is the secret of the demo account in the sandbox.
	DemoAppSecret = "wxtoolDemoAppSecretForTheSandbox"
	// DemoAgentID is the WeCom application of the demo account.
	DemoAgentID = "1000002"
	// DemoEncodingAESKey has no spare bits set, so strict decoders accept it too.
	DemoEncodingAESKey = "wxtoolDemoEncodingAESKeyForTryingThingsOut0"
)

// WithDemo returns a copy of the settings in which missing values come from the
// demo account: token, encoding_aes_key and app_id, on WeCom also agent_id. Their
// origin is [OriginDemo]. Values that are set stay, even if they are empty.
func (s *Settings) WithDemo() *Settings {
	demo := map[string]string{Token: DemoToken, EncodingAESKey: DemoEncodingAESKey, AppID: DemoAppID}
	if s.Platform() == PlatformWork {
		demo[AppID], demo[AgentID] = DemoCorpID, DemoAgentID
	}
	filled := *s
	filled.given = maps.Clone(s.given)
	for name, value := range demo {
		if _, given := s.given[name]; !given {
			filled.given[name] = setting{value, OriginDemo, byDefault}
		}
	}
	return &filled
}

package sandbox

import "encoding/json"

// SetMenu publishes a menu: the default one, or with a matchrule a conditional
// one.
func (s *Server) SetMenu(key [3]string, id int64, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := menuKey(key[0], key[1], key[2])
	all := s.state.Menus[at]
	if all == nil {
		all = &menus{}
		s.state.Menus[at] = all
	}
	p := published{MenuID: id, Body: json.RawMessage(body)}
	var rule struct{ MatchRule json.RawMessage }
	if json.Unmarshal(p.Body, &rule); rule.MatchRule != nil {
		all.Conditional = append(all.Conditional, p)
		return
	}
	all.Default = &p
}

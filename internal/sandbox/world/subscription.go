package world

// Subscription is how many subscribe messages (订阅通知) of a template an account may
// still send to a user.
type Subscription struct{ Left int }

func (s *Subscription) check(key string) error {
	if s.Left < 0 {
		return damaged("subscription of %s: %d are left", key, s.Left)
	}
	return nil
}

// Subscribe allows one more message of a template.
func (tx *Tx) Subscribe(of Owner, user, template string) {
	key := of.key(user) + " " + template
	s, _ := found(tx.world.state.Subscriptions[key])
	s.Left++
	tx.put(Change{Kind: KindSubscription, Key: key, value: &s})
}

// SpendSubscription counts a message of a template, if one is allowed.
func (tx *Tx) SpendSubscription(of Owner, user, template string) bool {
	key := of.key(user) + " " + template
	s, _ := found(tx.world.state.Subscriptions[key])
	switch s.Left {
	case 0:
		return false
	case 1:
		tx.put(Change{Kind: KindSubscription, Key: key})
	default:
		tx.put(Change{Kind: KindSubscription, Key: key, value: &Subscription{s.Left - 1}})
	}
	return true
}

// Unsubscribe allows no more messages of a template.
func (tx *Tx) Unsubscribe(of Owner, user, template string) {
	if key := of.key(user) + " " + template; tx.world.state.Subscriptions[key] != nil {
		tx.put(Change{Kind: KindSubscription, Key: key})
	}
}

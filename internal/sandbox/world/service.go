package world

import "slices"

// Servant is a customer service account (客服账号) of an Official Account.
type Servant struct {
	Account  string // kf_account, such as test1@shop
	Nickname string
	ID       int // kf_id
}

// Servants are those of one account.
type Servants struct {
	Last int // the last id that was given out
	List []Servant
}

func (*Servants) check(string) error { return nil }

// firstServant is about where the pages' samples begin.
const firstServant = 1001

// Servants returns the customer service accounts of an account.
func (tx *Tx) Servants(of Owner) []Servant {
	if s := tx.world.state.Servants[of.key("")]; s != nil {
		return slices.Clone(s.List)
	}
	return nil
}

// AddServant adds one.
func (tx *Tx) AddServant(of Owner, account, nickname string) {
	id := firstServant
	if old := tx.world.state.Servants[of.key("")]; old != nil {
		id = old.Last + 1
	}
	tx.setServants(of, id, append(tx.Servants(of), Servant{account, nickname, id}))
}

// RenameServant changes the nickname of one.
func (tx *Tx) RenameServant(of Owner, account, nickname string) {
	list := tx.Servants(of)
	for i := range list {
		if list[i].Account == account {
			list[i].Nickname = nickname
		}
	}
	tx.setServants(of, tx.world.state.Servants[of.key("")].Last, list)
}

// DeleteServant removes one.
func (tx *Tx) DeleteServant(of Owner, account string) {
	list := slices.DeleteFunc(tx.Servants(of), func(s Servant) bool { return s.Account == account })
	tx.setServants(of, tx.world.state.Servants[of.key("")].Last, list)
}

func (tx *Tx) setServants(of Owner, last int, list []Servant) {
	tx.put(Change{Kind: KindServants, Key: of.key(""), value: &Servants{last, list}})
}

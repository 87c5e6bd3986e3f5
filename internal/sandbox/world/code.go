package world

import (
	"encoding/base64"
	"encoding/binary"
	"time"
)

// Ticket is a QR code of an Official Account.
type Ticket struct {
	Ticket  string
	AppID   string
	Action  string
	Scene   string
	URL     string // the content of the code
	Created time.Time
	Expire  int64 // seconds; 0: permanent
}

func (t *Ticket) check(name string) error {
	if t.Ticket != name {
		return damaged("ticket %q is not stored under its name", name)
	}
	return nil
}

// Permanent reports whether the code never expires.
func (t *Ticket) Permanent() bool {
	return t.Action == "QR_LIMIT_SCENE" || t.Action == "QR_LIMIT_STR_SCENE"
}

// IsText reports whether the scene is a scene_str.
func (t *Ticket) IsText() bool {
	return t.Action == "QR_STR_SCENE" || t.Action == "QR_LIMIT_STR_SCENE"
}

// Ticket finds a code.
func (tx *Tx) Ticket(ticket string) (Ticket, bool) { return found(tx.world.state.Tickets[ticket]) }

// TicketByURL finds a code by its content.
func (tx *Tx) TicketByURL(url string) (Ticket, bool) { return found(tx.world.index.ticketURLs[url]) }

// PermanentTicket finds the account's permanent code of an action and scene.
func (tx *Tx) PermanentTicket(appID, action, scene string) (Ticket, bool) {
	return found(tx.world.index.permanent[appID][actionScene{action, scene}])
}

// PermanentTickets is how many permanent codes an account has.
func (tx *Tx) PermanentTickets(appID string) int { return len(tx.world.index.permanent[appID]) }

// AddTicket makes up the content and the ticket of a new code.
func (tx *Tx) AddTicket(t Ticket) Ticket {
	t.Created = tx.now
	draw := func() string { return "http://weixin.qq.com/q/02" + tx.Random(20, Alphanumeric) }
	t.URL = fresh(len(tx.world.state.Tickets), draw, func(url string) bool { return tx.world.index.ticketURLs[url] == nil })
	t.Ticket = tx.seal(&t)
	tx.put(Change{Kind: KindTicket, Key: t.Ticket, value: &t})
	return t
}

// seal writes a ticket as the platform's look: base64 of a head, the length of the
// rest, and three tagged values: the URL with a zero byte, the time of creation, and
// the seconds it lasts. Numbers have their low byte first.
func (tx *Tx) seal(t *Ticket) string {
	var rest []byte
	rest = append(rest, 1, byte(len(t.URL)+1))
	rest = append(append(rest, t.URL...), 0)
	rest = append(rest, 2, 4)
	rest = binary.LittleEndian.AppendUint32(rest, uint32(t.Created.Unix()))
	rest = append(rest, 3, 4)
	rest = binary.LittleEndian.AppendUint32(rest, uint32(t.Expire))
	head := binary.LittleEndian.AppendUint64([]byte{0x81, 0x01, tx.Random(1, Alphanumeric)[0], 0xee}, uint64(len(rest)))
	return base64.StdEncoding.EncodeToString(append(head, rest...))
}

package world

import (
	"strconv"
	"time"
)

// MaxLines is how many lines of a chat are kept; the oldest are forgotten.
const MaxLines = 100

// Allowance is how many messages an account may still send to a user, and until when.
type Allowance struct {
	Left int       `json:",omitzero"`
	Ends time.Time `json:",omitzero"`
}

// Open reports whether the allowance has not ended.
func (a Allowance) Open(now time.Time) bool { return now.Before(a.Ends) }

// Chat is the state of the chat of an account with a user.
type Chat struct {
	Messages  Allowance `json:",omitzero"` // since the user's last message
	Events    Allowance `json:",omitzero"` // since the user's last click, scan or follow
	Exchanged time.Time `json:",omitzero"` // time of the last message of either
	Typing    time.Time `json:",omitzero"` // end of the "typing" that the user sees
	First     int       `json:",omitzero"` // number of the first line that is kept
	Next      int       `json:",omitzero"` // number of the next line
}

func (c *Chat) check(key string) error {
	if c.First < 0 || c.Next < c.First || c.Next-c.First > MaxLines {
		return damaged("chat of %s: has the lines %d to %d", key, c.First, c.Next)
	}
	return nil
}

// Who wrote a line.
const (
	FromUser    = "user"
	FromReply   = "reply"   // the account, in its answer to a push
	FromMessage = "message" // the account, by the API
)

// Line is one line of a chat.
type Line struct {
	Time  time.Time
	From  string
	Type  string // of the message or event
	Text  string
	Media string `json:",omitempty"` // media_id
}

func (*Line) check(string) error { return nil }

func chatKey(of Owner, user string) string { return of.key(user) }

func lineKey(chat string, number int) string { return chat + " " + strconv.Itoa(number) }

// Chat returns the chat of an account with the user of a name.
func (tx *Tx) Chat(of Owner, user string) Chat {
	c, _ := found(tx.world.state.Chats[chatKey(of, user)])
	return c
}

// SetChat changes a chat that was returned by Chat; the numbers of its lines stay.
func (tx *Tx) SetChat(of Owner, user string, c Chat) {
	old := tx.Chat(of, user)
	c.First, c.Next = old.First, old.Next
	if c != old {
		tx.put(Change{Kind: KindChat, Key: chatKey(of, user), value: &c})
	}
}

// AddLine adds a line to a chat, now, and returns its number.
func (tx *Tx) AddLine(of Owner, user string, line Line) (number int) {
	key, c := chatKey(of, user), tx.Chat(of, user)
	line.Time = tx.now
	tx.put(Change{Kind: KindLine, Key: lineKey(key, c.Next), value: &line})
	c.Next++
	if c.Next-c.First > MaxLines {
		tx.put(Change{Kind: KindLine, Key: lineKey(key, c.First)})
		c.First++
	}
	tx.put(Change{Kind: KindChat, Key: key, value: &c})
	return c.Next - 1
}

// Lines returns the lines of a chat from a number on, in order.
func (tx *Tx) Lines(of Owner, user string, from int) []Line {
	lines := []Line{}
	key, c := chatKey(of, user), tx.Chat(of, user)
	for n := max(from, c.First); n < c.Next; n++ {
		if line, known := found(tx.world.state.Lines[lineKey(key, n)]); known {
			lines = append(lines, line)
		}
	}
	return lines
}

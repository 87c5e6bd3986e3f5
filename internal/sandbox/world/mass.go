package world

import (
	"strconv"
	"time"
)

// forgetMass is how long the record of a mass message is kept.
const forgetMass = 30 * 24 * time.Hour

// MassJob is a mass message (群发) that an Official Account has sent.
type MassJob struct {
	MsgID   int64
	DataID  int64  `json:",omitempty"`
	Client  string // clientmsgid, or a digest of receivers and content
	Type    string // msgtype
	Sent    time.Time
	Deleted bool `json:",omitempty"`
}

func (j *MassJob) check(key string) error {
	if end := " " + strconv.FormatInt(j.MsgID, 10); len(key) < len(end) || key[len(key)-len(end):] != end {
		return damaged("mass message %q is not stored under its msg_id", key)
	}
	return nil
}

func massKey(of Owner, id int64) string { return of.key(strconv.FormatInt(id, 10)) }

// MassJob finds a mass message of an account.
func (tx *Tx) MassJob(of Owner, id int64) (MassJob, bool) {
	return found(tx.world.state.MassJobs[massKey(of, id)])
}

// MassJobOf finds the newest mass message of an account with a clientmsgid.
func (tx *Tx) MassJobOf(of Owner, client string) (newest MassJob, known bool) {
	for key, j := range tx.world.state.MassJobs {
		if key == massKey(of, j.MsgID) && j.Client == client && (!known || j.Sent.After(newest.Sent)) {
			newest, known = *j, true
		}
	}
	return newest, known
}

// SetMassJob keeps a mass message, and removes those from long ago.
func (tx *Tx) SetMassJob(of Owner, j MassJob) {
	forget(tx, KindMassJob, tx.world.state.MassJobs, func(old *MassJob) bool { return tx.now.Sub(old.Sent) > forgetMass })
	tx.put(Change{Kind: KindMassJob, Key: massKey(of, j.MsgID), value: &j})
}

// MassSpeed is how fast an account's mass messages are sent: 0 is the fastest.
type MassSpeed struct{ Level int }

func (s *MassSpeed) check(key string) error {
	if s.Level < 0 || s.Level > 4 {
		return damaged("mass speed of %s: is %d", key, s.Level)
	}
	return nil
}

// MassSpeed returns the level of an account; the default is the fastest.
func (tx *Tx) MassSpeed(of Owner) int {
	s, _ := found(tx.world.state.MassSpeeds[of.key("")])
	return s.Level
}

// SetMassSpeed changes the level of an account.
func (tx *Tx) SetMassSpeed(of Owner, level int) {
	tx.put(Change{Kind: KindMassSpeed, Key: of.key(""), value: &MassSpeed{level}})
}

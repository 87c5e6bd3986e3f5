package sandbox

import (
	"net/http"
	"time"

	"wxtool/internal/sandbox/world"
)

// Clock is the time of a sandbox, and how far its clock is ahead of the machine's.
type Clock struct {
	Time   time.Time `json:"time"`           // of the sandbox
	Offset float64   `json:"offset_seconds"` // how far it is ahead of the machine's clock
}

// ClockMove moves the clock of a sandbox: by Seconds, or back to the machine's.
type ClockMove struct {
	Seconds float64 `json:"seconds,omitempty"`
	Real    bool    `json:"real,omitempty"`
}

// MoveClock moves the clock and returns it. Tokens, codes, windows and quotas follow;
// the timestamps with which pushes are signed do not, as servers compare them with a
// clock of their own. The error is that of Config.Changed, or an *ActError for a clock
// that would be moved too far.
func (s *Server) MoveClock(move ClockMove) (Clock, error) {
	var clock Clock
	var problem error
	changed := s.world.Update(func(tx *world.Tx) {
		offset := tx.Offset() + time.Duration(move.Seconds*float64(time.Second))
		if move.Real {
			offset = 0
		}
		if limit := world.MaxOffset.Seconds(); move.Seconds < -limit || move.Seconds > limit || offset.Abs() > world.MaxOffset {
			problem = actError("clock: cannot be moved by more than %d years", int(world.MaxOffset.Hours()/24/365))
			return
		}
		tx.SetOffset(offset)
		clock = Clock{tx.Now(), tx.Offset().Seconds()}
	})
	if problem == nil && changed {
		problem = s.kept()
	}
	return clock, problem
}

// Reset removes users, chats, codes, menus, tags and counts, and sets the clock to the
// machine's; access tokens and the tickets of the JS-SDK stay. The error is that of
// Config.Changed.
func (s *Server) Reset() error {
	var media []string
	changed := s.world.Update(func(tx *world.Tx) {
		media = tx.MediaIDs()
		tx.Reset()
	})
	s.media.Delete(media)
	if changed {
		return s.kept()
	}
	return nil
}

// resetReply is the answer to a reset.
type resetReply struct {
	Reset bool `json:"reset"`
}

func (s *Server) serveClock(w http.ResponseWriter, r *http.Request) {
	var move ClockMove
	err := readJSON(w, r, &move)
	var clock Clock
	if err == nil {
		clock, err = s.MoveClock(move)
	}
	if err != nil {
		writeRefusal(w, err)
		return
	}
	writeJSON(w, http.StatusOK, clock)
}

func (s *Server) serveReset(w http.ResponseWriter, r *http.Request) {
	err := readJSON(w, r, &struct{}{})
	if err == nil {
		err = s.Reset()
	}
	if err != nil {
		writeRefusal(w, err)
		return
	}
	writeJSON(w, http.StatusOK, resetReply{true})
}
